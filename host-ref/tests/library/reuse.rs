//! Kept instances: nothing of one request is visible to the next, and whatever cannot be restored is not kept.

use yao_host::{
    Config, Engine, Error, Host, Limit, Module, Outcome, Reply, RequestOptions, Session, Value, codec,
};

use crate::guests::{ALLOCATOR, ECHO, args, guest, guest_of, guest_with, load, quiet, wasm};

/// Gives one packed integer, the number below 128 that `code` leaves.
fn gives(name: &str, code: &str) -> String {
    format!(
        r#"(func (export "{name}") (param i32 i32) (result i64) (local $out i32)
            (local.set $out (call $alloc (i32.const 1)))
            (i32.store8 (local.get $out) {code})
            (call $pack (local.get $out) (i32.const 1)))"#
    )
}

fn keeping(most: usize) -> Engine {
    let mut config = Config::default();
    config.reuse = most;
    config.custom_page_sizes = true;
    Engine::new(config)
}

struct Pair {
    fresh: (Host, Module),
    kept: (Host, Module),
}

/// The same guest on a host that keeps instances and on one that does not.
fn pair(bytes: &[u8]) -> Pair {
    let on = |engine: &Engine| {
        let module = load(engine, bytes);
        (quiet(engine).script(module.clone()).build(), module)
    };
    Pair { fresh: on(&keeping(0)), kept: on(&keeping(4)) }
}

impl Pair {
    fn request(&self, handler: &str, payload: &[u8]) -> (Result<Outcome, Error>, Result<Outcome, Error>) {
        let on = |(host, module): &(Host, Module)| host.request(module, handler, payload);
        (on(&self.fresh), on(&self.kept))
    }

    /// Runs a handler on both, as often as it takes to meet an instance that served before, and compares everything.
    fn same(&self, handler: &str, payload: &[u8]) -> Outcome {
        let mut last = None;
        for _ in 0..3 {
            let (fresh, kept) = self.request(handler, payload);
            assert_eq!(fresh, kept, "{handler}");
            last = fresh.ok();
        }
        last.expect("a handler that returns")
    }

    fn idle(&self) -> usize {
        assert_eq!(self.fresh.1.idle_instances(), 0, "kept by a host that was not asked to");
        self.kept.1.idle_instances()
    }
}

fn number(outcome: &Outcome) -> u8 {
    match &outcome.reply {
        Reply::Value(bytes) => bytes[0],
        Reply::Error { exception, .. } => panic!("{exception:?}"),
    }
}

#[test]
fn memory_and_globals_are_what_they_were_after_initialize() {
    // Everything counts: globals of each type, the first and the last byte of memory, a byte of data, one of the heap.
    let body = format!(
        r#"(global $a (mut i32) (i32.const 1)) (global $b (mut i64) (i64.const 2))
        (global $c (mut f32) (f32.const 3)) (global $d (mut f64) (f64.const nan:0x4000000000001))
        (global $constant i32 (i32.const 9)) (global $ready (mut i32) (i32.const 0))
        (data (i32.const 8) "\05")
        (func (export "_initialize")
            (global.set $ready (i32.add (global.get $ready) (i32.const 1)))
            (i32.store8 (i32.const 9) (i32.add (i32.load8_u (i32.const 9)) (i32.const 1))))
        (func $touch (param $at i32) (result i32)
            (i32.store8 (local.get $at) (i32.add (i32.load8_u (local.get $at)) (i32.const 1)))
            (i32.load8_u (local.get $at)))
        (func $all (result i32) (local $n i32)
            (global.set $a (i32.add (global.get $a) (i32.const 1)))
            (global.set $b (i64.add (global.get $b) (i64.const 1)))
            (global.set $c (f32.add (global.get $c) (f32.const 1)))
            (local.set $n (i32.add (global.get $a) (i32.wrap_i64 (global.get $b))))
            (local.set $n (i32.add (local.get $n) (i32.trunc_f32_s (global.get $c))))
            (if (i64.ne (i64.reinterpret_f64 (global.get $d)) (i64.const 0x7ff4000000000001)) (then unreachable))
            (global.set $d (f64.const 0))
            (if (i32.ne (global.get $ready) (i32.const 1)) (then unreachable))
            (global.set $ready (i32.const 7))
            (local.set $n (i32.add (local.get $n) (call $touch (i32.const 0))))
            (local.set $n (i32.add (local.get $n) (call $touch (i32.const 8))))
            (local.set $n (i32.add (local.get $n) (call $touch (i32.const 9))))
            (local.set $n (i32.add (local.get $n) (call $touch (i32.const 3000))))
            (i32.add (local.get $n) (call $touch (i32.const 65535))))
        {}"#,
        gives("count", "(call $all)")
    );
    let pair = pair(&guest(&body));
    assert_eq!(number(&pair.same("count", &[])), 2 + 3 + 4 + 1 + 6 + 2 + 1 + 1);
    assert_eq!(pair.idle(), 1, "one instance served all three requests");
}

#[test]
fn what_a_guest_forgot_to_free_is_gone() {
    let pair = pair(&guest(&gives("leak", "(i32.shr_u (call $alloc (i32.const 64)) (i32.const 8))")));
    pair.same("leak", &args(&["a payload that is never freed".into()]));
    assert_eq!(pair.idle(), 1);
}

#[test]
fn grown_memory_retires_the_instance() {
    let body = gives("grow", "(i32.add (memory.grow (i32.const 2)) (i32.mul (memory.size) (i32.const 16)))");
    let pair = pair(&guest(&body));
    assert_eq!(number(&pair.same("grow", &[])), 1 + 3 * 16);
    assert_eq!(pair.idle(), 0);
}

#[test]
fn a_memory_with_pages_of_one_byte_is_put_back_to_its_last_byte() {
    // Not a whole number of anything. The allocator takes a page for 64 KiB, so it never grows this one.
    let body = [
        gives(
            "touch",
            "(i32.store8 (i32.const 5000) (i32.add (i32.load8_u (i32.const 5000)) (i32.const 1)))
                (i32.load8_u (i32.const 5000))",
        ),
        gives("grow", "(drop (memory.grow (i32.const 1))) (i32.eq (memory.size) (i32.const 5002))"),
    ];
    let pair = pair(&guest_of(0, "5001 (pagesize 1)", &body.join("\n")));
    let touched = pair.same("touch", &[]);
    assert_eq!((number(&touched), touched.usage.peak_pages), (1, 1));
    assert_eq!(pair.idle(), 1, "one instance served all three requests");
    assert_eq!(number(&pair.same("grow", &[])), 1);
    assert_eq!(pair.idle(), 0, "what grew, by a byte, is not kept");
}

#[test]
fn memory_that_initialize_grew_is_part_of_every_request() {
    let body = format!(
        r#"(func (export "_initialize") (drop (memory.grow (i32.const 3))) (i32.store8 (i32.const 200000) (i32.const 5)))
        {}"#,
        gives("grown", "(i32.add (memory.size) (i32.load8_u (i32.const 200000)))")
    );
    let pair = pair(&guest(&body));
    let outcome = pair.same("grown", &[]);
    assert_eq!((number(&outcome), outcome.usage.peak_pages), (9, 4));
    assert_eq!(pair.idle(), 1);
    // The pages count in the tree of the request, kept or not.
    let nested = |reuse| {
        let mut config = Config::default();
        config.limits.memory_pages = 7;
        config.reuse = reuse;
        let engine = Engine::new(config);
        let grown = engine.load("grown", &guest(&body)).unwrap();
        let caller = engine.load("caller", &guest(&crate::imports::caller("scripts.grown.grown"))).unwrap();
        let host = quiet(&engine).script(grown.clone()).script(caller.clone()).build();
        host.request(&grown, "grown", &[]).unwrap();
        [(); 2].map(|()| host.request(&caller, "call", &[]).unwrap())
    };
    assert_eq!(nested(0), nested(2));
}

#[test]
fn a_trap_and_a_limit_retire_the_instance() {
    let body = format!(
        r#"(func (export "trap") (param i32 i32) (result i64) unreachable)
        (func (export "spin") (param i32 i32) (result i64) (loop $l (br $l)) (i64.const 0))
        (func (export "garbage") (param i32 i32) (result i64) (i64.const 0x7fffffffffffffff))
        {}"#,
        gives("ok", "(i32.const 1)")
    );
    let pair = pair(&guest(&body));
    for bad in ["trap", "garbage"] {
        pair.same("ok", &[]);
        assert_eq!(pair.idle(), 1);
        let (fresh, kept) = pair.request(bad, &[]);
        assert_eq!(fresh, kept);
        assert!(matches!(kept, Err(Error::Trap { .. })), "{kept:?}");
        assert_eq!(pair.idle(), 0, "{bad}");
    }
    pair.same("ok", &[]);
    let (host, module) = &pair.kept;
    let options = RequestOptions::default().with_fuel(100_000);
    let error = host.request_with(module, "spin", &[], &options).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, number: 100_000, .. }), "{error:?}");
    assert_eq!((pair.idle(), host.live_instances()), (0, 0));
}

#[test]
fn an_error_record_is_an_ordinary_return() {
    let body = r#"(data (i32.const 0) "\82\a4code\cd\01\9a\a7message\a0")
        (func (export "fail") (param i32 i32) (result i64) (local $p i32)
            (local.set $p (call $alloc (i32.const 18)))
            (memory.copy (local.get $p) (i32.const 0) (i32.const 18))
            (i64.or (i64.const 0x80000000) (call $pack (local.get $p) (i32.const 18))))"#;
    let pair = pair(&guest(body));
    assert!(matches!(pair.same("fail", &[]).reply, Reply::Error { .. }));
    assert_eq!(pair.idle(), 1);
}

#[test]
fn tables_and_segments_that_cannot_change_do_not_hinder() {
    let body = format!(
        r#"(table 2 funcref) (elem (i32.const 0) $one $two) (type $n (func (result i32)))
        (func $one (result i32) (i32.const 1)) (func $two (result i32) (i32.const 2))
        (data $passive "\2a")
        {}"#,
        gives(
            "call",
            "(block (result i32) (memory.init $passive (i32.const 100) (i32.const 0) (i32.const 1))
                (i32.add (i32.load8_u (i32.const 100)) (call_indirect (type $n) (i32.const 1))))"
        )
    );
    let pair = pair(&guest(&body));
    assert_eq!(number(&pair.same("call", &[])), 44);
    assert_eq!(pair.idle(), 1);
}

#[test]
fn what_cannot_be_captured_gets_fresh_instances() {
    let cases = [
        (
            "table.set",
            "(table 1 funcref)",
            "(block (result i32) (table.set (i32.const 0) (ref.null func)) (i32.const 1))",
        ),
        ("table.grow", "(table 1 funcref)", "(table.grow (ref.null func) (i32.const 1))"),
        (
            "table.fill",
            "(table 1 funcref)",
            "(block (result i32) (table.fill (i32.const 0) (ref.null func) (i32.const 1)) (i32.const 1))",
        ),
        (
            "table.copy",
            "(table 1 funcref)",
            "(block (result i32) (table.copy (i32.const 0) (i32.const 0) (i32.const 1)) (i32.const 1))",
        ),
        (
            "table.init",
            "(table 1 funcref) (elem $e funcref (ref.null func))",
            "(block (result i32) (table.init $e (i32.const 0) (i32.const 0) (i32.const 1)) (i32.const 1))",
        ),
        (
            "elem.drop",
            "(table 1 funcref) (elem $e funcref (ref.null func))",
            "(block (result i32) (elem.drop $e) (i32.const 1))",
        ),
        ("data.drop", "(data $d \"x\")", "(block (result i32) (data.drop $d) (i32.const 1))"),
        (
            "a global that is a reference",
            "(global $r (mut funcref) (ref.null func))",
            "(ref.is_null (global.get $r))",
        ),
    ];
    for (what, declare, code) in cases {
        let pair = pair(&guest(&format!("{declare} {}", gives("h", code))));
        pair.same("h", &[]);
        assert_eq!(pair.idle(), 0, "{what}");
    }
    let one_shot = pair(&guest_with(0x40, ECHO));
    one_shot.same("echo", &args(&[1.into()]));
    assert_eq!(one_shot.idle(), 0, "a one-shot guest");
    let logs = pair(&guest(&format!(
        r#"(data (i32.const 0) "hello") (func (export "_initialize") (call $log (i32.const 3) (i32.const 0) (i32.const 5))) {ECHO}"#
    )));
    assert_eq!(
        logs.same("echo", &args(&[1.into()])).usage.log_lines,
        1,
        "each request logs what starting logs"
    );
    assert_eq!(logs.idle(), 0, "a guest that logs when it starts");
}

#[test]
fn a_start_that_took_fuel_takes_it_from_every_request() {
    let body = format!(
        r#"(global $n (mut i32) (i32.const 0))
        (func $work (loop $l (global.set $n (i32.add (global.get $n) (i32.const 1))) (br_if $l (i32.lt_u (global.get $n) (i32.const 20000)))))
        (func (export "_initialize") (call $work) (global.set $n (i32.const 0)) (call $work))
        (start $work) {}"#,
        gives("n", "(i32.eq (global.get $n) (i32.const 20000))")
    );
    let pair = pair(&guest(&body));
    let outcome = pair.same("n", &[]);
    assert_eq!(number(&outcome), 1);
    assert_eq!(pair.idle(), 1);
    let used = outcome.usage.fuel;
    assert!(used > 100_000, "{used}");
    for fuel in [0, 1, used / 3, used / 2, used - 1, used, used + 1] {
        let options = RequestOptions::default().with_fuel(fuel);
        let on = |(host, module): &(Host, Module)| host.request_with(module, "n", &[], &options);
        let (fresh, kept) = (on(&pair.fresh), on(&pair.kept));
        assert_eq!(fresh, kept, "{fuel} of {used}");
        assert_eq!(kept.is_ok(), fuel >= used, "{fuel} of {used}: {kept:?}");
        // What ran out of fuel is gone; the next one needs an instance that served before.
        pair.same("n", &[]);
    }
}

#[test]
fn instances_that_run_at_a_time_are_instances_of_their_own() {
    // Each level counts in a global and calls itself once more; every level has to start at zero.
    let body = r#"(global $n (mut i32) (i32.const 0)) (data (i32.const 0) "scripts.guest.h\90")
        (func (export "h") (param $p i32) (param $len i32) (result i64)
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (if (i32.ne (global.get $n) (i32.const 1)) (then unreachable))
            (if (local.get $len) (then (call $free (local.get $p) (local.get $len))))
            (call $process (i32.const 0) (i32.const 15) (i32.const 15) (i32.const 1)))"#;
    let pair = pair(&guest(body));
    for _ in 0..3 {
        // The deepest call is refused, and its error record is everyone's result.
        let (fresh, kept) = pair.request("h", &args(&[]));
        assert_eq!(fresh, kept);
        assert_eq!(kept.unwrap().usage.peak_depth, 16);
    }
    assert_eq!(pair.idle(), 4, "no more are kept than asked for");
    assert_eq!(pair.kept.0.live_instances(), 0, "an idle instance is none of the live ones");
}

#[test]
fn handles_of_a_request_are_gone_in_the_next() {
    // `make` makes a handle as `create` does and reports how many there are.
    let body = format!(
        r#"(global $handles (mut i32) (i32.const 0))
        (func $make (result i32) (global.set $handles (i32.add (global.get $handles) (i32.const 1))) (global.get $handles))
        (func (export "box_create") (param i32 i32) (result i64) (i64.extend_i32_u (call $make)))
        (func (export "box_destroy") (param i32) (result i32)
            (global.set $handles (i32.sub (global.get $handles) (i32.const 1))) (i32.const 0))
        {}"#,
        gives("make", "(call $make)")
    );
    let pair = pair(&guest_with(0x08, &body));
    assert_eq!(number(&pair.same("make", &[])), 1);
    assert_eq!(pair.idle(), 1);
    // A session never takes an instance that waits, nor leaves its own behind.
    let (host, module) = &pair.kept;
    let mut session = Session::open(host, module).unwrap();
    assert_eq!(session.create("box", &[]).unwrap().raw(), 1);
    assert_eq!((pair.idle(), host.live_instances()), (1, 1));
    drop(session);
    assert_eq!((pair.idle(), host.live_instances()), (1, 0));
}

#[test]
fn kept_instances_serve_threads() {
    let engine = keeping(2);
    let module = load(&engine, &guest(ECHO));
    let host = quiet(&engine).build();
    std::thread::scope(|scope| {
        for thread in 0..4u64 {
            let (host, module) = (&host, &module);
            scope.spawn(move || {
                for n in 0..200 {
                    let payload = args(&[thread.into(), n.into()]);
                    let reply = host.request(module, "echo", &payload).unwrap().reply;
                    assert_eq!(reply, Reply::Value(payload));
                }
            });
        }
    });
    assert!((1..=2).contains(&module.idle_instances()), "{}", module.idle_instances());
}

#[test]
fn the_exports_that_restoring_needs_are_nobodys_to_see() {
    let body = format!("(global $n (mut i32) (i32.const 0)) {ECHO}");
    let pair = pair(&guest(&body));
    assert_eq!(pair.fresh.1.info(), pair.kept.1.info());
    // A guest that took such a name.
    let taken = wasm(&format!(
        r#"(module (memory (export "memory") 1) (global $g (export "yao-host global 0") (mut i32) (i32.const 0))
            (func (export "yao_abi_v1") (result i32) (i32.const 0)) {ALLOCATOR} {ECHO})"#
    ));
    let pair = self::pair(&taken);
    pair.same("echo", &args(&[1.into()]));
    assert_eq!(pair.idle(), 0);
}

#[test]
fn values_of_every_request_are_its_own() {
    let pair = pair(&guest(ECHO));
    for n in 0..50 {
        let payload = args(&[Value::Str("x".repeat(n * 200)), Value::UInt(n as u64)]);
        let outcome = pair.same("echo", &payload);
        let value =
            codec::decode(yao_host::Codec::MessagePack, outcome.reply.bytes(), codec::Bounds::default());
        assert_eq!(
            value.unwrap(),
            Value::Array(vec![Value::Str("x".repeat(n * 200)), Value::UInt(n as u64)])
        );
    }
    assert_eq!(pair.idle(), 1);
}
