//! A start with many modules.

use std::time::Instant;

use serde::Serialize;
use yao_bench::guests;
use yao_bench::host::{accepting, translating};
use yao_bench_page::{Document, Table, number};
use yao_host::{Engine, Error, Module, Profile, Translation};

use super::Pace;
use super::time::median;

const MODULES: u32 = 50;

/// Milliseconds until all modules are checked and compiled, ready for requests.
#[derive(Debug, Serialize)]
pub(super) struct Startup {
    modules: u32,
    bytes: usize,
    one_by_one: Milliseconds,
    load_all: Milliseconds,
}

/// By when functions are translated.
#[derive(Debug, Serialize)]
struct Milliseconds {
    eager_ms: f64,
    late_ms: f64,
    auto_ms: f64,
}

const TRANSLATIONS: [Translation; 3] = [Translation::Eager, Translation::Late, Translation::Auto];

type Load = fn(&Engine, &[(&str, &[u8])]) -> Vec<Result<Module, Error>>;

/// One after the other, and as many at a time as the machine runs threads.
const WAYS: [Load; 2] = [
    |engine, modules| modules.iter().map(|(name, wasm)| engine.load(name, wasm)).collect(),
    |engine, modules| engine.load_all(modules),
];

pub(super) fn measure(pace: Pace) -> Result<Startup, String> {
    let modules = guests::mixed(MODULES)?;
    let named: Vec<_> = modules.iter().map(|wasm| ("guest", wasm.as_slice())).collect();
    let mut times = [const { [const { Vec::new() }; 3] }; 2];
    for _ in 0..pace.rounds {
        for (way, times) in WAYS.into_iter().zip(&mut times) {
            for (translation, times) in TRANSLATIONS.into_iter().zip(times) {
                times.push(start(&named, translation, way)?);
            }
        }
    }
    let [one_by_one, load_all] = times.map(|times| {
        let [eager_ms, late_ms, auto_ms] = times.map(median);
        Milliseconds { eager_ms, late_ms, auto_ms }
    });
    Ok(Startup { modules: MODULES, bytes: modules.iter().map(Vec::len).sum(), one_by_one, load_all })
}

/// One start in an engine that knows none of the modules.
fn start(modules: &[(&str, &[u8])], translation: Translation, load: Load) -> Result<f64, String> {
    let engine = Engine::new(translating(accepting(Profile::Server), translation));
    let start = Instant::now();
    let loaded = load(&engine, modules);
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    loaded.into_iter().collect::<Result<Vec<_>, _>>().map(|_| ms).map_err(|error| error.to_string())
}

pub(super) fn write(document: &mut Document, startup: &Startup) {
    document.heading("Start with 50 modules");
    #[expect(clippy::cast_precision_loss, reason = "bytes of guests")]
    let kilobytes = number(startup.bytes as f64 / 1000.0);
    document.text(format!(
        "{} guests of 3 to 50 KB of all SDKs, {kilobytes} KB together, until all are checked and ready for requests: \
         loaded one by one, or by `Engine::load_all` on every core. Functions are translated at once \
         (`Translation::Eager`), each when it is first called (`Late`), or as the default has it (`Auto`).",
        startup.modules
    ));
    let mut table = Table::new(["loaded", "eager, ms", "late, ms", "auto, ms"]);
    for (way, times) in [("one by one", &startup.one_by_one), ("Engine::load_all", &startup.load_all)] {
        table.row([way.to_owned(), number(times.eager_ms), number(times.late_ms), number(times.auto_ms)]);
    }
    document.table(table);
}
