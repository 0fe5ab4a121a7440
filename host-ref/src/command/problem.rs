//! One reason why a module is refused, in the reports of `check` and `verify`.

use std::io::{self, Write};

use serde::Serialize;
use yao_host::LoadProblem;
use yao_host::trust::Refusal;

use super::exit::{Exit, Failure};
use super::output::{BOLD, CYAN, show};

#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    kind: String,
    message: String,
    help: Option<String>,
    #[serde(skip)]
    pub(crate) exit: Exit,
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let Failure { exit, message, help, .. } = failure;
        Self { kind: exit.name().into(), message, help, exit }
    }
}

impl From<LoadProblem> for Problem {
    fn from(LoadProblem { kind, message, help }: LoadProblem) -> Self {
        Self { kind: kind.into(), message, help: Some(help), exit: Exit::Load }
    }
}

impl From<Refusal> for Problem {
    fn from(Refusal { kind, message, help }: Refusal) -> Self {
        Self { kind: kind.into(), message, help: Some(help), exit: Exit::Forbidden }
    }
}

impl Problem {
    pub(crate) fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  {BOLD}{}{BOLD:#}: {}", self.kind, show(&self.message))?;
        match &self.help {
            Some(help) => writeln!(out, "    {CYAN}help:{CYAN:#} {}", show(help)),
            None => Ok(()),
        }
    }
}
