//! Runs cases on guests, in parallel, and gives a cell for each.

use std::{collections::BTreeSet, fs, path::Path};

use serde::Deserialize;

use crate::{
    case::Case,
    host::Host,
    parallel,
    progress::Progress,
    report::{Cell, Status},
    run::{self, Failed, Subject},
};

/// The column of cases that bring their own guest.
pub const HOST_COLUMN: &str = "host";

/// A column of the matrix.
pub struct Column {
    /// Its name.
    pub sdk: String,
    /// Its guest.
    pub guest: Guest,
}

/// The guest of a column.
pub enum Guest {
    /// Ready to run.
    Ready(Subject),
    /// The cases bring their own.
    Own,
    /// A toolchain is missing.
    Missing(String),
    /// It could not be built.
    Broken(String),
}

/// A case that is expected to fail on an SDK.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFailure {
    /// The case.
    pub case: String,
    /// The SDK.
    pub sdk: String,
    /// Why, and what has to happen.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFailures {
    xfail: Vec<ExpectedFailure>,
}

/// Reads the list of expected failures.
///
/// # Errors
///
/// When it cannot be understood, or names a case or an SDK that does not exist.
pub fn expected_failures(
    file: &Path,
    cases: &[Case],
    sdks: &[String],
) -> Result<Vec<ExpectedFailure>, String> {
    let text = fs::read_to_string(file).map_err(|why| format!("{}: {why}", file.display()))?;
    let list: ExpectedFailures = toml::from_str(&text).map_err(|why| format!("{}: {why}", file.display()))?;
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let drop = |what: &str, name: &str| {
        Err(format!("{}: there is no {what} '{name}'; drop the entry", file.display()))
    };
    for ExpectedFailure { case, sdk, .. } in &list.xfail {
        if !names.contains(case.as_str()) {
            return drop("case", case);
        }
        if sdk != HOST_COLUMN && !sdks.contains(sdk) {
            return drop("SDK", sdk);
        }
    }
    Ok(list.xfail)
}

/// Everything that a run needs.
pub struct Suite<'a> {
    /// The cases.
    pub cases: &'a [Case],
    /// The columns, in the order of the matrix.
    pub columns: &'a [Column],
    /// The host.
    pub host: &'a dyn Host,
    /// The root of the repository.
    pub root: &'a Path,
    /// What is expected to fail.
    pub xfail: &'a [ExpectedFailure],
    /// Threads.
    pub jobs: usize,
}

impl Suite<'_> {
    /// Runs everything.
    #[must_use]
    pub fn run(&self, progress: &Progress) -> Vec<Cell> {
        let tasks: Vec<(&Column, &Case)> = self
            .columns
            .iter()
            .flat_map(|column| self.cases.iter().map(move |case| (column, case)))
            .filter(|(column, case)| case.tests_host() == matches!(column.guest, Guest::Own))
            .collect();
        // What takes long goes first, so that no thread is left alone with it at the end.
        let mut order: Vec<usize> = (0..tasks.len()).collect();
        order.sort_by_key(|index| !tasks[*index].1.body.leak_rule);
        progress.begin(tasks.len());
        let mut cells = parallel::map(&order, self.jobs, |&index| {
            let (column, case) = tasks[index];
            let cell = self.cell(column, case);
            progress.step(&cell);
            (index, cell)
        });
        progress.end();
        cells.sort_by_key(|(index, _)| *index);
        cells.into_iter().map(|(_, cell)| cell).collect()
    }

    fn cell(&self, column: &Column, case: &Case) -> Cell {
        let is_expected = self.xfail.iter().any(|entry| entry.case == case.name && entry.sdk == column.sdk);
        let (status, detail) = match &column.guest {
            Guest::Missing(why) => (Status::Missing, why.clone()),
            Guest::Broken(why) => (Status::Fail, why.clone()),
            Guest::Ready(subject) => {
                judged(run::run(case, Some(subject), self.host, self.root), case, is_expected)
            }
            Guest::Own => judged(run::run(case, None, self.host, self.root), case, is_expected),
        };
        Cell {
            case: case.name.clone(),
            clauses: case.body.clauses.clone(),
            sdk: column.sdk.clone(),
            host: self.host.name().into(),
            status,
            detail,
        }
    }
}

fn judged(result: Result<(), Failed>, case: &Case, is_expected: bool) -> (Status, String) {
    match (result, is_expected) {
        (Ok(()), false) => (Status::Pass, String::new()),
        (Ok(()), true) => (Status::Xpass, "it passes: take it off the list of expected failures".into()),
        (Err(failed), true) => (Status::Xfail, describe(&failed, case)),
        (Err(failed), false) => (Status::Fail, describe(&failed, case)),
    }
}

/// A failure with the step that it is in.
#[must_use]
pub fn describe(failed: &Failed, case: &Case) -> String {
    let Some(index) = failed.step else { return failed.why.clone() };
    let verb = case.body.steps.get(index).map(crate::case::Step::title).unwrap_or_default();
    format!("step {index} ({verb}): {}", failed.why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::load::Loader;

    fn case() -> Case {
        let text = "doc = \"An example that tests the suite.\"\nclauses = [\"ABI-VAL-001\"]\n[[steps]]\n\
                    call = \"conf_echo\"\nexpect.value = 1";
        Loader::new().unwrap().parse("group/example", text.into()).unwrap()
    }

    fn failed() -> Failed {
        Failed { step: Some(0), why: "value is 2, expected 1".into(), outcome: None }
    }

    #[test]
    fn an_expected_failure_that_passes_is_not_a_pass() {
        assert_eq!(judged(Ok(()), &case(), false).0, Status::Pass);
        assert_eq!(judged(Ok(()), &case(), true).0, Status::Xpass);
        assert_eq!(judged(Err(failed()), &case(), true).0, Status::Xfail);
    }

    #[test]
    fn a_failure_names_its_step() {
        let (status, detail) = judged(Err(failed()), &case(), false);
        assert_eq!(status, Status::Fail);
        assert_eq!(detail, "step 0 (call conf_echo): value is 2, expected 1");
    }

    #[test]
    fn an_expected_failure_of_no_case_or_sdk_is_refused() {
        let file = std::env::temp_dir().join(format!("yao-conformance-xfail-{}.toml", std::process::id()));
        fs::write(&file, "[[xfail]]\ncase = \"group/gone\"\nsdk = \"go\"\nreason = \"none\"").unwrap();
        let sdks = ["go".to_string()];
        let why = expected_failures(&file, &[case()], &sdks).unwrap_err();
        assert!(why.contains("no case 'group/gone'"), "{why}");
        fs::write(&file, "[[xfail]]\ncase = \"group/example\"\nsdk = \"og\"\nreason = \"none\"").unwrap();
        let why = expected_failures(&file, &[case()], &sdks).unwrap_err();
        assert!(why.contains("no SDK 'og'"), "{why}");
        fs::write(&file, "xfail = []").unwrap();
        assert_eq!(expected_failures(&file, &[case()], &sdks).unwrap(), []);
        fs::remove_file(file).unwrap();
    }
}
