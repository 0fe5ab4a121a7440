//! Each limit of a request: what the guest or the caller sees when it is hit.

use yao_host::{Config, Engine, Error, Limit, Limits, Reply, RequestOptions, Value};

use crate::{
    guests::{ECHO, args, engine, guest, guest_of, limited, load, quiet},
    imports::caller,
};

fn handler(code: &str) -> Vec<u8> {
    guest(&format!(r#"(func (export "h") (param i32 i32) (result i64) (local $i i32) {code} (i64.const 0))"#))
}

const SPIN: &str = "(loop $l (br $l))";

#[test]
fn endless_computation_is_cut_by_fuel() {
    let engine = limited(&[("fuel", 1_000_000)]);
    let error = quiet(&engine).build().request(&load(&engine, &handler(SPIN)), "h", &[]).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, number: 1_000_000, .. }), "{error:?}");
    assert!(error.to_string().contains("1000000"), "{error}");
}

#[test]
fn memory_beyond_the_limit_does_not_grow() {
    let engine = limited(&[("memory_pages", 3)]);
    // Two pages more fit, one further does not, and that is no trap.
    let code = "(if (i32.ne (memory.grow (i32.const 2)) (i32.const 1)) (then unreachable))
        (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
        (if (i32.ne (memory.grow (i32.const 0)) (i32.const 3)) (then unreachable))";
    let outcome = quiet(&engine).build().request(&load(&engine, &handler(code)), "h", &[]).unwrap();
    assert_eq!(outcome.usage.peak_pages, 3);
}

#[test]
fn a_limit_in_pages_counts_the_bytes_of_small_ones() {
    let mut config = Config::default();
    config.limits.memory_pages = 1;
    config.custom_page_sizes = true;
    let engine = Engine::new(config);
    let small = |bytes: u32, code: &str| {
        let memory = format!("{bytes} (pagesize 1)");
        let body = format!(r#"(func (export "h") (param i32 i32) (result i64) {code} (i64.const 0))"#);
        guest_of(0, &memory, &body)
    };
    // Up to 64 KiB, and not a byte more.
    let code = "(if (i32.ne (memory.grow (i32.const 65437)) (i32.const -1)) (then unreachable))
        (if (i32.ne (memory.grow (i32.const 65436)) (i32.const 100)) (then unreachable))
        (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))";
    let outcome = quiet(&engine).build().request(&load(&engine, &small(100, code)), "h", &[]).unwrap();
    assert_eq!(outcome.usage.peak_pages, 1);
    assert!(engine.load("whole", &small(65_536, "")).is_ok());
    let error = engine.load("over", &small(65_537, "")).unwrap_err();
    assert!(error.to_string().contains("memory_pages"), "{error}");
}

#[test]
fn tables_beyond_the_limit_do_not_grow() {
    let engine = limited(&[("table_elements", 10)]);
    let body = r#"(table $t 4 funcref)
        (func (export "h") (param i32 i32) (result i64)
            (if (i32.ne (table.grow $t (ref.null func) (i32.const 6)) (i32.const 4)) (then unreachable))
            (if (i32.ne (table.grow $t (ref.null func) (i32.const 1)) (i32.const -1)) (then unreachable))
            (i64.const 0))"#;
    assert!(quiet(&engine).build().request(&load(&engine, &guest(body)), "h", &[]).is_ok());
}

/// What a request of `echo` with this payload fails with.
fn echo_error(limits: &[(&str, u64)], payload: &[u8]) -> Error {
    let engine = limited(limits);
    quiet(&engine).build().request(&load(&engine, &guest(ECHO)), "echo", payload).unwrap_err()
}

#[test]
fn payloads_and_results_have_a_size() {
    let payload = args(&["x".repeat(100).into()]);
    let error = echo_error(&[("payload_bytes", 102)], &payload);
    assert!(matches!(error, Error::Limit { limit: Limit::PayloadBytes, number: 102, wanted: Some(103), .. }));
    assert_eq!(error.exception().code, 413);
    let error = echo_error(&[("boundary_bytes", 205)], &payload);
    assert!(matches!(
        error,
        Error::Limit { limit: Limit::BoundaryBytes, number: 205, wanted: Some(206), .. }
    ));
    let error = echo_error(&[("payload_elements", 3)], &args(&[1.into(), 2.into(), 3.into(), 4.into()]));
    assert!(matches!(error, Error::Limit { limit: Limit::PayloadElements, number: 3, .. }));
    assert!(error.to_string().contains("payload_elements of 3 "), "{error}");
    assert_eq!(error.exception().code, 413);
}

/// The code of the error record that the guest gets from a process call.
fn code_in_guest(limits: &[(&str, u64)], payload: &[u8], reply: Value) -> u32 {
    let engine = limited(limits);
    let host = quiet(&engine).process("t.any", move |_, _| Ok(reply.clone())).build();
    match host.request(&load(&engine, &guest(&caller("t.any"))), "call", payload).unwrap().reply {
        Reply::Error { exception, .. } => exception.code,
        Reply::Value(bytes) => panic!("{} bytes", bytes.len()),
    }
}

#[test]
fn limits_of_a_process_call_are_error_records_of_the_guest() {
    let text = Value::Str("x".repeat(300));
    assert_eq!(code_in_guest(&[("process_calls", 0)], &[], Value::Nil), 429);
    assert_eq!(code_in_guest(&[("payload_bytes", 200)], &[], text.clone()), 413);
    assert_eq!(code_in_guest(&[("payload_elements", 1)], &args(&[1.into(), 2.into()]), Value::Nil), 413);
    let items = Value::Array(vec![Value::Nil; 20]);
    assert_eq!(code_in_guest(&[("payload_elements", 19)], &[], items), 413);
    // The payload, the arguments, then no room for the reply.
    assert_eq!(code_in_guest(&[("boundary_bytes", 250)], &[], text), 413);
}

#[test]
fn every_limit_has_a_code_or_never_fails_a_guest() {
    for limit in Limit::ALL {
        let info = limit.info();
        let silent = info.name.starts_with("log_");
        assert_eq!(info.code.is_none(), silent, "{}", info.name);
        assert!(Limits::default().get(limit) > 0);
    }
}

#[test]
fn a_request_may_have_less_than_the_limits() {
    let engine = engine();
    let module = load(&engine, &handler(SPIN));
    let host = quiet(&engine).build();
    let options = RequestOptions::default().with_deadline_ms(1);
    assert!(matches!(
        host.request_with(&module, "h", &[], &options).unwrap_err(),
        Error::Limit { limit: Limit::DeadlineMs, number: 1, .. }
    ));
    let options = RequestOptions::default().with_fuel(0);
    assert!(matches!(
        host.request_with(&module, "h", &[], &options).unwrap_err(),
        Error::Limit { limit: Limit::Fuel, number: 0, .. }
    ));
}

/// The fuel that a request of `h` in this guest uses.
fn fuel_of(bytes: &[u8], payload: &[u8]) -> u64 {
    let engine = engine();
    let host = quiet(&engine).process("t.text", |_, _| Ok("x".repeat(8000).into())).build();
    host.request(&load(&engine, bytes), "h", payload).unwrap().usage.fuel
}

#[test]
fn bytes_that_the_host_copies_cost_fuel() {
    // Each pair differs in 8,000 bytes only, which are 1,000 units for each way that they go.
    let sink = handler("");
    let (short, long) = (args(&["".into()]), args(&["x".repeat(8000).into()]));
    let payload = fuel_of(&sink, &long) - fuel_of(&sink, &short);
    assert!((1000..1010).contains(&payload), "payload: {payload}");

    let echo = guest(&ECHO.replace("\"echo\"", "\"h\""));
    let both = fuel_of(&echo, &long) - fuel_of(&echo, &short);
    assert!((2000..2020).contains(&both), "payload and result: {both}");

    let log = |len: u32| handler(&format!("(call $log (i32.const 4) (i32.const 0) (i32.const {len}))"));
    let message = fuel_of(&log(8000), &[]) - fuel_of(&log(0), &[]);
    assert!((1000..1010).contains(&message), "message: {message}");

    let call = |name: &str, len: u32| {
        let code = format!(
            "(drop (call $process (i32.const 16) (i32.const {}) (i32.const 64) (i32.const {len})))",
            name.len()
        );
        guest(&format!(
            r#"(data (i32.const 16) "{name}") (data (i32.const 64) "\91\c5\1f\3c")
            (func (export "h") (param i32 i32) (result i64) {code} (i64.const 0))"#
        ))
    };
    // Arguments of 8,000 bytes, and none; the reply is the same.
    let arguments = fuel_of(&call("t.text", 8000), &[]) - fuel_of(&call("t.text", 0), &[]);
    assert!((1000..1010).contains(&arguments), "arguments: {arguments}");
    // A reply of 8,003 bytes, and an error record of some 40.
    let reply = fuel_of(&call("t.text", 0), &[]) - fuel_of(&call("t.none", 0), &[]);
    assert!((990..1010).contains(&reply), "reply: {reply}");
}

#[test]
fn bytes_of_bulk_instructions_cost_fuel() {
    let fuel = |code: &str| fuel_of(&handler(code), &[]);
    for instruction in [
        "(memory.fill (i32.const 0) (i32.const 1) (i32.const {}))",
        "(memory.copy (i32.const 1) (i32.const 0) (i32.const {}))",
    ] {
        let of = |len: &str| fuel(&instruction.replace("{}", len));
        // 32 KiB, at 64 bytes for one unit.
        assert_eq!(of("32768") - of("0"), 512, "{instruction}");
    }
    assert_eq!(fuel("(drop (memory.grow (i32.const 3)))") - fuel("(drop (memory.grow (i32.const 1)))"), 2048);
}
