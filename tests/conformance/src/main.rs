//! The conformance runner: `yao-conformance --help`.

use std::{env, process::ExitCode};

use clap::Parser as _;
use yao_conformance::{app, cli::Cli};

fn main() -> ExitCode {
    let under_ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
    match app::main(&Cli::parse(), under_ci) {
        Ok(code) => ExitCode::from(code),
        Err(why) => {
            eprintln!("yao-conformance: {why}");
            ExitCode::from(app::UNUSABLE)
        }
    }
}
