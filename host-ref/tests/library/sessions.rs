//! Sessions and their handles.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use yao_host::{Clock, Codec, Engine, Error, Host, Limit, Reply, Session, Value, codec};

use crate::guests::{args, engine, guest, guest_with, limited, load, quiet};

/// A class with one slot that keeps one byte: `get` gives it, `kept` gives it in the pull form, `fail` and `trap`
/// do that.
const BOX: &str = r#"
    (global $alive (mut i32) (i32.const 0))
    (global $generation (mut i32) (i32.const 0))
    (global $byte (mut i32) (i32.const 0))
    (global $kept (mut i32) (i32.const -404))
    (data (i32.const 0) "\82\a4code\cd\01\9a\a7message\a0")
    (func $error (result i64) (local $p i32)
        (local.set $p (call $alloc (i32.const 18)))
        (memory.copy (local.get $p) (i32.const 0) (i32.const 18))
        (i64.or (i64.const 0x80000000) (call $pack (local.get $p) (i32.const 18))))
    (func $drop (param i32 i32) (if (local.get 1) (then (call $free (local.get 0) (local.get 1)))))
    (func $ok (param $h i32) (result i32) (i32.and (global.get $alive) (i32.eq (local.get $h) (global.get $generation))))
    (func $value (result i64) (local $p i32)
        (local.set $p (call $alloc (i32.const 1)))
        (i32.store8 (local.get $p) (global.get $byte))
        (call $pack (local.get $p) (i32.const 1)))
    (func (export "box_create") (param $p i32) (param $n i32) (result i64)
        (global.set $byte (i32.load8_u offset=1 (local.get $p)))
        (call $drop (local.get $p) (local.get $n))
        (if (global.get $alive) (then (return (call $error))))
        (global.set $alive (i32.const 1))
        (global.set $generation (i32.add (global.get $generation) (i32.const 1)))
        (i64.extend_i32_u (global.get $generation)))
    (func (export "box_get") (param $h i32) (param $p i32) (param $n i32) (result i64)
        (call $drop (local.get $p) (local.get $n))
        (if (i32.eqz (call $ok (local.get $h))) (then (return (call $error))))
        (call $value))
    (func (export "box_kept") (param $h i32) (param $p i32) (param $n i32) (result i64)
        (call $drop (local.get $p) (local.get $n))
        (global.set $kept (i32.const 1))
        (i64.const 0))
    (func (export "box_nothing") (param $h i32) (param $p i32) (param $n i32) (result i64)
        (global.set $kept (i32.const -404))
        (i64.const 0))
    (func (export "box_gone") (param $h i32) (param $p i32) (param $n i32) (result i64)
        (global.set $kept (i32.const -410))
        (i64.const 0))
    (func (export "box_trap") (param $h i32) (param $p i32) (param $n i32) (result i64) unreachable)
    (func (export "box_result_len") (param $h i32) (result i32) (global.get $kept))
    (func (export "box_result_read") (param $h i32) (param $p i32) (param $cap i32) (result i32)
        (i32.store8 (local.get $p) (global.get $byte))
        (i32.const 1))
    (func (export "box_destroy") (param $h i32) (result i32)
        (if (i32.eqz (call $ok (local.get $h))) (then (return (i32.const -410))))
        (global.set $alive (i32.const 0))
        (i32.const 0))
    (func (export "plain") (param i32 i32) (result i64) (call $value))
"#;

fn host(engine: &Engine) -> (Host, yao_host::Module) {
    (quiet(engine).build(), load(engine, &guest(BOX)))
}

fn value(reply: &Reply) -> Value {
    reply.decode(Codec::MessagePack).unwrap()
}

#[test]
fn an_instance_lives_across_calls_and_ends_once() {
    let (host, module) = host(&engine());
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("box", &args(&[7.into()])).unwrap();
    assert_eq!((handle.class(), handle.raw()), ("box", 1));
    for _ in 0..3 {
        assert_eq!(value(&session.call(&handle, "get", &[]).unwrap().reply), 7.into());
    }
    assert_eq!(value(&session.request("plain", &[]).unwrap().reply), 7.into(), "handlers share the instance");
    session.destroy(&handle).unwrap();
    assert_eq!(session.destroy(&handle).unwrap_err().exception().code, 410);
    let Reply::Error { exception, .. } = session.call(&handle, "get", &[]).unwrap().reply else { panic!() };
    assert_eq!(exception.code, 410);
    let again = session.create("box", &args(&[8.into()])).unwrap();
    assert_ne!(again.raw(), handle.raw());
}

#[test]
fn a_create_that_fails_gives_the_guests_error() {
    let (host, module) = host(&engine());
    let mut session = Session::open(&host, &module).unwrap();
    session.create("box", &args(&[7.into()])).unwrap();
    let error = session.create("box", &args(&[8.into()])).unwrap_err();
    assert!(matches!(&error, Error::Exception { exception, .. } if exception.code == 410), "{error:?}");
}

#[test]
fn the_pull_form_is_read_by_the_host() {
    let (host, module) = host(&engine());
    assert!(module.info().classes[0].pull);
    assert_eq!(module.info().classes[0].methods, ["get", "gone", "kept", "nothing", "trap"]);
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("box", &args(&[9.into()])).unwrap();
    assert_eq!(value(&session.call(&handle, "kept", &[]).unwrap().reply), 9.into());
    assert_eq!(value(&session.call(&handle, "nothing", &[]).unwrap().reply), Value::Nil);
    let Reply::Error { exception, bytes } = session.call(&handle, "gone", &[]).unwrap().reply else {
        panic!()
    };
    assert_eq!(exception.code, 410);
    let record = codec::decode(Codec::MessagePack, &bytes, codec::Bounds::default()).unwrap();
    assert_eq!(record.get("code"), Some(&410.into()));
}

/// The pull form of a class whose `result_len` and `result_read` give constants.
fn pulls(len: i32, read: i32) -> Result<Reply, Error> {
    let body = format!(
        r#"(func (export "c_create") (param i32 i32) (result i64) (i64.const 1))
        (func (export "c_m") (param i32 i32 i32) (result i64) (i64.const 0))
        (func (export "c_result_len") (param i32) (result i32) (i32.const {len}))
        (func (export "c_result_read") (param $h i32) (param $p i32) (param i32) (result i32)
            (i32.store8 (local.get $p) (i32.const 0xc0)) (i32.const {read}))
        (func (export "c_destroy") (param i32) (result i32) (i32.const 0))"#
    );
    let engine = engine();
    let module = load(&engine, &guest(&body));
    let host = quiet(&engine).build();
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("c", &[]).unwrap();
    session.call(&handle, "m", &[]).map(|outcome| outcome.reply)
}

#[test]
fn a_lying_pull_form_is_found_out() {
    assert_eq!(pulls(1, 1).unwrap(), Reply::Value(vec![0xc0]));
    assert_eq!(pulls(0, 1).unwrap(), Reply::Value(vec![]));
    assert!(
        matches!(pulls(1, 2).unwrap_err(), Error::Trap { reason, .. } if reason.contains("capacity of 1"))
    );
    assert!(matches!(pulls(i32::MAX, 0).unwrap_err(), Error::Limit { limit: Limit::PayloadBytes, .. }));
    assert!(matches!(pulls(1, -413).unwrap(), Reply::Error { exception, .. } if exception.code == 413));
    assert!(matches!(pulls(i32::MIN, 0).unwrap(), Reply::Error { exception, .. } if exception.code == 500));
}

#[test]
fn what_is_no_handle_is_a_trap() {
    for packed in ["0", "0x100000001", "0x1_0000_0000"] {
        let body = format!(
            r#"(func (export "c_create") (param i32 i32) (result i64) (i64.const {packed}))
            (func (export "c_destroy") (param i32) (result i32) (i32.const 1))"#
        );
        let engine = engine();
        let module = load(&engine, &guest(&body));
        let mut session = Session::open(&quiet(&engine).build(), &module).unwrap();
        assert!(matches!(session.create("c", &[]).unwrap_err(), Error::Trap { .. }), "{packed}");
        assert!(
            matches!(session.create("c", &[]).unwrap_err(), Error::Dead { .. }),
            "a trap ends the session"
        );
    }
}

#[test]
fn handles_stay_with_their_session() {
    let (host, module) = host(&engine());
    let mut first = Session::open(&host, &module).unwrap();
    let mut second = Session::open(&host, &module).unwrap();
    let handle = first.create("box", &args(&[7.into()])).unwrap();
    second.create("box", &args(&[8.into()])).unwrap();
    for error in [second.call(&handle, "get", &[]).unwrap_err(), second.destroy(&handle).unwrap_err()] {
        assert!(matches!(error, Error::ForeignHandle { handle: 1, .. }), "{error:?}");
        assert_eq!(error.exception().code, 410);
    }
    assert_eq!(value(&first.call(&handle, "get", &[]).unwrap().reply), 7.into());
}

#[test]
fn a_trap_ends_a_session() {
    let (host, module) = host(&engine());
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("box", &args(&[7.into()])).unwrap();
    assert!(matches!(session.call(&handle, "trap", &[]).unwrap_err(), Error::Trap { .. }));
    assert_eq!(host.live_instances(), 0, "the instance is thrown away at once");
    assert!(matches!(session.call(&handle, "get", &[]).unwrap_err(), Error::Dead { .. }));
}

#[test]
fn classes_and_methods_that_are_not_there_are_named() {
    let (host, module) = host(&engine());
    let mut session = Session::open(&host, &module).unwrap();
    assert!(matches!(session.create("bag", &[]).unwrap_err(), Error::NoExport { wanted: "class", .. }));
    let handle = session.create("box", &args(&[7.into()])).unwrap();
    let error = session.call(&handle, "destroy", &[]).unwrap_err();
    assert!(matches!(error, Error::NoExport { wanted: "method", .. }), "{error:?}");
}

#[derive(Clone, Default)]
struct Hand(Arc<AtomicU64>);

impl Clock for Hand {
    fn now_ns(&self) -> u64 {
        self.0.load(Ordering::Relaxed) * 1_000_000
    }
}

#[test]
fn an_idle_session_is_ended() {
    let engine = limited(&[("session_idle_ms", 100)]);
    let clock = Hand::default();
    let host = quiet(&engine).clock(clock.clone()).build();
    let module = load(&engine, &guest(BOX));
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("box", &args(&[7.into()])).unwrap();
    clock.0.store(99, Ordering::Relaxed);
    assert!(session.call(&handle, "get", &[]).is_ok(), "used at 99 ms");
    clock.0.store(198, Ordering::Relaxed);
    assert_eq!(host.live_sessions(), 1);
    clock.0.store(199, Ordering::Relaxed);
    host.end_idle_sessions();
    assert_eq!(host.live_instances(), 0, "its memory is given back before its owner asks again");
    let error = session.call(&handle, "get", &[]).unwrap_err();
    assert!(matches!(error, Error::SessionEnded { idle_ms: 100, number: 100, .. }), "{error:?}");
    assert_eq!(error.exception().code, 410);
}

#[test]
fn sessions_are_counted() {
    let engine = limited(&[("sessions", 2)]);
    let (host, module) = host(&engine);
    let first = Session::open(&host, &module).unwrap();
    let _second = Session::open(&host, &module).unwrap();
    let error = Session::open(&host, &module).err().unwrap();
    assert!(
        matches!(error, Error::Limit { limit: Limit::Sessions, number: 2, wanted: Some(3), .. }),
        "{error:?}"
    );
    assert_eq!(error.exception().code, 429);
    drop(first);
    assert!(Session::open(&host, &module).is_ok());
}

#[test]
fn each_call_has_fuel_of_its_own() {
    let engine = limited(&[("fuel", 20_000)]);
    let (host, module) = host(&engine);
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("box", &args(&[7.into()])).unwrap();
    let first = session.call(&handle, "get", &[]).unwrap().usage;
    for _ in 0..1000 {
        assert_eq!(session.call(&handle, "get", &[]).unwrap().usage, first);
    }
    assert!(first.fuel * 1000 > 20_000);
}

#[test]
fn a_result_over_a_limit_is_freed_and_the_session_goes_on() {
    let body = r#"(func (export "big") (param i32 i32) (result i64)
        (call $pack (call $alloc (i32.const 2000)) (i32.const 2000)))
        (func (export "live") (param i32 i32) (result i64) (local $p i32)
            (if (global.get $live) (then unreachable))
            (i64.const 0))"#;
    let engine = limited(&[("payload_bytes", 1000)]);
    let module = load(&engine, &guest(body));
    let mut session = Session::open(&quiet(&engine).build(), &module).unwrap();
    let error = session.request("big", &[]).unwrap_err();
    assert!(
        matches!(error, Error::Limit { limit: Limit::PayloadBytes, wanted: Some(2000), .. }),
        "{error:?}"
    );
    session.request("live", &[]).unwrap();
}

#[test]
fn a_one_shot_guest_has_no_sessions() {
    let engine = engine();
    let module = load(&engine, &guest_with(0x40, BOX));
    let error = Session::open(&quiet(&engine).build(), &module).err().unwrap();
    assert!(matches!(error, Error::OneShot { .. }), "{error:?}");
}

#[test]
fn methods_of_an_opaque_guest_speak_messagepack() {
    let engine = engine();
    let module = load(&engine, &guest_with(0x20, BOX));
    let host = quiet(&engine).build();
    let mut session = Session::open(&host, &module).unwrap();
    let handle = session.create("box", &args(&[7.into()])).unwrap();
    assert_eq!(session.call(&handle, "get", &[]).unwrap().reply, Reply::Value(vec![7]));
    // The byte 0xc1 is no value, whatever a handler of this guest may give.
    let handle = {
        session.destroy(&handle).unwrap();
        session.create("box", &[0x91, 0xc1]).unwrap()
    };
    assert_eq!(session.request("plain", &[]).unwrap().reply, Reply::Value(vec![0xc1]));
    let error = session.call(&handle, "get", &[]).unwrap_err();
    assert!(matches!(error, Error::Trap { .. }), "{error:?}");
}

#[test]
fn a_handle_of_another_host_is_foreign() {
    let engine = engine();
    let module = load(&engine, &guest(BOX));
    let [one, other] = [(); 2].map(|()| quiet(&engine).build());
    let handle = Session::open(&one, &module).unwrap().create("box", &args(&[7.into()])).unwrap();
    let error = Session::open(&other, &module).unwrap().call(&handle, "get", &[]).unwrap_err();
    assert!(matches!(error, Error::ForeignHandle { .. }), "{error:?}");
}
