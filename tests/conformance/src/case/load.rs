//! Finds, reads and checks cases. A case that cannot be understood stops the run: nothing is skipped.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;

use super::{Body, Case, Number, Step};

const SCHEMA: &str = include_str!("../../schema/case.schema.json");

/// Reads every case under `root`, in the order of their names.
///
/// # Errors
///
/// One message with every problem found: file, field, what to do.
pub fn load_all(root: &Path) -> Result<Vec<Case>, String> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(format!("{}: no cases; they are files <group>/<behaviour>.toml", root.display()));
    }
    let loader = Loader::new()?;
    let mut cases = Vec::with_capacity(files.len());
    let mut problems = Vec::new();
    for file in &files {
        let read = fs::read_to_string(file).map_err(|why| vec![why.to_string()]);
        let name = name_of(root, file);
        match read.and_then(|source| loader.parse(&name, source)) {
            Ok(case) => cases.push(case),
            Err(found) => problems.extend(found.into_iter().map(|why| format!("{}: {why}", file.display()))),
        }
    }
    if problems.is_empty() { Ok(cases) } else { Err(problems.join("\n")) }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|why| format!("{}: {why}", folder.display()))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

fn name_of(root: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(root).unwrap_or(file).with_extension("");
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Checks texts against the schema, then against what a schema cannot say.
pub struct Loader {
    schema: jsonschema::Validator,
}

impl Loader {
    /// Compiles the schema.
    ///
    /// # Errors
    ///
    /// When the schema itself is broken.
    pub fn new() -> Result<Self, String> {
        let schema: Json = serde_json::from_str(SCHEMA).map_err(|why| format!("case.schema.json: {why}"))?;
        let schema = jsonschema::validator_for(&schema).map_err(|why| format!("case.schema.json: {why}"))?;
        Ok(Self { schema })
    }

    /// Reads one case.
    ///
    /// # Errors
    ///
    /// Every problem found, with the field it is in.
    pub fn parse(&self, name: &str, source: String) -> Result<Case, Vec<String>> {
        if name.split('/').count() != 2 {
            return Err(vec![
                "a case lies in a folder of its group: tests/cases/<group>/<behaviour>.toml".into(),
            ]);
        }
        let json: Json = toml::from_str(&source).map_err(|why| vec![why.to_string().trim().to_string()])?;
        let problems: Vec<String> = self
            .schema
            .iter_errors(&json)
            .map(|why| format!("{}: {why}", field(why.instance_path().as_str())))
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let body: Body = serde_json::from_value(json).map_err(|why| vec![why.to_string()])?;
        let problems = check(&body);
        if problems.is_empty() { Ok(Case { name: name.into(), source, body }) } else { Err(problems) }
    }
}

/// `/steps/0/expect` as `steps[0].expect`.
fn field(pointer: &str) -> String {
    let mut out = String::new();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            out.push_str(&format!("[{part}]"));
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(part);
        }
    }
    if out.is_empty() { "the case".into() } else { out }
}

fn check(body: &Body) -> Vec<String> {
    let mut problems = Vec::new();
    if body.steps.is_empty() == body.vectors.is_none() {
        problems.push("a case has either steps or vectors".to_string());
    }
    if body.leak_rule && body.repeat.is_some() {
        problems.push("leak_rule repeats by itself; drop repeat".into());
    }
    if !(body.leak_rule || body.vectors.is_some() || body.steps.iter().any(|step| step.expect.is_some())) {
        problems.push("nothing is expected; give a step an expect table".into());
    }
    for (index, process) in body.processes.iter().enumerate() {
        let answers = [
            process.value.is_some(),
            process.error.is_some(),
            process.raw.is_some(),
            process.raw_error.is_some(),
            process.forged.is_some(),
            process.first_argument,
        ];
        if answers.iter().filter(|given| **given).count() != 1 {
            let answers = "value, error, raw, raw_error, forged or first_argument";
            problems.push(format!("processes[{index}]: '{}' needs exactly one of {answers}", process.name));
        }
    }
    let mut saved = BTreeSet::new();
    for (index, step) in body.steps.iter().enumerate() {
        check_step(step, &mut saved)
            .into_iter()
            .for_each(|why| problems.push(format!("steps[{index}]: {why}")));
        let traps = step.expect.as_ref().is_some_and(|expect| expect.trap);
        if let (true, Some(next)) = (traps && !step.is_for_host(), body.steps.get(index + 1))
            && !(next.fresh || next.is_for_host())
        {
            problems
                .push(format!("steps[{}]: the instance is gone after a trap; add fresh = true", index + 1));
        }
    }
    problems
}

fn check_step(step: &Step, saved: &mut BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let verbs = [
        ("load", step.load),
        ("call", step.call.is_some()),
        ("create", step.create.is_some()),
        ("method", step.method.is_some()),
        ("destroy", step.destroy.is_some()),
        ("raw", step.raw.is_some()),
        ("request", step.request.is_some()),
        ("invoke", step.invoke.is_some()),
        ("write", step.write.is_some()),
        ("read", step.read.is_some()),
        ("live_handles", step.live_handles.is_some()),
        ("end_session", step.end_session.is_some()),
        ("pause_ms", step.pause_ms.is_some()),
    ];
    let given: Vec<&str> = verbs.iter().filter(|(_, given)| *given).map(|(verb, _)| *verb).collect();
    let [verb] = given.as_slice() else {
        let all: Vec<&str> = verbs.iter().map(|(verb, _)| *verb).collect();
        return vec![format!("needs exactly one verb of {}; has {}", all.join(", "), given.len())];
    };
    let takes_payload = ["call", "create", "method", "request", "invoke", "live_handles"].contains(verb);
    let in_session = ["create", "method", "destroy"].contains(verb);
    let rules = [
        (step.args.is_some() && step.payload.is_some(), "args and payload exclude each other"),
        (
            !takes_payload && (step.args.is_some() || step.payload.is_some()),
            "this verb takes no args or payload",
        ),
        (
            step.claim.is_some() && (step.args.is_some() || step.payload.is_some() || step.session.is_some()),
            "claim stands in place of args, payload and session",
        ),
        (!["call", "create", "method"].contains(verb) && step.claim.is_some(), "this verb takes no claim"),
        (*verb == "invoke" && step.payload.is_some(), "a process is called with args, not with a payload"),
        (*verb != "raw" && step.params.is_some(), "params belong to raw"),
        ((*verb == "write") != step.bytes.is_some(), "write needs bytes, and only write has them"),
        (["method", "destroy"].contains(verb) != step.handle.is_some(), "method and destroy need a handle"),
        (!in_session && step.session.is_some(), "session belongs to create, method and destroy"),
        (
            !["create", "raw"].contains(verb) && step.save.is_some(),
            "only create and raw have a number to save",
        ),
        (
            *verb == "read" && step.expect.as_ref().is_none_or(|e| e.bytes.is_none()),
            "read needs expect.bytes",
        ),
        (step.hold && !["call", "method"].contains(verb), "only the result of call and method can be held"),
    ];
    problems.extend(rules.iter().filter(|(broken, _)| *broken).map(|(_, why)| format!("{verb}: {why}")));
    let given = step.params.iter().flatten().chain(step.claim.iter().flatten());
    let numbers = step.handle.iter().chain(given).chain(&step.write).chain(&step.read);
    for name in numbers.filter_map(Number::saved) {
        if !saved.contains(name) {
            problems.push(format!("'{name}' was not saved by an earlier step"));
        }
    }
    saved.extend(step.save.clone());
    problems
}

impl Number {
    /// The name of the saved number that this is made from.
    #[must_use]
    pub fn saved(&self) -> Option<&str> {
        match self {
            Self::I32(_) => None,
            Self::Saved(name) => Some(name),
            Self::Table(table) => table.saved.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "doc = \"An example that tests the loader.\"\nclauses = [\"ABI-VAL-001\"]\n";

    fn problems(text: &str) -> String {
        let loader = Loader::new().expect("the schema compiles");
        match loader.parse("group/example", format!("{HEAD}{text}")) {
            Ok(_) => String::new(),
            Err(problems) => problems.join("\n"),
        }
    }

    #[test]
    fn a_good_case_loads() {
        let text =
            "[[steps]]\ncall = \"conf_echo\"\nargs = [{int = \"18446744073709551615\"}]\nexpect.value = 1";
        assert_eq!(problems(text), "");
    }

    #[test]
    fn an_unknown_field_is_named_with_its_place() {
        let found = problems("[[steps]]\ncall = \"conf_echo\"\nexpcet.value = 1");
        assert!(found.contains("steps[0]") && found.contains("expcet"), "{found}");
    }

    #[test]
    fn an_unknown_tag_is_named_with_its_place() {
        let found = problems("[[steps]]\ncall = \"conf_echo\"\nargs = [1, {u64 = 1}]\nexpect.value = 1");
        assert!(found.contains("steps[0].args[1]") && found.contains("u64"), "{found}");
    }

    #[test]
    fn a_clause_id_of_no_area_is_refused() {
        let loader = Loader::new().unwrap();
        let text = "doc = \"An example that tests the loader.\"\nclauses = [\"ABI-XXX-001\"]\n[[steps]]\nload = true\nexpect = {}";
        let found = loader.parse("group/example", text.into()).unwrap_err().join("\n");
        assert!(found.contains("clauses[0]"), "{found}");
    }

    #[test]
    fn broken_toml_says_the_line() {
        assert!(problems("[[steps]\n").contains("line 3"));
    }

    #[test]
    fn what_a_schema_cannot_say_is_checked_too() {
        assert!(problems("[[steps]]\ncall = \"a\"\nraw = \"b\"\nexpect = {}").contains("exactly one verb"));
        assert!(problems("[[steps]]\ncall = \"a\"").contains("nothing is expected"));
        assert!(problems("").contains("either steps or vectors"));
        assert!(
            problems("[[steps]]\nmethod = \"a_b\"\nhandle = \"x\"\nexpect = {}")
                .contains("'x' was not saved")
        );
        assert!(
            problems("[[steps]]\ncall = \"a\"\nparams = []\nexpect = {}").contains("params belong to raw")
        );
        let trap = "[[steps]]\ncall = \"a\"\nexpect.trap = true\n[[steps]]\ncall = \"a\"";
        assert!(problems(trap).contains("steps[1]: the instance is gone after a trap"));
        let process = "[[processes]]\nname = \"a.b\"\n[[steps]]\ncall = \"a\"\nexpect = {}";
        assert!(problems(process).contains("processes[0]: 'a.b' needs exactly one of"));
    }

    #[test]
    fn a_case_outside_a_group_is_refused() {
        let loader = Loader::new().unwrap();
        assert!(loader.parse("example", HEAD.into()).unwrap_err()[0].contains("<group>/<behaviour>"));
    }
}
