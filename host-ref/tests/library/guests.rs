//! Small guests: a prelude with an allocator, and the hosts they run on.

use yao_host::{Config, Engine, Host, HostBuilder, Module, Value, codec};

/// A bump allocator that counts live blocks and rewinds at zero, so that a leak shows as growing memory.
pub(crate) const ALLOCATOR: &str = r#"
    (global $live (mut i32) (i32.const 0))
    (global $top (mut i32) (i32.const 4096))
    (func $alloc (export "yao_alloc") (param $len i32) (result i32)
        (local $ptr i32) (local $end i32)
        (local.set $ptr (global.get $top))
        (local.set $end (i32.and (i32.add (i32.add (local.get $ptr) (local.get $len)) (i32.const 15)) (i32.const -16)))
        (block $fits
            (br_if $fits (i32.le_u (local.get $end) (i32.mul (memory.size) (i32.const 65536))))
            (br_if $fits (i32.ne (i32.const -1)
                (memory.grow (i32.add (i32.shr_u (local.get $len) (i32.const 16)) (i32.const 1)))))
            (return (i32.const 0)))
        (global.set $top (local.get $end))
        (global.set $live (i32.add (global.get $live) (i32.const 1)))
        (local.get $ptr))
    (func $free (export "yao_free") (param i32 i32)
        (global.set $live (i32.sub (global.get $live) (i32.const 1)))
        (if (i32.eqz (global.get $live)) (then (global.set $top (i32.const 4096)))))
    (func $pack (param $ptr i32) (param $len i32) (result i64)
        (i64.or (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32)) (i64.extend_i32_u (local.get $len))))
"#;

/// A guest with both imports, one page, the allocator, capabilities 0 and `body`.
pub(crate) fn guest(body: &str) -> Vec<u8> {
    guest_with(0, body)
}

/// The same with other capabilities.
pub(crate) fn guest_with(capabilities: u32, body: &str) -> Vec<u8> {
    guest_of(capabilities, "1", body)
}

/// The same with a memory of other limits, and perhaps pages of another size.
pub(crate) fn guest_of(capabilities: u32, memory: &str, body: &str) -> Vec<u8> {
    wasm(&format!(
        r#"(module
            (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
            (import "yao" "log" (func $log (param i32 i32 i32)))
            (memory (export "memory") {memory})
            (func (export "yao_abi_v1") (result i32) (i32.const {capabilities}))
            {ALLOCATOR}
            {body})"#
    ))
}

/// `echo` gives its payload back, which it then does not free.
pub(crate) const ECHO: &str =
    r#"(func (export "echo") (param i32 i32) (result i64) (call $pack (local.get 0) (local.get 1)))"#;

pub(crate) fn wasm(text: &str) -> Vec<u8> {
    match wat::parse_str(text) {
        Ok(bytes) => bytes,
        Err(error) => panic!("{error}"),
    }
}

pub(crate) fn engine() -> Engine {
    Engine::new(Config::default())
}

/// An engine with the default limits but for some.
pub(crate) fn limited(limits: &[(&str, u64)]) -> Engine {
    let mut config = Config::default();
    for (name, number) in limits {
        config.limits.set_by_name(name, *number).unwrap();
    }
    Engine::new(config)
}

pub(crate) fn load(engine: &Engine, bytes: &[u8]) -> Module {
    engine.load("guest", bytes).unwrap()
}

/// A host without log output.
pub(crate) fn quiet(engine: &Engine) -> HostBuilder {
    Host::builder(engine).log_sink(|_: &yao_host::LogLine<'_>| {})
}

pub(crate) fn msgpack(value: &Value) -> Vec<u8> {
    codec::encode(yao_host::Codec::MessagePack, value).unwrap()
}

/// An array of arguments.
pub(crate) fn args(values: &[Value]) -> Vec<u8> {
    msgpack(&Value::Array(values.to_vec()))
}
