//! Makes every generated file from `abi-spec/abi.toml`; with `--check` only says which are stale.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use yao_abi_generator::model::Abi;
use yao_abi_generator::{output, validate};

const USAGE: &str = "usage: yao-abi-generator [--check]

Makes every generated file from abi-spec/abi.toml, and fills in which case tests which clause of the spec.
  --check   write nothing; fail when a file is stale, a MUST has no test, or a case names an unknown clause";

fn main() -> ExitCode {
    let mut check = false;
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--check") => check = true,
            Some("--help" | "-h") => {
                println!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            _ => {
                eprintln!("unknown argument {}\n{USAGE}", argument.display());
                return ExitCode::from(2);
            }
        }
    }
    match root().and_then(|root| run(&root, check)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder above `abi-spec`: the current one or one above it.
fn root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|e| format!("current folder: {e}"))?;
    here.ancestors()
        .find(|folder| folder.join("abi-spec/abi.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            format!("no abi-spec/abi.toml in {} or above; run this inside the repository", here.display())
        })
}

fn run(root: &Path, check: bool) -> Result<bool, String> {
    let path = root.join("abi-spec/abi.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("abi-spec/abi.toml: {e}"))?;
    let abi = Abi::parse(&text)?;
    validate::validate(&abi).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(|f| format!("\n  {f}")).collect();
        format!("abi-spec/abi.toml has {} faults:{}", faults.len(), lines.concat())
    })?;
    let plan = output::plan(root, &abi)?;
    let mut good = true;
    for output in plan.outputs.iter().filter(|o| !o.is_current()) {
        if check {
            let state = if output.found.is_some() { "stale" } else { "missing" };
            eprintln!("{} is {state}; run ./dev generate", output.path.display());
            good = false;
        } else {
            output.write(root)?;
            println!("wrote {}", output.path.display());
        }
    }
    // Without --check files are made whatever people have still to write; the check is what fails.
    for fault in &plan.faults {
        eprintln!("{}{fault}", if check { "" } else { "note: " });
        good &= !check;
    }
    Ok(good)
}
