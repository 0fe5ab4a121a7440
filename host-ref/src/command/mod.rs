//! The command line: what it takes, and the one place that turns a failure into an exit code.

mod app;
mod bench;
mod call;
mod check;
mod exit;
mod fault;
mod files;
mod input;
mod inspect;
mod keygen;
mod keys;
mod logs;
mod meaning;
mod numeric;
mod output;
mod payload;
mod problem;
mod replies;
mod setup;
mod sign;
mod size;
mod strip;
#[cfg(test)]
mod tests;
mod verify;
mod wasi;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::Parser;
use yao_host::abi::{ABI_MAJOR, ABI_MINOR};

use exit::{Exit, Failure};
use output::Output;

/// Run, look into, check, measure, strip and sign guests of the yao WebAssembly ABI.
#[derive(Debug, clap::Parser)]
#[command(name = "yao-host", version = VERSION.as_str(), after_help = exit::HELP, arg_required_else_help = true)]
struct Cli {
    /// Write one JSON document to standard output instead of text
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    color: colorchoice_clap::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Call(call::Args),
    Check(check::Args),
    Inspect(inspect::Args),
    Bench(bench::Args),
    Size(size::Args),
    Strip(strip::Args),
    Keygen(keygen::Args),
    Sign(sign::Args),
    Verify(verify::Args),
    Wasi(wasi::Args),
}

/// The version of the command, which is the library's, and of the ABI it speaks.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (ABI {ABI_MAJOR}.{ABI_MINOR})", env!("CARGO_PKG_VERSION")));

/// Whether `--json` is on a command line that could not be read.
fn wants_json() -> bool {
    std::env::args_os().take_while(|arg| arg != "--").any(|arg| arg == "--json")
}

/// A wrong command line as a failure of ours: its first line says what is wrong.
fn wrong(error: &clap::Error) -> Failure {
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<_> = first.trim_start_matches("error: ").split_whitespace().collect();
    Failure::usage(words.join(" "))
        .help("`yao-host help` lists the commands, `yao-host help COMMAND` their options")
}

/// Runs the command that the command line asks for.
pub(crate) fn main() -> ExitCode {
    yao_host::keep_large_blocks();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; everything else is a wrong command line.
            if error.use_stderr() && wants_json() {
                output::tell(&wrong(&error), true);
            } else {
                // A closed pipe is nobody's fault.
                let _ = error.print();
            }
            return if error.use_stderr() { Exit::Usage.code().into() } else { ExitCode::SUCCESS };
        }
    };
    cli.color.write_global();
    let output = Output::new(cli.json);
    let done = match &cli.command {
        Command::Call(args) => call::run(args, output),
        Command::Check(args) => check::run(args, output),
        Command::Bench(args) => bench::run(args, output),
        Command::Inspect(args) => inspect::run(args, output),
        Command::Size(args) => size::run(args, output),
        Command::Strip(args) => strip::run(args, output),
        Command::Keygen(args) => keygen::run(args, output),
        Command::Sign(args) => sign::run(args, output),
        Command::Verify(args) => verify::run(args, output),
        Command::Wasi(args) => match wasi::run(args) {
            Ok(status) => return status.into(),
            // Standard output is the command's.
            Err(failure) if cli.json => {
                let _ = writeln!(std::io::stderr(), "{}", failure.to_json());
                return failure.exit.code().into();
            }
            Err(failure) => Err(failure),
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.message.is_empty() {
                output::tell(&failure, cli.json);
            }
            failure.exit.code().into()
        }
    }
}
