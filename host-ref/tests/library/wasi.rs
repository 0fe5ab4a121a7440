//! WASI preview 1: what a guest that imports it finds, and what it cannot do.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use yao_host::{Config, Engine, Error, Host, Level, Limit, LogLine, Module, Outcome, RequestOptions, Value, codec};

use crate::guests::{ALLOCATOR, quiet, wasm};

/// A guest with the handler `h`, one page, and at 0 what `data` says.
fn guest(imports: &str, data: &str, code: &str) -> Vec<u8> {
    wasm(&format!(
        r#"(module
            {imports}
            (memory (export "memory") 1)
            (data (i32.const 0) "{data}")
            (func (export "yao_abi_v1") (result i32) (i32.const 0))
            {ALLOCATOR}
            (func (export "h") (param i32 i32) (result i64) {code}))"#
    ))
}

fn import(name: &str, params: &str) -> String {
    format!(r#"(import "wasi_snapshot_preview1" "{name}" (func ${name} (param {params}) (result i32)))"#)
}

fn engine(change: impl FnOnce(&mut Config)) -> Engine {
    let mut config = Config::default();
    config.wasi = true;
    change(&mut config);
    Engine::new(config)
}

fn load(engine: &Engine, bytes: &[u8]) -> Module {
    engine.load("guest", bytes).unwrap()
}

fn request(engine: &Engine, bytes: &[u8]) -> Result<Outcome, Error> {
    quiet(engine).build().request(&load(engine, bytes), "h", &[])
}

/// The integer that a handler gives whose code leaves an i32.
fn number(imports: &str, data: &str, code: &str) -> i64 {
    let code = format!(
        "(i32.store8 (i32.const 3000) (i32.const 0xd2)) (i32.store (i32.const 3001) (call $swap {code}))
         (call $pack (i32.const 3000) (i32.const 5))"
    );
    // MessagePack has its integers the other way round.
    let swap = "(func $swap (param $n i32) (result i32) (i32.or
        (i32.or (i32.shl (local.get $n) (i32.const 24))
                (i32.and (i32.shl (local.get $n) (i32.const 8)) (i32.const 0xff0000)))
        (i32.or (i32.and (i32.shr_u (local.get $n) (i32.const 8)) (i32.const 0xff00))
                (i32.shr_u (local.get $n) (i32.const 24)))))";
    let bytes = guest(imports, data, &code);
    let text = String::from_utf8(wasmprinter_free(&bytes, swap, imports, data, &code)).unwrap();
    let engine = engine(|_| {});
    let reply = request(&engine, &wasm(&text)).unwrap().reply;
    let value = codec::decode(codec::Codec::MessagePack, reply.bytes(), codec::Bounds::default()).unwrap();
    value.as_i64().unwrap_or_else(|| panic!("{value:?} is no integer"))
}
