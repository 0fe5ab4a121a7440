//! What a wrong `abi.toml`, spec or case gives: an error that says where, what and what is expected.

use std::fs;
use std::path::Path;
use yao_abi_generator::clauses::{Case, Spec, read_cases};
use yao_abi_generator::model::Abi;
use yao_abi_generator::validate::validate;

const ABI: &str = include_str!("../../abi.toml");

/// The faults of `abi.toml` with one text replaced by another.
fn faults(from: &str, to: &str) -> String {
    assert!(ABI.contains(from), "abi.toml does not hold {from}");
    let changed = ABI.replacen(from, to, 1);
    match Abi::parse(&changed) {
        Err(e) => e,
        Ok(abi) => validate(&abi).map_or_else(|faults| faults.join("\n"), |()| String::new()),
    }
}

#[test]
fn the_abi_itself_is_valid() {
    assert_eq!(validate(&Abi::parse(ABI).unwrap()), Ok(()));
}

#[test]
fn faults_say_where_and_what() {
    let expected = [
        ("code = 403\n", "code = 400\n", "error_codes, codes: `400` is there twice"),
        (
            "name = \"forbidden\"",
            "name = \"bad_request\"",
            "error_codes, names: `bad_request` is there twice",
        ),
        ("text = \"forbidden\"", "text = \"Forbidden.\"", "text `Forbidden.` is not lower case"),
        ("code = 403\n", "code = 0\n", "error code 0 `forbidden`: outside 1 to 2147483647"),
        ("bit = 1\n", "bit = 0\n", "capabilities, bits: `0` is there twice"),
        ("bit = 6\n", "bit = 32\n", "capability `one_shot`: bit 32 does not fit in 32 bits"),
        ("value = 6\n", "value = 7\n", "log level `trace`: value 7 at place 6"),
        ("name = \"trace\"", "name = \"debug\"", "log_levels, names: `debug` is there twice"),
        ("name = \"debug\"", "name = \"De bug\"", "`De bug` is not snake_case"),
        ("embedded = 64\n", "", "missing field `embedded`"),
        ("embedded = 64\n", "embedded = 9999\n", "server 1024, embedded 9999, microkernel 4 do not shrink"),
        ("microkernel = 4\n", "microkernel = 0\n", "0 in profile microkernel allows nothing"),
        ("scope = \"tree\"", "scope = \"forest\"", "unknown variant `forest`"),
        ("code = 508\nserver", "code = 509\nserver", "limit `call_depth`: code 509 is not in error_codes"),
        ("fallback_code = 500", "fallback_code = 599", "error_record.fallback_code is 599"),
        ("code_max = 2147483647", "code_max = 4294967295", "code_max is 4294967295, more than 2147483647"),
        ("error_shift = 31", "error_shift = 30", "packed: pointer at 32, error bit at 30"),
        ("max_len = 2147483647", "max_len = 4294967295", "overlap or leave a gap"),
        ("bits = 31", "bits = 32", "handles.bits is 32"),
        ("default_capacity = 8", "default_capacity = 0", "default_capacity is 0"),
        ("max_depth = 64", "max_depth = 0", "values.max_depth is 0"),
        ("major = 1", "major = 2", "version_export is `yao_abi_v1`, expected `yao_abi_v2`"),
        ("status = \"draft\"", "status = \"final\"", "expected `draft` or `stable`"),
        ("[\"yao_\", \"_\"]", "[\"yao_\", \"\"]", "holds an empty prefix"),
        ("module = \"yao\"", "module = \"env\"", "import `env.process`: module is not `yao`"),
        ("name = \"name_len\"", "name = \"name_ptr\"", "parameters: `name_ptr` is there twice"),
        ("name = \"name_len\"", "name = \"name_size\"", "pointer `name_ptr` is not followed by its length"),
        ("name = \"name_ptr\", type = \"i32\"", "name = \"name_ptr\", type = \"i64\"", "not an unsigned i32"),
        ("type = \"i64\"", "type = \"f64\"", "unknown variant `f64`"),
        (
            "type = \"i64\", unsigned = true",
            "type = \"i64\", unsigned = false",
            "a packed result and unsigned",
        ),
        ("name = \"yao_free\"", "name = \"yao_alloc\"", "exports: `yao_alloc` is there twice"),
        ("name = \"yao_reset\"", "name = \"yao_clear\"", "export `yao_reset` is missing"),
        ("name = \"yao_reset\"", "name = \"yao_clear\"", "export `yao_clear`: no renderer knows it"),
        ("doc = \"Exports `yao_reset`.\"", "doc = \"a | b\"", "capability `reset`: doc `a | b`"),
        ("[handles]", "[handels]", "unknown field `handels`"),
        ("minor = 0", "minor = -1", "abi.toml: TOML parse error at line"),
        ("[abi]", "[abi", "abi.toml: TOML parse error at line"),
    ];
    for (from, to, message) in expected {
        let got = faults(from, to);
        assert!(got.contains(message), "`{from}` -> `{to}`:\n{got}\nexpected `{message}`");
    }
}

#[test]
fn all_faults_are_reported_at_once() {
    let changed = ABI.replacen("bits = 31", "bits = 32", 1).replacen("max_depth = 64", "max_depth = 0", 1);
    assert_eq!(validate(&Abi::parse(&changed).unwrap()).unwrap_err().len(), 2);
}

const TEXT: &str = "\
# Spec

- **ABI-MEM-001** A host MUST copy.
- **ABI-MEM-002** A host SHOULD hurry.
- **ABI-MEM-003** A host MUST check.
  Also tested by: `src/lib.rs#fn checks`
- **ABI-MEM-004** First line,
  and a MUST in the second.
  Tested by: `gone`

A paragraph with a MUST that is no clause.
";

fn case(name: &str, clauses: &[&str]) -> Case {
    Case {
        name: name.into(),
        path: format!("tests/cases/{name}.toml"),
        clauses: clauses.iter().map(|c| (*c).into()).collect(),
    }
}

fn check(text: &str, cases: &[Case], root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    Spec::parse(text, &mut faults).check(root, cases, &mut faults);
    faults
}

#[test]
fn a_must_needs_a_test_and_a_case_needs_a_clause() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("src")).unwrap();
    fs::write(root.path().join("src/lib.rs"), "fn checks() {}").unwrap();
    let cases = [case("a", &["ABI-MEM-001", "ABI-MEM-009"])];
    assert_eq!(
        check(TEXT, &cases, root.path()),
        [
            "abi-spec/README.md:7: ABI-MEM-004 is a MUST that no case names; add its id to a case in tests/cases",
            "tests/cases/a.toml names ABI-MEM-009, which is no clause of abi-spec/README.md",
        ]
    );
    let cases = [case("a", &["ABI-MEM-001", "ABI-MEM-004"])];
    assert!(check(TEXT, &cases, root.path()).is_empty());
}

#[test]
fn a_named_test_has_to_be_there() {
    let root = tempfile::tempdir().unwrap();
    let cases = [case("a", &["ABI-MEM-001", "ABI-MEM-004"])];
    let missing = check(TEXT, &cases, root.path());
    assert!(missing[0].contains("ABI-MEM-003 names `src/lib.rs#fn checks`: "), "{missing:?}");
    fs::create_dir(root.path().join("src")).unwrap();
    fs::write(root.path().join("src/lib.rs"), "fn other() {}").unwrap();
    let renamed = check(TEXT, &cases, root.path());
    assert!(renamed[0].ends_with("src/lib.rs does not hold `fn checks`"), "{renamed:?}");
}

#[test]
fn ids_are_well_formed_and_unique() {
    let text = "- **ABI-MEM-001** x\n- **ABI-MEM-1** x\n- **ABI-mem-002** x\n- **ABI-MEM-001** x\n";
    let faults = check(text, &[], Path::new("."));
    assert_eq!(
        faults,
        [
            "abi-spec/README.md:2: clause id `ABI-MEM-1` is not ABI-<AREA>-NNN",
            "abi-spec/README.md:3: clause id `ABI-mem-002` is not ABI-<AREA>-NNN",
            "abi-spec/README.md:4: clause ABI-MEM-001 is there twice",
        ]
    );
}

#[test]
fn tested_by_is_filled_in_and_taken_out() {
    let cases = [case("b", &["ABI-MEM-001", "ABI-MEM-003"]), case("a", &["ABI-MEM-001"])];
    let spec = Spec::parse(TEXT, &mut Vec::new());
    let text = spec.render(TEXT, &cases);
    assert!(text.contains("A host MUST copy.\n  Tested by: `a`, `b`\n- **ABI-MEM-002**"), "{text}");
    assert!(text.contains("`src/lib.rs#fn checks`\n  Tested by: `b`\n- **ABI-MEM-004**"), "{text}");
    assert!(!text.contains("gone"), "{text}");
    assert_eq!(spec.render(&text, &cases), text, "a second run changes nothing");
}

#[test]
fn cases_are_found_in_folders_and_say_what_is_wrong_with_them() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("tests/cases/memory");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("good.toml"), "clauses = [\"ABI-MEM-001\"]\n").unwrap();
    fs::write(folder.join("empty.toml"), "clauses = []\n").unwrap();
    fs::write(folder.join("none.toml"), "doc = \"x\"\n").unwrap();
    fs::write(folder.join("number.toml"), "clauses = [1]\n").unwrap();
    fs::write(folder.join("broken.toml"), "clauses = [\n").unwrap();
    fs::write(folder.join("notes.md"), "clauses").unwrap();
    let mut faults = Vec::new();
    let cases = read_cases(root.path(), &mut faults).unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(
        (cases[0].name.as_str(), cases[0].path.as_str()),
        ("memory/good", "tests/cases/memory/good.toml")
    );
    faults.sort();
    assert_eq!(faults.len(), 4);
    assert!(faults[0].starts_with("tests/cases/memory/broken.toml: TOML parse error"), "{}", faults[0]);
    assert!(faults[1].ends_with("empty.toml: `clauses` is empty; a case tests at least one clause"));
    assert!(faults[2].ends_with("none.toml: no list `clauses`"));
    assert!(faults[3].ends_with("number.toml: `clauses` holds something that is not a string"));
}
