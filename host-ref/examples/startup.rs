//! How long fifty modules take to be ready, and what the first request of each pays after that:
//! `cargo run --release -p yao-host --example startup GUEST.wasm ...`.
//!
//! The guests that are named and have 3 to 50 KB are loaded in turn until there are fifty, each made another module by
//! a custom section. Every load validates the whole module, checks it, and asks it for its capabilities.

use std::time::{Duration, Instant};

use yao_host::{Config, Engine, Host, Translation};

const MODULES: usize = 50;
const SIZES: std::ops::RangeInclusive<usize> = 3_000..=50_000;
const ROUNDS: usize = 21;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut guests = Vec::new();
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file)?;
        if SIZES.contains(&bytes.len()) {
            guests.push(bytes);
        }
    }
    if guests.is_empty() {
        return Err("name guests of 3 to 50 KB, such as target/guests/*/*.wasm".into());
    }
    let modules: Vec<_> = (0..MODULES).map(|n| another(&guests[n % guests.len()], n)).collect();
    let bytes: usize = modules.iter().map(Vec::len).sum();
    println!("{MODULES} modules of {} guests, {} KB", guests.len(), bytes / 1000);
    println!(
        "{:<12} {:>10} {:>24} {:>10}",
        "translation", "ready ms", "first request of each ms", "again ms"
    );
    for translation in [Translation::Eager, Translation::Late, Translation::Auto] {
        let (mut ready, mut first, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let mut config = Config::default();
            config.translation = translation;
            let engine = Engine::new(config);
            let start = Instant::now();
            let loaded =
                modules.iter().map(|module| engine.load("guest", module)).collect::<Result<Vec<_>, _>>()?;
            ready.push(start.elapsed());
            let host = Host::builder(&engine).log_sink(|_: &yao_host::LogLine<'_>| {}).build();
            for times in [&mut first, &mut again] {
                let start = Instant::now();
                for module in &loaded {
                    let handler = module.info().handlers.first().ok_or("a guest without handlers")?;
                    // An error record for want of arguments is a request like any other.
                    host.request(module, handler, &[])?;
                }
                times.push(start.elapsed());
            }
        }
        println!(
            "{:<12} {:>10.2} {:>24.2} {:>10.2}",
            format!("{translation:?}").to_lowercase(),
            median(&mut ready),
            median(&mut first),
            median(&mut again)
        );
    }
    Ok(())
}

/// The same module with a custom section, so that no engine takes it for one that it knows.
fn another(wasm: &[u8], number: usize) -> Vec<u8> {
    let [low, high, ..] = number.to_le_bytes();
    [wasm, &[0, 4, 1, b'n', low, high]].concat()
}

/// In milliseconds.
fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}
