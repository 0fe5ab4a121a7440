//! Where the command's words go: results on standard output, everything else on standard error, either as
//! text for people or as one JSON document. Text that came from a guest or a file is escaped for terminals.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::exit::{Exit, Failure};

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// The form and place of a command's report.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Output {
    pub(crate) json: bool,
    stderr: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, stderr: false }
    }

    /// Sends the report to standard error, because standard output carries data.
    pub(crate) fn to_stderr(self) -> Self {
        Self { stderr: true, ..self }
    }

    /// Writes the report: `document` with `--json`, what `text` writes otherwise.
    ///
    /// A reader that closed the pipe (`| head`) has seen enough: that is no failure.
    pub(crate) fn report(
        self,
        document: &impl Serialize,
        text: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let mut out: Box<dyn Write> =
            if self.stderr { Box::new(anstream::stderr()) } else { Box::new(anstream::stdout()) };
        let written = if self.json {
            serde_json::to_writer(&mut out, document).map_err(io::Error::from).and_then(|()| writeln!(out))
        } else {
            text(&mut out)
        };
        match written.and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(Exit::Io, format!("cannot write the report: {error}")))
            }
            _ => Ok(()),
        }
    }
}

/// Tells a failure: on standard error for people, as the JSON document of the run with `--json`.
pub(crate) fn tell(failure: &Failure, json: bool) {
    // Nothing can be done when even this cannot be written.
    let _ = if json {
        writeln!(io::stdout(), "{}", failure.to_json())
    } else {
        let mut err = anstream::stderr();
        writeln!(err, "{RED}error:{RED:#} {}", show(&failure.message)).and_then(|()| match &failure.help {
            Some(help) => writeln!(err, "{CYAN} help:{CYAN:#} {}", show(help)),
            None => Ok(()),
        })
    };
}

/// Text that came from outside, safe to print on a terminal.
pub(crate) fn show(text: &str) -> Cow<'_, str> {
    yao_host::log::escape(text)
}

/// The beginning of a text that somebody typed, for a message: arguments may be megabytes.
pub(crate) fn short(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}... ({} bytes)", &text[..end], text.len())),
        None => Cow::Borrowed(text),
    }
}

/// Writes rows as aligned columns, indented by two; columns are as wide as their widest cell.
pub(crate) fn table(out: &mut dyn Write, rows: &[impl AsRef<[String]>]) -> io::Result<()> {
    let mut widths = Vec::new();
    for row in rows {
        let row = row.as_ref();
        widths.resize(row.len().max(widths.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in rows {
        let line: Vec<String> =
            row.as_ref().iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(out, "  {}", line.join("  ").trim_end())?;
    }
    Ok(())
}
