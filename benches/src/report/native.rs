//! The same handlers as guests and compiled for this machine.

use serde::Serialize;
use yao_bench::{guests, host, native, payload};
use yao_bench_page::{Document, Table, number};

use super::Pace;
use super::time::{Run, in_turns};

const SDK: &str = "rust-arena";

/// One handler with one payload.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    handler: &'static str,
    payload: &'static str,
    wasm_us: f64,
    native_us: f64,
}

pub(super) fn measure(pace: Pace) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for handler in ["echo", "greet"] {
        let guest = guests::one(SDK, handler)?;
        let (host, module) = host::loaded(&guest)?;
        for (size, name) in payload::SIZES {
            let (payload, right) = payload::of(handler, size);
            let same = |result: Result<Vec<u8>, String>, what: &str| match result {
                Ok(bytes) if bytes == right => Ok(()),
                Ok(_) => Err(format!("{handler} with {name} {what} gives another result than the right one")),
                Err(error) => Err(format!("{handler} with {name} {what}: {error}")),
            };
            let mut mock = Some(native::host());
            let mut calls = 0;
            let mut runs: [Run<'_>; 2] = [
                Box::new(|| same(host::request(&host, &module, handler, &payload), "as a guest")),
                Box::new(|| {
                    calls += 1;
                    if calls % 1000 == 0 {
                        // It keeps every log line and every call. The old one goes first: a thread has one host.
                        drop(mock.take());
                    }
                    let mock = mock.get_or_insert_with(native::host);
                    same(native::call(mock, handler, &payload), "natively")
                }),
            ];
            let times = in_turns(&mut runs, pace.rounds)?;
            rows.push(Row { handler, payload: name, wasm_us: times[0], native_us: times[1] });
        }
    }
    Ok(rows)
}

pub(super) fn write(document: &mut Document, rows: &[Row]) {
    document.heading("Wasm against native");
    document.text(format!(
        "The sources of `{SDK}`, as a guest in the interpreter (a fresh instance a request, all checks) and compiled for \
         this machine with the mock host of the SDK, which has neither, but keeps every call and log line. Both give the \
         same bytes.",
    ));
    let mut table = Table::new(["handler", "payload", "guest us", "native us", "guest / native"]);
    for Row { handler, payload, wasm_us, native_us } in rows {
        table.row([
            (*handler).to_owned(),
            (*payload).to_owned(),
            number(*wasm_us),
            number(*native_us),
            number(wasm_us / native_us),
        ]);
    }
    document.table(table);
}
