//! `yao-bench`: measures the host and the guests, and writes target/bench/report.{json,md,html}. `./dev bench-report`
//! builds what it needs and runs it.

mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Measure the host and the guests of every SDK, and write a report
#[derive(Debug, Parser)]
struct Args {
    /// Shorter runs: to see that it works, with numbers that waver
    #[arg(long)]
    quick: bool,
    /// The yao-host command
    #[arg(long, value_name = "FILE", default_value = "target/release/yao-host")]
    yao_host: PathBuf,
    /// Where the report goes
    #[arg(long, value_name = "FOLDER", default_value = "target/bench")]
    out: PathBuf,
}

fn main() -> ExitCode {
    let args = Args::parse();
    yao_host::keep_large_blocks();
    match report::run(&args.yao_host, &args.out, args.quick) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yao-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
