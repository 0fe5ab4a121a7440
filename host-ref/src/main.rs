//! The `yao-host` command: run, look into, check, measure, strip and sign guests of the yao ABI.
//!
//! `yao-host help` and the README of this crate describe it.

mod command;

fn main() -> std::process::ExitCode {
    command::main()
}
