//! Guests that trap or break the ABI: always an error that says how, never a panic, and the next request works.

use yao_host::{Config, Engine, Error, Host, Module, Reply};

use crate::{
    guests::{ECHO, args, guest, limited, load, quiet, wasm},
    imports::caller,
};

fn host() -> (Engine, Host) {
    let engine = Engine::new(Config::default());
    let host = quiet(&engine).build();
    (engine, host)
}

/// The reason of the trap that a handler `h` ends in, after which a good guest still works.
fn reason(body: &str) -> String {
    reason_of(&guest(body))
}

fn reason_of(bytes: &[u8]) -> String {
    let (engine, host) = host();
    let module = load(&engine, bytes);
    let error = host.request(&module, "h", &args(&[1.into()])).unwrap_err();
    assert_eq!(error.exception().code, 502, "{error}");
    assert_eq!(host.live_instances(), 0);
    let good: Module = load(&engine, &guest(ECHO));
    assert!(host.request(&good, "echo", &args(&[])).is_ok());
    match error {
        Error::Trap { reason, export, module } => {
            assert_eq!((module.as_str(), export.as_str()), ("guest", "h"));
            reason
        }
        other => panic!("{other:?}"),
    }
}

/// A handler that packs a constant.
fn gives(packed: u64) -> String {
    format!(r#"(func (export "h") (param i32 i32) (result i64) (i64.const {packed}))"#)
}

#[test]
fn traps_of_the_guest_are_told() {
    let handler =
        |code: &str| reason(&format!(r#"(func $h (export "h") (param i32 i32) (result i64) {code})"#));
    assert!(handler("unreachable").contains("unreachable"));
    assert!(handler("(i64.load (i32.const -1))").contains("bounds"));
    assert!(handler("(i64.div_s (i64.const 1) (i64.const 0))").contains("zero"));
    assert!(handler("(call $h (local.get 0) (local.get 1))").contains("stack"));
}

#[test]
fn results_outside_the_memory_are_told_with_their_range() {
    let of_one_page = "exceeds memory of 0x10000 bytes";
    for (packed, range) in [
        (0x0000_ffff_0000_0002_u64, "2 bytes at 0xffff"),
        (0x0001_0000_0000_0001, "1 bytes at 0x10000"),
        (0x8000_0000_0000_0001, "1 bytes at 0x80000000"),
        (0xffff_ffff_0000_0001, "1 bytes at 0xffffffff"),
        (0x0000_0001_7fff_ffff, "2147483647 bytes at 0x1"),
        (0xffff_ffff_ffff_ffff, "2147483647 bytes at 0xffffffff"),
        (0x0000_0000_0001_0001, "65537 bytes at 0x0"),
    ] {
        let reason = reason(&gives(packed));
        assert!(reason.contains(range) && reason.contains(of_one_page), "{packed:#x}: {reason}");
    }
}

#[test]
fn an_empty_result_has_no_pointer_that_matters() {
    let (engine, host) = host();
    for packed in [0, 0xffff_ffff_0000_0000_u64] {
        let module = load(&engine, &guest(&gives(packed)));
        assert!(host.request(&module, "h", &[]).unwrap().reply.bytes().is_empty());
    }
}

#[test]
fn a_result_that_is_no_value_is_told() {
    // A block whose first byte is 0xc1, which is no MessagePack.
    let body = r#"(func (export "h") (param i32 i32) (result i64) (local $p i32)
        (call $free (local.get 0) (local.get 1))
        (local.set $p (call $alloc (i32.const 1)))
        (i32.store8 (local.get $p) (i32.const 0xc1))
        (call $pack (local.get $p) (i32.const 1)))"#;
    assert!(reason(body).contains("0xc1"));
}

fn with_allocator(alloc: &str, free: &str) -> Vec<u8> {
    wasm(&format!(
        r#"(module
            (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
            (memory (export "memory") 1)
            (func (export "yao_abi_v1") (result i32) (i32.const 0))
            (func (export "yao_alloc") (param i32) (result i32) {alloc})
            (func (export "yao_free") (param i32 i32) {free})
            (func (export "h") (param i32 i32) (result i64)
                (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1)))))"#
    ))
}

#[test]
fn allocators_that_lie_are_told() {
    assert!(
        reason_of(&with_allocator("(i32.const 0xffff)", ""))
            .contains("block from yao_alloc of 2 bytes at 0xffff")
    );
    assert!(reason_of(&with_allocator("(i32.const -1)", "")).contains("0xffffffff"));
    assert!(reason_of(&with_allocator("unreachable", "")).contains("unreachable"));
    assert!(reason_of(&with_allocator("(i32.const 16)", "unreachable")).contains("unreachable"));
    let call = "(drop (call $process (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))";
    assert!(reason_of(&with_allocator(&format!("{call} (i32.const 16)"), "")).contains("a yao_ export runs"));
    assert!(reason_of(&with_allocator("(i32.const 16)", call)).contains("a yao_ export runs"));
}

#[test]
fn no_memory_for_a_payload_is_507_and_the_handler_does_not_run() {
    let (engine, host) = host();
    let module = load(&engine, &with_allocator("(i32.const 0)", "unreachable"));
    let error = host.request(&module, "h", &args(&[])).unwrap_err();
    assert!(matches!(error, Error::OutOfMemory { len: 1, .. }), "{error:?}");
    assert_eq!(error.exception().code, 507);
}

#[test]
fn initialize_that_traps_in_a_request_is_502() {
    // At load a module has the whole limit on memory; in a nested request the caller's pages count as well.
    let body = r#"(func (export "_initialize")
        (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable)))
        (func (export "h") (param i32 i32) (result i64) (i64.const 0))"#;
    let engine = limited(&[("memory_pages", 2)]);
    let inner = engine.load("inner", &guest(body)).unwrap();
    let outer = load(&engine, &guest(&caller("scripts.inner.h")));
    let host = quiet(&engine).script(inner.clone()).build();
    assert!(host.request(&inner, "h", &[]).is_ok());
    let Reply::Error { exception, .. } = host.request(&outer, "call", &[]).unwrap().reply else { panic!() };
    assert_eq!(exception.code, 502, "{exception}");
}
