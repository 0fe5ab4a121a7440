//! The command line.

use std::{path::PathBuf, thread};

use clap::Parser;
use yao_conformance::{app, case::Case};

/// Runs the same guests and cases on wasmi and on wasmtime: everything that the host answers must be the same.
#[derive(Parser)]
#[command(name = "yao-differential", after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// Only these columns: an SDK, `host` (cases with guests of their own), `hostile` (tests/hostile), `SDK/*` (its
    /// other guests), as a list with commas or one by one; all of them when left out
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(crate) column: Vec<String>,
    /// Only cases, hostile guests and other guests whose name matches this glob; a part of a name will do
    #[arg(long, value_name = "GLOB")]
    pub(crate) case: Vec<String>,
    /// Run wasmtime with something wrong on purpose, and mutant guests on it: each must be seen
    #[arg(long, conflicts_with_all = ["column", "case"])]
    pub(crate) self_test: bool,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// The root of the repository
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub(crate) root: PathBuf,
}

impl Cli {
    /// How many threads to use.
    pub(crate) fn threads(&self) -> usize {
        self.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from)).max(1)
    }

    /// Whether nothing is left out.
    pub(crate) fn is_everything(&self) -> bool {
        self.column.is_empty() && self.case.is_empty()
    }

    /// Whether a column is to be run.
    pub(crate) fn wants_column(&self, name: &str) -> bool {
        self.column.is_empty() || self.column.iter().any(|column| column == name)
    }

    /// The cases that are to be run; none is fine, as the globs may be for something else.
    pub(crate) fn cases(&self, all: &[Case]) -> Result<Vec<Case>, String> {
        if self.case.is_empty() {
            return Ok(all.to_vec());
        }
        let globs = app::glob_set(&self.case)?;
        Ok(all.iter().filter(|case| globs.is_match(&case.name)).cloned().collect())
    }

    /// Whether something with this name is to be run.
    pub(crate) fn wants(&self, name: &str) -> Result<bool, String> {
        Ok(self.case.is_empty() || app::glob_set(&self.case)?.is_match(name))
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  the engines agree, but for what tests/differential/differences.toml lists
  1  they disagree, something listed no longer differs, or the self-test saw nothing
  2  wrong usage, or a case, guest or file that cannot be read";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
