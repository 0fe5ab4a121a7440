//! What the host adds to plain wasmi, per request: `cargo run --release -p yao-host --example overhead [GUEST.wasm ...]`.
//!
//! Guests are the handlers `echo` and `greet` of the ABI's examples. The host runs with all that it has: fuel, limits,
//! a deadline, checks. Beside it plain wasmi does the same request twice: *raw* without any of these, *metered* with
//! fuel on, which is work inside the interpreter that no host can save. The three run in turns in one process, so
//! that whatever else the machine does hits them alike; `added` is the median of what the host's time is over the
//! other's in each turn.

use std::{hint::black_box, time::Instant};

use yao_host::{Codec, Config, Engine, Host, ProcessReply, Value, codec, raw::Raw};

const ROUNDS: usize = 200;
const PER_ROUND: usize = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "{:<44} {:>8} {:>9} {:>9} {:>8} {:>11} {:>8} {:>9} {:>8}",
        "guest", "payload", "host us", "raw us", "added", "metered us", "added", "kept us", "of host"
    );
    if files.is_empty() {
        measure("built in", &wat::parse_str(ECHO)?)?;
    }
    for file in files {
        measure(&file, &std::fs::read(&file)?)?;
    }
    Ok(())
}

const ECHO: &str = include_str!("echo.wat");

fn measure(name: &str, wasm: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new(Config::default());
    let module = engine.load("guest", wasm)?;
    let mut config = Config::default();
    config.custom_page_sizes = true;
    config.reuse = 1;
    let keeping = Engine::new(config);
    let kept_module = keeping.load("guest", wasm)?;
    let handler = module.info().handlers.first().ok_or("the guest has no handler")?.clone();
    let reply = codec::encode(Codec::MessagePack, &"Hello, x".into())?;
    let host = |engine: &Engine| {
        let answer = reply.clone();
        Host::builder(engine)
            .log_sink(|line: &yao_host::LogLine<'_>| _ = black_box(line.message.len()))
            .process_encoded("utils.greet", move |_, _| {
                Ok(ProcessReply::Encoded(Codec::MessagePack, answer.clone()))
            })
            .build()
    };
    let (host, keeper) = (host(&engine), host(&keeping));
    let raw = |fuel| {
        let reply = reply.clone();
        let process = move |_: &[u8], _: &[u8]| Ok(reply.clone());
        Raw::new(wasm, &handler, fuel, process, |_, line| _ = black_box(line.len()))
    };
    let (raw, metered) = (raw(None)?, raw(Some(engine.limits().fuel))?);
    for len in [64, 4096] {
        let text = Value::Str("x".repeat(len));
        let argument = if handler == "greet" { Value::Map(vec![("name".into(), text)]) } else { text };
        let payload = codec::encode(Codec::MessagePack, &Value::Array(vec![argument]))?;
        let expected = host.request(&module, &handler, &payload)?.reply;
        for plain in [&raw, &metered] {
            assert_eq!(plain.request(&payload)?.0, expected.bytes(), "all give the same result");
        }
        for _ in 0..2 {
            let kept = keeper.request(&kept_module, &handler, &payload)?;
            assert_eq!(kept.reply, expected, "an instance that served before, too");
        }
        let mut turns = Turns::default();
        for _ in 0..ROUNDS {
            turns.host.push(time(|| _ = black_box(host.request(&module, &handler, &payload))));
            turns.kept.push(time(|| _ = black_box(keeper.request(&kept_module, &handler, &payload))));
            turns.raw.push(time(|| _ = black_box(raw.request(&payload))));
            turns.metered.push(time(|| _ = black_box(metered.request(&payload))));
        }
        let Turns { host, kept, raw, metered } = &turns;
        println!(
            "{name:<44} {len:>8} {:>9.3} {:>9.3} {:>7.1}% {:>11.3} {:>7.1}% {:>9.3} {:>7.1}%",
            quiet(host),
            quiet(raw),
            added(host, raw),
            quiet(metered),
            added(host, metered),
            quiet(kept),
            100.0 + added(kept, host),
        );
    }
    Ok(())
}

/// Microseconds of one call.
fn time(mut run: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..PER_ROUND {
        run();
    }
    start.elapsed().as_secs_f64() * 1e6 / PER_ROUND as f64
}

/// Microseconds of one request in each turn.
#[derive(Default)]
struct Turns {
    host: Vec<f64>,
    kept: Vec<f64>,
    raw: Vec<f64>,
    metered: Vec<f64>,
}

/// By how many percent the host's time is over the other's.
fn added(host: &[f64], other: &[f64]) -> f64 {
    (quiet(host) / quiet(other) - 1.0) * 100.0
}

/// The time that a tenth of the turns kept below.
fn quiet(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[times.len() / 10]
}
