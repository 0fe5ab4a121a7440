//! Guests that come twice: `NAME.wasm`, and `NAME-simd.wasm` which does the same with 128-bit vectors; on wasmi, and on
//! V8, which compiles them.

use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use yao_bench::guests::{self, Guest};
use yao_bench::{host, payload};
use yao_bench_page::{Document, Table, number};

use super::Pace;
use super::time::{Run, in_turns};

const ENDING: &str = "-simd";

/// What runs a guest on V8.
const V8: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/v8.mjs");

/// Microseconds of the two builds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Times {
    simd_us: f64,
    scalar_us: f64,
}

/// One pair with one payload.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    guest: String,
    handler: String,
    payload: &'static str,
    wasmi: Times,
    /// Without `node` there is no V8.
    v8: Option<Times>,
}

pub(super) fn measure(out: &Path, pace: Pace) -> Result<Vec<Row>, String> {
    let all = guests::all()?;
    let mut rows = Vec::new();
    for simd in &all {
        let twin = simd.name.strip_suffix(ENDING);
        let twin = all.iter().find(|guest| guest.sdk == simd.sdk && Some(guest.name.as_str()) == twin);
        if let Some(scalar) = twin {
            pair(simd, scalar, out, pace, &mut rows)?;
        }
    }
    Ok(rows)
}

/// Measures every handler that both have.
fn pair(simd: &Guest, scalar: &Guest, out: &Path, pace: Pace, rows: &mut Vec<Row>) -> Result<(), String> {
    let ((host, module), (twin_host, twin)) = (host::loaded(simd)?, host::loaded(scalar)?);
    for handler in &module.info().handlers {
        if !twin.info().handlers.contains(handler) {
            continue;
        }
        for (size, name) in payload::SIZES {
            let (payload, right) = payload::of(handler, size);
            let check = |guest: &Guest, result: Result<Vec<u8>, String>| match result {
                Ok(bytes) if bytes == right => Ok(()),
                Ok(bytes) => Err(format!("{handler} of {} gives {bytes:02x?} for {name}", guest.title())),
                Err(error) => Err(format!("{handler} of {}: {error}", guest.title())),
            };
            let mut runs: [Run<'_>; 2] = [
                Box::new(|| check(simd, host::request(&host, &module, handler, &payload))),
                Box::new(|| check(scalar, host::request(&twin_host, &twin, handler, &payload))),
            ];
            let times = in_turns(&mut runs, pace.rounds)?;
            rows.push(Row {
                guest: simd.title(),
                handler: handler.clone(),
                payload: name,
                wasmi: Times { simd_us: times[0], scalar_us: times[1] },
                v8: on_v8(simd, scalar, handler, &payload, out, pace)?,
            });
        }
    }
    Ok(())
}

/// The same on V8; `None` where there is no `node`.
fn on_v8(
    simd: &Guest,
    scalar: &Guest,
    handler: &str,
    payload: &[u8],
    out: &Path,
    pace: Pace,
) -> Result<Option<Times>, String> {
    let file = out.join("v8-payload");
    std::fs::write(&file, payload).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let mut node = Command::new("node");
    node.arg(V8).args([&simd.path, &scalar.path]).arg(handler).arg(&file).arg(pace.rounds.to_string());
    let output = match node.output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot run node: {error}")),
    };
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned());
    }
    serde_json::from_slice(&output.stdout).map(Some).map_err(|error| format!("{V8} prints no times: {error}"))
}

pub(super) fn write(document: &mut Document, rows: &[Row]) {
    document.heading("SIMD against scalar");
    if rows.is_empty() {
        document.text("No guest was built both ways: none is called `NAME-simd` beside a `NAME`.");
        return;
    }
    document.text(
        "Guests that are built twice from one source, with and without 128-bit vectors; both give the same bytes. \
         `wasmi` is a request on the host, in a fresh instance; `V8` is a call with its payload and result in an instance \
         that stays, by `node benches/v8.mjs`. `Engine::load_first` takes the build that an engine can run.",
    );
    let mut table = Table::new([
        "guest",
        "payload",
        "wasmi SIMD us",
        "scalar us",
        "scalar / SIMD",
        "V8 SIMD us",
        "scalar us",
        "scalar / SIMD",
    ]);
    for row in rows {
        let times = |times: Option<Times>| {
            times.map_or_else(
                || ["-".to_owned(), "-".to_owned(), "-".to_owned()],
                |times| {
                    [number(times.simd_us), number(times.scalar_us), number(times.scalar_us / times.simd_us)]
                },
            )
        };
        let ([a, b, c], [d, e, f]) = (times(Some(row.wasmi)), times(row.v8));
        table.row([format!("{}:{}", row.guest, row.handler), row.payload.to_owned(), a, b, c, d, e, f]);
    }
    document.table(table);
}
