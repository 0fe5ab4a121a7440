//! The low-level access that runners and tools have.

use yao_host::{Engine, Error, Imported, Instance, Packed, Reply, RequestOptions, Value, WasmValue};

use crate::{
    guests::{ECHO, args, engine, guest, guest_with, limited, load, quiet, wasm},
    imports::caller,
};

fn instance(engine: &Engine, body: &str) -> Instance {
    let host = quiet(engine).process("t.nil", |_, _| Ok(Value::Nil)).build();
    Instance::new(&host, &load(engine, &guest(body)), &RequestOptions::traced()).unwrap()
}

#[test]
fn a_request_by_hand_is_a_request() {
    let mut instance = instance(&engine(), ECHO);
    let ptr = instance.alloc(3).unwrap().unwrap();
    instance.memory_write(ptr, b"\x92\x01\x02").unwrap();
    let results =
        instance.call_export("echo", &[WasmValue::I32(ptr.cast_signed()), WasmValue::I32(3)]).unwrap();
    let [WasmValue::I64(packed)] = results.as_slice() else { panic!("{results:?}") };
    let packed = Packed::unpack(packed.cast_unsigned());
    assert_eq!(packed, Packed { ptr, len: 3, error: false });
    assert_eq!(instance.memory_read(ptr, 3).unwrap(), b"\x92\x01\x02");
    assert_eq!(instance.take(packed).unwrap(), b"\x92\x01\x02");
    assert_eq!(instance.request("echo", b"\x90").unwrap(), Reply::Value(b"\x90".to_vec()));
}

#[test]
fn memory_is_bounded() {
    let mut instance = instance(&engine(), ECHO);
    assert_eq!(instance.memory_pages(), 1);
    assert_eq!(instance.memory_read(0, 65536).unwrap().len(), 65536);
    assert!(instance.memory_read(u32::MAX, 0).unwrap().is_empty());
    for (ptr, len) in [(0, 65537), (65536, 1), (65535, 2), (u32::MAX, 1), (1, u32::MAX)] {
        let error = instance.memory_read(ptr, len).unwrap_err();
        assert_eq!(error, Error::Bounds { module: "guest".into(), address: ptr, len, size: 65536 });
    }
    assert!(instance.memory_write(65535, b"ab").is_err());
    assert!(instance.memory_write(65534, b"ab").is_ok());
}

#[test]
fn types_of_raw_calls_are_checked() {
    let mut instance = instance(&engine(), ECHO);
    let error = instance.call_export("echo", &[WasmValue::I32(0), WasmValue::F64(1.0)]).unwrap_err();
    let Error::Signature { expected, got, .. } = &error else { panic!("{error:?}") };
    assert_eq!((expected.as_str(), got.as_str()), ("(i32, i32) -> i64", "i32, f64"));
    assert!(matches!(instance.call_export("memory", &[]).unwrap_err(), Error::NoExport { .. }));
}

#[test]
fn after_a_trap_nothing_more_is_called() {
    let mut instance = instance(&engine(), r#"(func (export "h") (param i32 i32) (result i64) unreachable)"#);
    assert!(matches!(instance.request("h", &[]).unwrap_err(), Error::Trap { .. }));
    assert!(instance.is_dead());
    assert!(matches!(instance.request("h", &[]).unwrap_err(), Error::Dead { .. }));
    assert!(matches!(instance.alloc(1).unwrap_err(), Error::Dead { .. }));
    assert!(matches!(instance.call_export("yao_abi_v1", &[]).unwrap_err(), Error::Dead { .. }));
}

#[test]
fn raw_calls_share_budgets_and_requests_do_not() {
    let engine = limited(&[("process_calls", 3)]);
    let mut instance = instance(&engine, &caller("t.nil"));
    for _ in 0..10 {
        assert!(matches!(instance.request("call", &[]).unwrap(), Reply::Value(_)));
    }
    assert_eq!(instance.usage().process_calls, 1);
    let raw = |instance: &mut Instance| {
        let results = instance.call_export("call", &[WasmValue::I32(0), WasmValue::I32(0)]).unwrap();
        let [WasmValue::I64(packed)] = results.as_slice() else { panic!("{results:?}") };
        Packed::unpack(packed.cast_unsigned()).error
    };
    instance.refill().unwrap();
    assert_eq!(
        [raw(&mut instance), raw(&mut instance), raw(&mut instance), raw(&mut instance)],
        [false, false, false, true]
    );
    let calls = instance.take_trace();
    assert_eq!(calls.len(), 14);
    assert!(calls.iter().all(|call| matches!(call.call, Imported::Process { .. })));
    assert!(instance.take_trace().is_empty());
}

#[test]
fn a_plain_module_has_its_numbers_only() {
    let engine = engine();
    let text = r#"(module
        (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
        (func (export "mix") (param i64 f32 f64) (result f64 i64) (local.get 2) (local.get 0))
        (func (export "h") (param i32 i32) (result i64) (i64.const 0))
        (func (export "v") (param v128))
        (func (export "spin") (loop $l (br $l))))"#;
    let module = engine.load("plain", &wasm(text)).unwrap();
    assert!(module.is_plain());
    let host = quiet(&engine).script(module.clone()).build();
    let mut instance = Instance::new(&host, &module, &RequestOptions::default().with_fuel(100_000)).unwrap();
    let results = instance.call_export("add", &[WasmValue::I32(i32::MAX), WasmValue::I32(1)]).unwrap();
    assert!(matches!(results[..], [WasmValue::I32(i32::MIN)]), "{results:?}");
    let results = instance
        .call_export("mix", &[WasmValue::I64(-1), WasmValue::F32(0.5), WasmValue::F64(0.25)])
        .unwrap();
    assert!(matches!(results[..], [WasmValue::F64(0.25), WasmValue::I64(-1)]), "{results:?}");
    assert!(matches!(instance.call_export("v", &[]).unwrap_err(), Error::Signature { .. }));
    assert!(matches!(instance.request("h", &[]).unwrap_err(), Error::NoExport { .. }));
    assert!(matches!(instance.alloc(1).unwrap_err(), Error::NoExport { .. }));
    assert_eq!(host.call("scripts.plain.h", &[]).unwrap_err().exception().code, 404);
    let error = instance.call_export("spin", &[]).unwrap_err();
    assert!(matches!(error, Error::Limit { number: 100_000, .. }), "{error:?}");
}

#[test]
fn a_one_shot_guest_is_called_once() {
    let engine = engine();
    let module = load(&engine, &guest_with(0x40, ECHO));
    let host = quiet(&engine).build();
    let mut instance = Instance::new(&host, &module, &RequestOptions::default()).unwrap();
    instance.request("echo", &args(&[])).unwrap();
    assert!(matches!(instance.request("echo", &args(&[])).unwrap_err(), Error::OneShot { .. }));
}

#[test]
fn ten_thousand_calls_in_one_instance_do_not_grow_it() {
    let mut instance = instance(&engine(), &format!("{ECHO} {}", caller("t.nil")));
    let payload = args(&["x".repeat(1000).into()]);
    for _ in 0..10_000 {
        instance.request("echo", &payload).unwrap();
        instance.request("call", &payload).unwrap();
        instance.take_trace();
    }
    assert_eq!(instance.memory_pages(), 1);
}
