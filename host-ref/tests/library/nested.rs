//! Scripts that call scripts: instances of their own, budgets of one tree, codecs in between.

use yao_host::{Codec, Error, Limit, Reply, RequestOptions, Value};

use crate::{
    guests::{ECHO, args, engine, guest, guest_with, limited, load, quiet},
    imports::caller,
};

fn exception(reply: &Reply) -> (u32, &str) {
    match reply {
        Reply::Error { exception, .. } => (exception.code, &exception.message),
        Reply::Value(bytes) => panic!("a value: {bytes:02x?}"),
    }
}

#[test]
fn a_script_calls_a_script_by_name() {
    let engine = engine();
    let echo = engine.load("lib.echo", &guest(ECHO)).unwrap();
    let module = load(&engine, &guest(&caller("scripts.lib.echo.echo")));
    let host = quiet(&engine).script(echo).build();
    let payload = args(&["x".into(), Value::F32(1.5)]);
    let outcome = host.request(&module, "call", &payload).unwrap();
    assert_eq!(outcome.reply, Reply::Value(payload.clone()));
    assert_eq!(
        (outcome.usage.process_calls, outcome.usage.nested_calls, outcome.usage.peak_depth),
        (1, 1, 2)
    );
    assert_eq!(outcome.usage.peak_pages, 2);
    assert_eq!(host.call("scripts.lib.echo.echo", &[5.into()]).unwrap(), Value::Array(vec![5.into()]));
    assert_eq!(host.live_instances(), 0);
}

#[test]
fn a_script_that_calls_itself_runs_in_another_instance() {
    // Counts in a global; the inner instance starts at zero again.
    let body = r#"(global $n (mut i32) (i32.const 0)) (data (i32.const 0) "scripts.guest.h")
        (func (export "h") (param i32 i32) (result i64)
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (if (i32.ne (global.get $n) (i32.const 1)) (then unreachable))
            (if (i32.eqz (local.get 1)) (then (return (i64.const 0))))
            (drop (call $process (i32.const 0) (i32.const 15) (i32.const 0) (i32.const 0)))
            (i64.const 0))"#;
    let engine = engine();
    let module = load(&engine, &guest(body));
    let host = quiet(&engine).script(module.clone()).build();
    assert_eq!(host.request(&module, "h", &args(&[])).unwrap().reply, Reply::Value(vec![]));
}

#[test]
fn only_handlers_of_guests_are_processes() {
    let body = format!(
        r#"{ECHO} (func (export "c_create") (param i32 i32) (result i64) (i64.const 1))
        (func (export "c_get") (param i32 i32 i32) (result i64) (i64.const 0))
        (func (export "c_destroy") (param i32) (result i32) (i32.const 0))"#
    );
    let engine = engine();
    let script = engine.load("s", &guest(&body)).unwrap();
    let host = quiet(&engine).script(script).build();
    for name in
        ["scripts.s.c_create", "scripts.s.c_get", "scripts.s.yao_alloc", "scripts.s.memory", "scripts.s.none"]
    {
        let error = host.call(name, &[]).unwrap_err();
        assert_eq!(error.exception().code, 404, "{name}: {error}");
    }
}

#[test]
fn a_trap_of_the_callee_is_an_error_record_of_the_caller() {
    let engine = engine();
    let bad = engine
        .load("bad", &guest(r#"(func (export "h") (param i32 i32) (result i64) unreachable)"#))
        .unwrap();
    let module = load(&engine, &guest(&caller("scripts.bad.h")));
    let host = quiet(&engine).script(bad).build();
    let reply = host.request(&module, "call", &args(&[1.into()])).unwrap().reply;
    let (code, message) = exception(&reply);
    assert_eq!(code, 502);
    assert!(message.contains("bad") && message.contains("unreachable"), "{message}");
    assert_eq!(host.live_instances(), 0);
}

#[test]
fn a_malformed_error_record_of_the_callee_is_500() {
    let record = |bytes: &str, len: u32| {
        format!(
            r#"(data (i32.const 0) "{bytes}")
            (func (export "h") (param i32 i32) (result i64) (local $p i32)
                (local.set $p (call $alloc (i32.const {len})))
                (memory.copy (local.get $p) (i32.const 0) (i32.const {len}))
                (i64.or (i64.const 0x80000000) (call $pack (local.get $p) (i32.const {len}))))"#
        )
    };
    let engine = engine();
    // {code: 1} ends early; {code: 1, code: 2, message: ""}; {code: "x", message: ""}; {code: 1, message: 2}; an array.
    for (bytes, len) in [
        ("\\82\\a4code\\01", 7),
        ("\\83\\a4code\\01\\a4code\\02\\a7message\\a0", 22),
        ("\\82\\a4code\\a1x\\a7message\\a0", 17),
        ("\\82\\a4code\\01\\a7message\\02", 16),
        ("\\90", 1),
        ("\\81\\a7message\\a0", 10),
    ] {
        let bad = engine.load("bad", &guest(&record(bytes, len))).unwrap();
        let module = load(&engine, &guest(&caller("scripts.bad.h")));
        let host = quiet(&engine).script(bad).build();
        let reply = host.request(&module, "call", &[]).unwrap().reply;
        assert_eq!(exception(&reply), (500, "malformed error record"), "{bytes}");
    }
    // Integral floats are integers, other keys are skipped, order does not matter, and 0 is out of range.
    for (bytes, len, code) in [
        ("\\83\\a1x\\c3\\a7message\\a2hi\\a4code\\ca\\43\\d2\\00\\00", 25, 420),
        ("\\82\\a4code\\00\\a7message\\a2hi", 18, 500),
        ("\\82\\a4code\\ff\\a7message\\a2hi", 18, 500),
    ] {
        let bad = engine.load("bad", &guest(&record(bytes, len))).unwrap();
        let reply = quiet(&engine).build().request(&bad, "h", &[]).unwrap().reply;
        assert_eq!(exception(&reply), (code, "hi"), "{bytes}");
    }
}

#[test]
fn guests_of_different_codecs_understand_each_other() {
    let engine = engine();
    let json = engine.load("json", &guest_with(0x10, ECHO)).unwrap();
    let host = quiet(&engine).script(json).build();
    let values = [
        Value::Nil,
        true.into(),
        i64::MIN.into(),
        u64::MAX.into(),
        0.1.into(),
        f64::NEG_INFINITY.into(),
        (-0.0).into(),
        5.0.into(),
        "\u{0} \" 漢 😀".into(),
        Value::Bin(vec![0, 255, 3]),
        Value::Ext(-1, vec![9; 12]),
        Value::Map(vec![("z".into(), 1.into()), ("a".into(), Value::Array(vec![]))]),
    ];
    let module = load(&engine, &guest(&caller("scripts.json.echo")));
    let reply = host.request(&module, "call", &args(&values)).unwrap().reply;
    assert_eq!(reply.decode(Codec::MessagePack).unwrap(), Value::Array(values.to_vec()));

    let unwritable = Value::Map(vec![(1.into(), 2.into())]);
    let reply = host.request(&module, "call", &args(&[unwritable])).unwrap().reply;
    assert_eq!(exception(&reply).0, 400);
}

#[test]
fn an_opaque_guest_takes_and_gives_one_bin() {
    let engine = engine();
    let opaque = engine.load("opaque", &guest_with(0x20, ECHO)).unwrap();
    let host = quiet(&engine).script(opaque.clone()).build();
    let bin = Value::Bin(vec![0xc1, 0, 0xff]);
    assert_eq!(host.call("scripts.opaque.echo", std::slice::from_ref(&bin)).unwrap(), bin);
    assert_eq!(host.call("scripts.opaque.echo", &[]).unwrap(), Value::Bin(vec![]));
    for wrong in [vec!["x".into()], vec![bin.clone(), bin], vec![Value::Nil]] {
        assert_eq!(host.call("scripts.opaque.echo", &wrong).unwrap_err().exception().code, 400);
    }
    // From outside its bytes are nobody's business.
    assert_eq!(host.request(&opaque, "echo", &[0xc1]).unwrap().reply, Reply::Value(vec![0xc1]));
}

/// A script that calls itself with its payload until something stops it, and gives the error's bytes back.
fn recursive() -> Vec<u8> {
    guest(&caller("scripts.guest.call"))
}

#[test]
fn depth_ends_at_the_limit_on_a_small_stack() {
    let run = || {
        let engine = engine();
        let module = load(&engine, &recursive());
        let host = quiet(&engine).script(module.clone()).build();
        let outcome = host.request(&module, "call", &args(&[1.into()])).unwrap();
        assert_eq!(exception(&outcome.reply).0, 508);
        assert_eq!((outcome.usage.peak_depth, outcome.usage.nested_calls), (16, 16));
        assert_eq!(host.live_instances(), 0);
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn natives_in_between_fit_the_small_stack_as_well() {
    let run = || {
        let engine = engine();
        let module = load(&engine, &guest(&caller("t.again")));
        let host = quiet(&engine)
            .script(module.clone())
            .process("t.again", |cx, args| cx.call("scripts.guest.call", args))
            .build();
        let reply = host.request(&module, "call", &args(&[1.into()])).unwrap().reply;
        assert_eq!(exception(&reply).0, 508);
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn memory_of_the_whole_tree_is_one_budget() {
    let engine = limited(&[("memory_pages", 3)]);
    let module = load(&engine, &recursive());
    let host = quiet(&engine).script(module.clone()).build();
    let outcome = host.request(&module, "call", &[]).unwrap();
    let (code, message) = exception(&outcome.reply);
    assert_eq!((code, outcome.usage.peak_pages), (507, 3));
    assert!(message.contains("memory_pages") && message.contains("3"), "{message}");
}

#[test]
fn live_instances_are_counted() {
    let engine = limited(&[("instances", 2)]);
    let module = load(&engine, &recursive());
    let host = quiet(&engine).script(module.clone()).build();
    assert_eq!(exception(&host.request(&module, "call", &[]).unwrap().reply).0, 429);
    assert_eq!(host.live_instances(), 0);
}

#[test]
fn fuel_of_the_whole_tree_is_one_budget_that_nobody_catches() {
    let engine = engine();
    let spin = engine
        .load(
            "spin",
            &guest(r#"(func (export "h") (param i32 i32) (result i64) (loop $l (br $l)) (i64.const 0))"#),
        )
        .unwrap();
    // The caller would give the error record back as its result.
    let module = load(&engine, &guest(&caller("scripts.spin.h")));
    let host = quiet(&engine).script(spin).build();
    let error =
        host.request_with(&module, "call", &[], &RequestOptions::default().with_fuel(300_000)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, number: 300_000, .. }), "{error:?}");
    assert_eq!(error.exception().code, 408);
    assert_eq!(host.live_instances(), 0);
}

#[test]
fn a_process_that_hides_a_used_up_budget_does_not_save_its_caller() {
    let engine = engine();
    let grow = r#"(func (export "h") (param i32 i32) (result i64)
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (i64.const 0))"#;
    let module = load(&engine, &guest(&caller("t.hide")));
    let run = |fuel| {
        let host = quiet(&engine)
            .script(engine.load("fill", &guest(&grow.replace("65536", "60000"))).unwrap())
            .process("t.hide", |cx, _| Ok(cx.call("scripts.fill.h", &[]).map_or(Value::Nil, |value| value)))
            .build();
        host.request_with(&module, "call", &[], &RequestOptions::default().with_fuel(fuel))
    };
    let used = run(1_000_000).unwrap().usage.fuel;
    // Enough for the caller to go on, not for what it called.
    let error = run(used - 500).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, .. }), "{error:?}");
}

#[test]
fn the_same_request_uses_the_same_fuel() {
    let engine = engine();
    let echo = engine.load("lib", &guest(ECHO)).unwrap();
    let module = load(&engine, &guest(&caller("scripts.lib.echo")));
    let host = quiet(&engine).script(echo).build();
    let payload = args(&["x".repeat(1000).into()]);
    let first = host.request(&module, "call", &payload).unwrap().usage;
    assert_eq!(host.request(&module, "call", &payload).unwrap().usage, first);
    let more = RequestOptions::default().with_fuel(first.fuel);
    assert!(host.request_with(&module, "call", &payload, &more).is_ok(), "exactly enough");
    let less = RequestOptions::default().with_fuel(first.fuel - 1);
    assert!(host.request_with(&module, "call", &payload, &less).is_err(), "one too little");
}
