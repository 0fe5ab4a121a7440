//! `yao-host check`: every reason why a module would not load, each with what to do.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use yao_host::{Engine, Error};

use super::exit::Failure;
use super::output::{GREEN, Output, RED, show};
use super::problem::Problem;
use super::setup::{self, EngineArgs};
use super::{fault, input, inspect};

/// Say whether modules load, and every reason why not with what to do about it
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The modules; `-` reads standard input. With --app there may be none: yao.toml itself is checked
    #[arg(value_name = "MODULE", required_unless_present = "app")]
    modules: Vec<PathBuf>,
    #[command(flatten)]
    engine: EngineArgs,
}

#[derive(Debug, Serialize)]
struct Checked {
    module: String,
    ok: bool,
    /// `guest` or `plain`, of a module that loads; `policy` of a yao.toml.
    kind: Option<&'static str>,
    problems: Vec<Problem>,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let engine = Engine::new(args.engine.config()?);
    let policy = engine.config().policy.iter().map(|policy| Checked {
        module: policy.source().into(),
        ok: true,
        kind: Some("policy"),
        problems: Vec::new(),
    });
    let checked: Vec<_> = policy.chain(args.modules.iter().map(|path| check(&engine, path))).collect();
    output.report(&checked, |out| checked.iter().try_for_each(|one| text(one, out)))?;
    // A file that cannot be read weighs more than one that does not load: nothing is known of it. What a policy
    // refuses weighs most.
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
    let (kind, problems) = match loaded {
        Ok(Ok(loaded)) => (Some(if loaded.is_plain() { "plain" } else { "guest" }), Vec::new()),
        Ok(Err(Error::Load { problems, .. })) => (None, problems.into_iter().map(Problem::from).collect()),
        Ok(Err(Error::Forbidden { refusal, .. })) => (None, vec![Problem::from(*refusal)]),
        Ok(Err(error)) => (None, vec![Problem::from(fault::failure(&error))]),
        Err(failure) => (None, vec![Problem::from(failure)]),
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
    one.problems.iter().try_for_each(|problem| problem.text(out))
}
