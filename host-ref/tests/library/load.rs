//! What cannot be loaded, and why.

use yao_host::{
    Codec, Config, Engine, Error, Host, Instance, Limit, Module, RequestOptions, Role, Translation, WasmValue,
};

use crate::guests::{ECHO, args, engine, guest, guest_with, limited, quiet, wasm};

/// The kinds of problems that a module has.
fn kinds(bytes: &[u8]) -> Vec<&'static str> {
    match engine().load("m", bytes) {
        Err(Error::Load { problems, .. }) => {
            for problem in &problems {
                assert!(!problem.message.is_empty() && !problem.help.is_empty(), "{problem:?}");
            }
            problems.iter().map(|problem| problem.kind).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn kinds_of(text: &str) -> Vec<&'static str> {
    kinds(&wasm(text))
}

const MARKER: &str = r#"(func (export "yao_abi_v1") (result i32) (i32.const 0))"#;
const MEMORY: &str = r#"(memory (export "memory") 1)"#;

#[test]
fn what_is_no_wasm_says_what_it_is() {
    assert_eq!(kinds(b""), ["not_wasm"]);
    assert_eq!(kinds(b"(module)"), ["not_wasm"]);
    assert_eq!(kinds(b"\x7fELF"), ["not_wasm"]);
    assert_eq!(kinds(b"\0as"), ["truncated"]);
    assert_eq!(kinds(&[0, b'a', b's', b'm', 9, 0, 0, 0]), ["malformed"]);
    assert_eq!(kinds(&wasm("(component)")), ["component"]);
}

#[test]
fn a_module_cut_anywhere_is_an_error_and_no_panic() {
    let whole = guest(ECHO);
    let engine = engine();
    for len in 0..whole.len() {
        // Between two sections a prefix may be a whole module of its own.
        if let Ok(module) = engine.load("cut", &whole[..len])
            && !module.info().handlers.is_empty()
        {
            assert!(quiet(&engine).build().request(&module, "echo", &[]).is_ok(), "{len} bytes");
        }
    }
}

#[test]
fn a_module_with_any_byte_changed_does_not_panic() {
    let whole = guest(ECHO);
    let engine = engine();
    for at in 0..whole.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            drop(engine.load("flipped", &bytes));
        }
    }
}

#[test]
fn memory_has_to_be_one_32_bit_own_and_exported() {
    assert_eq!(kinds_of(&format!("(module {MARKER})")), ["no_memory"]);
    assert_eq!(kinds_of(&format!("(module (memory 1) {MARKER})")), ["memory_not_exported"]);
    assert_eq!(kinds_of(&format!("(module {MEMORY} (memory 1) {MARKER})")), ["many_memories"]);
    assert_eq!(kinds_of(&format!(r#"(module (memory (export "memory") i64 1) {MARKER})"#)), ["memory64"]);
    assert_eq!(
        kinds_of(&format!(r#"(module (memory (export "memory") 1 2 shared) {MARKER})"#)),
        ["shared_memory"]
    );
    let imported =
        format!(r#"(module (import "env" "memory" (memory 1)) (export "memory" (memory 0)) {MARKER})"#);
    assert_eq!(kinds_of(&imported), ["unknown_import", "imported_memory"]);
    let small = format!(r#"(module (memory (export "memory") 100 (pagesize 1)) {MARKER})"#);
    assert_eq!(kinds_of(&small), ["custom_page_size"]);
    let mut config = Config::default();
    config.custom_page_sizes = true;
    let module = Engine::new(config).load("small", &wasm(&small)).unwrap();
    assert_eq!(module.info().memory.unwrap().page_bytes, 1);
}

#[test]
fn imports_are_two_with_their_types() {
    let with = |import: &str| kinds_of(&format!("(module {import} {MEMORY} {MARKER})"));
    assert_eq!(with(r#"(import "yao" "query" (func))"#), ["unknown_import"]);
    assert_eq!(with(r#"(import "env" "abort" (func))"#), ["unknown_import"]);
    assert_eq!(with(r#"(import "wasi_snapshot_preview1" "fd_write" (func))"#), ["unknown_import"]);
    assert_eq!(with(r#"(import "yao" "log" (func (param i32 i32)))"#), ["import_type"]);
    assert_eq!(with(r#"(import "yao" "log" (global i32))"#), ["import_type"]);
    assert_eq!(
        with(r#"(import "yao" "process" (func (param i32 i32 i32 i32) (result i32)))"#),
        ["import_type", "missing_export", "missing_export"]
    );
    let error = engine()
        .load(
            "m",
            &wasm(&format!(
                r#"(module (import "yao" "log" (func (param i64) (result f32))) {MEMORY} {MARKER})"#
            )),
        )
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("yao.log") && error.contains("(i64) -> f32") && error.contains("(i32, i32, i32)"),
        "{error}"
    );
}

#[test]
fn an_import_may_stand_twice() {
    let module = format!(
        r#"(module (import "yao" "log" (func (param i32 i32 i32))) (import "yao" "log" (func (param i32 i32 i32)))
            {MEMORY} {MARKER})"#
    );
    assert_eq!(engine().load("m", &wasm(&module)).unwrap().info().imports.len(), 2);
}

#[test]
fn names_of_the_abi_have_the_types_of_the_abi() {
    let with = |export: &str| kinds_of(&format!("(module {MEMORY} {MARKER} {export})"));
    assert_eq!(
        with(r#"(func (export "yao_alloc") (result i32) (i32.const 0))"#),
        ["export_type", "missing_export"]
    );
    assert_eq!(with(r#"(func (export "yao_reset") (param i32))"#), ["export_type"]);
    assert_eq!(with(r#"(func (export "_initialize") (result i32) (i32.const 0))"#), ["export_type"]);
    assert_eq!(with(r#"(global (export "_initialize") i32 (i32.const 0))"#), ["export_type"]);
    let marker = kinds_of(&format!(r#"(module {MEMORY} (global (export "yao_abi_v1") i32 (i32.const 0)))"#));
    assert_eq!(marker, ["export_type"]);
}

#[test]
fn reserved_names_that_mean_nothing_here_are_ignored() {
    let module = wasm(&format!(
        r#"(module {MEMORY} {MARKER} (func (export "yao_future") (param i64)) (func (export "_start"))
            (global (export "__heap_base") i32 (i32.const 0)))"#
    ));
    let module = engine().load("m", &module).unwrap();
    assert!(module.info().handlers.is_empty());
    assert_eq!(module.info().export("__heap_base").unwrap().role, Role::Other);
}

#[test]
fn alloc_and_free_come_together_where_bytes_are_received() {
    let handler = r#"(func (export "h") (param i32 i32) (result i64) (i64.const 0))"#;
    let alloc = r#"(func (export "yao_alloc") (param i32) (result i32) (i32.const 0))"#;
    let with = |exports: &str| format!("(module {MEMORY} {MARKER} {exports})");
    assert_eq!(kinds_of(&with(handler)), ["missing_export", "missing_export"]);
    assert_eq!(kinds_of(&with(alloc)), ["missing_export"]);
    assert!(engine().load("m", &wasm(&with(""))).is_ok(), "a guest that receives nothing needs neither");
}

#[test]
fn other_versions_are_refused_by_name() {
    assert_eq!(
        kinds_of(&format!(r#"(module {MEMORY} (func (export "yao_abi_v2") (result i32) (i32.const 0)))"#)),
        ["abi_version"]
    );
    let both = wasm(&format!(
        r#"(module {MEMORY} {MARKER} (func (export "yao_abi_v2") (result i32) (i32.const 0)))"#
    ));
    assert_eq!(engine().load("m", &both).unwrap().info().abi_version, Some(1));
}

#[test]
fn function_bodies_are_validated() {
    // A body that leaves nothing where a result is due. `wat` does not validate.
    let bytes = wasm(&format!(r#"(module {MEMORY} {MARKER} (func (export "bad") (result i32)))"#));
    assert_eq!(kinds(&bytes), ["invalid"]);
    for translation in [Translation::Auto, Translation::Eager, Translation::Late] {
        let mut config = Config::default();
        config.translation = translation;
        // Small enough to be translated at load, and too large for that.
        for filler in [0, 100_000] {
            let bytes = [bytes.as_slice(), &custom(filler)].concat();
            let error = Engine::new(config.clone()).load("m", &bytes).unwrap_err();
            let Error::Load { problems, .. } = &error else { panic!("{translation:?} {filler}: {error}") };
            assert_eq!(
                problems[0].kind, "invalid",
                "no translation puts validation off: {translation:?} {filler}"
            );
        }
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let module = r#"(module (import "env" "f" (func)) (memory 1) (func (export "yao_abi_v1") (param i32)))"#;
    assert_eq!(kinds_of(module), ["unknown_import", "memory_not_exported", "export_type"]);
}

#[test]
fn nothing_runs_before_the_structure_is_checked() {
    let module = format!(
        r#"(module (import "env" "f" (func)) {MEMORY} {MARKER} (func $loop (loop $l (br $l))) (start $loop))"#
    );
    assert_eq!(kinds_of(&module), ["unknown_import"]);
}

#[test]
fn capabilities_decide_the_codec() {
    let engine = engine();
    let codec = |bits| engine.load("m", &guest_with(bits, ECHO)).map(|module| module.info().codec);
    assert_eq!(codec(0).unwrap(), Codec::MessagePack);
    assert_eq!(codec(0x10).unwrap(), Codec::Json);
    assert_eq!(codec(0x20).unwrap(), Codec::Opaque);
    assert_eq!(codec(0x8000).unwrap(), Codec::MessagePack, "unknown low bits are ignored");
    let Error::Load { problems, .. } = codec(0x30).unwrap_err() else { panic!() };
    assert_eq!(problems[0].kind, "two_codecs");
    let Error::Load { problems, .. } = codec(0x0010_0000).unwrap_err() else { panic!() };
    assert_eq!(problems[0].kind, "unknown_capability");
    assert!(problems[0].message.contains("bit 20"), "{}", problems[0].message);
}

#[test]
fn a_trap_at_load_is_a_load_error() {
    let trap = |text: &str| kinds_of(&format!("(module {MEMORY} {text})"));
    assert_eq!(trap(&format!("{MARKER} (func $s unreachable) (start $s)")), ["trap_at_load"]);
    assert_eq!(trap(&format!(r#"{MARKER} (func (export "_initialize") unreachable)"#)), ["trap_at_load"]);
    assert_eq!(trap(r#"(func (export "yao_abi_v1") (result i32) unreachable)"#), ["trap_at_load"]);
    let data = format!(r#"(module (memory (export "memory") 1) (data (i32.const 65535) "xx") {MARKER})"#);
    assert_eq!(kinds_of(&data), ["trap_at_load"]);
}

#[test]
fn a_process_call_at_load_traps() {
    let call = "(drop (call $process (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))";
    let body = format!(r#"(func (export "_initialize") {call})"#);
    assert_eq!(kinds(&guest(&body)), ["trap_at_load"]);
}

#[test]
fn endless_code_at_load_is_cut_by_init_fuel() {
    for body in
        [r#"(func $s (loop $l (br $l))) (start $s)"#, r#"(func (export "_initialize") (loop $l (br $l)))"#]
    {
        let error = limited(&[("init_fuel", 10_000)]).load("m", &guest(body)).unwrap_err();
        let Error::Limit { limit: Limit::InitFuel, number: 10_000, .. } = error else { panic!("{error:?}") };
    }
}

#[test]
fn sizes_over_a_limit_are_errors_with_the_number() {
    let bytes = guest(ECHO);
    let limit = |name, number| match limited(&[(name, number)]).load("m", &bytes) {
        Err(Error::Limit { limit, number: found, wanted, .. }) => {
            assert_eq!(found, number);
            assert!(wanted > Some(number));
            limit
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(limit("module_bytes", bytes.len() as u64 - 1), Limit::ModuleBytes);
    assert_eq!(limit("functions", 6), Limit::Functions);
    assert_eq!(limit("memory_pages", 0), Limit::MemoryPages);
    let table = wasm(&format!("(module {MEMORY} {MARKER} (table 11 funcref) (table 10 funcref))"));
    let error = limited(&[("table_elements", 20)]).load("m", &table).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::TableElements, wanted: Some(21), .. }), "{error:?}");
    assert_eq!(error.exception().code, 507);
}

#[test]
fn the_same_bytes_are_compiled_once() {
    let engine = engine();
    let bytes = guest(ECHO);
    let first = engine.load("a", &bytes).unwrap();
    let second = engine.load("b", &bytes).unwrap();
    assert!(std::ptr::eq(first.info(), second.info()));
    assert_eq!((first.name(), second.name()), ("a", "b"));
    assert_eq!(first.info().bytes, bytes.len());
}

#[test]
fn info_tells_what_a_module_has() {
    let module = engine().load("m", &guest(ECHO)).unwrap();
    let info = module.info();
    assert_eq!((info.abi_version, info.handlers.as_slice()), (Some(1), ["echo".to_string()].as_slice()));
    assert_eq!(info.functions, 7);
    assert_eq!(info.memory.map(|memory| (memory.initial, memory.maximum)), Some((1, None)));
    let process = &info.imports[0];
    assert_eq!((process.module.as_str(), process.name.as_str()), ("yao", "process"));
    assert_eq!(process.signature.as_ref().unwrap().to_string(), "(i32, i32, i32, i32) -> i64");
    assert_eq!(info.export("yao_alloc").unwrap().role, Role::Abi);
    assert_eq!(info.export("memory").unwrap().role, Role::Memory);
}

/// A custom section of `len` zeros.
fn custom(len: usize) -> Vec<u8> {
    let mut size = len + 2;
    let mut section = vec![0];
    while size >= 0x80 {
        section.push(size.to_le_bytes()[0] | 0x80);
        size >>= 7;
    }
    section.extend([size.to_le_bytes()[0], 1, b'x']);
    section.resize(section.len() + len, 0);
    section
}

#[test]
fn when_functions_are_translated_makes_no_difference_to_a_request() {
    let bytes = guest(ECHO);
    let large = [bytes.as_slice(), &custom(100_000)].concat();
    let payload = args(&["x".into()]);
    let outcome = |translation, bytes: &[u8]| {
        let mut config = Config::default();
        config.translation = translation;
        let engine = Engine::new(config);
        let module = engine.load("m", bytes).unwrap();
        let host = quiet(&engine).build();
        [(); 2].map(|()| host.request(&module, "echo", &payload).unwrap())
    };
    let [first, second] = outcome(Translation::Eager, &bytes);
    assert_eq!(first, second);
    for translation in [Translation::Auto, Translation::Late] {
        assert_eq!(outcome(translation, &large), [first.clone(), second.clone()], "{translation:?}");
    }
}

#[test]
fn the_first_build_that_the_engine_can_run_is_loaded() {
    let plain = wasm(&format!("(module {MEMORY} {MARKER})"));
    let simd = wasm(&format!("(module {MEMORY} {MARKER} (func (drop (v128.const i64x2 1 2))))"));
    let other = wasm(&format!(r#"(module (import "env" "abort" (func)) {MEMORY} {MARKER})"#));
    let mut config = Config::default();
    config.refuse_simd = true;
    let (with, without) = (engine(), Engine::new(config));
    let bytes = |engine: &Engine, best: &[u8], others: &[&[u8]]| {
        engine.load_first("m", best, others).map(|module| module.info().bytes)
    };
    assert_eq!(bytes(&with, &simd, &[&plain]).unwrap(), simd.len());
    assert_eq!(bytes(&without, &simd, &[&plain]).unwrap(), plain.len());
    assert_eq!(bytes(&without, &simd, &[&simd, &plain]).unwrap(), plain.len());
    assert!(matches!(bytes(&without, &simd, &[]), Err(Error::Load { .. })));
    let refused = bytes(&with, &other, &[&plain]).unwrap_err();
    assert!(
        refused.to_string().contains("env.abort"),
        "what is wrong with the best build is said: {refused}"
    );
}

/// The order is that of the modules, whatever thread loaded which; what is wrong with one is its own.
#[test]
fn many_modules_load_as_each_alone() {
    let names: Vec<_> = (0..60).map(|n| format!("m{n}")).collect();
    let bytes: Vec<_> = (0..60)
        .map(|n| match n % 6 {
            // The same bytes at the same time, from several threads.
            0 => wasm(&format!("(module {MEMORY} {MARKER})")),
            1 => wasm(&format!(r#"(module (import "env" "abort" (func)) {MEMORY} {MARKER})"#)),
            2 => format!("no module {n}").into_bytes(),
            _ => wasm(&format!("(module {MEMORY} {MARKER} {})", "(func)".repeat(n * n))),
        })
        .collect();
    let modules: Vec<_> = names.iter().map(String::as_str).zip(bytes.iter().map(Vec::as_slice)).collect();
    let engine = engine();
    let loaded = engine.load_all(&modules);
    assert_eq!(loaded.len(), modules.len());
    for ((name, bytes), loaded) in modules.into_iter().zip(loaded) {
        let told = |loaded: Result<Module, Error>| {
            loaded
                .map(|module| (module.name().to_owned(), module.info().clone()))
                .map_err(|error| error.to_string())
        };
        let (all, alone) = (told(loaded), told(Engine::new(Config::default()).load(name, bytes)));
        assert_eq!(format!("{all:?}"), format!("{alone:?}"));
        assert!(format!("{all:?}").contains(name), "{all:?}");
    }
    assert!(engine.load_all(&[]).is_empty());
}

#[test]
fn the_same_bytes_at_the_same_time_are_one_module() {
    let bytes = guest(ECHO);
    let mut config = Config::default();
    config.reuse = 1;
    let engine = Engine::new(config);
    let same: Vec<_> = engine.load_all(&[("m", &bytes[..]); 16]).into_iter().map(Result::unwrap).collect();
    Host::builder(&engine).build().request(&same[0], "echo", &args(&[])).unwrap();
    let idle: Vec<_> = same.iter().map(Module::idle_instances).collect();
    assert_eq!(idle, [1; 16], "an instance that one of them left is there for all");
}

/// What a marker returns is read, called, or both: nobody can tell.
#[test]
fn capabilities_are_the_same_read_or_called() {
    let computed = r#"(func (export "yao_abi_v1") (result i32) (i32.or (i32.const 0x100) (i32.const 0x40)))"#;
    let constant = r#"(func (export "yao_abi_v1") (result i32) (i32.const 0x140))"#;
    // Its own index stands in the code, which is valid only while the function is exported.
    let referred = r#"(func $v (export "yao_abi_v1") (result i32) (i32.const 0x140))
        (func (drop (ref.func $v)))"#;
    let local = r#"(func (export "yao_abi_v1") (result i32) (local i64) (i32.const 0x140))"#;
    let engine = engine();
    for marker in [computed, constant, referred, local] {
        let module = engine.load("m", &wasm(&format!("{MEMORY}{marker}"))).expect(marker);
        assert_eq!(module.info().capabilities, 0x140, "{marker}");
        assert!(module.info().exports.iter().any(|export| export.name == "yao_abi_v1"), "{marker}");
        let host = quiet(&engine).build();
        let mut instance = Instance::new(&host, &module, &RequestOptions::default()).expect(marker);
        let called = instance.call_export("yao_abi_v1", &[]).expect(marker);
        assert!(matches!(called[..], [WasmValue::I32(0x140)]), "{marker}: {called:?}");
    }
    let twice = format!(r#"{MEMORY}{constant}(func (export "yao_abi_w1") (result i32) (i32.const 1))"#);
    let mut twice = wasm(&twice);
    let at = twice.windows(10).position(|bytes| bytes == b"yao_abi_w1").expect("the second marker");
    twice[at + 8] = b'v';
    assert_eq!(kinds(&twice), ["invalid"], "a name that is exported twice");
}
