//! Hostile guests: every `tests/hostile/*.wat` is a test, and says in its first lines what a host has to make of it.
//!
//! Each runs twice, on a thread with a small stack, and a good guest runs after it. Then all of them run once more in
//! processes with a stack of 1 MiB: this program on its main thread, and the `yao-host` command. The notation is
//! described in `tests/hostile/README.md`, whose table `BLESS=1 cargo test -p yao-host --test hostile` writes.
//!
//! The few that are marked as heavy run in an optimised build only: `./dev test-hostile`.

mod fixture;
mod run;
mod small_stack;
mod table;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;
use std::thread;

use libtest_mimic::{Arguments, Failed, Trial};

use fixture::Fixture;

/// What a thread of the host has to do with. A level of nested calls takes over 30 KiB of it in a debug build, where one
/// function of the engine's translator alone takes 450 KiB.
const STACK: usize = if cfg!(debug_assertions) { 1 << 20 } else { 512 << 10 };

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = folder();
    // The text format takes more stack than the threads of the tests have.
    LazyLock::force(&run::GOOD);
    let on_main = small_stack::on_main();
    let mut trials: Vec<_> = files(&folder)
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let ignored = cfg!(debug_assertions) && fixture::is_heavy(&path);
            Trial::test(name, move || check(&path, on_main)).with_ignored_flag(ignored)
        })
        .collect();
    if !on_main {
        trials.push(Trial::test("the_readme_lists_every_fixture", move || table::check(&folder)));
        #[cfg(unix)]
        {
            trials.push(Trial::test("the_library_on_a_stack_of_1_mib", small_stack::library));
            trials.push(Trial::test("the_command_on_a_stack_of_1_mib", small_stack::command));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Where the fixtures are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile")
}

/// The fixtures, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().expect("the folder of the fixtures can be read");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry of the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wat"))
        .collect();
    files.sort();
    files
}

/// Reads a fixture, which takes the stack of a test, and runs it on a small one or on this thread's.
fn check(path: &Path, on_this: bool) -> Result<(), Failed> {
    let fixture = Fixture::read(path)?;
    if on_this {
        return Ok(run::check(&fixture)?);
    }
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || run::check(&fixture))?;
    Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?)
}
