//! `--module`: says what is wrong with somebody's guest before any case does.

use std::{collections::BTreeSet, path::Path};

use crate::{
    case::Case,
    host::Host,
    suite::{Column, Guest},
};

/// Looks whether the module can be a conformance guest: what is missing in it.
///
/// # Errors
///
/// When it is no guest at all, or has none of the exports that the cases call.
pub fn check(
    file: &Path,
    columns: &[Column],
    cases: &[Case],
    host: &dyn Host,
) -> Result<Vec<String>, String> {
    let Some(Guest::Ready(subject)) = columns.first().map(|column| &column.guest) else {
        return Ok(Vec::new());
    };
    let file = file.display();
    let facts = subject.facts(host).map_err(|why| format!("{file} is not a guest: {why}"))?;
    let mut has: BTreeSet<String> = facts.handlers.iter().cloned().collect();
    for (class, methods) in facts.classes {
        has.extend(methods.iter().map(|method| format!("{class}_{method}")));
        has.insert(format!("{class}_create"));
        has.insert(class);
    }
    let wanted = wanted(cases);
    let missing: Vec<&str> = wanted.iter().filter(|name| !has.contains(**name)).copied().collect();
    if missing.len() == wanted.len() {
        let own =
            if has.is_empty() { "nothing".into() } else { has.into_iter().collect::<Vec<_>>().join(", ") };
        return Err(format!(
            "{file} has none of the exports of a conformance guest ({}, ...); it exports {own}. tests/guests/README.md \
             says what each does",
            wanted.iter().take(3).copied().collect::<Vec<_>>().join(", ")
        ));
    }
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![format!("{file} has no {}: their cases fail; see tests/guests/README.md", missing.join(", "))])
}

/// The handlers, classes and methods that the cases of the SDKs call and that are there.
fn wanted(cases: &[Case]) -> BTreeSet<&str> {
    let steps = cases.iter().filter(|case| !case.tests_host()).flat_map(|case| &case.body.steps);
    let exports = steps.filter(|step| step.session.is_none()).flat_map(|step| {
        [step.call.as_deref(), step.create.as_deref(), step.method.as_deref()].into_iter().flatten()
    });
    exports.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::load::Loader,
        host::wasmi::Wasmi,
        run::{Needs, Subject},
    };

    fn checked(bytes: &[u8]) -> Result<Vec<String>, String> {
        let text = "doc = \"An example that tests modules.\"\nclauses = [\"ABI-VAL-001\"]\n\
                    [[steps]]\ncall = \"conf_echo\"\nexpect.value = 1\n[[steps]]\ncall = \"conf_args\"";
        let cases = [Loader::new().unwrap().parse("group/example", text.into()).unwrap()];
        let columns =
            [Column { sdk: "module".into(), guest: Guest::Ready(Subject::new(bytes, Needs::default())) }];
        check(Path::new("my.wasm"), &columns, &cases, &Wasmi::default())
    }

    fn guest(export: &str) -> Vec<u8> {
        let text = format!(
            "(module (memory (export \"memory\") 1) (func (export \"yao_abi_v1\") (result i32) (i32.const 0))
             (func (export \"yao_alloc\") (param i32) (result i32) (i32.const 0))
             (func (export \"yao_free\") (param i32 i32))
             (func (export {export:?}) (param i32 i32) (result i64) (i64.const 0)))"
        );
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn what_is_no_guest_is_said_once() {
        let why = checked(b"hello").unwrap_err();
        assert!(why.starts_with("my.wasm is not a guest: load error not_wasm"), "{why}");
    }

    #[test]
    fn a_guest_without_the_exports_is_told_which() {
        let why = checked(&guest("greet")).unwrap_err();
        assert!(why.contains("none of the exports") && why.contains("it exports greet"), "{why}");
    }

    #[test]
    fn exports_that_are_missing_are_named() {
        let lines = checked(&guest("conf_echo")).unwrap();
        assert!(lines[0].contains("my.wasm has no conf_args"), "{lines:?}");
    }
}
