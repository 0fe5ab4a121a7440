//! `--explain CASE`: what a case is about, and how it went last time.

use std::{fs, path::Path};

use crate::{
    case::Case,
    report::{Report, Status},
};

/// Everything known of a case, for a person.
#[must_use]
pub fn explain(case: &Case, root: &Path) -> String {
    let mut out = format!("{}\n\n{}\n", case.name, case.body.doc.trim());
    let spec = fs::read_to_string(root.join("abi-spec/README.md")).unwrap_or_default();
    out.push_str("\nClauses (abi-spec/README.md):\n");
    for clause in &case.body.clauses {
        let text = clause_text(&spec, clause).unwrap_or("no such clause: correct the case");
        out.push_str(&format!("  {clause}  {text}\n"));
    }
    out.push_str(&format!("\ntests/cases/{}.toml:\n", case.name));
    for line in case.source.lines() {
        out.push_str(&format!("  {line}\n"));
    }
    out.push_str("\nLast run (target/conformance/report.json):\n");
    out.push_str(&last_run(case, root));
    let (sdk, name) = (if case.tests_host() { "host" } else { "SDK" }, &case.name);
    out.push_str(&format!("\nRun only this: yao-conformance --sdk {sdk} --case '{name}'\n"));
    out
}

/// The text of a clause: `- **ABI-VAL-001** The codec ...`.
fn clause_text<'a>(spec: &'a str, clause: &str) -> Option<&'a str> {
    let marker = format!("**{clause}**");
    spec.lines().find_map(|line| line.split_once(&marker)).map(|(_, text)| text.trim())
}

fn last_run(case: &Case, root: &Path) -> String {
    let file = root.join("target/conformance/report.json");
    let report = fs::read_to_string(&file).ok().and_then(|text| serde_json::from_str::<Report>(&text).ok());
    let Some(report) = report else { return "  there was none\n".into() };
    let cells: Vec<_> = report.cells.iter().filter(|cell| cell.case == case.name).collect();
    if cells.is_empty() {
        return "  the case was not part of it\n".into();
    }
    let mut out = String::new();
    for cell in cells {
        let status = match cell.status {
            Status::Pass => "pass".into(),
            Status::Missing => format!("missing: {}", cell.detail),
            Status::Fail | Status::Xfail | Status::Xpass => format!("{:?}: {}", cell.status, cell.detail),
        };
        out.push_str(&format!("  {} on {}: {status}\n", cell.sdk, cell.host));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::load::Loader;

    #[test]
    fn a_case_is_explained_with_its_clauses_and_source() {
        let text = "doc = \"Numbers stay what they are.\"\nclauses = [\"ABI-VAL-040\", \"ABI-VAL-999\"]\n\
                    [[steps]]\ncall = \"conf_echo\"\nargs = [1]\nexpect.value = 1";
        let case = Loader::new().unwrap().parse("value/numbers", text.into()).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let out = explain(&case, &root);
        for expected in
            ["Numbers stay", "ABI-VAL-040  A dynamic value MUST", "no such clause", "  args = [1]", "--case"]
        {
            assert!(out.contains(expected), "'{expected}' is missing in: {out}");
        }
    }
}
