//! The same fixtures in processes of their own, whose main thread has a stack of 1 MiB: `ulimit -s 1024`.
//!
//! A stack that overflows ends the process, which no test inside it could report.

use std::env;
#[cfg(unix)]
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

#[cfg(unix)]
use libtest_mimic::Failed;

#[cfg(unix)]
use crate::fixture::{Fixture, Verb, is_heavy};

/// Set in a process that runs the fixtures on its main thread.
const MARK: &str = "YAO_HOSTILE_ON_MAIN";

/// Whether this process is one of those.
pub(crate) fn on_main() -> bool {
    env::var_os(MARK).is_some()
}

/// Runs a program with a stack of 1 MiB.
#[cfg(unix)]
fn limited(program: &Path, args: &[String]) -> Result<Output, Failed> {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -s 1024 && exec \"$0\" \"$@\""]).arg(program).args(args).env(MARK, "1");
    Ok(command.output()?)
}

/// This program runs every fixture on its main thread.
#[cfg(unix)]
pub(crate) fn library() -> Result<(), Failed> {
    let output = limited(&env::current_exe()?, &["--test-threads=1".into(), "--format=terse".into()])?;
    let text = String::from_utf8_lossy(&output.stdout);
    let heavy = |path: &Path| cfg!(debug_assertions) && is_heavy(path);
    let count = crate::files(&crate::folder()).iter().filter(|path| !heavy(path)).count();
    let ran = format!("{count} passed; 0 failed");
    if output.status.success() && text.contains(&ran) {
        return Ok(());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}, wanted {ran}:\n{text}\n{error}", output.status).into())
}

/// `yao-host` checks and inspects every fixture, and calls what the fixture calls. Whatever it says, it ends by itself.
#[cfg(unix)]
pub(crate) fn command() -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder)?;
    // All in one process: none of them may end it.
    let mut check = vec!["check".to_owned()];
    for path in crate::files(&crate::folder()) {
        if cfg!(debug_assertions) && is_heavy(&path) {
            continue;
        }
        let fixture = Fixture::read(&path)?;
        let wasm = folder.join(path.file_stem().unwrap_or_default()).with_extension("wasm");
        fs::write(&wasm, &fixture.wasm)?;
        let file = wasm.display().to_string();
        ends(&["inspect".into(), file.clone()])?;
        for step in &fixture.steps {
            if let Verb::Request { handler, .. } = &step.verb {
                let script = format!("hostile={file}");
                let mut call = ["call", &file, handler, "--script", &script].map(str::to_owned).to_vec();
                for (name, number) in &fixture.limits_set {
                    call.extend(["--limit".into(), format!("{name}={number}")]);
                }
                ends(&call)?;
            }
        }
        check.push(file);
    }
    ends(&check)
}

/// Runs the command, which has to end with an exit code of its own and not by a signal.
#[cfg(unix)]
fn ends(args: &[String]) -> Result<(), Failed> {
    let output = limited(Path::new(env!("CARGO_BIN_EXE_yao-host")), args)?;
    if output.status.code().is_some_and(|code| (0..=6).contains(&code)) {
        return Ok(());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("yao-host {}: {}\n{error}", args.join(" "), output.status).into())
}
