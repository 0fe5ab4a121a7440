//! What the host adds to plain wasmi, per request: `cargo run --release -p yao-host --example overhead [GUEST.wasm ...]`.
//!
//! Guests are the handlers `echo` and `greet` of the ABI's examples. Both sides run in turns in one process, so that
//! whatever else the machine does hits them alike.

use std::{hint::black_box, time::Instant};

use yao_host::{Codec, Config, Engine, Host, ProcessReply, Value, codec, raw::Raw};

const ROUNDS: usize = 40;
const PER_ROUND: usize = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    println!("{:<44} {:>8} {:>10} {:>10} {:>8}", "guest", "payload", "host us", "raw us", "added");
    if files.is_empty() {
        measure("built in", &wat::parse_str(ECHO)?)?;
    }
    for file in files {
        measure(&file, &std::fs::read(&file)?)?;
    }
    Ok(())
}

const ECHO: &str = r#"(module
    (memory (export "memory") 1)
    (func (export "yao_abi_v1") (result i32) (i32.const 0))
    (func (export "yao_alloc") (param i32) (result i32) (i32.const 1024))
    (func (export "yao_free") (param i32 i32))
    (func (export "echo") (param i32 i32) (result i64)
        (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1)))))"#;

fn measure(name: &str, wasm: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new(Config::default());
    let module = engine.load("guest", wasm)?;
    let handler = module.info().handlers.first().ok_or("the guest has no handler")?.clone();
    let reply = codec::encode(Codec::MessagePack, &"Hello, x".into())?;
    let answer = reply.clone();
    let host = Host::builder(&engine)
        .log_sink(|line: &yao_host::LogLine<'_>| _ = black_box(line.message.len()))
        .process_encoded("utils.greet", move |_, _| {
            Ok(ProcessReply::Encoded(Codec::MessagePack, answer.clone()))
        })
        .build();
    let raw = Raw::new(wasm, &handler, move |_, _| Ok(reply.clone()), |_, line| _ = black_box(line.len()))?;
    for len in [64, 4096] {
        let text = Value::Str("x".repeat(len));
        let argument = if handler == "greet" { Value::Map(vec![("name".into(), text)]) } else { text };
        let payload = codec::encode(Codec::MessagePack, &Value::Array(vec![argument]))?;
        let expected = host.request(&module, &handler, &payload)?.reply;
        assert_eq!(raw.request(&payload)?.0, expected.bytes(), "both give the same result");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(time(|| _ = black_box(host.request(&module, &handler, &payload))));
            theirs.push(time(|| _ = black_box(raw.request(&payload))));
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        println!("{name:<44} {len:>8} {ours:>10.3} {theirs:>10.3} {:>7.1}%", (ours / theirs - 1.0) * 100.0);
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

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
