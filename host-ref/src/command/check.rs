//! `yao-host check`: every reason why a module would not load, each with what to do.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use yao_host::{Engine, Error};

use super::exit::{Exit, Failure};
use super::output::{BOLD, CYAN, GREEN, Output, RED, show};
use super::setup::{self, EngineArgs};
use super::{fault, input, inspect};

/// Say whether modules load, and every reason why not with what to do about it
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The modules; `-` reads standard input
    #[arg(value_name = "MODULE", required = true)]
    modules: Vec<PathBuf>,
    #[command(flatten)]
    engine: EngineArgs,
}

#[derive(Debug, Serialize)]
struct Checked {
    module: String,
    ok: bool,
    /// `guest` or `plain`, of a module that loads.
    kind: Option<&'static str>,
    problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
struct Problem {
    kind: String,
    message: String,
    help: Option<String>,
    #[serde(skip)]
    exit: Exit,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let engine = Engine::new(args.engine.config()?);
    let checked: Vec<_> = args.modules.iter().map(|path| check(&engine, path)).collect();
    output.report(&checked, |out| checked.iter().try_for_each(|one| text(one, out)))?;
    // A file that cannot be read weighs more than one that does not load: nothing is known of it.
    let worst = checked
        .iter()
        .flat_map(|one| &one.problems)
        .map(|problem| problem.exit)
        .max_by_key(|exit| exit.code());
    worst.map_or(Ok(()), |exit| Err(Failure::silent(exit)))
}

fn check(engine: &Engine, path: &Path) -> Checked {
    let module = input::name(path);
    let loaded = setup::read(engine, path).and_then(|bytes| {
        inspect::core_module(&module, &bytes)?;
        Ok(engine.load(&setup::script_name(path), &bytes))
    });
    let of_failure = |failure: Failure| {
        vec![Problem {
            kind: failure.exit.name().into(),
            message: failure.message,
            help: failure.help,
            exit: failure.exit,
        }]
    };
    let (kind, problems) = match loaded {
        Ok(Ok(loaded)) => (Some(if loaded.is_plain() { "plain" } else { "guest" }), Vec::new()),
        Ok(Err(Error::Load { problems, .. })) => (
            None,
            problems
                .into_iter()
                .map(|problem| Problem {
                    kind: problem.kind.into(),
                    message: problem.message,
                    help: Some(problem.help),
                    exit: Exit::Load,
                })
                .collect(),
        ),
        Ok(Err(error)) => (None, of_failure(fault::failure(&error))),
        Err(failure) => (None, of_failure(failure)),
    };
    Checked { module, ok: kind.is_some(), kind, problems }
}

fn text(one: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let module = show(&one.module);
    if let Some(kind) = one.kind {
        return writeln!(out, "{GREEN}ok{GREEN:#} {module}: {kind}");
    }
    let count = match one.problems.len() {
        1 => "1 problem".to_owned(),
        many => format!("{many} problems"),
    };
    writeln!(out, "{RED}no{RED:#} {module}: {count}")?;
    for problem in &one.problems {
        writeln!(out, "  {BOLD}{}{BOLD:#}: {}", problem.kind, show(&problem.message))?;
        if let Some(help) = &problem.help {
            writeln!(out, "    {CYAN}help:{CYAN:#} {}", show(help))?;
        }
    }
    Ok(())
}
