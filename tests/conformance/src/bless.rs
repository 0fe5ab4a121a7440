//! `--bless`: writes what a guest gave into the case, for expectations that are wrong or not written yet.

use std::{fs, path::Path};

use toml_edit::{DocumentMut, InlineTable, Item, Value};

use crate::{
    bytes::to_hex,
    case::{Case, load::Loader},
    codec,
    host::{Failure, Host},
    notation,
    run::{
        self, Failed, Subject,
        check::{Gave, Outcome},
    },
};

/// What blessing a case did.
#[derive(Debug, PartialEq, Eq)]
pub enum Blessed {
    /// The case passes as it is.
    Unchanged,
    /// The new text of the case, which passes.
    Changed(String),
    /// It fails in a way that no expectation can be written for.
    Failing(String),
}

/// Rewrites the expectations of a case until it passes.
///
/// # Errors
///
/// When the rewritten case is not a case.
pub fn bless(
    case: &Case,
    subject: Option<&Subject>,
    host: &dyn Host,
    root: &Path,
) -> Result<Blessed, String> {
    let loader = Loader::new()?;
    let mut case = case.clone();
    let mut changed = false;
    // Each round corrects one step, so a case of n steps passes after n rounds or never.
    for _ in 0..=case.body.steps.len() {
        let failed = match run::run(&case, subject, host, root) {
            Ok(()) if changed => return Ok(Blessed::Changed(case.source)),
            Ok(()) => return Ok(Blessed::Unchanged),
            Err(failed) => failed,
        };
        let Some(source) = rewritten(&case.source, &failed)? else { return Ok(Blessed::Failing(failed.why)) };
        case = loader.parse(&case.name, source).map_err(|why| why.join("; "))?;
        changed = true;
    }
    Ok(Blessed::Failing("its outcome is another one each time".into()))
}

/// Writes a blessed case to its file.
///
/// # Errors
///
/// When the file cannot be written.
pub fn write(root: &Path, case: &Case, source: &str) -> Result<(), String> {
    let file = root.join("tests/cases").join(format!("{}.toml", case.name));
    fs::write(&file, source).map_err(|why| format!("{}: {why}", file.display()))
}

/// The text with the failed step's expectation replaced; nothing when the failure is none of a step's outcome.
fn rewritten(source: &str, failed: &Failed) -> Result<Option<String>, String> {
    let (Some(step), Some(outcome)) = (failed.step, &failed.outcome) else { return Ok(None) };
    let Some((key, value)) = expectation(outcome) else { return Ok(None) };
    let mut document: DocumentMut = source.parse().map_err(|why: toml_edit::TomlError| why.to_string())?;
    let table = document
        .get_mut("steps")
        .and_then(Item::as_array_of_tables_mut)
        .and_then(|steps| steps.get_mut(step))
        .ok_or_else(|| format!("steps[{step}] is not written as [[steps]]"))?;
    let expect = table.entry("expect").or_insert(Item::Value(Value::InlineTable(InlineTable::new())));
    let expect = expect.as_table_like_mut().ok_or_else(|| format!("steps[{step}].expect is not a table"))?;
    // `bytes` is kept where the case asks for exact bytes.
    let exact = expect.get("bytes").is_some();
    for stale in ["value", "bytes", "empty", "error", "trap", "any_of"] {
        expect.remove(stale);
    }
    match (&outcome.ended, exact) {
        (Ok(Gave::Bytes(bytes)), true) => {
            expect.insert("bytes", Item::Value(to_hex(bytes, usize::MAX).into()));
        }
        _ => {
            expect.insert(key, Item::Value(value));
        }
    }
    let text = document.to_string();
    Ok((text != source).then_some(text))
}

fn expectation(outcome: &Outcome) -> Option<(&'static str, Value)> {
    match &outcome.ended {
        Ok(Gave::Bytes(bytes)) if bytes.is_empty() => Some(("empty", true.into())),
        Ok(Gave::Bytes(bytes)) => codec::decode(bytes).ok().map(|value| ("value", notation::write(&value))),
        Ok(Gave::Value(value)) => Some(("value", notation::write(value))),
        Err(Failure::Trap(_)) => Some(("trap", true.into())),
        Err(Failure::Error { code, details, .. }) => {
            let mut error = InlineTable::new();
            error.insert("code", (*code).into());
            if let Some(details) = details {
                error.insert("details", notation::write(details));
            }
            Some(("error", error.into()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str =
        "doc = \"x\" # kept\n[[steps]]\ncall = \"a\"\nexpect.value = 1\n[[steps]]\ncall = \"b\"\n";

    fn failed(step: usize, ended: Result<Gave, Failure>) -> Failed {
        let outcome = Outcome { ended, events: vec![], pages_grown: 0 };
        Failed { step: Some(step), why: "differs".into(), outcome: Some(Box::new(outcome)) }
    }

    #[test]
    fn the_value_of_the_failed_step_is_replaced_and_the_rest_kept() {
        let text = rewritten(CASE, &failed(0, Ok(Gave::Bytes(vec![0x92, 1, 0xc0])))).unwrap().unwrap();
        assert!(text.contains("# kept") && text.contains("call = \"b\""), "{text}");
        assert!(text.contains("expect.value = [1, { nil = true }]"), "{text}");
    }

    #[test]
    fn a_step_without_expectation_gets_one() {
        let error = Failure::Error { code: 400, details: None, text: "bad".into() };
        let text = rewritten(CASE, &failed(1, Err(error))).unwrap().unwrap();
        assert!(text.contains("expect = { error = { code = 400 } }"), "{text}");
    }

    #[test]
    fn exact_bytes_stay_exact() {
        let source = CASE.replace("value = 1", "bytes = \"01\"");
        let text = rewritten(&source, &failed(0, Ok(Gave::Bytes(vec![2])))).unwrap().unwrap();
        assert!(text.contains("expect.bytes = \"02\""), "{text}");
    }

    #[test]
    fn a_breach_of_the_abi_is_never_blessed() {
        let breach = Failure::Missing("the guest broke the ABI".into());
        assert_eq!(rewritten(CASE, &failed(0, Err(breach))).unwrap(), None);
        assert_eq!(rewritten(CASE, &Failed { step: None, why: "leak".into(), outcome: None }).unwrap(), None);
    }
}
