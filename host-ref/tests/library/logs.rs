//! `yao.log`: what reaches the sink.

use std::sync::{Arc, Mutex};

use yao_host::{Engine, Host, Level, LogLine, LogSink, log::escape};

use crate::guests::{engine, guest, limited, load};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<(Level, String, usize)>>>);

impl LogSink for Lines {
    fn log(&self, line: &LogLine<'_>) {
        assert_eq!(line.to_string().contains("bytes cut]"), line.cut > 0, "{line}");
        self.0.lock().unwrap().push((line.level, line.message.clone().into_owned(), line.cut));
    }
}

/// Runs a handler that logs as `calls` say, and gives what reached the sink.
fn run(engine: &Engine, data: &str, calls: &str) -> Vec<(Level, String, usize)> {
    let lines = Lines::default();
    let body = format!(
        r#"(data (i32.const 0) "{data}")
        (func $line (param i32 i32 i32) (call $log (local.get 0) (local.get 1) (local.get 2)))
        (func (export "h") (param i32 i32) (result i64) (local $i i32) {calls} (i64.const 0))"#
    );
    let host = Host::builder(engine).log_sink(lines.clone()).build();
    host.request(&load(engine, &guest(&body)), "h", &[]).unwrap();
    drop(host);
    let lines = lines.0.lock().unwrap();
    lines.clone()
}

fn line(level: i32, len: usize) -> String {
    format!("(call $line (i32.const {level}) (i32.const 0) (i32.const {len}))")
}

#[test]
fn each_level_has_its_label_and_unknown_ones_are_trace() {
    let calls: String = [0, 1, 2, 3, 4, 5, 6, 7, -1].map(|level| line(level, 1)).concat();
    let labels: Vec<_> = run(&engine(), "x", &calls).into_iter().map(|(level, ..)| level).collect();
    assert_eq!(labels[..7], Level::ALL);
    assert_eq!(labels[7..], [Level::Trace, Level::Trace]);
}

#[test]
fn bytes_that_are_no_utf8_are_replaced_and_an_empty_line_is_a_line() {
    let lines = run(&engine(), "a\\ff\\00b", &(line(4, 4) + &line(4, 0)));
    assert_eq!(lines, [(Level::Info, "a\u{fffd}\0b".into(), 0), (Level::Info, String::new(), 0)]);
}

#[test]
fn a_long_line_is_cut_between_characters_and_says_so() {
    let lines = run(&limited(&[("log_message_bytes", 4)]), "aé漢x", &line(4, 7));
    assert_eq!(lines, [(Level::Info, "aé".into(), 4)]);
}

#[test]
fn lines_over_the_limit_are_dropped_and_counted_once_at_the_end() {
    let lines = run(&limited(&[("log_lines", 2)]), "x", &line(4, 1).repeat(5));
    assert_eq!(lines.len(), 3);
    assert!(lines[2].1.starts_with("3 log lines dropped"), "{}", lines[2].1);
    let lines = run(&limited(&[("log_bytes", 5)]), "xyz", &line(4, 3).repeat(4));
    assert_eq!(lines.len(), 2, "three bytes, then no room for three more: {lines:?}");
}

#[test]
fn a_hundred_thousand_lines_do_not_fail_a_guest() {
    let loop_ = format!(
        "(loop $l {} (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100000))))",
        line(4, 1)
    );
    let lines = run(&limited(&[("log_lines", 10), ("deadline_ms", 600_000)]), "x", &loop_);
    assert_eq!(lines.len(), 11);
    assert!(lines[10].1.starts_with("99990 "), "{}", lines[10].1);
}

#[test]
fn control_characters_are_escaped_for_terminals() {
    assert_eq!(escape("a\nb\r\t\x1b[31m\u{7f}\u{9b}\0"), "a\\nb\\r\\t\\x1b[31m\\x7f\\u{9b}\\x00");
    assert_eq!(escape("\u{202e}x\u{2028}"), "\\u{202e}x\\u{2028}");
    assert!(matches!(escape("grüße 漢"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn logging_works_while_a_module_starts() {
    let body = r#"(data (i32.const 0) "up") (func $s (call $log (i32.const 4) (i32.const 0) (i32.const 2))) (start $s)
        (func (export "_initialize") (call $log (i32.const 5) (i32.const 0) (i32.const 2)))
        (func (export "h") (param i32 i32) (result i64) (i64.const 0))"#;
    let engine = engine();
    let lines = Lines::default();
    let module = load(&engine, &guest(body));
    let host = Host::builder(&engine).log_sink(lines.clone()).build();
    host.request(&module, "h", &[]).unwrap();
    let levels: Vec<_> = lines.0.lock().unwrap().iter().map(|line| line.0).collect();
    assert_eq!(levels, [Level::Info, Level::Debug]);
}
