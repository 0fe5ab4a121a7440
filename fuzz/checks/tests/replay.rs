//! Replays the committed inputs of the fuzz targets: one test for the corpus of each, one for each finding.
//!
//! `fuzz/corpus/TARGET/` holds what libFuzzer found worth keeping, `fuzz/findings/TARGET/NAME` what once failed, named
//! after the fault. A file that is dropped there is a test.

use std::{
    fs, io,
    panic::catch_unwind,
    path::{Path, PathBuf},
    process::ExitCode,
};

use libtest_mimic::{Arguments, Failed, Trial};
use yao_fuzz_checks::{TARGETS, Verdict};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut trials = Vec::new();
    for target in TARGETS {
        let corpus = root.join("corpus").join(target.name);
        trials.push(Trial::test(format!("corpus of {}", target.name), move || {
            let files = files(&corpus).map_err(|why| format!("{}: {why}", corpus.display()))?;
            if files.is_empty() {
                return Err(format!("{}: no input, nothing is tested", corpus.display()).into());
            }
            files.iter().try_for_each(|file| replay(target.run, file))
        }));
        // Not every target has found something.
        for file in files(&root.join("findings").join(target.name)).unwrap_or_default() {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            trials.push(Trial::test(format!("finding of {}: {name}", target.name), move || {
                replay(target.run, &file)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The files of a folder, in the order of their names.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

fn replay(run: fn(&[u8]) -> Verdict, file: &Path) -> Result<(), Failed> {
    let input = fs::read(file).map_err(|why| format!("{}: {why}", file.display()))?;
    match catch_unwind(|| run(&input)) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(why)) => Err(format!("{}: {why}", file.display()).into()),
        Err(_) => Err(format!("{}: the target panicked", file.display()).into()),
    }
}
