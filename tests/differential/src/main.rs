//! Runs the same guests and the same cases on the reference host over two engines, wasmi and wasmtime, and compares
//! everything that the host answers.
//!
//! Only the engine differs: modules are checked, requests run, values transcoded by the same code. What is compared
//! and what cannot be is said in the README beside this crate.

mod cli;
mod columns;
mod compare;
mod conformance;
mod differences;
mod engine;
#[path = "../../../host-ref/tests/hostile/fixture.rs"]
#[expect(dead_code, reason = "the host's own tests look at more of a fixture")]
mod fixture;
mod guests;
mod hostile;
mod recorded;
mod report;
mod self_test;
mod threads;
mod transcript;
#[path = "../../../host-ref/tests/hostile/world.rs"]
mod world;

use std::process::ExitCode;

use clap::Parser as _;
use yao_conformance::case::load;

use crate::{cli::Cli, columns::Everything, compare::Sides, differences::Differences, report::Report};

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("differential: {why}");
            ExitCode::from(2)
        }
    }
}

/// Does what the command line says; gives whether all is well.
fn run(cli: &Cli) -> Result<bool, String> {
    let all = load::load_all(&cli.root.join("tests/cases"))?;
    let everything = Everything { cases: cli.cases(&all)?, root: cli.root.clone() };
    if cli.self_test {
        return self_test::run(&everything, cli.threads());
    }
    let differences = Differences::read(&cli.root)?;
    let columns = columns::choose(cli, &everything)?;
    let sides = Sides::new(None);
    let rows = threads::map(&columns, cli.threads(), |column| column.compare(&sides, &everything));
    if rows.iter().all(|row| row.compared.is_empty()) {
        return Err("nothing to compare: no case and no guest of these columns matches".into());
    }
    let report = Report { rows, differences };
    print!("{}", report.text(cli.is_everything()));
    Ok(report.is_good(cli.is_everything()))
}
