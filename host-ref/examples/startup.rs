//! How long fifty modules take to be ready, and what the first request of each pays after that:
//! `cargo run --release -p yao-host --example startup GUEST.wasm ...`.
//!
//! The guests that are named and have 3 to 50 KB are loaded in turn until there are fifty, each made another module by
//! a custom section. Every load validates the whole module, checks it, and asks it for its capabilities. Each number is
//! the sum over the modules of the time that a tenth of the rounds kept below, so that what else the machine does
//! counts little.

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
        let [mut ready, mut first, mut again] = [(); 3].map(|()| vec![Vec::new(); MODULES]);
        for _ in 0..ROUNDS {
            let mut config = Config::default();
            config.custom_page_sizes = true;
            config.translation = translation;
            let engine = Engine::new(config);
            let host = Host::builder(&engine).log_sink(|_: &yao_host::LogLine<'_>| {}).build();
            let mut loaded = Vec::new();
            for (module, times) in modules.iter().zip(&mut ready) {
                let start = Instant::now();
                loaded.push(engine.load("guest", module)?);
                times.push(start.elapsed());
            }
            for all in [&mut first, &mut again] {
                for (module, times) in loaded.iter().zip(all) {
                    let start = Instant::now();
                    // An error record for want of arguments is a request like any other.
                    if let Some(handler) = module.info().handlers.first() {
                        host.request(module, handler, &[])?;
                    }
                    times.push(start.elapsed());
                }
            }
        }
        println!(
            "{:<12} {:>10.2} {:>24.2} {:>10.2}",
            format!("{translation:?}").to_lowercase(),
            quiet(&mut ready),
            quiet(&mut first),
            quiet(&mut again)
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
fn quiet(modules: &mut [Vec<Duration>]) -> f64 {
    let times = modules.iter_mut().map(|times| {
        times.sort();
        times[times.len() / 10].as_secs_f64() * 1e3
    });
    times.sum()
}
