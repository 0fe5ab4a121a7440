//! WASI preview 1: what a guest that imports it finds, and what it cannot do.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use yao_host::{
    Config, Engine, Error, Host, Level, Limit, LogLine, Outcome, Profile,
    wasi::{self, Setup},
};

use crate::guests::{ALLOCATOR, quiet, wasm};

/// The functions that the tests call, with their parameters; all give an `errno`.
const FUNCTIONS: [(&str, &str); 9] = [
    ("args_sizes_get", "i32 i32"),
    ("environ_sizes_get", "i32 i32"),
    ("fd_prestat_get", "i32 i32"),
    ("fd_read", "i32 i32 i32 i32"),
    ("fd_write", "i32 i32 i32 i32"),
    ("path_open", "i32 i32 i32 i32 i32 i64 i64 i32 i32"),
    ("clock_time_get", "i32 i64 i32"),
    ("random_get", "i32 i32"),
    ("poll_oneoff", "i32 i32 i32 i32"),
];

/// A guest with these functions, `yao.log`, one page with `data` at 0, and exports.
fn guest(data: &str, exports: &str) -> Vec<u8> {
    let functions = FUNCTIONS.map(|(name, params)| {
        format!(r#"(import "wasi_snapshot_preview1" "{name}" (func ${name} (param {params}) (result i32)))"#)
    });
    wasm(&format!(
        r#"(module
            {}
            (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
            (import "yao" "log" (func $log (param i32 i32 i32)))
            (memory (export "memory") 1)
            (data (i32.const 0) "{data}")
            (func (export "yao_abi_v1") (result i32) (i32.const 0))
            {ALLOCATOR}
            {exports})"#,
        functions.concat()
    ))
}

/// A guest whose handler `h` runs code and gives the bytes at 2048 to `2048 + len`.
fn handler(data: &str, len: u32, code: &str) -> Vec<u8> {
    guest(
        data,
        &format!(
            r#"(func (export "h") (param i32 i32) (result i64) (local $ptr i32)
                {code}
                (if (i32.eqz (i32.const {len})) (then (return (i64.const 0))))
                (local.set $ptr (call $alloc (i32.const {len})))
                (memory.copy (local.get $ptr) (i32.const 2048) (i32.const {len}))
                (call $pack (local.get $ptr) (i32.const {len})))"#
        ),
    )
}

fn engine(change: impl FnOnce(&mut Config)) -> Engine {
    let mut config = Config::profile(Profile::Wasi);
    change(&mut config);
    Engine::new(config)
}

fn request(engine: &Engine, bytes: &[u8]) -> Result<Outcome, Error> {
    quiet(engine).build().request(&engine.load("guest", bytes)?, "h", &[])
}

/// Two bytes of a `bin` that a handler puts at 2050 and 2051.
fn two_bytes(data: &str, code: &str) -> [u8; 2] {
    let code = format!("(i32.store16 (i32.const 2048) (i32.const 0x02c4)) {code}");
    let outcome = request(&engine(|_| {}), &handler(data, 4, &code)).unwrap();
    let [0xc4, 2, first, second] = *outcome.reply.bytes() else { panic!("{outcome:?}") };
    [first, second]
}

fn store(at: u32, value: &str) -> String {
    format!("(i32.store8 (i32.const {at}) {value})")
}

#[test]
fn a_guest_finds_nothing() {
    let sizes = |function: &str| {
        two_bytes(
            "",
            &format!(
                "(i32.store (i32.const 16) (i32.const 7)) (i32.store (i32.const 20) (i32.const 7))
                 (drop (call ${function} (i32.const 16) (i32.const 20))) {} {}",
                store(2050, "(i32.load (i32.const 16))"),
                store(2051, "(i32.load (i32.const 20))")
            ),
        )
    };
    assert_eq!(sizes("args_sizes_get"), [0, 0]);
    assert_eq!(sizes("environ_sizes_get"), [0, 0]);
    let open = "(call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0)
        (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 16))";
    let no_folder = two_bytes(
        "/",
        &(store(2050, "(call $fd_prestat_get (i32.const 3) (i32.const 16))") + &store(2051, open)),
    );
    assert_eq!(no_folder, [8, 8], "there is no file descriptor 3");
    let read = "(call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16))";
    let end = two_bytes(
        "\\40\\00\\00\\00\\10\\00",
        &(store(2050, read) + &store(2051, "(i32.load (i32.const 16))")),
    );
    assert_eq!(end, [0, 0], "standard input is at its end");
}

#[test]
fn without_wasi_the_error_names_the_import_and_the_way_out() {
    let error = Engine::new(Config::default()).load("m", &guest("", "")).unwrap_err().to_string();
    for part in ["wasi_snapshot_preview1", "fd_write", "proc_exit", "--wasi", "wasi = true", "Config::wasi"] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

#[test]
fn what_is_not_wasi_is_refused_by_name() {
    let problem = |import: &str| {
        let text = format!(
            r#"(module {import} (memory (export "memory") 1) (func (export "yao_abi_v1") (result i32) (i32.const 0)))"#
        );
        let Error::Load { problems, .. } = engine(|_| {}).load("m", &wasm(&text)).unwrap_err() else {
            panic!()
        };
        assert_eq!(problems.len(), 1, "{problems:?}");
        (problems[0].kind, problems[0].message.clone())
    };
    let (kind, message) = problem(r#"(import "wasi_snapshot_preview1" "thread_spawn" (func))"#);
    assert_eq!(kind, "unknown_import");
    assert!(message.contains("thread_spawn"), "{message}");
    let (kind, message) = problem(r#"(import "wasi_snapshot_preview1" "fd_close" (func (param i64)))"#);
    assert_eq!(kind, "import_type");
    assert!(message.contains("is (i64),") && message.contains("(i32) -> i32"), "{message}");
    let (kind, _) = problem(r#"(import "wasi_unstable" "fd_close" (func (param i32) (result i32)))"#);
    assert_eq!(kind, "unknown_import");
}

#[test]
fn a_seed_makes_clocks_and_random_numbers_the_same_in_every_instance() {
    let code = "(drop (call $random_get (i32.const 2056) (i32.const 8)))
        (drop (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 2064)))
        (drop (call $clock_time_get (i32.const 1) (i64.const 1) (i32.const 2072)))
        (i32.store16 (i32.const 2048) (i32.const 0x1ec4))";
    let bytes = handler("", 32, code);
    let run = |seed| {
        let engine = engine(|config| config.wasi_seed = seed);
        let [first, second] = [(); 2].map(|()| request(&engine, &bytes).unwrap().reply);
        (first, second)
    };
    let (first, second) = run(Some(1));
    assert_eq!(first, second);
    assert_ne!(first, run(Some(2)).0);
    let (first, second) = run(None);
    assert_ne!(first, second);
}

/// A subscription to the monotonic clock in so many nanoseconds, at 0.
fn sleep(ns: u64) -> (String, &'static str) {
    let mut subscription = [0; 48];
    subscription[16] = 1;
    subscription[24..32].copy_from_slice(&ns.to_le_bytes());
    let data = subscription.iter().map(|byte| format!("\\{byte:02x}")).collect();
    (data, "(drop (call $poll_oneoff (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))")
}

#[test]
fn a_sleep_ends_at_the_deadline() {
    let (data, code) = sleep(3_600_000_000_000);
    let engine = engine(|config| config.limits.deadline_ms = 50);
    let start = Instant::now();
    let error = request(&engine, &handler(&data, 0, code)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::DeadlineMs, number: 50, .. }), "{error:?}");
    assert!(start.elapsed() < Duration::from_millis(1500), "{:?}", start.elapsed());
}

#[test]
fn a_short_sleep_takes_its_time_and_a_seeded_one_none() {
    let (data, code) = sleep(30_000_000);
    let bytes = handler(&data, 0, code);
    let start = Instant::now();
    request(&engine(|_| {}), &bytes).unwrap();
    assert!(start.elapsed() >= Duration::from_millis(30), "{:?}", start.elapsed());

    let (data, code) = sleep(3_600_000_000_000);
    let start = Instant::now();
    request(&engine(|config| config.wasi_seed = Some(1)), &handler(&data, 0, code)).unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn loading_does_not_sleep() {
    let (data, code) = sleep(3_600_000_000_000);
    let bytes = guest(&data, &format!(r#"(func (export "_initialize") {code})"#));
    let start = Instant::now();
    engine(|_| {}).load("guest", &bytes).unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn long_lists_are_invalid_and_wrong_pointers_are_traps() {
    let write = |count: u32| {
        format!("(call $fd_write (i32.const 1) (i32.const 0) (i32.const {count}) (i32.const 16))")
    };
    let poll = "(call $poll_oneoff (i32.const 0) (i32.const 64) (i32.const -1) (i32.const 128))";
    assert_eq!(two_bytes("", &(store(2050, &write(1025)) + &store(2051, poll))), [28, 28]);
    for outside in [
        // A buffer of 4 GiB, a list that ends behind the memory, a pointer that is not aligned.
        write(1),
        "(call $fd_write (i32.const 1) (i32.const 65532) (i32.const 2) (i32.const 16))".into(),
        "(call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 65))".into(),
        "(call $random_get (i32.const 65000) (i32.const 1000))".into(),
    ] {
        let bytes = handler("\\00\\00\\00\\00\\ff\\ff\\ff\\ff", 0, &format!("(drop {outside})"));
        let error = request(&engine(|_| {}), &bytes).unwrap_err();
        assert!(matches!(error, Error::Trap { .. }), "{outside}: {error:?}");
    }
}

#[test]
fn work_of_the_host_is_paid_for() {
    let code = "(loop $l (drop (call $random_get (i32.const 0) (i32.const 65536))) (br $l))";
    let engine = engine(|config| config.limits.fuel = 1_000_000);
    let start = Instant::now();
    let error = request(&engine, &handler("", 0, code)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, .. }), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// What a handler logs, and how its request ends.
fn logged(engine: &Engine, bytes: &[u8]) -> (Vec<(Level, String)>, Result<Outcome, Error>) {
    let lines: Arc<Mutex<Vec<_>>> = Arc::default();
    let sink = Arc::clone(&lines);
    let host = Host::builder(engine)
        .log_sink(move |line: &LogLine<'_>| {
            sink.lock().unwrap().push((line.level, line.message.clone().into_owned()))
        })
        .build();
    let module = engine.load("guest", bytes).unwrap();
    let outcome = host.request(&module, "h", &[]);
    drop(host);
    let lines = lines.lock().unwrap().clone();
    (lines, outcome)
}

/// Text at 32, the list of one buffer that holds it at 0.
fn written(text: &str, fd: u32, end: &str) -> Vec<u8> {
    let data = format!(
        "\\20\\00\\00\\00\\{:02x}\\00\\00\\00{}{text}",
        text.replace("\\n", "\n").len(),
        "\\00".repeat(24)
    );
    let code = format!(
        "(drop (call $fd_write (i32.const {fd}) (i32.const 0) (i32.const 1) (i32.const 16)))
         (call $log (i32.const 3) (i32.const 32) (i32.const 2)) {end}"
    );
    handler(&data, 0, &code)
}

#[test]
fn outputs_are_log_lines_in_the_order_of_their_writing() {
    let line = |level, text: &str| (level, text.to_string());
    let (lines, outcome) = logged(&engine(|_| {}), &written("one\\ntwo\\nrest", 1, ""));
    outcome.unwrap();
    // The last line is whole only when the call ends.
    assert_eq!(
        lines,
        [
            line(Level::Info, "one"),
            line(Level::Info, "two"),
            line(Level::Warn, "on"),
            line(Level::Info, "rest")
        ]
    );
    let (lines, outcome) = logged(&engine(|_| {}), &written("one\\ntwo\\n", 2, ""));
    outcome.unwrap();
    assert_eq!(lines, [line(Level::Warn, "on"), line(Level::Error, "one"), line(Level::Error, "two")]);
}

#[test]
fn what_a_guest_says_before_it_ends_itself_is_one_line_of_level_panic() {
    for (end, reason) in [
        ("(call $proc_exit (i32.const 2))", "exit status 2"),
        ("(call $proc_exit (i32.const 0))", "exit status 0"),
        ("(call $proc_exit (i32.const 255))", "exit status 255"),
        ("unreachable", "unreachable"),
    ] {
        let (lines, outcome) = logged(&engine(|_| {}), &written("panic: x\\n\\ngoroutine 1\\n", 2, end));
        let error = outcome.unwrap_err();
        assert!(matches!(&error, Error::Trap { reason: text, .. } if text.contains(reason)), "{error:?}");
        assert_eq!(lines[1..], [(Level::Panic, "panic: x\n\ngoroutine 1".to_string())], "{lines:?}");
    }
}

#[test]
fn a_flood_of_output_is_dropped_and_counted() {
    let code = "(loop $l (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
        (br_if $l (i32.lt_u (local.tee $ptr (i32.add (local.get $ptr) (i32.const 1))) (i32.const 200))))";
    let engine = engine(|config| config.limits.log_bytes = 100_000);
    let (lines, outcome) = logged(&engine, &handler("\\00\\10\\00\\00\\00\\80\\00\\00", 0, code));
    let usage = outcome.unwrap().usage;
    assert!(usage.log_bytes <= 100_000 && usage.log_lines + usage.log_dropped == 200, "{usage:?}");
    assert_eq!(lines.len() as u64, usage.log_lines + 1, "and one line that says how many were dropped");
}

#[test]
fn a_guest_that_ends_itself_while_it_starts_does_not_load() {
    let bytes = guest("", r#"(func (export "_initialize") (call $proc_exit (i32.const 3)))"#);
    let error = engine(|_| {}).load("guest", &bytes).unwrap_err();
    let Error::Load { problems, .. } = &error else { panic!("{error:?}") };
    assert_eq!(problems[0].kind, "trap_at_load");
    assert!(problems[0].message.contains("exit status 3"), "{error}");
}

/// A command that runs `code`, which may call `$large`: a function that costs more to translate than a slice of fuel.
fn command(code: &str) -> Vec<u8> {
    let large = "(drop (i32.mul (i32.const 3) (i32.const 4)))".repeat(30_000);
    wasm(&format!(
        r#"(module
            (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
            (memory (export "memory") 1)
            (func $large {large})
            (func (export "_start") {code}))"#
    ))
}

#[test]
fn a_command_has_the_limits_that_it_is_given() {
    let run = |code: &str, change: fn(&mut Setup)| {
        let mut setup = Setup::default();
        change(&mut setup);
        wasi::run("tool", &command(code), setup)
    };
    assert_eq!(run("(call $large) (call $proc_exit (i32.const 300))", |_| {}), Ok(300));
    assert_eq!(run("(call $large)", |setup| setup.fuel = Some(10_000_000)), Ok(0));
    let spin = "(loop $l (br $l))";
    let error = run(spin, |setup| setup.fuel = Some(1_000_000)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::Fuel, number: 1_000_000, .. }), "{error:?}");
    let start = Instant::now();
    let error = run(spin, |setup| setup.deadline_ms = Some(50)).unwrap_err();
    assert!(matches!(error, Error::Limit { limit: Limit::DeadlineMs, number: 50, .. }), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}
