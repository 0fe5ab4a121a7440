//! `yao-host wasi`: a command built for WASI preview 1, with this process's standard streams.

use std::path::{Path, PathBuf};

use yao_host::wasi::{self, Setup};
use yao_host::{Error, Limit};

use super::exit::{Exit, Failure};
use super::inspect::{MAX_BYTES, core_module};
use super::{fault, input, setup};

/// Run a command built for WASI preview 1, with arguments, environment, standard streams and exit code
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The command finds the arguments after `--`, the environment of --env, the folders of --dir and nothing else. It uses
this process's standard input, output and error, and its exit code becomes this one's: what is over 255 becomes 255.
When yao-host itself fails, with one of its own exit codes, it says why on standard error after `error:`.

Examples:
  yao-host wasi tool.wasm -- --help
  yao-host wasi tool.wasm --env LANG=C --dir data=/data -- /data/in.txt < more.txt")]
pub(crate) struct Args {
    /// The command's module
    #[arg(value_name = "FILE")]
    module: PathBuf,
    /// The command's arguments
    #[arg(value_name = "ARG", last = true)]
    args: Vec<String>,
    /// Set one variable of the command's environment, which is empty otherwise
    #[arg(long = "env", value_name = "NAME=VALUE")]
    env: Vec<String>,
    /// Open a folder for the command with all that is in it, under its own name or another
    #[arg(long = "dir", value_name = "FOLDER[=NAME]")]
    dirs: Vec<String>,
    /// Set a limit: fuel, deadline_ms or memory_pages, which a command has none of otherwise, or module_bytes
    #[arg(long = "limit", value_name = "NAME=N")]
    limits: Vec<String>,
}

/// Runs the command; gives its exit status.
pub(crate) fn run(args: &Args) -> Result<u8, Failure> {
    let mut setup = Setup::default();
    let mut max_bytes = MAX_BYTES;
    for text in &args.limits {
        match setup::limit(text)? {
            (Limit::Fuel, number) => setup.fuel = Some(number),
            (Limit::DeadlineMs, number) => setup.deadline_ms = Some(number),
            (Limit::MemoryPages, number) => setup.memory_pages = Some(number),
            (Limit::ModuleBytes, number) => max_bytes = number,
            (other, _) => {
                return Err(Failure::usage(format!("a command has no limit {}", other.info().name))
                    .help("its limits are fuel, deadline_ms, memory_pages and module_bytes"));
            }
        }
    }
    let name = input::name(&args.module);
    setup.args = std::iter::once(&name).chain(&args.args).cloned().collect();
    for text in &args.env {
        setup.env.push(pair("--env", text)?);
    }
    for text in &args.dirs {
        let (host, guest) = text.split_once('=').unwrap_or((text, text));
        setup.open_dir(Path::new(host), guest).map_err(|error| {
            Failure::new(Exit::Io, format!("--dir {host}: {}", input::plain(&error)))
                .help("name a folder that this user may read")
        })?;
    }
    let wasm = input::read(&args.module, max_bytes, "--limit module_bytes=N")?;
    core_module(&name, &wasm)?;
    let status = wasi::run(&name, &wasm, setup).map_err(|error| {
        let mut failure = fault::failure(&error);
        if let Error::Load { problems, .. } = &error
            && let [first, ..] = problems.as_slice()
        {
            // `check` is about guests: what keeps a command from running is all told here.
            let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
            failure.message = format!("{name} cannot be loaded: {}", messages.join("; "));
            failure = failure.help(&*first.help);
        }
        if failure.exit == Exit::Trap {
            failure.help("what the command wrote before may say why")
        } else {
            failure
        }
    })?;
    Ok(u8::try_from(status).unwrap_or(u8::MAX))
}

fn pair(option: &str, text: &str) -> Result<(String, String), Failure> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.into(), value.into())),
        _ => Err(Failure::usage(format!("{option} takes NAME=VALUE, not `{text}`"))
            .help(format!("such as {option} LANG=C"))),
    }
}
