//! The command line: what it takes, and the one place that turns a failure into an exit code.

mod exit;
mod input;
mod inspect;
mod meaning;
mod outline;
mod output;
mod strip;

use std::process::ExitCode;

use clap::Parser;

use exit::Exit;
use output::Output;

/// Run, look into, check, measure and strip guests of the yao WebAssembly ABI.
#[derive(Debug, clap::Parser)]
#[command(name = "yao-host", version = VERSION, after_help = exit::HELP, arg_required_else_help = true)]
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
    Inspect(inspect::Args),
    Strip(strip::Args),
}

/// The version of the command, which is the library's, and of the ABI it speaks.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (ABI 1.0)");

/// Runs the command that the command line asks for.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; everything else is a wrong command line. A closed pipe is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.code().into() } else { ExitCode::SUCCESS };
        }
    };
    cli.color.write_global();
    let output = Output::new(cli.json);
    let done = match &cli.command {
        Command::Inspect(args) => inspect::run(args, output),
        Command::Strip(args) => strip::run(args, output),
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
