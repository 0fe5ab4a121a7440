//! Lines that guests write, and where they go.

use alloc::{borrow::Cow, string::String};

/// How much a line matters. A label only: none ends anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A panic of the guest's language.
    Panic,
    /// The guest cannot do its work.
    Fatal,
    /// Something failed.
    Error,
    /// Something looks wrong.
    Warn,
    /// Something worth knowing happened.
    Info,
    /// For the guest's author.
    Debug,
    /// Everything.
    Trace,
}

impl Level {
    /// The level with this number; unknown ones count as [`Level::Trace`].
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        match number {
            0 => Self::Panic,
            1 => Self::Fatal,
            2 => Self::Error,
            3 => Self::Warn,
            4 => Self::Info,
            5 => Self::Debug,
            _ => Self::Trace,
        }
    }

    /// The level's number.
    #[must_use]
    pub fn number(self) -> u32 {
        self as u32
    }

    /// The level's name, lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// One line, after the limits cut it and invalid UTF-8 was replaced. Control characters are still in it:
/// a sink that writes to a terminal passes it through [`escape`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LogLine<'a> {
    /// The module that wrote it.
    pub module: &'a str,
    /// How much it matters.
    pub level: Level,
    /// The text.
    pub message: Cow<'a, str>,
    /// How many bytes the limit on one message cut off its end.
    pub cut: usize,
}

/// Where log lines go. It cannot fail: logging never fails a guest.
pub trait LogSink: Send + Sync {
    /// Takes one line.
    fn log(&self, line: &LogLine<'_>);
}

impl<F: Fn(&LogLine<'_>) + Send + Sync> LogSink for F {
    fn log(&self, line: &LogLine<'_>) {
        self(line);
    }
}

/// `text` with control characters (and the escapes that terminals act on) written as `\n`, `\x1b`, `\u{85}`.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    use core::fmt::Write as _;
    if !text.chars().any(needs_escape) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            c if needs_escape(c) && u32::from(c) < 0x80 => _ = write!(out, "\\x{:02x}", u32::from(c)),
            c if needs_escape(c) => _ = write!(out, "\\u{{{:x}}}", u32::from(c)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Control characters, line separators, and the marks that turn the direction of text around: each can make a
/// line on a terminal look like something that it is not.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
