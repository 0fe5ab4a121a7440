//! What a run found: `target/conformance/report.json` and `report.md`.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::matrix;

/// How a case ended on a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should.
    Pass,
    /// Not as it should.
    Fail,
    /// It failed, and is on the list of expected failures.
    Xfail,
    /// It passed although it is on that list: the list is wrong, and that is a failure.
    Xpass,
    /// It could not run: a toolchain is missing.
    Missing,
}

/// One case on one guest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cell {
    /// The case.
    pub case: String,
    /// Its clauses.
    pub clauses: Vec<String>,
    /// The SDK, or `host`.
    pub sdk: String,
    /// The host it ran on.
    pub host: String,
    /// How it ended.
    pub status: Status,
    /// Expected and got, or what is missing; empty for a pass.
    pub detail: String,
}

/// How many cells ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Passed.
    pub pass: usize,
    /// Failed.
    pub fail: usize,
    /// Failed as expected.
    pub xfail: usize,
    /// Passed unexpectedly.
    pub xpass: usize,
    /// Could not run.
    pub missing: usize,
}

/// A whole run.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// How many cells ended how.
    pub summary: Summary,
    /// Every case on every guest.
    pub cells: Vec<Cell>,
    /// The versions of each SDK's toolchains, or which is missing.
    pub toolchains: BTreeMap<String, BTreeMap<String, String>>,
}

impl Report {
    /// A report of these cells.
    #[must_use]
    pub fn new(cells: Vec<Cell>, toolchains: BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let mut summary = Summary::default();
        for cell in &cells {
            *match cell.status {
                Status::Pass => &mut summary.pass,
                Status::Fail => &mut summary.fail,
                Status::Xfail => &mut summary.xfail,
                Status::Xpass => &mut summary.xpass,
                Status::Missing => &mut summary.missing,
            } += 1;
        }
        Self { summary, cells, toolchains }
    }

    /// Writes `report.json` and `report.md`. They hold this run only: `complete` says whether it had all cases.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path, complete: bool) -> Result<(), String> {
        let write = |name: &str, text: String| {
            let path = folder.join(name);
            fs::write(&path, text).map_err(|why| format!("{}: {why}", path.display()))
        };
        fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        write("report.json", self.json()?)?;
        write("report.md", self.markdown(complete))
    }

    /// The report as JSON.
    ///
    /// # Errors
    ///
    /// When it cannot be serialised.
    pub fn json(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|why| why.to_string())
    }

    /// The cells that make the run fail.
    pub fn failures(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| matches!(cell.status, Status::Fail | Status::Xpass))
    }

    fn markdown(&self, complete: bool) -> String {
        let Summary { pass, fail, xfail, xpass, missing } = self.summary;
        let mut out = format!(
            "# Conformance\n\n{pass} passed, {fail} failed, {xfail} failed as expected, {xpass} passed unexpectedly, \
             {missing} missing. {}\n\n{}",
            if complete { "All cases of these columns ran." } else { "Only some cases ran." },
            matrix::markdown(&self.cells)
        );
        if self.failures().next().is_some() {
            out.push_str("\n## Failures\n\n");
            for cell in self.failures() {
                let detail = cell.detail.replace('\n', " ");
                out.push_str(&format!(
                    "- `{}` on {} ({}): {detail}\n",
                    cell.case,
                    cell.sdk,
                    cell.clauses.join(", ")
                ));
            }
        }
        out.push_str("\n## Toolchains\n\n");
        for (sdk, tools) in &self.toolchains {
            for (name, version) in tools {
                out.push_str(&format!("- {sdk}: {name}: {version}\n"));
            }
        }
        out
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn cell(case: &str, clauses: &[&str], sdk: &str, status: Status) -> Cell {
        Cell {
            case: case.into(),
            clauses: clauses.iter().map(|clause| (*clause).into()).collect(),
            sdk: sdk.into(),
            host: "wasmi".into(),
            status,
            detail: if status == Status::Pass { String::new() } else { "why\nit is so".into() },
        }
    }

    fn report() -> Report {
        let cells = vec![
            cell("value/a", &["ABI-VAL-001"], "rust", Status::Pass),
            cell("value/a", &["ABI-VAL-001"], "wat", Status::Fail),
            cell("value/b", &["ABI-VAL-002"], "rust", Status::Xpass),
            cell("value/b", &["ABI-VAL-002"], "go", Status::Missing),
        ];
        let tools = BTreeMap::from([("rustc".to_string(), "1.95.0".to_string())]);
        Report::new(cells, BTreeMap::from([("rust".to_string(), tools)]))
    }

    #[test]
    fn the_summary_counts_cells() {
        assert_eq!(report().summary, Summary { pass: 1, fail: 1, xfail: 0, xpass: 1, missing: 1 });
    }

    #[test]
    fn json_has_the_shape_that_other_tools_rely_on() {
        let json: serde_json::Value = serde_json::from_str(&report().json().unwrap()).unwrap();
        assert_eq!(json["summary"]["xpass"], 1);
        assert_eq!(json["cells"][1]["status"], "fail");
        assert_eq!(json["cells"][0]["clauses"][0], "ABI-VAL-001");
        assert_eq!(json["toolchains"]["rust"]["rustc"], "1.95.0");
        let mut keys: Vec<&String> = json["cells"][0].as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["case", "clauses", "detail", "host", "sdk", "status"]);
    }

    #[test]
    fn markdown_lists_what_failed_in_one_line_each() {
        let text = report().markdown(false);
        assert!(text.contains("- `value/a` on wat (ABI-VAL-001): why it is so\n"), "{text}");
        assert!(text.contains("- `value/b` on rust"), "{text}");
        assert!(text.contains("Only some cases ran."), "{text}");
        assert!(text.contains("- rust: rustc: 1.95.0"), "{text}");
    }

    #[test]
    fn both_reports_are_written() {
        let folder = std::env::temp_dir().join(format!("yao-conformance-report-{}", std::process::id()));
        report().write(&folder, true).unwrap();
        let read: Report =
            serde_json::from_str(&fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
        assert_eq!(read.cells.len(), 4);
        assert!(folder.join("report.md").is_file());
        fs::remove_dir_all(folder).unwrap();
    }
}
