//! One request: payload in, result or error record out.

use yao_host::{Codec, Error, Reply, Value};

use crate::guests::{ECHO, args, engine, guest, load, quiet};

#[test]
fn a_payload_comes_back_byte_for_byte() {
    let engine = engine();
    let module = load(&engine, &guest(ECHO));
    let host = quiet(&engine).build();
    let payload = args(&["grüße\0".into(), 3.into()]);
    let outcome = host.request(&module, "echo", &payload).unwrap();
    assert_eq!(outcome.reply, Reply::Value(payload.clone()));
    assert_eq!(
        outcome.reply.decode(Codec::MessagePack).unwrap(),
        Value::Array(vec!["grüße\0".into(), 3.into()])
    );
    assert_eq!(outcome.usage.boundary_bytes, 2 * payload.len() as u64);
    assert_eq!(outcome.usage.peak_pages, 1);
    assert!(outcome.usage.fuel > 0);
    assert_eq!(host.live_instances(), 0);
}

#[test]
fn no_payload_and_no_result_allocate_nothing() {
    let engine = engine();
    let body = r#"(func (export "nothing") (param i32 i32) (result i64)
        (if (i32.or (local.get 0) (i32.or (local.get 1) (global.get $live))) (then unreachable))
        (i64.const 0))"#;
    let module = load(&engine, &guest(body));
    let outcome = quiet(&engine).build().request(&module, "nothing", &[]).unwrap();
    assert_eq!(outcome.reply, Reply::Value(vec![]));
    assert_eq!(outcome.reply.decode(Codec::MessagePack).unwrap(), Value::Nil);
}

#[test]
fn a_handler_that_is_not_there_is_named_with_those_that_are() {
    let engine = engine();
    let module = load(&engine, &guest(ECHO));
    let error = quiet(&engine).build().request(&module, "ehco", &[]).unwrap_err();
    let Error::NoExport { export, wanted: "handler", has, .. } = &error else { panic!("{error}") };
    assert_eq!((export.as_str(), has.as_slice()), ("ehco", ["echo".to_string()].as_slice()));
    assert_eq!(error.exception().code, 404);
}
