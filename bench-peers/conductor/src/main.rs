//! Compares this project with its peers in one run: `bench-peers/run` builds everything and calls this.

mod child;
mod field;
mod race;
mod readme;
mod report;
mod results;
mod tasks;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Parser;

use race::{Pace, Places};
use results::Results;

/// Run every host with every task in turns, and write the comparison
#[derive(Parser)]
struct Args {
    /// The folder of the contenders' programs
    #[arg(long, value_name = "FOLDER")]
    programs: PathBuf,
    /// The folder of the guests, which has one folder an SDK
    #[arg(long, value_name = "FOLDER")]
    guests: PathBuf,
    /// The folder of this workspace, for the versions of the peers
    #[arg(long, value_name = "FOLDER")]
    workspace: PathBuf,
    /// Where report.json, report.md and report.html go
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// How often every host has a turn with every task
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    rounds: u16,
    /// Few rounds: to see that it works, not for numbers
    #[arg(long, conflicts_with = "rounds")]
    quick: bool,
    /// Run only contenders whose names contain one of these, and ours
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', conflicts_with = "readme")]
    only: Vec<String>,
    /// Put the two headline tables into this README, between its marker lines
    #[arg(long, value_name = "FILE")]
    readme: Option<PathBuf>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let pace = Pace { rounds: if args.quick { 5 } else { args.rounds.into() }, batch_ms: 8.0 };
    let field: Vec<_> = field::FIELD.into_iter().filter(|contender| contender.is_among(&args.only)).collect();
    let payloads = args.out.join("payloads");
    let places = Places { programs: &args.programs, guests: &args.guests, payloads: &payloads };
    let sizes = results::sizes(&args.guests)?;
    let versions = results::versions(&args.workspace)?;
    let results = Results {
        rounds: pace.rounds,
        batch_ms: pace.batch_ms,
        processor: processor(),
        cores: std::thread::available_parallelism().map_or(1, Into::into),
        versions,
        sizes,
        times: race::race(&places, pace, &field)?,
        goals: Vec::new(),
    }
    .with_goals();
    let document = report::document(&results);
    let write = |path: &Path, text: &str| {
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write(&args.out.join("report.json"), &serde_json::to_string_pretty(&results)?)?;
    write(&args.out.join("report.md"), &document.markdown())?;
    write(&args.out.join("report.html"), &document.html())?;
    if let Some(path) = &args.readme {
        let old = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        write(path, &readme::replace(&old, &readme::block(&results))?)?;
    }
    println!("{}", document.markdown());
    eprintln!("{} has report.json, report.md and report.html", args.out.display());
    Ok(())
}

/// What this machine's processor is called.
fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| std::env::consts::ARCH.into(), |(_, name)| name.trim().into())
}
