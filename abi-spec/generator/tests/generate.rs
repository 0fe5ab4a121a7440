//! The whole way on a repository of its own: what is made, what `--check` says, and that the result compiles.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const MADE: [&str; 6] = [
    "sdk-rust/src/abi/generated.rs",
    "host-ref/src/abi/generated.rs",
    "sdk-go/abi_generated.go",
    "sdk-go/abi_generated_imports.go",
    "sdk-assemblyscript/assembly/abi.generated.ts",
    "sdk-typescript/src/abi.generated.ts",
];

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for path in ["abi-spec", "sdk-c/include", "tests/cases"] {
        fs::create_dir_all(root.join(path)).unwrap();
    }
    for path in ["rustfmt.toml", "abi-spec/abi.toml"] {
        fs::copy(format!("{ROOT}/{path}"), root.join(path)).unwrap();
    }
    let marker = "generated from abi-spec/abi.toml by ./dev generate:";
    let header = format!("#include <stdint.h>\n/* {marker} begin */\n/* {marker} end */\nint yao_after;\n");
    fs::write(root.join("sdk-c/include/yao.h"), header).unwrap();
    let mut spec = String::from("- **ABI-MEM-001** A host MUST copy.\n\n");
    for block in ["version", "imports", "exports", "codes", "levels", "capabilities", "values", "limits"] {
        spec += &format!("<!-- {marker} begin {block} -->\n<!-- {marker} end {block} -->\n");
    }
    fs::write(root.join("abi-spec/README.md"), spec).unwrap();
    fs::write(root.join("tests/cases/copies.toml"), "clauses = [\"ABI-MEM-001\"]\n").unwrap();
    folder
}

fn run(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yao-abi-generator"));
    command.args(arguments).current_dir(root.join("abi-spec")).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn makes_everything_and_then_has_nothing_to_do() {
    let folder = repository();
    let root = folder.path();
    let first = run(root, &[]);
    assert!(first.status.success(), "{}", stderr(&first));
    for path in MADE {
        let text = fs::read_to_string(root.join(path)).unwrap();
        let notice = text.lines().next().unwrap().to_lowercase();
        assert!(
            notice.contains("generated from abi-spec/abi.toml by ./dev generate; do not edit."),
            "{path}"
        );
    }
    let header = fs::read_to_string(root.join("sdk-c/include/yao.h")).unwrap();
    assert!(header.contains("YAO_CODE_GONE = 410") && header.ends_with("int yao_after;\n"));
    let spec = fs::read_to_string(root.join("abi-spec/README.md")).unwrap();
    assert!(spec.contains("A host MUST copy.\n  Tested by: `copies`\n"));
    assert!(spec.contains("| 410 | `gone` | gone |"));
    let second = run(root, &[]);
    assert!(second.status.success() && second.stdout.is_empty());
    let check = run(root, &["--check"]);
    assert!(check.status.success(), "{}", stderr(&check));
}

#[test]
fn check_names_every_stale_file_and_writes_none() {
    let folder = repository();
    let root = folder.path();
    assert!(run(root, &[]).status.success());
    let toml = root.join("abi-spec/abi.toml");
    let changed = fs::read_to_string(&toml).unwrap().replace("max_depth = 64", "max_depth = 65");
    fs::write(&toml, changed).unwrap();
    fs::remove_file(root.join("sdk-go/abi_generated_imports.go")).unwrap();
    let check = run(root, &["--check"]);
    assert!(!check.status.success());
    let said = stderr(&check);
    for path in ["sdk-rust/src/abi/generated.rs", "sdk-c/include/yao.h", "abi-spec/README.md"] {
        assert!(said.contains(&format!("{path} is stale; run ./dev generate")), "{said}");
    }
    assert!(said.contains("sdk-go/abi_generated_imports.go is missing; run ./dev generate"), "{said}");
    assert!(!root.join("sdk-go/abi_generated_imports.go").exists());
    assert!(run(root, &[]).status.success());
    assert!(run(root, &["--check"]).status.success());
}

#[test]
fn bad_input_fails_with_the_reason() {
    let folder = repository();
    let root = folder.path();
    let unknown = run(root, &["--force"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("unknown argument --force\nusage:"));

    fs::write(root.join("tests/cases/lost.toml"), "clauses = [\"ABI-MEM-009\"]\n").unwrap();
    assert!(run(root, &[]).status.success(), "files are made whatever the cases say");
    let check = run(root, &["--check"]);
    assert!(!check.status.success());
    assert!(stderr(&check).contains("lost.toml names ABI-MEM-009, which is no clause"), "{}", stderr(&check));

    fs::write(root.join("sdk-c/include/yao.h"), "no markers\n").unwrap();
    assert!(
        stderr(&run(root, &["--check"])).contains("sdk-c/include/yao.h: found 0 lines `/* generated from")
    );

    let toml = root.join("abi-spec/abi.toml");
    fs::write(&toml, fs::read_to_string(&toml).unwrap().replace("bits = 31", "bits = 30")).unwrap();
    let bad = run(root, &[]);
    assert!(!bad.status.success());
    assert!(
        stderr(&bad).contains("abi-spec/abi.toml has 1 faults:\n  handles.bits is 30"),
        "{}",
        stderr(&bad)
    );

    let outside = Command::new(env!("CARGO_BIN_EXE_yao-abi-generator")).current_dir("/").output().unwrap();
    assert!(stderr(&outside).contains("no abi-spec/abi.toml in / or above"), "{}", stderr(&outside));
}

#[test]
fn generated_rust_compiles_without_a_warning() {
    let folder = repository();
    let root = folder.path();
    assert!(run(root, &[]).status.success());
    for path in &MADE[..2] {
        let crate_root = root.join("lib.rs");
        let source = format!(
            "//! Test.\n#![no_std]\n#![deny(warnings, missing_docs, unsafe_code)]\n/// Generated.\n#[path = {:?}]\npub mod generated;\n",
            root.join(path)
        );
        fs::write(&crate_root, source).unwrap();
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition", "2024", "--crate-type", "rlib", "--out-dir"]).arg(root).arg(&crate_root);
        let done = rustc.output().unwrap();
        assert!(done.status.success(), "{path}:\n{}", stderr(&done));
    }
}
