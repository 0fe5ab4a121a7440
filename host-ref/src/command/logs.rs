//! Log lines of guests: written to standard error as they come, or gathered for the `--json` document.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use yao_host::abi::Level;
use yao_host::{LogLine, LogSink};

use super::output::{BOLD, CYAN, DIM, GREEN, RED, YELLOW, show};

/// The levels as the command line names them; a chosen one shows itself and everything more severe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Show {
    /// No line at all
    Off,
    /// A panic of the guest's language
    Panic,
    /// The guest cannot do its work
    Fatal,
    /// Something failed
    Error,
    /// Something looks wrong
    Warn,
    /// Something worth knowing happened
    Info,
    /// For the guest's author
    Debug,
    /// Everything
    Trace,
}

impl Show {
    fn shows(self, level: Level) -> bool {
        // `Off` is 0, so a level shows itself when it is above by one.
        u32::from(self as u8) > level.to_wire()
    }
}

/// A line in the `--json` document.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    level: &'static str,
    module: String,
    message: String,
    /// Bytes that the limit on one message cut off.
    #[serde(skip_serializing_if = "is_zero")]
    cut: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(cut: &usize) -> bool {
    *cut == 0
}

/// The sink of the command.
#[derive(Debug, Clone)]
pub(crate) struct Logs {
    show: Show,
    gathered: Option<Arc<Mutex<Vec<Line>>>>,
}

impl Logs {
    /// With `gather` lines go to the document, otherwise to standard error.
    pub(crate) fn new(show: Show, gather: bool) -> Self {
        Self { show, gathered: gather.then(Arc::default) }
    }

    /// The lines so far, in order.
    pub(crate) fn take(&self) -> Vec<Line> {
        let Some(lines) = &self.gathered else { return Vec::new() };
        std::mem::take(&mut *lines.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl LogSink for Logs {
    fn log(&self, line: &LogLine<'_>) {
        if !self.show.shows(line.level) {
            return;
        }
        if let Some(lines) = &self.gathered {
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(Line {
                level: line.level.name(),
                module: line.module.into(),
                message: line.message.clone().into_owned(),
                cut: line.cut,
            });
            return;
        }
        let style = match line.level {
            Level::Panic | Level::Fatal | Level::Error => RED,
            Level::Warn => YELLOW,
            Level::Info => GREEN,
            Level::Debug => CYAN,
            Level::Trace => DIM,
        };
        let cut =
            if line.cut == 0 { String::new() } else { format!(" {DIM}({} bytes cut){DIM:#}", line.cut) };
        let (level, module, message) = (line.level.name(), show(line.module), show(&line.message));
        // A log line that cannot be written must not end a request.
        let _ =
            writeln!(anstream::stderr(), "{style}{level:>5}{style:#} {BOLD}{module}{BOLD:#} {message}{cut}");
    }
}
