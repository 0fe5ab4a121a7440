//! Guests that come twice: `NAME.wasm`, and `NAME-simd.wasm` which does the same with 128-bit vectors.

use serde::Serialize;
use yao_bench::guests::{self, Guest};
use yao_bench::{host, payload};
use yao_bench_page::{Document, Table, number};

use super::Pace;
use super::time::{Run, in_turns};

const ENDING: &str = "-simd";

/// One pair with one payload.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    guest: String,
    handler: String,
    payload: &'static str,
    simd_us: f64,
    scalar_us: f64,
}

pub(super) fn measure(pace: Pace) -> Result<Vec<Row>, String> {
    let all = guests::all()?;
    let mut rows = Vec::new();
    for simd in &all {
        let twin = simd.name.strip_suffix(ENDING);
        let twin = all.iter().find(|guest| guest.sdk == simd.sdk && Some(guest.name.as_str()) == twin);
        if let Some(scalar) = twin {
            pair(simd, scalar, pace, &mut rows)?;
        }
    }
    Ok(rows)
}

/// Measures every handler that both have, on arguments of one text.
fn pair(simd: &Guest, scalar: &Guest, pace: Pace, rows: &mut Vec<Row>) -> Result<(), String> {
    let ((host, module), (twin_host, twin)) = (host::loaded(simd)?, host::loaded(scalar)?);
    for handler in &module.info().handlers {
        if !twin.info().handlers.contains(handler) {
            continue;
        }
        for (size, name) in payload::SIZES {
            let payload = payload::echo(size);
            let right = host::request(&twin_host, &twin, handler, &payload)?;
            let check = |result: Result<Vec<u8>, String>| match result {
                Ok(bytes) if bytes == right => Ok(()),
                Ok(_) => {
                    Err(format!("{handler} of {} gives another result than its scalar twin", simd.title()))
                }
                Err(error) => Err(error),
            };
            let mut runs: [Run<'_>; 2] = [
                Box::new(|| check(host::request(&host, &module, handler, &payload))),
                Box::new(|| check(host::request(&twin_host, &twin, handler, &payload))),
            ];
            let times = in_turns(&mut runs, pace.rounds)?;
            rows.push(Row {
                guest: simd.title(),
                handler: handler.clone(),
                payload: name,
                simd_us: times[0],
                scalar_us: times[1],
            });
        }
    }
    Ok(())
}

pub(super) fn write(document: &mut Document, rows: &[Row]) {
    document.heading("SIMD against scalar");
    if rows.is_empty() {
        document.text("No guest was built both ways: none is called `NAME-simd` beside a `NAME`.");
        return;
    }
    document.text(
        "Guests that are built twice, with and without 128-bit vectors, on wasmi. Both give the same bytes.",
    );
    let mut table = Table::new(["guest", "handler", "payload", "SIMD us", "scalar us", "scalar / SIMD"]);
    for row in rows {
        table.row([
            row.guest.clone(),
            row.handler.clone(),
            row.payload.to_owned(),
            number(row.simd_us),
            number(row.scalar_us),
            number(row.scalar_us / row.simd_us),
        ]);
    }
    document.table(table);
}
