//! Builds guests in another folder and compares: the same sources must give the same bytes wherever they lie.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use yao_conformance::sdk::{Manifest, in_root};

use crate::budget::Budgets;

/// What is linked into the copy instead of copied: made by package managers, the same in any folder.
const LINKED: [&str; 2] = ["node_modules", "sdk-assemblyscript/node_modules"];
/// Lines of a failed build that are shown.
const SHOWN_LINES: usize = 15;

/// Which guests are built again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// The conformance guest, which has the most that could tell a path, of one column for each build script with other
    /// compilers: the allocator of a guest makes no difference.
    OnePerSdk,
    /// Every guest with a budget.
    All,
}

/// Builds in a copy of the tree, and says which guests differ, or why they could not be built.
pub(crate) fn differing(
    root: &Path,
    budgets: &Budgets,
    manifests: &[Manifest],
    which: Which,
) -> Result<Vec<String>, String> {
    let root = fs::canonicalize(root).map_err(|e| format!("{}: {e}", root.display()))?;
    // Longer than the original path, so that whatever a path gets into has another length as well.
    let copy = root.join("target/size/another-folder/with-a-longer-path");
    copy_tree(&root, &copy)?;
    let mut faults = Vec::new();
    let mut done = HashSet::new();
    for manifest in manifests {
        let guests = chosen(budgets, &manifest.sdk, which);
        let compilers: Vec<&str> = manifest.toolchain.iter().map(|tool| tool.name.as_str()).collect();
        if guests.is_empty()
            || (!done.insert((manifest.build.first(), compilers)) && which == Which::OnePerSdk)
        {
            continue;
        }
        println!("{}: {} in {}", manifest.sdk, guests.join(", "), copy.display());
        if let Err(why) = build(&root, &copy, manifest, &guests) {
            faults.push(why);
            continue;
        }
        for guest in guests {
            faults.extend(compare(&root, &copy, &manifest.sdk, guest)?);
        }
    }
    Ok(faults)
}

fn chosen<'a>(budgets: &'a Budgets, sdk: &str, which: Which) -> Vec<&'a str> {
    let of_sdk = budgets.budget.iter().filter(|budget| budget.sdk == sdk).map(|budget| budget.guest.as_str());
    of_sdk.filter(|guest| which == Which::All || *guest == "conformance").collect()
}

/// The files that git knows or would, so that nothing that a build left behind is taken along.
fn copy_tree(root: &Path, copy: &Path) -> Result<(), String> {
    let failed = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    if copy.exists() {
        fs::remove_dir_all(copy).map_err(|e| failed(copy, e))?;
    }
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("git ls-files: {e}"))?;
    if !listed.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr).trim()));
    }
    for name in listed.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = PathBuf::from(String::from_utf8_lossy(name).into_owned());
        let from = root.join(&name);
        // A link (to node_modules) is made below, and a deleted file is still in the index.
        if !fs::symlink_metadata(&from).is_ok_and(|found| found.is_file()) {
            continue;
        }
        let to = copy.join(&name);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
        }
        fs::copy(&from, &to).map_err(|e| failed(&from, e))?;
    }
    for name in LINKED {
        if root.join(name).exists() {
            let link = copy.join(name);
            std::os::unix::fs::symlink(root.join(name), &link).map_err(|e| failed(&link, e))?;
        }
    }
    Ok(())
}

fn build(root: &Path, copy: &Path, manifest: &Manifest, guests: &[&str]) -> Result<(), String> {
    let (program, arguments) = manifest.build.split_first().ok_or("the build command is empty")?;
    // By its path, for which a test may stand in; `in_root` leaves commands on PATH alone.
    let tool =
        |variable: &str, path: &str| std::env::var_os(variable).unwrap_or_else(|| root.join(path).into());
    let output = Command::new(in_root(program, copy))
        .args(arguments)
        .args(guests)
        .current_dir(copy)
        .env("YAO_HOST", tool("YAO_HOST", "target/fast/yao-host"))
        .env("WASM_OPT", tool("WASM_OPT", "node_modules/.bin/wasm-opt"))
        // Dependencies are compiled once; what lies in the copy has other paths and is compiled again.
        .env("YAO_GUESTS_BUILD", root.join("target/size/another-build"))
        .output()
        .map_err(|e| format!("{program}: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    let end = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n    ");
    Err(format!("{}: cannot be built in {}:\n    {end}", manifest.sdk, copy.display()))
}

fn compare(root: &Path, copy: &Path, sdk: &str, guest: &str) -> Result<Option<String>, String> {
    let read = |folder: &Path| {
        let path = folder.join(format!("target/guests/{sdk}/{guest}.wasm"));
        fs::read(&path).map_err(|e| format!("{}: {e}; run ./dev build", path.display()))
    };
    let (here, there) = (read(root)?, read(copy)?);
    if here == there {
        return Ok(None);
    }
    let at = here.iter().zip(&there).position(|(a, b)| a != b).unwrap_or(here.len().min(there.len()));
    let path = copy.to_string_lossy();
    let tells = if contains(&there, path.as_bytes()) { "; it contains the path of its folder" } else { "" };
    Ok(Some(format!(
        "{sdk} {guest}: {} bytes here, {} in another folder, first different at {at:#x}{tells}; find what tells the path \
         (Rust: --remap-path-prefix, -C metadata; Go: -trimpath; C: -ffile-prefix-map)",
        here.len(),
        there.len()
    )))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len().max(1)).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::tests::ONE;

    fn tree(sdks: &[&str], build: &str) -> (tempfile::TempDir, Vec<Manifest>) {
        let root = tempfile::tempdir().unwrap();
        let run = |args: &[&str]| {
            assert!(Command::new("git").args(args).current_dir(&root).status().unwrap().success())
        };
        run(&["init", "--quiet"]);
        fs::write(root.path().join(".gitignore"), "target/\n").unwrap();
        fs::write(root.path().join("source"), "text").unwrap();
        fs::create_dir(root.path().join("sdks")).unwrap();
        for sdk in sdks {
            let manifest = format!(
                "sdk = {sdk:?}\ntitle = \"X\"\nspec_codec = \"msgpack\"\none_shot = false\nwasi = false\ninputs = [\"source\"]\n\
                 build = [\"sh\", \"-c\", {build:?}, {sdk:?}]\nartefact = \"x\""
            );
            fs::write(root.path().join(format!("sdks/{sdk}.toml")), manifest).unwrap();
            // What follows the text of a script for `sh -c` is its $0.
            let built = Command::new("sh").args(["-c", build, sdk]).current_dir(&root).status().unwrap();
            assert!(built.success());
        }
        let manifests = yao_conformance::sdk::load_all(&root.path().join("sdks")).unwrap();
        (root, manifests)
    }

    fn faults(build: &str) -> Vec<String> {
        let (root, manifests) = tree(&["rust"], build);
        let budgets = Budgets::parse(ONE).unwrap();
        differing(root.path(), &budgets, &manifests, Which::All).unwrap()
    }

    #[test]
    fn columns_of_the_same_compilers_are_one_sdk_unless_all_are_asked_for() {
        let build = "mkdir -p target/guests/$0 && pwd > target/guests/$0/conformance.wasm";
        let (root, manifests) = tree(&["rust", "rust-arena"], build);
        let budgets = ONE.replace("echo", "conformance");
        let (_, row) = budgets.split_once("[[budget]]").unwrap();
        let budgets = format!("{budgets}[[budget]]{}", row.replace("\"rust\"", "\"rust-arena\""));
        let budgets = Budgets::parse(&budgets).unwrap();
        let found = |which| differing(root.path(), &budgets, &manifests, which).unwrap().len();
        assert_eq!((found(Which::OnePerSdk), found(Which::All)), (1, 2));
    }

    #[test]
    fn a_build_that_does_not_know_its_folder_passes() {
        let build = "mkdir -p target/guests/rust && cp source target/guests/rust/echo.wasm";
        assert_eq!(faults(build), [""; 0]);
    }

    #[test]
    fn a_build_that_tells_its_folder_is_named() {
        let build = "mkdir -p target/guests/rust && pwd > target/guests/rust/echo.wasm";
        let faults = faults(build);
        assert!(
            faults[0].starts_with("rust echo: ") && faults[0].contains("contains the path"),
            "{faults:?}"
        );
    }

    #[test]
    fn a_build_that_fails_elsewhere_shows_why() {
        let build = "mkdir -p target/guests/rust && cp source target/guests/rust/echo.wasm && \
                     case $PWD in *longer-path) echo not here >&2; exit 1 ;; esac";
        let faults = faults(build);
        assert!(faults[0].contains("not here"), "{faults:?}");
    }
}
