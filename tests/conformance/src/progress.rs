//! Progress: a bar on a terminal, nothing in between elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report::{Cell, Status};

/// How far a run is.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar on stderr when that is a terminal; hidden otherwise.
    #[must_use]
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// One that shows nothing.
    #[must_use]
    pub fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// So many cases are to come.
    pub fn begin(&self, cases: usize) {
        self.0.set_length(cases as u64);
    }

    /// A case ended.
    pub fn step(&self, cell: &Cell) {
        self.0.set_message(format!("{} {}", cell.sdk, cell.case));
        if matches!(cell.status, Status::Fail | Status::Xpass) {
            self.0.println(format!("FAIL {} on {}", cell.case, cell.sdk));
        }
        self.0.inc(1);
    }

    /// All ended.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }

    /// A line that stays: what is being built.
    pub fn say(&self, line: &str) {
        self.0.suspend(|| eprintln!("{line}"));
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}
