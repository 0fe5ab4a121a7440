//! `yao-size`: the bytes of every guest under `target/guests/`, against `tests/size-budgets.toml` and `tests/sizes.json`.

mod baseline;
mod budget;
mod feature;
mod gate;
mod html;
mod measure;
mod moved;
mod readme;
mod report;
mod row;
mod update;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use yao_conformance::sdk::{self, Manifest, Probe};

use baseline::Baseline;
use budget::Budgets;
use moved::Which;

/// Measure every guest, compare with budgets and baseline, and report
#[derive(Debug, Parser)]
#[command(name = "yao-size", version, after_help = EXIT_CODES)]
struct Args {
    /// The root of the repository; `./dev size` builds its guests first
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,
    /// Take what the guests weigh now for right: write tests/sizes.json and the tables of the READMEs, lower loose budgets
    #[arg(long)]
    update: bool,
    /// Build a guest of each SDK in another folder instead, and fail when its bytes differ
    #[arg(long, conflicts_with = "update")]
    moved: bool,
    /// With --moved: every guest that has a budget
    #[arg(long, requires = "moved")]
    all: bool,
    /// Only these SDKs, with --moved; folders of target/guests, with commas between
    #[arg(long, value_name = "SDK", value_delimiter = ',', requires = "moved")]
    sdk: Vec<String>,
}

const EXIT_CODES: &str = "\
Reports: target/size/report.json, report.md and report.html, the last with bars.

Exit codes:
  0  all guests pass
  1  one does not: each reason is told with what to do
  2  a file cannot be read or written, or is wrong";

const BUDGETS: &str = "tests/size-budgets.toml";
const SIZES: &str = "tests/sizes.json";

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(e) => {
            eprintln!("yao-size: {e}");
            ExitCode::from(2)
        }
    }
}

/// False when a guest does not pass.
fn run(args: &Args) -> Result<bool, String> {
    let root = args.root.as_path();
    let budgets = Budgets::read(&root.join(BUDGETS))?;
    let mut manifests = sdk::load_all(&root.join("tests/sdks"))?;
    if args.moved {
        if let Some(unknown) = args.sdk.iter().find(|name| !manifests.iter().any(|m| m.sdk == **name)) {
            return Err(format!("no SDK {unknown}; tests/sdks/ has them"));
        }
        manifests.retain(|manifest| args.sdk.is_empty() || args.sdk.contains(&manifest.sdk));
        let which = if args.all { Which::All } else { Which::OnePerSdk };
        let faults = moved::differing(root, &budgets, &manifests, which)?;
        return Ok(told(&faults, "are the same bytes in another folder"));
    }

    let guests = measure::all(root, &budgets)?;
    let toolchains = toolchains(root, &manifests);
    let sizes = root.join(SIZES);
    let was = Baseline::read(&sizes)?;
    let mut baseline = was.clone();
    let mut budgets = budgets;
    if args.update {
        baseline = update::baseline(&budgets, &guests, &was, &toolchains);
        baseline.write(&sizes)?;
        if update::ratchet(&root.join(BUDGETS), &guests)? {
            budgets = Budgets::read(&root.join(BUDGETS))?;
        }
    }

    // What an update changed is shown as a change.
    let rows = row::rows(&budgets, &guests, &was);
    let costs = feature::costs(&budgets, &baseline);
    print!("{}\n{}", report::table(&rows), report::costs(&costs));
    let folder = root.join("target/size");
    write(&folder, "report.json", &report::json(&rows)?)?;
    write(&folder, "report.md", &report::markdown(&rows, &costs))?;
    write(&folder, "report.html", &html::page(&rows, &costs))?;

    let verdict = gate::judge(&budgets, &guests, &baseline, &toolchains);
    for note in &verdict.notes {
        println!("note: {note}");
    }
    let mut faults: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
    for path in readme::stale(root, &budgets, &baseline, &costs, args.update)? {
        faults.push(format!(
            "{}: its sizes are not those of {SIZES}; run `./dev size --update`",
            path.display()
        ));
    }
    Ok(told(&faults, "are within budget and as tests/sizes.json has them; target/size/report.html has bars"))
}

/// Tells the faults, or that there are none.
fn told(faults: &[String], good: &str) -> bool {
    for fault in faults {
        eprintln!("{fault}");
    }
    match faults.len() {
        0 => println!("\nguests {good}"),
        1 => eprintln!("\n1 failure"),
        many => eprintln!("\n{many} failures"),
    }
    faults.is_empty()
}

/// Names and versions of what builds each SDK's guests, of SDKs whose toolchains are all here.
fn toolchains(root: &Path, manifests: &[Manifest]) -> BTreeMap<String, Vec<String>> {
    let found = manifests.iter().filter_map(|manifest| match manifest.probe(root) {
        Probe::Found(versions) => {
            let versions = versions.into_iter().map(|(name, version)| format!("{name}: {version}")).collect();
            Some((manifest.sdk.clone(), versions))
        }
        Probe::Missing { .. } => None,
    });
    found.collect()
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
