//! Everything that a host answered in one case, in an order and in words that two engines can be compared by.
//!
//! What is not comparable is left out here, and nowhere else:
//!
//! - how a compiler words what is wrong with a module; the kind of the problem is kept;
//! - the numbers that wasmi gives of an element segment outside its table, and wasmtime does not;
//! - how many milliseconds a session was idle beyond its limit, which is the machine's affair;
//! - the bits of a NaN, which WebAssembly leaves open;
//! - what a guest logged and called until its fuel or its time was used up: engines count both differently. That it
//!   was cut off, and by which limit, is kept.

use std::{
    collections::hash_map::DefaultHasher,
    fmt::Debug,
    hash::{Hash as _, Hasher as _},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use yao_conformance::{
    bytes::to_hex,
    host::{Event, Failure, Num},
};

/// Lines that are kept to show the first that differs; of the rest only a hash.
const KEPT: usize = 4_000;
/// Characters of an answer that are shown.
const SHOWN: usize = 600;
/// What both engines say of an access outside a table, and wasmi with more words before or behind it.
const TABLE: &str = "out of bounds table access";
/// What the host says of a session that was idle, before it says how long.
const IDLE: &str = "the session was idle for ";

/// What one engine said.
#[derive(Default)]
pub(crate) struct Transcript {
    said: Mutex<Said>,
    cut: AtomicBool,
}

/// The lines of a transcript.
#[derive(Default)]
pub(crate) struct Said {
    lines: Vec<String>,
    pub(crate) count: usize,
    hash: DefaultHasher,
}

impl Transcript {
    /// Adds a line.
    pub(crate) fn say(&self, line: String) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.count += 1;
        line.hash(&mut said.hash);
        if said.lines.len() < KEPT {
            said.lines.push(line);
        }
    }

    /// Adds what a guest did before its last answer, unless it was cut off.
    pub(crate) fn say_all(&self, lines: impl IntoIterator<Item = String>) {
        if !self.cut.swap(false, Ordering::Relaxed) {
            lines.into_iter().for_each(|line| self.say(line));
        }
    }

    /// A failure in words.
    pub(crate) fn failure(&self, failure: &Failure) -> String {
        match failure {
            Failure::Trap(text) => format!("trap: {}", self.text(text)),
            Failure::Load { kinds, code, text } => {
                let text = if kinds.iter().any(|kind| kind == "invalid") { "" } else { &*self.text(text) };
                format!("load error {kinds:?} {code} {text}")
            }
            Failure::Error { code, details, text } => {
                format!("error {code} {} {details:?}", self.text(text))
            }
            Failure::Missing(text) => format!("missing: {text}"),
        }
    }

    /// The text of an error, without the numbers that only one engine gives. Notes whether the guest was cut off.
    pub(crate) fn text(&self, text: &str) -> String {
        if text.contains(": limit fuel of ") || text.contains(": limit deadline_ms of ") {
            self.cut.store(true, Ordering::Relaxed);
        }
        if let Some((before, _)) = text.split_once(TABLE) {
            return format!("{}{TABLE}", before.trim_end_matches("undefined element: "));
        }
        match text.split_once(IDLE) {
            Some((before, after)) => {
                format!("{before}{IDLE}{}", after.trim_start_matches(|digit: char| digit.is_ascii_digit()))
            }
            None => text.into(),
        }
    }

    /// Takes what was said so far.
    pub(crate) fn take(&self) -> Said {
        self.cut.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.said.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Said {
    /// Where two engines first differ: both answers, one a line.
    pub(crate) fn difference(&self, other: &Self) -> Option<[String; 2]> {
        let pairs = self.lines.iter().zip(&other.lines);
        if let Some((at, (one, two))) = pairs.enumerate().find(|(_, (one, two))| one != two) {
            return Some([one, two].map(|line| format!("answer {at}: {}", shown(line))));
        }
        if self.count != other.count {
            let side = |said: &Self, least: usize| match said.lines.get(least) {
                Some(next) => format!("{} answers; the one after {least} is: {}", said.count, shown(next)),
                None => format!("{} answers", said.count),
            };
            let least = self.count.min(other.count);
            return Some([side(self, least), side(other, least)]);
        }
        let after = |said: &Self| format!("answers after the first {KEPT}: {:016x}", said.hash.finish());
        (self.hash.finish() != other.hash.finish()).then(|| [after(self), after(other)])
    }
}

fn shown(line: &str) -> String {
    if line.chars().count() <= SHOWN {
        return line.into();
    }
    format!("{}...", line.chars().take(SHOWN).collect::<String>())
}

/// Bytes in words: whole where they are few, by their hash where they are many.
pub(crate) fn bytes(bytes: &[u8]) -> String {
    let mut hash = DefaultHasher::new();
    bytes.hash(&mut hash);
    format!("{} ({} bytes, {:016x})", to_hex(bytes, 48), bytes.len(), hash.finish())
}

/// What has a form for debugging only, and may be long.
pub(crate) fn long(what: &impl Debug) -> String {
    bytes_or_text(format!("{what:?}"))
}

fn bytes_or_text(text: String) -> String {
    if text.len() <= 4096 { text } else { bytes(text.as_bytes()) }
}

/// Raw results in words; floats by their bits, but for those of a NaN.
pub(crate) fn numbers(numbers: &[Num]) -> String {
    let text = |number: &Num| match number {
        Num::F32(value) if value.is_nan() => "f32 NaN".to_string(),
        Num::F64(value) if value.is_nan() => "f64 NaN".to_string(),
        Num::F32(value) => format!("f32 {:#x}", value.to_bits()),
        Num::F64(value) => format!("f64 {:#x}", value.to_bits()),
        Num::I32(value) => format!("i32 {value:#x}"),
        Num::I64(value) => format!("i64 {value:#x}"),
    };
    numbers.iter().map(text).collect::<Vec<_>>().join(" ")
}

/// What a guest did meanwhile.
pub(crate) fn event(event: &Event) -> String {
    match event {
        Event::Log { level, message } => format!("log {level} {}", bytes(message.as_bytes())),
        Event::Process { name, args } => format!("process {name} {}", bytes_or_text(args.to_string())),
    }
}
