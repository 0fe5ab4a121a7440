//! What makes `./dev size` fail, and what it only tells.

use std::collections::BTreeMap;
use std::fmt;

use yao_host::size::{self, Finding};

use crate::baseline::Baseline;
use crate::budget::{Budget, Budgets};
use crate::measure::Guest;

const RENEW: &str = "run `./dev size --update` and commit tests/sizes.json with the change";
const RAISE: &str = "raise the budget in tests/size-budgets.toml and say why";
const LIST: &str = "list it in tests/size-budgets.toml";
/// How far a budget may lie above what the guest weighs: a looser one would let growth through that nobody looked at.
const SLACK_PERCENT: u64 = 5;
const SLACK_BYTES: u64 = 64;

/// A reason to fail, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    sdk: String,
    guest: String,
    pub(crate) finding: Finding,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.sdk, self.guest, self.finding)
    }
}

/// What the gate found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Reasons to fail.
    pub(crate) faults: Vec<Fault>,
    /// Differences from a baseline that another toolchain made: its bytes decide nothing, the budgets still hold.
    pub(crate) notes: Vec<String>,
}

/// The largest budget that a guest of this weight may have.
pub(crate) fn ceiling(bytes: u64) -> u64 {
    bytes + SLACK_BYTES.max(bytes * SLACK_PERCENT / 100)
}

/// Judges every budgeted guest. `toolchains` are those here, by SDK.
pub(crate) fn judge(
    budgets: &Budgets,
    guests: &[Guest],
    baseline: &Baseline,
    toolchains: &BTreeMap<String, Vec<String>>,
) -> Verdict {
    let mut verdict = Verdict::default();
    for budget in &budgets.budget {
        let fault = |finding| Fault { sdk: budget.sdk.clone(), guest: budget.guest.clone(), finding };
        let Some(guest) = guests.iter().find(|g| g.sdk == budget.sdk && g.guest == budget.guest) else {
            verdict.faults.push(fault(Finding {
                kind: "missing",
                message: "not built".into(),
                help: "run ./dev build, or take its budget out".into(),
            }));
            continue;
        };
        verdict.faults.extend(absolute(budgets, budget, guest).into_iter().map(fault));
        let here = toolchains.get(&budget.sdk).map(Vec::as_slice).unwrap_or_default();
        let relative = relative(budget, guest, baseline);
        match baseline.other_toolchain(&budget.sdk, here) {
            Some(versions) => verdict.notes.extend(relative.iter().map(|finding| {
                format!("{} {}: {} (not a failure: {versions})", budget.sdk, budget.guest, finding.message)
            })),
            None => verdict.faults.extend(relative.into_iter().map(fault)),
        }
    }
    verdict
}

/// What holds whatever the guest weighed before.
fn absolute(budgets: &Budgets, budget: &Budget, guest: &Guest) -> Vec<Finding> {
    let size = &guest.size;
    let surface = budgets.surface(budget);
    let mut found = Vec::new();
    found.extend(size::over_budget("bytes", size.bytes, budget.bytes, RAISE));
    found.extend(size::over_budget("bytes of code", size.code, budget.code, RAISE));
    found.extend(size::over_budget("bytes of data", size.data, budget.data, RAISE));
    found.extend(size::too_many_pages(size, budget.pages));
    found.extend(size::unexpected("import", &surface.imports, &size.imports, LIST));
    found.extend(size::unexpected("export", &surface.exports, &size.exports, LIST));
    found.extend(size::features_outside(size, &budget.features));
    if !budget.text {
        found.extend(size::runtime_texts(size));
    }
    found
}

/// What has changed since the baseline, and budgets that are too loose for what the guest weighs.
fn relative(budget: &Budget, guest: &Guest, baseline: &Baseline) -> Vec<Finding> {
    let size = &guest.size;
    let ratchet = |kind, message| Finding { kind, message, help: RENEW.into() };
    let Some(was) = baseline.get(&budget.sdk, &budget.guest) else {
        return vec![ratchet(
            "new",
            format!("{} bytes, and nothing in tests/sizes.json to compare with", size.bytes),
        )];
    };
    let mut found = Vec::new();
    found.extend(size::grew(was.bytes, size.bytes, (&was.functions, &size.functions), RENEW));
    if size.bytes < was.bytes {
        let by = was.bytes - size.bytes;
        found.push(ratchet(
            "shrank",
            format!("{} bytes, {by} less than the baseline of {}", size.bytes, was.bytes),
        ));
    } else if budget.bytes > ceiling(was.bytes) {
        found.push(ratchet(
            "loose",
            format!("a budget of {} bytes is too loose for {}", budget.bytes, was.bytes),
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::tests::ONE;
    use yao_host::size::Size;

    fn module(wat: &str) -> Guest {
        let bytes = wat::parse_str(wat).unwrap();
        Guest {
            sdk: "rust".into(),
            guest: "echo".into(),
            raw: None,
            gzip: 0,
            brotli: 0,
            size: Size::of(&bytes).unwrap(),
        }
    }

    /// A guest as it should be.
    const GOOD: &str = r#"(module (memory (export "memory") 1) (func $echo (export "echo") (nop)))"#;

    fn faults(wat: &str, baseline: &Baseline) -> Vec<String> {
        // Budgets wide enough that only what a test is about can fail.
        let budgets = ONE
            .replace("bytes = 100", "bytes = 125")
            .replace("code = 60", "code = 140")
            .replace("data = 10", "data = 140");
        let budgets = Budgets::parse(&budgets).unwrap();
        let verdict = judge(&budgets, &[module(wat)], baseline, &BTreeMap::new());
        verdict.faults.iter().map(ToString::to_string).collect()
    }

    fn baseline() -> Baseline {
        let mut baseline = Baseline::default();
        baseline.insert(&module(GOOD));
        baseline
    }

    #[test]
    fn a_guest_as_the_baseline_has_it_passes() {
        assert_eq!(faults(GOOD, &baseline()), [""; 0]);
    }

    #[test]
    fn a_hundred_bytes_more_fail_and_name_sdk_guest_numbers_and_function() {
        let more = GOOD.replace("(nop)", &"(nop)".repeat(101));
        let faults = faults(&more, &baseline());
        let was = module(GOOD).size.bytes;
        let is = module(&more).size.bytes;
        let grew = faults.iter().find(|fault| fault.contains("baseline")).unwrap();
        assert!(grew.starts_with(&format!("rust echo: {is} bytes, {} (", is - was)), "{grew}");
        assert!(grew.contains("functions that grew: echo +"), "{grew}");
        assert!(grew.contains("./dev size --update"), "{grew}");
        assert!(faults.iter().any(|fault| fault.contains("over the budget of 125")), "{faults:?}");
    }

    #[test]
    fn an_import_more_fails_and_is_named() {
        let more = GOOD.replace("(memory", r#"(import "env" "abort" (func)) (memory"#);
        let faults = faults(&more, &baseline());
        assert!(
            faults.iter().any(|fault| fault.starts_with("rust echo: unexpected import env.abort")),
            "{faults:?}"
        );
    }

    #[test]
    fn an_export_more_or_less_fails_and_is_named() {
        let other = GOOD.replace("\"echo\"", "\"oche\"");
        let faults = faults(&other, &baseline());
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(
            faults[0].contains("unexpected export oche") && faults[1].contains("the export echo is gone")
        );
    }

    #[test]
    fn shrinking_fails_until_it_is_kept() {
        let less = GOOD.replace("(nop)", "");
        let faults = faults(&less, &baseline());
        assert!(faults[0].contains("less than the baseline") && faults[0].contains("--update"), "{faults:?}");
    }

    #[test]
    fn features_pages_and_panic_text_fail() {
        let odd = GOOD
            .replace("(nop)", "(drop (v128.const i64x2 0 0))")
            .replace("\"memory\") 1", "\"memory\") 2")
            .replace("(func", r#"(data (i32.const 0) "index out of bounds") (func"#);
        let faults = faults(&odd, &baseline()).join("\n");
        for part in ["feature simd", "-C target-feature=-simd128", "2 pages", "\"index out of bounds\""] {
            assert!(faults.contains(part), "{part} in {faults}");
        }
    }

    #[test]
    fn a_guest_that_is_not_built_and_one_that_is_new_fail() {
        let budgets = Budgets::parse(ONE).unwrap();
        let verdict = judge(&budgets, &[], &baseline(), &BTreeMap::new());
        assert!(verdict.faults[0].to_string().contains("rust echo: not built; run ./dev build"));
        assert!(faults(GOOD, &Baseline::default())[0].contains("nothing in tests/sizes.json"));
    }

    #[test]
    fn a_loose_budget_fails() {
        let budgets = Budgets::parse(&ONE.replace("bytes = 100", "bytes = 1000")).unwrap();
        let verdict = judge(&budgets, &[module(GOOD)], &baseline(), &BTreeMap::new());
        assert!(verdict.faults[0].to_string().contains("too loose"), "{:?}", verdict.faults);
    }

    #[test]
    fn a_baseline_of_another_toolchain_is_told_and_does_not_fail() {
        let mut baseline = baseline();
        baseline.toolchains.insert("rust".into(), vec!["rustc 1.95".into()]);
        let here = BTreeMap::from([("rust".to_owned(), vec!["rustc 1.96".to_owned()])]);
        let budgets = Budgets::parse(ONE).unwrap();
        let less = module(&GOOD.replace("(nop)", ""));
        let verdict = judge(&budgets, &[less], &baseline, &here);
        assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
        assert!(verdict.notes[0].contains("rustc 1.96 here"), "{:?}", verdict.notes);
    }
}
