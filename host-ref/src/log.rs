//! Lines that guests write, and where they go.

use alloc::{borrow::Cow, format, string::String};
use core::fmt;

use crate::abi::Level;

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

impl fmt::Display for LogLine<'_> {
    /// One line for a terminal or a file: `module: message`, control characters escaped, a cut marked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", escape(self.module), escape(&self.message))?;
        if self.cut > 0 {
            write!(f, " [{} bytes cut]", self.cut)?;
        }
        Ok(())
    }
}

/// Where log lines go. It cannot fail: logging never fails a guest.
pub trait LogSink: Send + Sync {
    /// Takes one line.
    fn log(&self, line: &LogLine<'_>);

    /// Hears at the end of a request how many of its lines were dropped because a limit was used up.
    fn dropped(&self, module: &str, lines: u64) {
        let message =
            Cow::Owned(format!("{lines} log lines dropped: limit log_lines or log_bytes is used up"));
        self.log(&LogLine { module, level: Level::Warn, message, cut: 0 });
    }
}

impl<F: Fn(&LogLine<'_>) + Send + Sync> LogSink for F {
    fn log(&self, line: &LogLine<'_>) {
        self(line);
    }
}

/// `text` with control characters (and the escapes that terminals act on) written as `\n`, `\x1b`, `\u{85}`.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    use fmt::Write as _;
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

/// Sends lines to `tracing`, target `yao_guest`, with fields `module` and `cut`. Panic and fatal become errors.
#[cfg(feature = "std")]
pub struct TracingSink;

#[cfg(feature = "std")]
impl LogSink for TracingSink {
    fn log(&self, line: &LogLine<'_>) {
        let LogLine { module, level, message, cut } = line;
        let message = escape(message);
        // A macro of tracing takes its level as a constant.
        macro_rules! event {
            ($level:ident) => {
                tracing::event!(target: "yao_guest", tracing::Level::$level, module, cut, level = level.name(), "{message}")
            };
        }
        match level {
            Level::Panic | Level::Fatal | Level::Error => event!(ERROR),
            Level::Warn => event!(WARN),
            Level::Info => event!(INFO),
            Level::Debug => event!(DEBUG),
            Level::Trace => event!(TRACE),
        }
    }
}
