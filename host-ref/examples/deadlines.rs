//! How far guests and processes overrun a deadline of 50 ms: `cargo run --release -p yao-host --example deadlines`.
//!
//! Each request can be ended by nothing but its deadline: it has all the fuel, calls and bytes there are. The time runs
//! from the host's first look at its clock, with which that of a request starts, until the request has ended. It is
//! the time of a wall clock, so whatever else a machine does counts; the least of the rounds is what the host does, the
//! worst what a caller saw.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use yao_host::{Clock, Config, Engine, Error, Host, Limit, LogLine, ProcessContext, Value};

const DEADLINE_MS: u64 = 50;
const ROUNDS: usize = 9;

/// What runs, and the code of the loop or of the call.
const REQUESTS: [(&str, &str); 7] = [
    ("computation", "(local.set $i (i64.add (i64.mul (local.get $i) (i64.const 31)) (i64.const 1)))"),
    ("memory.fill of 16 MiB", "(memory.fill (i32.const 0) (i32.const 1) (i32.const 0x1000000))"),
    ("memory.copy of 16 MiB", "(memory.copy (i32.const 1) (i32.const 0) (i32.const 0xffffff))"),
    ("log lines of a byte", "(call $log (i32.const 6) (i32.const 0) (i32.const 1))"),
    ("log lines of 16 MiB", "(call $log (i32.const 6) (i32.const 0) (i32.const 0x1000000))"),
    ("calls of a process", "(drop (call $process (i32.const 16) (i32.const 4) (i32.const 0) (i32.const 0)))"),
    (
        "arguments of 16 MiB",
        "(drop (call $process (i32.const 16) (i32.const 4) (i32.const 0) (i32.const 0x1000000)))",
    ),
];

/// What a process does with its time.
type Process = fn(&mut ProcessContext<'_>);

/// How processes take their time.
const PROCESSES: [(&str, Process); 2] = [
    ("a process that asks how long it may", |context| {
        while let Some(left) = context.remaining().filter(|left| !left.is_zero()) {
            thread::sleep(left.min(Duration::from_millis(1)));
        }
    }),
    ("a process that sleeps 60 ms regardless", |_| thread::sleep(Duration::from_millis(60))),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("a deadline of {DEADLINE_MS} ms, {ROUNDS} rounds each: ms until the request has ended");
    println!("{:<40} {:>8} {:>8} {:>8}", "", "least", "median", "worst");
    for (what, code) in REQUESTS {
        report(what, &guest(&format!("(loop $again {code} (br $again))")), |_| {})?;
    }
    for (what, run) in PROCESSES {
        report(what, &guest(REQUESTS[5].1), run)?;
    }
    Ok(())
}

/// Runs the handler so many times, and prints how long it took until it was cut off.
fn report(what: &str, wat: &str, process: Process) -> Result<(), Box<dyn std::error::Error>> {
    let mut config = Config::default();
    config.limits.set(Limit::DeadlineMs, DEADLINE_MS);
    for limit in [Limit::Fuel, Limit::ProcessCalls, Limit::BoundaryBytes] {
        config.limits.set(limit, u64::MAX);
    }
    let engine = Engine::new(config);
    let module = engine.load("guest", &wat::parse_str(wat)?)?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let watch = Watch::default();
        let host = Host::builder(&engine)
            .log_sink(|_: &LogLine<'_>| {})
            .clock(watch.clone())
            .process("t.it", move |context, _| {
                process(context);
                Ok(Value::Nil)
            })
            .build();
        match host.request(&module, "h", &[]) {
            Err(Error::Limit { limit: Limit::DeadlineMs, .. }) => times.push(watch.since_first()),
            other => return Err(format!("{what}: {other:?} instead of the deadline").into()),
        }
    }
    times.sort();
    let [least, median, worst] = [0, ROUNDS / 2, ROUNDS - 1].map(|at| times[at].as_secs_f64() * 1e3);
    println!("{what:<40} {least:>8.2} {median:>8.2} {worst:>8.2}");
    Ok(())
}

/// A guest with a memory of 17 MiB, whose handler `h` runs this.
fn guest(code: &str) -> String {
    format!(
        r#"(module
            (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
            (import "yao" "log" (func $log (param i32 i32 i32)))
            (memory (export "memory") 272)
            (data (i32.const 16) "t.it")
            (func (export "yao_abi_v1") (result i32) (i32.const 0))
            (func (export "yao_alloc") (param i32) (result i32) (i32.const 1024))
            (func (export "yao_free") (param i32 i32))
            (func (export "h") (param i32 i32) (result i64) (local $i i64) {code} (i64.const 0)))"#
    )
}

/// A clock that knows when it was first looked at.
#[derive(Clone)]
struct Watch {
    start: Instant,
    first: Arc<AtomicU64>,
}

impl Default for Watch {
    fn default() -> Self {
        Self { start: Instant::now(), first: Arc::new(AtomicU64::new(u64::MAX)) }
    }
}

impl Watch {
    fn since_first(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_nanos(self.first.load(Ordering::Relaxed)))
    }
}

impl Clock for Watch {
    fn now_ns(&self) -> u64 {
        let now = u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.first.fetch_min(now, Ordering::Relaxed);
        now
    }
}
