//! What live instances cost in memory: `cargo run --release -p yao-host --example alive [GUEST.wasm [COUNT]]`.
//!
//! Keeps 10,000 instances alive in one process, each after one request, and says how much the process grew for each.
//! Resident memory is read where Linux shows it, in `/proc/self/statm`.

use yao_host::{Codec, Config, Engine, Host, Instance, Limit, RequestOptions, Value, codec};

const ECHO: &str = include_str!("echo.wat");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let wasm = match args.next() {
        Some(file) => std::fs::read(file)?,
        None => wat::parse_str(ECHO)?,
    };
    let count: u64 = args.next().map_or(Ok(10_000), |count| count.parse())?;
    let mut config = Config::default();
    config.custom_page_sizes = true;
    config.limits.set(Limit::Instances, count);
    let engine = Engine::new(config);
    let module = engine.load("guest", &wasm)?;
    let host = Host::builder(&engine).log_sink(|_: &yao_host::LogLine<'_>| {}).build();
    let handler = module.info().handlers.first().ok_or("the guest has no handler")?.clone();
    let payload = codec::encode(Codec::MessagePack, &Value::Array(vec!["hello".into()]))?;

    let before = resident()?;
    let mut instances = Vec::new();
    for _ in 0..count {
        let mut instance = Instance::new(&host, &module, &RequestOptions::default())?;
        instance.request(&handler, &payload)?;
        instances.push(instance);
    }
    let grown = resident()?.saturating_sub(before);
    let pages: u64 = instances.iter().map(Instance::memory_pages).sum();
    assert_eq!(host.live_instances() as u64, count, "all of them are alive");
    println!(
        "{count} live instances, {pages} pages: {} KiB, {:.1} KiB each",
        grown / 1024,
        grown as f64 / 1024.0 / count as f64
    );
    // And every one still answers.
    for instance in &mut instances {
        instance.request(&handler, &payload)?;
    }
    Ok(())
}

/// Resident bytes of this process.
fn resident() -> Result<u64, Box<dyn std::error::Error>> {
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages: u64 = statm.split(' ').nth(1).ok_or("no resident pages in /proc/self/statm")?.parse()?;
    // The page of every Linux that this is likely to run on.
    Ok(pages * 4096)
}
