//! `yao.process`: what the guest gives, what the host answers, and who hears of it.

use yao_host::{
    Codec, Encoded, Exception, Host, Imported, ProcessContext, ProcessRegistry, ProcessReply, Reply,
    RequestOptions, Value, codec,
};

use crate::guests::{args, engine, guest, guest_with, limited, load, quiet};

/// Calls the process named by the data at 0 with its own payload as arguments, and gives the reply back whole.
pub(crate) fn caller(name: &str) -> String {
    format!(
        r#"(data (i32.const 0) "{name}")
        (func (export "call") (param i32 i32) (result i64) (local $reply i64)
            (local.set $reply (call $process (i32.const 0) (i32.const {}) (local.get 0) (local.get 1)))
            (if (local.get 1) (then (call $free (local.get 0) (local.get 1))))
            (local.get $reply))"#,
        name.len()
    )
}

fn call(host: &Host, bytes: &[u8], payload: &[u8]) -> Reply {
    let module = load(host.engine(), bytes);
    host.request(&module, "call", payload).unwrap().reply
}

fn code(reply: &Reply) -> u32 {
    match reply {
        Reply::Error { exception, .. } => exception.code,
        Reply::Value(bytes) => panic!("a value of {} bytes", bytes.len()),
    }
}

#[test]
fn arguments_and_values_pass_through_unchanged() {
    let host = quiet(&engine()).process("t.first", |_, args: &[Value]| Ok(args[0].clone())).build();
    let value = Value::Map(vec![
        ("b".into(), u64::MAX.into()),
        (i64::MIN.into(), Value::F32(0.1)),
        (Value::Nil, Value::Ext(-1, vec![1, 2, 3, 4])),
        ("b".into(), Value::Bin(vec![0; 300])),
    ]);
    let reply = call(&host, &guest(&caller("t.first")), &args(std::slice::from_ref(&value)));
    assert_eq!(reply.decode(Codec::MessagePack).unwrap(), value);
}

#[test]
fn no_arguments_are_an_empty_list() {
    let host =
        quiet(&engine()).process("t.count", |_, args: &[Value]| Ok((args.len() as u64).into())).build();
    let bytes = guest(&caller("t.count"));
    assert_eq!(call(&host, &bytes, &[]).decode(Codec::MessagePack).unwrap(), 0.into());
    assert_eq!(call(&host, &bytes, &args(&[])).decode(Codec::MessagePack).unwrap(), 0.into());
}

#[test]
fn errors_reach_the_guest_with_code_message_and_details() {
    let exception =
        Exception::new(422, "no such user").with_details(Value::Array(vec![1.into(), "x".into()]));
    let given = exception.clone();
    let host = quiet(&engine()).process("t.fail", move |_, _| Err(given.clone())).build();
    let Reply::Error { exception: got, .. } = call(&host, &guest(&caller("t.fail")), &[]) else { panic!() };
    assert_eq!(got, exception);
}

#[test]
fn a_code_out_of_range_becomes_500_and_a_long_message_is_cut_between_characters() {
    let host =
        quiet(&engine()).process("t.fail", |_, _| Err(Exception::new(0, "é".repeat(3000) + "x"))).build();
    let Reply::Error { exception, .. } = call(&host, &guest(&caller("t.fail")), &[]) else { panic!() };
    assert_eq!((exception.code, exception.message.len()), (500, 4096));
}

#[test]
fn names_are_checked_before_they_are_looked_up() {
    let host = quiet(&engine()).process("t.here", |_, _| Ok(Value::Nil)).build();
    for (name, expected) in [
        ("t.there", 404),
        ("T.here", 404),
        ("scripts.none.x", 404),
        ("scripts.x", 404),
        ("t..here", 400),
        (".t", 400),
        ("t.", 400),
        ("t here", 400),
        ("t.h\\c3\\a9re", 400),
        ("t.\\ff", 400),
        ("t.here\\00", 400),
    ] {
        // The data string is escaped, so its length is not the text's; one escape is three characters for one byte.
        let body = caller(name).replace(
            &format!("(i32.const {})", name.len()),
            &format!("(i32.const {})", name.len() - 2 * name.matches('\\').count()),
        );
        assert_eq!(code(&call(&host, &guest(&body), &[])), expected, "{name}");
    }
    let body = caller("t.here").replace("(i32.const 6)", "(i32.const 0)");
    assert_eq!(code(&call(&host, &guest(&body), &[])), 400, "an empty name");
    let host = quiet(&limited(&[("process_name_bytes", 5)])).process("t.here", |_, _| Ok(Value::Nil)).build();
    assert_eq!(code(&call(&host, &guest(&caller("t.here")), &[])), 400);
}

#[test]
fn arguments_that_are_no_array_are_400_and_nothing_is_called() {
    let host = quiet(&engine()).process("t.never", |_, _| panic!("called")).build();
    for bytes in [
        &[0xc0][..],
        &[0x91],
        &[0x90, 0x90],
        &[0x91, 0xc1],
        &[0x91, 0xa1, 0xff],
        &[0xdd, 0xff, 0xff, 0xff, 0xff],
    ] {
        assert_eq!(code(&call(&host, &guest(&caller("t.never")), bytes)), 400, "{bytes:02x?}");
    }
}

#[test]
fn ranges_outside_the_memory_trap() {
    for (name, args) in
        [("0x10000 1", "0 0"), ("0xffff 2", "0 0"), ("0 1", "0xffffffff 1"), ("0 1", "1 0xffffffff")]
    {
        let values: Vec<_> =
            name.split(' ').chain(args.split(' ')).map(|n| format!("(i32.const {n})")).collect();
        let body = format!(
            r#"(func (export "call") (param i32 i32) (result i64) (call $process {}))"#,
            values.join(" ")
        );
        let engine = engine();
        let error = quiet(&engine).build().request(&load(&engine, &guest(&body)), "call", &[]).unwrap_err();
        assert_eq!(error.exception().code, 502, "{error}");
    }
}

#[test]
fn the_pointer_of_nothing_is_ignored() {
    let body = r#"(data (i32.const 0) "t.nil")
        (func (export "call") (param i32 i32) (result i64)
            (call $log (i32.const 4) (i32.const -1) (i32.const 0))
            (call $process (i32.const 0) (i32.const 5) (i32.const -1) (i32.const 0)))"#;
    let host = quiet(&engine()).process("t.nil", |_, _| Ok(Value::Nil)).build();
    assert_eq!(call(&host, &guest(body), &[]).decode(Codec::MessagePack).unwrap(), Value::Nil);
}

#[test]
fn no_memory_for_a_reply_is_the_empty_error_record() {
    // The allocator of the prelude gives 0 when memory cannot grow.
    let engine = limited(&[("memory_pages", 1)]);
    let host = quiet(&engine).process("t.large", |_, _| Ok(Value::Bin(vec![7; 70_000]))).build();
    let body = r#"(data (i32.const 0) "t.large")
        (func (export "call") (param i32 i32) (result i64)
            (call $process (i32.const 0) (i32.const 7) (i32.const 0) (i32.const 0)))"#;
    let reply = call(&host, &guest(body), &[]);
    assert_eq!(reply, Reply::Error { exception: Exception::new(507, ""), bytes: vec![] });
}

#[test]
fn a_reply_may_grow_the_memory() {
    let host = quiet(&engine()).process("t.large", |_, _| Ok(Value::Bin(vec![7; 1 << 20]))).build();
    let reply = call(&host, &guest(&caller("t.large")), &args(&[1.into()]));
    assert_eq!(reply.decode(Codec::MessagePack).unwrap(), Value::Bin(vec![7; 1 << 20]));
}

struct Echoes;

impl ProcessRegistry for Echoes {
    fn call(
        &self,
        cx: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>> {
        assert_eq!((cx.caller(), cx.depth()), ("guest", 1));
        name.starts_with("echoes.").then(|| Ok(ProcessReply::Encoded(args.codec, args.bytes.to_vec())))
    }
}

#[test]
fn registries_are_asked_last_and_see_bytes() {
    let host = quiet(&engine()).registry(Echoes).process("echoes.mine", |_, _| Ok("closure".into())).build();
    let payload = args(&[1.into(), "zwei".into()]);
    assert_eq!(call(&host, &guest(&caller("echoes.any")), &payload), Reply::Value(payload.clone()));
    let mine = call(&host, &guest(&caller("echoes.mine")), &payload);
    assert_eq!(mine.decode(Codec::MessagePack).unwrap(), "closure".into());
    assert_eq!(code(&call(&host, &guest(&caller("other.any")), &payload)), 404);
}

#[test]
fn malformed_bytes_of_a_process_are_its_error() {
    let host = quiet(&engine())
        .process_encoded("t.bad", |_, _| Ok(ProcessReply::Encoded(Codec::MessagePack, vec![0xc1])))
        .build();
    assert_eq!(code(&call(&host, &guest(&caller("t.bad")), &[])), 500);
}

#[test]
fn a_json_guest_gets_json() {
    let host = quiet(&engine())
        .process("t.args", |_, args: &[Value]| {
            Ok(Value::Array(vec![args[0].clone(), Value::Bin(vec![1, 2])]))
        })
        .process_encoded("t.native", |_, args| {
            assert_eq!((args.codec, args.bytes), (Codec::Json, &br#"[{"a":1}]"#[..]));
            Ok(ProcessReply::Encoded(
                Codec::MessagePack,
                codec::encode(Codec::MessagePack, &Value::F64(1.0)).unwrap(),
            ))
        })
        .build();
    let json = |name: &str| guest_with(0x10, &caller(name));
    let reply = call(&host, &json("t.args"), br#"[{"a":1}]"#);
    assert_eq!(reply.bytes(), br#"[{"a":1},{"$bin":"AQI="}]"#);
    assert_eq!(call(&host, &json("t.native"), br#"[{"a":1}]"#).bytes(), b"1.0");
    assert_eq!(code(&call(&host, &json("t.args"), b"{}")), 400);
    assert_eq!(call(&host, &json("t.none"), b"[]").bytes(), br#"{"code":404,"message":"no process t.none"}"#);
}

#[test]
fn a_native_process_may_call_on() {
    let host = quiet(&engine())
        .process("t.outer", |cx, args| cx.call("t.inner", args))
        .process("t.inner", |cx, args| {
            assert_eq!(cx.depth(), 2);
            Ok(args[0].clone())
        })
        .process("t.self", |cx, args| cx.call("t.self", args))
        .build();
    assert_eq!(
        call(&host, &guest(&caller("t.outer")), &args(&[5.into()])).decode(Codec::MessagePack).unwrap(),
        5.into()
    );
    assert_eq!(code(&call(&host, &guest(&caller("t.self")), &args(&[]))), 508);
}

#[test]
fn a_trace_tells_every_call_in_order() {
    let body = format!(
        "{}\n{}",
        caller("t.echo"),
        r#"(data (i32.const 100) "hi\1b[0m")
        (func (export "both") (param i32 i32) (result i64)
            (call $log (i32.const 99) (i32.const 100) (i32.const 6))
            (drop (call $process (i32.const 0) (i32.const 6) (i32.const 0) (i32.const 0)))
            (i64.const 0))"#
    );
    let engine = engine();
    let host = quiet(&engine).process("t.echo", |_, _| Ok(7.into())).build();
    let module = load(&engine, &guest(&body));
    let trace = host.request_with(&module, "both", &[], &RequestOptions::traced()).unwrap().trace;
    let calls: Vec<_> = trace.iter().map(|call| &call.call).collect();
    assert_eq!(
        calls[0],
        &Imported::Log { level: 99, label: yao_host::Level::Trace, message: b"hi\x1b[0m".to_vec() }
    );
    let Imported::Process { name, args, reply } = calls[1] else { panic!() };
    assert_eq!((name.as_slice(), args.as_slice(), reply), (&b"t.echo"[..], &[][..], &Some((vec![7], false))));
    assert_eq!((trace[0].module.as_str(), trace[0].depth), ("guest", 1));
    assert!(host.request(&module, "both", &[]).unwrap().trace.is_empty(), "only when asked for");
}
