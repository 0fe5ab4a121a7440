//! `yao-size`: the bytes of every guest under `target/guests/`, against `tests/size-budgets.toml`.
//!
//! Exit codes: 0 all within budget, 1 a guest is over its budget or not built, 2 the budgets or a module cannot be read.

mod budget;
mod measure;
mod report;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = match args.as_slice() {
        [] => ".",
        [flag, dir] if flag == "--root" => dir,
        _ => {
            eprintln!(
                "usage: yao-size [--root DIR]\nDIR is the repository's root; run `./dev size` to build the guests first"
            );
            return ExitCode::from(2);
        }
    };
    match run(Path::new(root)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(e) => {
            eprintln!("yao-size: {e}");
            ExitCode::from(2)
        }
    }
}

/// Measures every guest; false when one is over its budget or missing.
fn run(root: &Path) -> Result<bool, String> {
    let budgets = budget::read(&root.join("tests/size-budgets.toml"))?;
    let rows = measure::all(root, &budgets)?;
    print!("{}", report::table(&rows));
    report::write_json(&root.join("target/size/report.json"), &rows)?;
    let faults = report::faults(&rows);
    for fault in &faults {
        eprintln!("{fault}");
    }
    Ok(faults.is_empty())
}
