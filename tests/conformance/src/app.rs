//! What the command does.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::{
    bless::{self, Blessed},
    build::{self, Job},
    case::{Case, load},
    cli::{Cli, Helper},
    explain, guest_text,
    host::{Host, wasmi::Wasmi},
    matrix,
    mutants::{self, Mutant, Trial},
    progress::Progress,
    report::{Cell, Report, Status},
    run::Subject,
    sdk::{self, Manifest, Probe},
    suite::{self, Column, Guest, HOST_COLUMN, Suite},
};

/// Every case passed.
pub const PASSED: u8 = 0;
/// A case failed, a guest could not be built, or a mutant was not caught.
pub const FAILED: u8 = 1;
/// Wrong usage, or a file that cannot be read.
pub const UNUSABLE: u8 = 2;
/// A toolchain is missing that may not be.
pub const MISSING: u8 = 3;

/// The column of `--module`.
const MODULE_COLUMN: &str = "module";
/// Where the fields of the WAT guest are.
const WAT_GUEST: &str = "tests/guests/wat/conformance";

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
        return self_test(cli, &cases, &host, &root);
    }
    let xfail = suite::expected_failures(&root.join("tests/conformance/xfail.toml"), &all)?;
    let progress = if cli.json { Progress::hidden() } else { Progress::new() };
    let Columns { columns, toolchains, asked } = columns(cli, &root, &progress)?;
    if cli.build_only {
        return Ok(built(&columns, under_ci || asked));
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
        jobs: threads(cli),
    };
    let report = Report::new(suite.run(&progress), toolchains);
    report.write(&root.join("target/conformance"))?;
    if cli.json {
        print!("{}", report.json()?);
    } else {
        print!("{}", summary(&report));
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

fn threads(cli: &Cli) -> usize {
    cli.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from)).max(1)
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

/// The cases that one of the globs matches; a glob without a special character matches a part of the name.
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

fn glob_set(globs: &[String]) -> Result<GlobSet, String> {
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

struct Columns {
    columns: Vec<Column>,
    toolchains: BTreeMap<String, BTreeMap<String, String>>,
    /// SDKs were asked for by name, so none of them may be missing.
    asked: bool,
}

fn columns(cli: &Cli, root: &Path, progress: &Progress) -> Result<Columns, String> {
    if let Some(file) = &cli.module {
        let bytes = fs::read(file).map_err(|why| format!("--module {}: {why}", file.display()))?;
        let column =
            Column { sdk: MODULE_COLUMN.into(), guest: Guest::Ready(Subject::new(&bytes, cli.wasi)) };
        return Ok(Columns { columns: vec![column], toolchains: BTreeMap::new(), asked: true });
    }
    let manifests = chosen(sdk::load_all(&root.join("tests/sdks"))?, cli)?;
    let probes: Vec<Probe> = manifests.iter().map(|manifest| manifest.probe(root)).collect();
    let ready: Vec<(&Manifest, Vec<(String, String)>)> = manifests
        .iter()
        .zip(&probes)
        .filter_map(|(manifest, probe)| match probe {
            Probe::Found(versions) => Some((manifest, versions.clone())),
            Probe::Missing { .. } => None,
        })
        .collect();
    let broken = if cli.no_build { BTreeMap::new() } else { build_all(&ready, root, threads(cli), progress) };
    let mut toolchains = BTreeMap::new();
    let mut columns = Vec::with_capacity(manifests.len() + 1);
    for (manifest, probe) in manifests.iter().zip(probes) {
        toolchains.insert(manifest.sdk.clone(), versions(&probe));
        // A one-shot guest may be called once: it is built for its size, and has no column unless asked for.
        if manifest.one_shot && !cli.build_only && !cli.sdk.contains(&manifest.sdk) {
            continue;
        }
        columns.push(Column { sdk: manifest.sdk.clone(), guest: guest(manifest, probe, &broken, root) });
    }
    if cli.sdk.is_empty() || cli.sdk.iter().any(|name| name == HOST_COLUMN) {
        columns.push(Column { sdk: HOST_COLUMN.into(), guest: Guest::Own });
    }
    Ok(Columns { columns, toolchains, asked: !cli.sdk.is_empty() })
}

fn chosen(mut manifests: Vec<Manifest>, cli: &Cli) -> Result<Vec<Manifest>, String> {
    let known = |name: &String| name == HOST_COLUMN || manifests.iter().any(|manifest| manifest.sdk == *name);
    if let Some(unknown) = cli.sdk.iter().find(|name| !known(name)) {
        let names: Vec<&str> = manifests.iter().map(|manifest| manifest.sdk.as_str()).collect();
        return Err(format!("--sdk {unknown}: there is {HOST_COLUMN}, {}", names.join(", ")));
    }
    manifests.retain(|manifest| cli.sdk.is_empty() || cli.sdk.contains(&manifest.sdk));
    Ok(manifests)
}

fn versions(probe: &Probe) -> BTreeMap<String, String> {
    match probe {
        Probe::Found(versions) => versions.iter().cloned().collect(),
        Probe::Missing { name, install } => {
            BTreeMap::from([(name.clone(), format!("missing; get it with {install}"))])
        }
    }
}

fn guest(manifest: &Manifest, probe: Probe, broken: &BTreeMap<String, String>, root: &Path) -> Guest {
    if let Probe::Missing { name, install } = probe {
        return Guest::Missing(format!("{name} is missing; get it with {install}"));
    }
    if let Some(why) = broken.get(&manifest.sdk) {
        return Guest::Broken(format!("the guest could not be built: {why}"));
    }
    match fs::read(root.join(&manifest.artefact)) {
        Ok(bytes) => Guest::Ready(Subject::new(&bytes, manifest.wasi)),
        Err(why) => Guest::Broken(format!("{}: {why}; build it without --no-build", manifest.artefact)),
    }
}

/// Builds what has changed: why an SDK could not be built, by name.
fn build_all(
    sdks: &[(&Manifest, Vec<(String, String)>)],
    root: &Path,
    threads: usize,
    progress: &Progress,
) -> BTreeMap<String, String> {
    let jobs: Vec<Job<'_>> = build::jobs(sdks);
    let next = AtomicUsize::new(0);
    let broken = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..threads.min(jobs.len()) {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match job.run(root) {
                        Ok(true) => progress.say(&format!("built the guests of {}", job.title())),
                        Ok(false) => {}
                        Err(why) => {
                            progress.say(&format!("building the guests of {} failed: {why}", job.title()));
                            let names =
                                job.sdks.iter().map(|(manifest, _)| (manifest.sdk.clone(), why.clone()));
                            broken.lock().unwrap_or_else(PoisonError::into_inner).extend(names);
                        }
                    }
                }
            });
        }
    });
    broken.into_inner().unwrap_or_else(PoisonError::into_inner)
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

fn self_test(cli: &Cli, cases: &[Case], host: &dyn Host, root: &Path) -> Result<u8, String> {
    let files = guest_text::read(&root.join(WAT_GUEST))?;
    let mutants = mutants::load_all(&root.join("tests/guests/wat/mutants"))?;
    // A guest that is wrong itself would make every mutant look caught.
    let sound = Mutant { name: "none".into(), behaviour: "nothing".into(), patches: vec![] };
    if let Some((case, why)) = sound.test(&files, cases, host, root)?.caught {
        return Err(format!("the WAT guest itself fails {case}: {why}"));
    }
    // The leak rule takes long, so it only looks at what the other cases let pass.
    let mut cases = cases.to_vec();
    cases.sort_by_key(|case| case.body.leak_rule);
    let next = AtomicUsize::new(0);
    let trials: Mutex<Vec<Result<Trial, String>>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads(cli) {
            scope.spawn(|| {
                while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let trial = mutant.test(&files, &cases, host, root);
                    trials.lock().unwrap_or_else(PoisonError::into_inner).push(trial);
                }
            });
        }
    });
    let trials = trials.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut trials: Vec<Trial> = trials.into_iter().collect::<Result<_, _>>()?;
    trials.sort_by(|one, two| one.mutant.name.cmp(&two.mutant.name));
    for Trial { mutant, caught } in &trials {
        match caught {
            Some((case, _)) => println!("caught    {}: {} [{case}]", mutant.name, mutant.behaviour),
            None => println!("SURVIVED  {}: {}", mutant.name, mutant.behaviour),
        }
    }
    let caught = trials.iter().filter(|trial| trial.caught.is_some()).count();
    println!("{caught} of {} mutants caught", trials.len());
    Ok(if caught == trials.len() { PASSED } else { FAILED })
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
