//! Deadlines: what runs past one ends within twice its time, and a late reply reaches nobody.
//!
//! Where it matters how long something took, the clock of the host is the time that this thread ran. A machine that is
//! busy with other things then takes nothing from a request, as it would in the time of a wall clock.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};
use std::thread;
use std::time::Duration;

use yao_host::{Clock, Error, Exception, Host, Limit, Value};

use crate::{
    guests::{guest, limited, load, quiet},
    imports::caller,
};

/// What is promised for this deadline holds for longer ones too.
const DEADLINE_MS: u64 = 50;

/// After how many times its deadline a request has ended: twice. Without optimisation a unit of fuel takes a microsecond,
/// and one slice of it longer than such a deadline.
const TIMES: u32 = if cfg!(debug_assertions) { 10 } else { 2 };

/// Time from a source, with what was seen of it.
#[derive(Clone, Default)]
struct Watch {
    first: Arc<AtomicU64>,
    last: Arc<AtomicU64>,
    looks: Arc<AtomicUsize>,
}

impl Watch {
    /// From the first look of the host, with which the time of a request starts, to the last.
    fn seen(&self) -> Duration {
        Duration::from_nanos(self.last.load(Ordering::Relaxed) - self.first.load(Ordering::Relaxed))
    }
}

impl Clock for Watch {
    fn now_ns(&self) -> u64 {
        let now = thread_time_ns();
        if self.looks.fetch_add(1, Ordering::Relaxed) == 0 {
            self.first.store(now, Ordering::Relaxed);
        }
        self.last.store(now, Ordering::Relaxed);
        now
    }
}

#[cfg(unix)]
fn thread_time_ns() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    u64::try_from(now.tv_sec * 1_000_000_000 + now.tv_nsec).unwrap()
}

#[cfg(not(unix))]
fn thread_time_ns() -> u64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    u64::try_from(START.get_or_init(std::time::Instant::now).elapsed().as_nanos()).unwrap()
}

/// Runs the handler `h`, with nothing but the deadline to end it.
fn cut(body: &str) {
    let engine = limited(&[
        ("deadline_ms", DEADLINE_MS),
        ("fuel", u64::MAX),
        ("process_calls", u64::MAX),
        ("boundary_bytes", u64::MAX),
    ]);
    let watch = Watch::default();
    let host = quiet(&engine).clock(watch.clone()).process("t.nil", |_, _| Ok(Value::Nil)).build();
    let error = host.request(&load(&engine, &guest(body)), "h", &[]).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::DeadlineMs, number: DEADLINE_MS, .. }), "{error:?}");
    assert_eq!(error.exception().code, 408);
    assert_eq!(host.live_instances(), 0);
    let (seen, deadline) = (watch.seen(), Duration::from_millis(DEADLINE_MS));
    assert!(deadline <= seen && seen <= TIMES * deadline, "cut after {seen:?} of a deadline of {deadline:?}");
}

fn forever(code: &str) -> String {
    format!(
        r#"(data (i32.const 16) "t.nil")
        (func (export "h") (param i32 i32) (result i64) (local $i i64)
            (drop (memory.grow (i32.const 255)))
            (loop $again {code} (br $again))
            (i64.const 0))"#
    )
}

#[test]
fn computation_is_cut_within_twice_its_deadline() {
    cut(&forever("(local.set $i (i64.add (i64.mul (local.get $i) (i64.const 31)) (i64.const 1)))"));
}

#[test]
fn bulk_memory_is_cut_within_twice_its_deadline() {
    cut(&forever("(memory.fill (i32.const 0) (i32.const 1) (i32.const 0x1000000))"));
    cut(&forever("(memory.copy (i32.const 1) (i32.const 0) (i32.const 0xffffff))"));
}

#[test]
fn calls_of_imports_are_cut_within_twice_their_deadline() {
    cut(&forever("(call $log (i32.const 6) (i32.const 0) (i32.const 1))"));
    cut(&forever("(call $log (i32.const 6) (i32.const 0) (i32.const 0x1000000))"));
    cut(&forever("(drop (call $process (i32.const 16) (i32.const 5) (i32.const 0) (i32.const 0)))"));
    // Names and arguments that are refused cost as much as others.
    cut(&forever("(drop (call $process (i32.const 0) (i32.const 0x1000) (i32.const 0) (i32.const 0)))"));
    cut(&forever("(drop (call $process (i32.const 16) (i32.const 5) (i32.const 0) (i32.const 0x1000000)))"));
}

/// What a request of a process fails with that runs past the deadline, and whether its reply reached the guest.
fn slow(run: impl Fn(&mut yao_host::ProcessContext<'_>) -> Result<Value, Exception> + Send + Sync + 'static) {
    let engine = limited(&[("deadline_ms", DEADLINE_MS)]);
    // The guest logs what it gets of the process.
    let body = r#"(data (i32.const 16) "t.slow")
        (func (export "h") (param i32 i32) (result i64)
            (drop (call $process (i32.const 16) (i32.const 6) (i32.const 0) (i32.const 0)))
            (call $log (i32.const 4) (i32.const 0) (i32.const 1))
            (i64.const 0))"#;
    let logged = Arc::new(AtomicUsize::new(0));
    let lines = Arc::clone(&logged);
    let host = Host::builder(&engine)
        .log_sink(move |_: &yao_host::LogLine<'_>| _ = lines.fetch_add(1, Ordering::Relaxed))
        .process("t.slow", move |context, _| run(context))
        .build();
    let error = host.request(&load(&engine, &guest(body)), "h", &[]).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::DeadlineMs, number: DEADLINE_MS, .. }), "{error:?}");
    assert_eq!(logged.load(Ordering::Relaxed), 0, "the guest went on");
}

#[test]
fn a_process_that_waits_no_longer_than_it_may_ends_with_the_deadline() {
    // What a client of a database or of HTTP does: it waits for an answer, here for one that never comes.
    let (_sender, receiver) = std::sync::mpsc::channel::<()>();
    let receiver = std::sync::Mutex::new(receiver);
    let waited = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&waited);
    slow(move |context| {
        let left = context.remaining().unwrap();
        seen.store(u64::try_from(left.as_nanos()).unwrap(), Ordering::Relaxed);
        assert!(receiver.lock().unwrap().recv_timeout(left).is_err());
        context.check_deadline()?;
        Ok(Value::Nil)
    });
    // It was told to wait for no longer than there is, so that no machine is too slow for this test.
    let waited = Duration::from_nanos(waited.load(Ordering::Relaxed));
    assert!(waited <= Duration::from_millis(DEADLINE_MS), "{waited:?}");
}

#[test]
fn a_process_that_works_in_pieces_ends_with_the_deadline() {
    slow(|context| {
        loop {
            context.check_deadline()?;
            thread::sleep(Duration::from_millis(1));
        }
    });
}

#[test]
fn the_late_reply_of_a_process_that_heeds_nothing_is_refused() {
    slow(|_| {
        thread::sleep(Duration::from_millis(DEADLINE_MS + 10));
        Ok(Value::Str("too late".into()))
    });
}

#[test]
fn a_slow_guest_of_a_guest_ends_with_the_deadline() {
    let engine = limited(&[("deadline_ms", DEADLINE_MS), ("fuel", u64::MAX)]);
    let inner = engine.load("inner", &guest(&forever(""))).unwrap();
    let outer = load(&engine, &guest(&caller("scripts.inner.h")));
    let watch = Watch::default();
    let host = quiet(&engine).clock(watch.clone()).script(inner).build();
    let error = host.request(&outer, "call", &[]).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::DeadlineMs, .. }), "{error:?}");
    assert!(watch.seen() <= TIMES * Duration::from_millis(DEADLINE_MS), "{:?}", watch.seen());
}
