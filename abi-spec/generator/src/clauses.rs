//! The clauses of the spec and the cases that name them.
//!
//! In `abi-spec/README.md` a clause is a list item that starts with its id in bold:
//!
//! ```text
//! - **ABI-MEM-004** The host MUST copy a result before it frees it.
//!   Also tested by: `host-ref/tests/memory.rs#copies_before_free`
//!   Tested by: `memory/result-freed-once`
//! ```
//!
//! People write the first two lines, the generator writes `Tested by:` from the cases under `tests/cases`, which
//! list the ids they test. `Also tested by:` names tests that are no conformance cases: the file exists and, after
//! a `#`, holds that text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const TESTED: &str = "  Tested by:";
const ALSO: &str = "  Also tested by:";

/// A conformance case, as far as the spec is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name as the conformance runner says it: `group/behaviour`.
    pub name: String,
    /// Where it is, from the root of the repository.
    pub path: String,
    /// The clauses it tests.
    pub clauses: Vec<String>,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// `ABI-<AREA>-NNN`.
    pub id: String,
    /// Its line in the spec, from 1.
    pub line: usize,
    /// Whether it holds a MUST, so that it needs a test.
    pub must: bool,
    /// Tests that are no cases: `path` or `path#text`.
    pub also: Vec<String>,
}

/// All clauses of the spec in order.
#[derive(Debug, Default)]
pub struct Spec {
    /// The clauses.
    pub clauses: Vec<Clause>,
}

impl Spec {
    /// Read the clauses of the spec; what is wrong with it goes to `faults`.
    pub fn parse(text: &str, faults: &mut Vec<String>) -> Self {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut open = false;
        for (i, line) in text.lines().enumerate() {
            let at = format!("abi-spec/README.md:{}", i + 1);
            if let Some(id) = clause_id(line) {
                if !well_formed(id) {
                    faults.push(format!("{at}: clause id `{id}` is not ABI-<AREA>-NNN"));
                }
                if clauses.iter().any(|c| c.id == id) {
                    faults.push(format!("{at}: clause {id} is there twice"));
                }
                clauses.push(Clause { id: id.to_owned(), line: i + 1, must: false, also: Vec::new() });
                open = true;
            } else if !line.starts_with("  ") {
                open = false;
            }
            let Some(clause) = clauses.last_mut().filter(|_| open) else { continue };
            if let Some(list) = line.strip_prefix(ALSO) {
                clause.also.extend(list.split('`').skip(1).step_by(2).map(str::to_owned));
            } else if !line.starts_with(TESTED) {
                clause.must |= line.contains("MUST");
            }
        }
        Self { clauses }
    }

    /// Find MUST clauses without a test, cases with unknown clauses, and named tests that are not there.
    pub fn check(&self, root: &Path, cases: &[Case], faults: &mut Vec<String>) {
        let by_clause = by_clause(cases);
        for clause in &self.clauses {
            let at = format!("abi-spec/README.md:{}: {}", clause.line, clause.id);
            if clause.must && clause.also.is_empty() && !by_clause.contains_key(clause.id.as_str()) {
                faults
                    .push(format!("{at} is a MUST that no case names; add its id to a case in tests/cases"));
            }
            for test in &clause.also {
                let (path, needle) = test.split_once('#').unwrap_or((test, ""));
                match fs::read_to_string(root.join(path)) {
                    Ok(text) if text.contains(needle) => {}
                    Ok(_) => faults.push(format!("{at} names `{test}`, but {path} does not hold `{needle}`")),
                    Err(e) => faults.push(format!("{at} names `{test}`: {e}")),
                }
            }
        }
        let known: BTreeSet<_> = self.clauses.iter().map(|c| c.id.as_str()).collect();
        for case in cases {
            for id in case.clauses.iter().filter(|id| !known.contains(id.as_str())) {
                faults.push(format!("{} names {id}, which is no clause of abi-spec/README.md", case.path));
            }
        }
    }

    /// The text with the `Tested by:` line of every clause made new.
    #[must_use]
    pub fn render(&self, text: &str, cases: &[Case]) -> String {
        let by_clause = by_clause(cases);
        let mut out = String::with_capacity(text.len());
        let mut due: Option<&str> = None;
        let flush = |out: &mut String, due: &mut Option<&str>| {
            if let Some(names) = due.take().and_then(|id| by_clause.get(id)) {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                out.push_str(&format!("{TESTED} {}\n", names.join(", ")));
            }
        };
        for line in text.lines().filter(|line| !line.starts_with(TESTED)) {
            if !line.starts_with("  ") {
                flush(&mut out, &mut due);
            }
            if let Some(id) = clause_id(line) {
                due = Some(id);
            }
            out.push_str(line);
            out.push('\n');
        }
        flush(&mut out, &mut due);
        out
    }
}

fn clause_id(line: &str) -> Option<&str> {
    line.strip_prefix("- **ABI-")?;
    line.strip_prefix("- **")?.split_once("**").map(|(id, _)| id)
}

fn well_formed(id: &str) -> bool {
    let parts: Vec<_> = id.split('-').collect();
    matches!(parts.as_slice(), ["ABI", area, number]
        if !area.is_empty()
            && area.chars().all(|c| c.is_ascii_uppercase())
            && number.len() == 3
            && number.chars().all(|c| c.is_ascii_digit()))
}

fn by_clause(cases: &[Case]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut map: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in cases {
        for id in &case.clauses {
            map.entry(id).or_default().insert(&case.name);
        }
    }
    map
}

/// Read the name and clauses of every case under `tests/cases`; a case without clauses is a fault.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn read_cases(root: &Path, faults: &mut Vec<String>) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let mut folders = vec![root.join("tests/cases")];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(format!("{}: {e}", folder.display())),
        };
        for entry in entries {
            let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                let text = fs::read_to_string(&path).map_err(|e| format!("{shown}: {e}"))?;
                match case_clauses(&text) {
                    Ok(clauses) => {
                        let name =
                            shown.trim_start_matches("tests/cases/").trim_end_matches(".toml").to_owned();
                        cases.push(Case { name, path: shown, clauses });
                    }
                    Err(e) => faults.push(format!("{shown}: {e}")),
                }
            }
        }
    }
    cases.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(cases)
}

fn case_clauses(text: &str) -> Result<Vec<String>, String> {
    let table: toml::Table = toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())?;
    let list = table.get("clauses").and_then(toml::Value::as_array).ok_or("no list `clauses`")?;
    let ids: Option<Vec<_>> = list.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    match ids {
        Some(ids) if !ids.is_empty() => Ok(ids),
        Some(_) => Err("`clauses` is empty; a case tests at least one clause".into()),
        None => Err("`clauses` holds something that is not a string".into()),
    }
}
