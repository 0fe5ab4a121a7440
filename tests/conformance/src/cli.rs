//! The command line.

use std::{path::PathBuf, thread};

use clap::{Parser, Subcommand};

use crate::run::Needs;

/// Run the conformance cases of the yao ABI on the guests of every SDK and on the reference host.
#[derive(Debug, Parser)]
#[command(name = "yao-conformance", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// Only these columns: names of SDKs, or `host`, as a list with commas or one by one; all of them when left out
    #[arg(long, value_name = "SDK", value_delimiter = ',')]
    pub sdk: Vec<String>,
    /// Only cases whose name matches this glob, such as 'values/*'; a part of a name will do
    #[arg(long, value_name = "GLOB")]
    pub case: Vec<String>,
    /// Run the SDK cases on this guest instead, whoever made it
    #[arg(long, value_name = "FILE", conflicts_with = "sdk")]
    pub module: Option<PathBuf>,
    /// With --module: the guest needs WASI preview 1
    #[arg(long, requires = "module")]
    pub wasi: bool,
    /// With --module: the guest has memory pages of one byte
    #[arg(long, requires = "module")]
    pub custom_page_sizes: bool,
    /// Say what a case is about, and how it went last time
    #[arg(long, value_name = "CASE")]
    pub explain: Option<String>,
    /// List the cases with their clauses
    #[arg(long)]
    pub list: bool,
    /// Write what the guest gave into failing cases; needs one --sdk
    #[arg(long, conflicts_with_all = ["module", "self_test"])]
    pub bless: bool,
    /// Run mutants of the WAT guest: the cases must catch each
    #[arg(long, conflicts_with_all = ["sdk", "module", "list", "json", "build_only"])]
    pub self_test: bool,
    /// Print the report as JSON instead of the matrix
    #[arg(long)]
    pub json: bool,
    /// Take the guests as they are
    #[arg(long)]
    pub no_build: bool,
    /// Build the guests and run nothing
    #[arg(long, conflicts_with = "no_build")]
    pub build_only: bool,
    /// Threads, and builds at a time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// The root of the repository [default: the folder above with abi-spec/abi.toml in it]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub root: Option<PathBuf>,
    /// A helper of the builds
    #[command(subcommand)]
    pub command: Option<Helper>,
}

impl Cli {
    /// What the guest of --module needs of the host.
    #[must_use]
    pub fn needs(&self) -> Needs {
        Needs { wasi: self.wasi, custom_page_sizes: self.custom_page_sizes }
    }

    /// How many threads to use.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from)).max(1)
    }
}

/// Helpers of the builds.
#[derive(Debug, Subcommand)]
pub enum Helper {
    /// Assemble the module whose fields are the .wat files of a folder
    Wat {
        /// The folder
        folder: PathBuf,
        /// The module to write
        out: PathBuf,
    },
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every case passed (a missing toolchain is shown, and counts only when CI=true)
  1  a case failed or passed unexpectedly, a guest could not be built, or a mutant was not caught
  2  wrong usage, or a case, manifest, mutant or file that cannot be read
  3  a toolchain is missing, and CI=true or the SDK was asked for by --sdk";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
