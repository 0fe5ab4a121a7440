//! A start with many modules.

use std::time::Instant;

use serde::Serialize;
use yao_bench::guests;
use yao_bench::host::translating;
use yao_bench_page::{Document, Table, number};
use yao_host::{Config, Engine, Translation};

use super::Pace;
use super::time::median;

const MODULES: u32 = 50;

/// Milliseconds until all modules are checked and compiled, ready for requests.
#[derive(Debug, Serialize)]
pub(super) struct Startup {
    modules: u32,
    bytes: usize,
    eager_ms: f64,
    late_ms: f64,
    auto_ms: f64,
}

pub(super) fn measure(pace: Pace) -> Result<Startup, String> {
    let modules = guests::mixed(MODULES)?;
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..pace.rounds {
        for (times, translation) in
            times.iter_mut().zip([Translation::Eager, Translation::Late, Translation::Auto])
        {
            times.push(start(&modules, translation)?);
        }
    }
    let [eager_ms, late_ms, auto_ms] = times.map(median);
    Ok(Startup { modules: MODULES, bytes: modules.iter().map(Vec::len).sum(), eager_ms, late_ms, auto_ms })
}

/// One start in an engine that knows none of the modules.
fn start(modules: &[Vec<u8>], translation: Translation) -> Result<f64, String> {
    let engine = Engine::new(translating(Config::default(), translation));
    let start = Instant::now();
    let loaded: Result<Vec<_>, _> = modules.iter().map(|wasm| engine.load("guest", wasm)).collect();
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    loaded.map(|_| ms).map_err(|error| error.to_string())
}

pub(super) fn write(document: &mut Document, startup: &Startup) {
    document.heading("Start with 50 modules");
    document.text(
        "Guests of 3 to 50 KB of all SDKs, until all are checked and ready for requests. Functions are translated at once \
         (`Translation::Eager`), each when it is first called (`Late`), or as the default has it (`Auto`).",
    );
    let mut table = Table::new(["modules", "bytes", "eager, ms", "late, ms", "auto, ms"]);
    #[expect(clippy::cast_precision_loss, reason = "bytes of guests")]
    let bytes = startup.bytes as f64;
    table.row([
        startup.modules.to_string(),
        number(bytes),
        number(startup.eager_ms),
        number(startup.late_ms),
        number(startup.auto_ms),
    ]);
    document.table(table);
}
