//! What the command does.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::{
    bless::{self, Blessed},
    case::{Case, load},
    cli::{Cli, Helper},
    columns::{self, Columns},
    explain, guest_text,
    host::{Host, wasmi::Wasmi},
    matrix, module,
    progress::Progress,
    report::{Cell, Report, Status},
    sdk, self_test,
    suite::{self, Column, Guest, Suite},
};

/// Every case passed.
pub const PASSED: u8 = 0;
/// A case failed, a guest could not be built, or a mutant was not caught.
pub const FAILED: u8 = 1;
/// Wrong usage, or a file that cannot be read.
pub const UNUSABLE: u8 = 2;
/// A toolchain is missing that may not be.
pub const MISSING: u8 = 3;

/// Does what the command line says: the exit code.
///
/// # Errors
///
/// Wrong usage, or a file that cannot be read.
pub fn main(cli: &Cli, under_ci: bool) -> Result<u8, String> {
    if let Some(Helper::Wat { folder, out }) = &cli.command {
        let bytes = guest_text::assemble(&guest_text::read(folder)?)?;
        fs::write(out, bytes).map_err(|why| format!("{}: {why}", out.display()))?;
        return Ok(PASSED);
    }
    let root = root(cli)?;
    let all = load::load_all(&root.join("tests/cases"))?;
    if let Some(name) = &cli.explain {
        print!("{}", explain::explain(find(&all, name)?, &root));
        return Ok(PASSED);
    }
    let cases = selected(&all, &cli.case)?;
    if cli.list {
        list(&cases);
        return Ok(PASSED);
    }
    let host = Wasmi::default();
    if cli.self_test {
        let trials = self_test::run(&cases, &host, &root, cli.threads())?;
        print!("{}", self_test::text(&trials));
        return Ok(if trials.iter().all(|trial| trial.caught.is_some()) { PASSED } else { FAILED });
    }
    let sdks: Vec<String> =
        sdk::load_all(&root.join("tests/sdks"))?.into_iter().map(|manifest| manifest.sdk).collect();
    let xfail = suite::expected_failures(&root.join("tests/conformance/xfail.toml"), &all, &sdks)?;
    let progress = if cli.json { Progress::hidden() } else { Progress::new() };
    let Columns { columns, toolchains, asked } = columns::choose(cli, &root, &progress)?;
    if cli.build_only {
        return Ok(built(&columns, under_ci || asked));
    }
    if let Some(file) = &cli.module {
        module::check(file, &columns, &all, &host)?.iter().for_each(|line| progress.say(line));
    }
    if cli.bless {
        return bless_all(&cases, &columns, &host, &root);
    }
    let suite = Suite {
        cases: &cases,
        columns: &columns,
        host: &host,
        root: &root,
        xfail: &xfail,
        jobs: cli.threads(),
    };
    let begun = Instant::now();
    let cells = suite.run(&progress);
    if cells.is_empty() {
        return Err(
            "nothing to run: the cases are not for these columns; --list says which are for the host".into(),
        );
    }
    let report = Report::new(cells, toolchains);
    let folder = root.join("target/conformance");
    report.write(&folder, cases.len() == all.len())?;
    if cli.json {
        print!("{}", report.json()?);
    } else {
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{}{seconds:.1} s; the reports in {} hold this run only",
            summary(&report),
            folder.display()
        );
    }
    Ok(exit_code(&report, under_ci || asked))
}

fn root(cli: &Cli) -> Result<PathBuf, String> {
    if let Some(root) = &cli.root {
        return root.canonicalize().map_err(|why| format!("--root {}: {why}", root.display()));
    }
    let here = env::current_dir().map_err(|why| format!("the current folder: {why}"))?;
    let root = here.ancestors().find(|folder| folder.join("abi-spec/abi.toml").is_file());
    root.map(Path::to_path_buf)
        .ok_or_else(|| format!("no abi-spec/abi.toml in or above {}; give --root", here.display()))
}

fn find<'a>(cases: &'a [Case], name: &str) -> Result<&'a Case, String> {
    if let Some(case) = cases.iter().find(|case| case.name == name) {
        return Ok(case);
    }
    let near: Vec<&str> =
        cases.iter().filter(|case| case.name.contains(name)).map(|case| case.name.as_str()).collect();
    match near.as_slice() {
        [one] => find(cases, one),
        [] => Err(format!("there is no case '{name}'; --list shows all")),
        _ => Err(format!("there is no case '{name}'; did you mean one of {}?", near.join(", "))),
    }
}

/// The cases that one of the globs matches, by [`glob_set`].
fn selected(cases: &[Case], globs: &[String]) -> Result<Vec<Case>, String> {
    if globs.is_empty() {
        return Ok(cases.to_vec());
    }
    let set = glob_set(globs)?;
    let chosen: Vec<Case> = cases.iter().filter(|case| set.is_match(&case.name)).cloned().collect();
    if chosen.is_empty() {
        return Err(format!("no case matches {}; --list shows all", globs.join(", ")));
    }
    Ok(chosen)
}

/// One set of all globs; a glob without a special character matches a part of a name.
///
/// # Errors
///
/// Names the glob that cannot be understood.
pub fn glob_set(globs: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for text in globs {
        let pattern = if text.contains(['*', '?', '[', '{']) { text.clone() } else { format!("*{text}*") };
        set.add(Glob::new(&pattern).map_err(|why| format!("--case {text}: {why}"))?);
    }
    set.build().map_err(|why| why.to_string())
}

fn list(cases: &[Case]) {
    for case in cases {
        let column = if case.tests_host() { " (host)" } else { "" };
        println!("{}{column}  {}", case.name, case.body.clauses.join(" "));
    }
    let on_host = cases.iter().filter(|case| case.tests_host()).count();
    println!("{} cases: {} on every SDK, {on_host} on the host", cases.len(), cases.len() - on_host);
}

fn bless_all(cases: &[Case], columns: &[Column], host: &dyn Host, root: &Path) -> Result<u8, String> {
    let [column] = columns else {
        return Err("--bless takes its expectations from one column: name it with --sdk".into());
    };
    let subject = match &column.guest {
        Guest::Ready(subject) => Some(subject),
        Guest::Own => None,
        Guest::Missing(why) | Guest::Broken(why) => return Err(format!("{}: {why}", column.sdk)),
    };
    let mut code = PASSED;
    for case in cases.iter().filter(|case| case.tests_host() == subject.is_none()) {
        match bless::bless(case, subject, host, root)? {
            Blessed::Unchanged => {}
            Blessed::Changed(source) => {
                bless::write(root, case, &source)?;
                println!("blessed {}; read it before you keep it", case.name);
            }
            Blessed::Failing(why) => {
                println!("cannot bless {}: {why}", case.name);
                code = FAILED;
            }
        }
    }
    Ok(code)
}

fn built(columns: &[Column], strict: bool) -> u8 {
    let mut code = PASSED;
    for column in columns {
        match &column.guest {
            Guest::Missing(why) => {
                eprintln!("{}: {why}", column.sdk);
                code = if strict { code.max(MISSING) } else { code };
            }
            // The build has said why already.
            Guest::Broken(_) => return FAILED,
            Guest::Ready(_) | Guest::Own => {}
        }
    }
    code
}

fn summary(report: &Report) -> String {
    let mut out = matrix::text(&report.cells);
    for Cell { case, sdk, detail, .. } in report.failures() {
        out.push_str(&format!(
            "\nFAIL {case} on {sdk}\n  {detail}\n  more: yao-conformance --explain {case}\n"
        ));
    }
    let mut missing: Vec<(&str, &str)> = Vec::new();
    for cell in report.cells.iter().filter(|cell| cell.status == Status::Missing) {
        if !missing.contains(&(&cell.sdk, &cell.detail)) {
            missing.push((&cell.sdk, &cell.detail));
        }
    }
    for (sdk, why) in missing {
        out.push_str(&format!("\nMISSING {sdk}: {why}\n"));
    }
    let count = report.summary;
    out.push_str(&format!(
        "\n{} passed, {} failed, {} failed as expected, {} passed unexpectedly, {} missing\n",
        count.pass, count.fail, count.xfail, count.xpass, count.missing
    ));
    out
}

fn exit_code(report: &Report, strict: bool) -> u8 {
    if report.failures().next().is_some() {
        FAILED
    } else if strict && report.summary.missing > 0 {
        MISSING
    } else {
        PASSED
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::report::tests::cell;

    fn code(status: Status, strict: bool) -> u8 {
        exit_code(&Report::new(vec![cell("a/b", &["ABI-VAL-001"], "go", status)], BTreeMap::new()), strict)
    }

    #[test]
    fn exit_codes_are_those_that_help_lists() {
        assert_eq!(code(Status::Pass, true), PASSED);
        assert_eq!(code(Status::Fail, false), FAILED);
        assert_eq!(code(Status::Xpass, false), FAILED);
        assert_eq!(code(Status::Xfail, true), PASSED);
        assert_eq!(code(Status::Missing, false), PASSED);
        assert_eq!(code(Status::Missing, true), MISSING);
    }

    #[test]
    fn the_summary_says_what_failed_and_how_to_learn_more() {
        let cells = vec![
            cell("value/a", &["ABI-VAL-001"], "wat", Status::Fail),
            cell("value/a", &["ABI-VAL-001"], "go", Status::Missing),
            cell("value/b", &["ABI-VAL-001"], "go", Status::Missing),
        ];
        let text = summary(&Report::new(cells, BTreeMap::new()));
        assert!(text.contains("FAIL value/a on wat") && text.contains("--explain value/a"), "{text}");
        assert_eq!(text.matches("MISSING go").count(), 1, "{text}");
        assert!(
            text.contains("0 passed, 1 failed, 0 failed as expected, 0 passed unexpectedly, 2 missing"),
            "{text}"
        );
    }

    #[test]
    fn a_part_of_a_name_selects_and_an_unknown_one_is_refused() {
        let loader = load::Loader::new().unwrap();
        let text = "doc = \"An example that tests selection.\"\nclauses = [\"ABI-VAL-001\"]\n[[steps]]\ncall = \"a\"\nexpect = {}";
        let cases: Vec<Case> =
            ["value/one", "error/one"].map(|name| loader.parse(name, text.into()).unwrap()).to_vec();
        let names = |globs: &[&str]| {
            let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_string()).collect();
            selected(&cases, &globs)
                .map(|cases| cases.iter().map(|case| case.name.clone()).collect::<Vec<_>>())
        };
        assert_eq!(names(&["value/*"]).unwrap(), ["value/one"]);
        assert_eq!(names(&["one"]).unwrap().len(), 2);
        assert!(names(&["two"]).unwrap_err().contains("no case matches two"));
        assert_eq!(find(&cases, "error").unwrap().name, "error/one");
        assert!(find(&cases, "one").unwrap_err().contains("did you mean one of value/one, error/one?"));
    }
}
