//! Limits of a module's own: the smaller of them and the host's holds, for the part of a request that is the module's.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use yao_host::{
    Config, Engine, Error, Host, HostBuilder, Limit, Limits, LogLine, Module, Reply, RequestOptions, Value,
};

use super::policy;
use crate::{
    guests::{ECHO, args, guest, quiet},
    imports::caller,
};

fn engine_with(text: &str, limits: &[(&str, u64)]) -> Engine {
    let mut all = Limits::default();
    for (name, number) in limits {
        all.set_by_name(name, *number).unwrap();
    }
    Engine::new(Config::default().with_limits(all).with_policy(policy(text)))
}

/// Time, passed on by hand: a slow machine changes no outcome here.
#[derive(Clone, Default)]
struct Hand(Arc<AtomicU64>);

impl yao_host::Clock for Hand {
    fn now_ns(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A host for which no time passes.
fn timeless(engine: &Engine) -> HostBuilder {
    quiet(engine).clock(Hand::default())
}

/// A policy in which `a` may call everything, and `b` has these limits.
fn rules(limits: &str) -> String {
    format!(
        "[modules.a]\nunverified = true\nmay_call = \"**\"\n[modules.b]\nunverified = true\nmay_call = \"**\"\nlimits = {{ {limits} }}"
    )
}

/// `a` calls `scripts.b.call`, whose body is given.
fn pair(text: &str, limits: &[(&str, u64)], body: &str) -> (HostBuilder, Module, Module) {
    let engine = engine_with(text, limits);
    let a = engine.load("a", &guest(&caller("scripts.b.call"))).unwrap();
    let b = engine.load("b", &guest(body)).unwrap();
    (timeless(&engine).script(a.clone()).script(b.clone()).process("t.ok", |_, _| Ok(Value::Nil)), a, b)
}

fn code(host: &Host, module: &Module, payload: &[u8]) -> (u32, String) {
    match host.request(module, "call", payload) {
        Ok(outcome) => match outcome.reply {
            Reply::Value(_) => (0, String::new()),
            Reply::Error { exception, .. } => (exception.code, exception.message),
        },
        Err(error) => (error.code().get(), error.to_string()),
    }
}

/// Runs `n` rounds of a cheap loop, then gives nil.
fn spin(n: u64) -> String {
    format!(
        r#"(func (export "call") (param i32 i32) (result i64) (local $n i64)
            (loop $l (local.set $n (i64.add (local.get $n) (i64.const 1)))
                (br_if $l (i64.lt_u (local.get $n) (i64.const {n}))))
            (i64.const 0))"#
    )
}

/// Calls `t.ok` n times and gives the last reply.
fn repeat(n: u32) -> String {
    format!(
        r#"(data (i32.const 0) "t.ok")
        (func (export "call") (param i32 i32) (result i64) (local $n i32) (local $reply i64)
            (loop $l (local.set $reply (call $process (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 0)))
                (local.set $n (i32.add (local.get $n) (i32.const 1)))
                (br_if $l (i32.and (i64.eqz (i64.and (local.get $reply) (i64.const 0x80000000))) (i32.lt_u (local.get $n) (i32.const {n})))))
            (local.get $reply))"#
    )
}

/// Grows by pages and gives nil, or traps when it gets none.
fn grow(pages: u32) -> String {
    format!(
        r#"(func (export "call") (param i32 i32) (result i64)
            (if (i32.eq (memory.grow (i32.const {pages})) (i32.const -1)) (then unreachable)) (i64.const 0))"#
    )
}

#[test]
fn fuel_of_a_module_ends_the_module_and_its_caller_goes_on() {
    let (host, a, b) = pair(&rules("fuel = 200_000"), &[], &spin(300_000));
    let host = host.build();
    for (module, says) in [(&a, "module b: limit fuel of 200000 fuel is used up"), (&b, "200000")] {
        let (code, message) = code(&host, module, &[]);
        assert_eq!(code, 408, "{message}");
        assert!(message.contains(says), "{message}");
    }
    // The caller was not cut off: it got an error record, and what it used is told truly.
    let outcome = host.request(&a, "call", &[]).unwrap();
    assert!(matches!(outcome.reply, Reply::Error { .. }));
    assert!((200_000..300_000).contains(&outcome.usage.fuel), "{:?}", outcome.usage);
    assert_eq!(host.live_instances(), 0);

    let (host, a, _) = pair(&rules("fuel = 200_000"), &[], &spin(1000));
    assert_eq!(code(&host.build(), &a, &[]).0, 0);
}

#[test]
fn fuel_of_the_request_still_ends_the_request() {
    let (host, a, _) = pair(&rules("fuel = 200_000"), &[], &spin(300_000));
    let host = host.build();
    let error =
        host.request_with(&a, "call", &[], &RequestOptions::default().with_fuel(100_000)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, number: 100_000, .. }), "{error}");
}

#[test]
fn a_module_gives_what_it_calls_no_more_than_it_has() {
    // `b` has little fuel, and calls `c`, which has no limit of its own.
    let text = rules("fuel = 100_000") + "\n[modules.c]\nunverified = true";
    let engine = engine_with(&text, &[]);
    let a = engine.load("a", &guest(&caller("scripts.b.call"))).unwrap();
    let b = engine.load("b", &guest(&caller("scripts.c.call"))).unwrap();
    let c = engine.load("c", &guest(&spin(300_000))).unwrap();
    let host = timeless(&engine).script(b.clone()).script(c.clone()).build();
    let (code_b, message) = code(&host, &b, &[]);
    assert_eq!(code_b, 408, "{message}");
    // It ends `b` and `c`, not `a`, which gets a record.
    let outcome = host.request(&a, "call", &[]).unwrap();
    let Reply::Error { exception, .. } = outcome.reply else { panic!() };
    assert!(exception.code == 408 && exception.message.contains("100000"), "{exception}");
    // The host may call `c` as before.
    assert_eq!(code(&host, &c, &[]).0, 0);
}

#[test]
fn the_smaller_limit_holds_whichever_it_is() {
    for (host_limit, own, holds) in [(5, 1000, 5), (1000, 5, 5), (1000, 0, 0)] {
        let limits = [("process_calls", host_limit)];
        let (host, _, b) = pair(&rules(&format!("process_calls = {own}")), &limits, &repeat(20));
        let (code, message) = code(&host.build(), &b, &[]);
        assert_eq!(code, 429, "{message}");
        assert!(
            message.contains(&format!("limit process_calls of {holds} calls exceeded by {}", holds + 1)),
            "{message}"
        );
    }
}

#[test]
fn calls_of_a_module_are_counted_from_where_it_starts() {
    // The caller has made calls of its own before; the numbers are the module's.
    let body = r#"(data (i32.const 0) "t.okscripts.b.call")
        (func (export "call") (param i32 i32) (result i64)
            (drop (call $process (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 0)))
            (drop (call $process (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 0)))
            (drop (call $process (i32.const 4) (i32.const 14) (i32.const 0) (i32.const 0)))
            (call $process (i32.const 4) (i32.const 14) (i32.const 0) (i32.const 0)))"#;
    for (n, expected) in [(3, 0), (4, 429)] {
        let engine = engine_with(&rules("process_calls = 3"), &[]);
        let a = engine.load("a", &guest(body)).unwrap();
        let b = engine.load("b", &guest(&repeat(n))).unwrap();
        let host = timeless(&engine).script(b).process("t.ok", |_, _| Ok(Value::Nil)).build();
        let outcome = host.request(&a, "call", &[]).unwrap();
        assert_eq!(outcome.usage.process_calls, 4 + 2 * u64::from(n));
        match outcome.reply {
            Reply::Value(_) => assert_eq!(expected, 0),
            Reply::Error { exception, .. } => {
                assert_eq!(exception.code, expected);
                assert!(exception.message.contains("process_calls of 3 calls exceeded by 4"), "{exception}");
            }
        }
    }
}

#[test]
fn memory_of_a_module_is_its_own_and_that_of_what_it_calls() {
    for (pages, own, expected) in [(3, 4, 0), (4, 4, 502), (4, 5, 0)] {
        let (host, a, b) = pair(&rules(&format!("memory_pages = {own}")), &[], &grow(pages));
        let host = host.build();
        for module in [&a, &b] {
            let (code, message) = code(&host, module, &[]);
            assert_eq!(code, expected, "{pages} of {own}: {message}");
        }
    }
    // `a` has a page of its own, which is not `b`'s; the host's limit counts both.
    let (host, a, b) = pair(&rules("memory_pages = 4"), &[("memory_pages", 4)], &grow(3));
    let host = host.build();
    assert_eq!((code(&host, &b, &[]).0, code(&host, &a, &[]).0), (0, 502));
}

#[test]
fn a_module_that_starts_larger_than_its_rule_does_not_load() {
    let engine = engine_with(&rules("memory_pages = 0"), &[]);
    let error = engine.load("b", &guest(ECHO)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::MemoryPages, number: 0, .. }), "{error}");
    assert!(engine.load("a", &guest(ECHO)).is_ok());
}

#[test]
fn limits_on_the_module_hold_at_load_even_when_the_bytes_are_known() {
    let bytes = guest(ECHO);
    for limit in ["functions = 2", "module_bytes = 100", "init_fuel = 0", "memory_pages = 0"] {
        let engine = engine_with(&rules(limit), &[]);
        let kept = engine.load("a", &bytes).unwrap();
        let error = engine.load("b", &bytes).unwrap_err();
        let name = limit.split(' ').next().unwrap();
        assert!(
            matches!(&error, Error::Limit { limit, .. } if limit.info().name == name),
            "{limit}: {error}"
        );
        drop(kept);
    }
}

#[test]
fn depth_of_a_module_is_counted_from_the_module() {
    let text = "[modules.a]\nunverified = true\nmay_call = \"**\"\n[modules.b]\nunverified = true\nmay_call = \"**\"\nlimits = { call_depth = 3 }";
    let engine = engine_with(text, &[]);
    let a = engine.load("a", &guest(&caller("scripts.b.call"))).unwrap();
    let b = engine.load("b", &guest(&caller("scripts.b.call"))).unwrap();
    let host = timeless(&engine).script(b.clone()).build();
    for (module, peak) in [(&b, 3), (&a, 4)] {
        let outcome = host.request(module, "call", &[]).unwrap();
        let Reply::Error { exception, .. } = outcome.reply else { panic!() };
        assert_eq!((exception.code, outcome.usage.peak_depth), (508, peak));
        assert!(exception.message.contains("call_depth of 3 levels exceeded by 4"), "{exception}");
    }
}

#[test]
fn payloads_elements_and_bytes_across_are_those_of_the_callee() {
    let payload = args(&[1.into(), 2.into(), 3.into(), 4.into()]);
    let body = ECHO.replace("\"echo\"", "\"call\"");
    for (limit, expected) in [
        ("payload_bytes = 4", 413),
        ("payload_bytes = 5", 0),
        ("payload_elements = 3", 413),
        ("payload_elements = 5", 0),
        ("boundary_bytes = 9", 413),
        ("boundary_bytes = 10", 0),
    ] {
        let (host, a, b) = pair(&rules(limit), &[], &body);
        let host = host.build();
        let (nested, message) = code(&host, &a, &payload);
        assert_eq!(nested, expected, "{limit}: {message}");
        // A request of the embedder's is its own bytes; the guest's answer is checked all the same.
        let (direct, message) = code(&host, &b, &payload);
        assert_eq!(direct == 0, expected == 0, "{limit}: {message}");
    }
}

#[test]
fn log_lines_of_a_module_are_its_own() {
    let body = r#"(data (i32.const 0) "line")
        (func (export "call") (param i32 i32) (result i64)
            (call $log (i32.const 4) (i32.const 0) (i32.const 4)) (call $log (i32.const 4) (i32.const 0) (i32.const 4))
            (call $log (i32.const 4) (i32.const 0) (i32.const 4)) (i64.const 0))"#;
    for (limit, lines, dropped) in [
        ("log_lines = 2", vec!["line", "line"], 1),
        ("log_bytes = 4", vec!["line"], 2),
        ("log_message_bytes = 2", vec!["li", "li", "li"], 0),
        ("log_lines = 0", vec![], 3),
    ] {
        let got = Arc::new(Mutex::new(Vec::new()));
        let (host, a, _) = pair(&rules(limit), &[], body);
        let sink = Arc::clone(&got);
        let host = host
            .log_sink(move |line: &LogLine<'_>| sink.lock().unwrap().push(line.message.to_string()))
            .build();
        let outcome = host.request(&a, "call", &[]).unwrap();
        // The last line says what was dropped.
        let mut got = got.lock().unwrap().clone();
        if dropped > 0 {
            let last = got.pop().unwrap();
            assert!(last.starts_with(&format!("{dropped} log lines dropped")), "{limit}: {last}");
        }
        assert_eq!(got, lines, "{limit}");
        assert_eq!(outcome.usage.log_dropped, dropped, "{limit}");
    }
}

#[test]
fn a_deadline_of_a_module_ends_the_module_only() {
    for (own, host_ms, expected) in
        [(30, 1000, Some(408)), (50, 1000, Some(0)), (30, 35, None), (1000, 35, None)]
    {
        let clock = Hand::default();
        let Hand(ticks) = clock.clone();
        let (host, a, _) =
            pair(&rules(&format!("deadline_ms = {own}")), &[("deadline_ms", host_ms)], &caller("t.wait"));
        let host = host
            .clock(clock)
            .process("t.wait", move |_, _| {
                ticks.fetch_add(40_000_000, Ordering::Relaxed);
                Ok(Value::Nil)
            })
            .build();
        match (host.request(&a, "call", &[]), expected) {
            (Ok(outcome), Some(0)) => assert!(matches!(outcome.reply, Reply::Value(_))),
            (Ok(outcome), Some(code)) => {
                let Reply::Error { exception, .. } = outcome.reply else { panic!("{own}") };
                assert_eq!(exception.code, code);
                assert!(exception.message.contains("deadline_ms of 30 ms"), "{exception}");
            }
            (Err(error), None) => {
                assert!(matches!(error, Error::Limit { limit: Limit::DeadlineMs, .. }), "{error}");
            }
            (got, expected) => panic!("{own} of {host_ms}: {got:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn limits_hold_in_sessions_and_across_them() {
    let (host, _, b) = pair(&rules("process_calls = 3"), &[], &repeat(3));
    let host = host.build();
    let mut session = yao_host::Session::open(&host, &b).unwrap();
    for _ in 0..3 {
        assert!(
            matches!(session.request("call", &[]).unwrap().reply, Reply::Value(_)),
            "each call has its own"
        );
    }
    let (host, _, b) = pair(&rules("process_calls = 3"), &[], &repeat(4));
    let host = host.build();
    let mut session = yao_host::Session::open(&host, &b).unwrap();
    for _ in 0..2 {
        assert!(matches!(session.request("call", &[]).unwrap().reply, Reply::Error { .. }));
    }
}

#[test]
fn what_a_module_may_not_use_is_left_for_its_caller() {
    // `b` ends at its limit again and again; the caller has the rest of everything.
    let body = r#"(data (i32.const 0) "scripts.b.call")
        (func (export "call") (param i32 i32) (result i64) (local $n i32)
            (loop $l (drop (call $process (i32.const 0) (i32.const 14) (i32.const 0) (i32.const 0)))
                (local.set $n (i32.add (local.get $n) (i32.const 1)))
                (br_if $l (i32.lt_u (local.get $n) (i32.const 50))))
            (i64.const 0))"#;
    let engine = engine_with(&rules("fuel = 70_000, memory_pages = 2, process_calls = 1"), &[]);
    let a = engine.load("a", &guest(body)).unwrap();
    let b = engine.load("b", &guest(&spin(300_000))).unwrap();
    let host = timeless(&engine).script(b).build();
    let outcome = host.request(&a, "call", &[]).unwrap();
    assert_eq!(outcome.reply, Reply::Value(vec![]));
    assert_eq!((outcome.usage.nested_calls, outcome.usage.process_calls), (50, 50));
    assert!((3_500_000..3_600_000).contains(&outcome.usage.fuel), "{:?}", outcome.usage);
    assert_eq!(host.request(&a, "call", &[]).unwrap().usage, outcome.usage);
}
