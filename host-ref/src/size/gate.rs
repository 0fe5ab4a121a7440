//! The gate: what makes a module fail, in words that name the numbers and say what to do.

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt;

use super::{Size, difference, turn_off};

/// A module may grow by this many bytes without a new baseline, as long as that is no more than
/// [`GROWTH_PERCENT`] either.
pub const GROWTH_BYTES: u64 = 64;
/// A module may grow by this share without a new baseline, as long as that is no more than [`GROWTH_BYTES`] either.
pub const GROWTH_PERCENT: u64 = 1;

/// Functions that a finding names.
const NAMED_FUNCTIONS: usize = 8;
/// Texts that a finding shows.
const SHOWN_TEXTS: usize = 5;

/// One reason why a module does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A stable name of the kind of reason: `over_budget`, `grew`, `import`, `export`, `feature`, `pages`, `text`.
    pub kind: &'static str,
    /// What is wrong, with names and numbers.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

/// Whether that is more growth than goes without a new baseline.
#[must_use]
pub fn grew_too_much(was: u64, is: u64) -> bool {
    let growth = is.saturating_sub(was);
    growth > GROWTH_BYTES || growth * 100 > was * GROWTH_PERCENT
}

/// More bytes than it may have; `what` is `bytes`, `code bytes` or `data bytes`.
#[must_use]
pub fn over_budget(what: &str, is: u64, most: u64, raise: &str) -> Option<Finding> {
    (is > most).then(|| Finding {
        kind: "over_budget",
        message: format!("{is} {what}, {} over the budget of {most}", is - most),
        help: format!("make it smaller, or {raise}"),
    })
}

/// Grew beyond what goes without a new baseline; names the functions that did it, of `functions`, then and now.
#[must_use]
pub fn grew(
    was: u64,
    is: u64,
    functions: (&BTreeMap<String, u64>, &BTreeMap<String, u64>),
    renew: &str,
) -> Option<Finding> {
    if !grew_too_much(was, is) {
        return None;
    }
    let growth = is - was;
    let percent = growth.saturating_mul(1000) / was.max(1);
    let functions: Vec<String> = difference(functions.0, functions.1)
        .into_iter()
        .take_while(|(_, was, is)| is > was)
        .take(NAMED_FUNCTIONS)
        .map(|(name, was, is)| {
            if was == 0 {
                format!("{name} (new, {is})")
            } else {
                format!("{name} +{} ({was} to {is})", is - was)
            }
        })
        .collect();
    let functions = if functions.is_empty() {
        String::from("no function grew, so it is data or another section")
    } else {
        format!("functions that grew: {}", functions.join(", "))
    };
    Some(Finding {
        kind: "grew",
        message: format!(
            "{is} bytes, {growth} ({}.{} %) more than the baseline of {was}; {functions}",
            percent / 10,
            percent % 10
        ),
        help: format!("take the bytes out again, or, if they are worth it, {renew}"),
    })
}

/// Imports or exports (`what` is `import` or `export`) that are not the expected ones, one finding for each.
#[must_use]
pub fn unexpected(what: &'static str, expected: &[String], found: &[String], accept: &str) -> Vec<Finding> {
    let extra = found.iter().filter(|name| !expected.contains(name)).map(|name| Finding {
        kind: what,
        message: format!("unexpected {what} {name}"),
        help: if what == "import" {
            format!("find what calls it and take that out, or {accept}")
        } else {
            format!("drop it with `yao-host strip`, or {accept}")
        },
    });
    let gone = expected.iter().filter(|name| !found.contains(name)).map(|name| Finding {
        kind: what,
        message: format!("the {what} {name} is gone"),
        help: format!("bring it back, or {accept}"),
    });
    extra.chain(gone).collect()
}

/// Features outside the profile and outside `allowed`, one finding for each, with the flags that turn it off.
#[must_use]
pub fn features_outside(size: &Size, allowed: &[String]) -> Vec<Finding> {
    size.features
        .iter()
        .filter(|feature| !allowed.contains(feature))
        .map(|feature| Finding {
            kind: "feature",
            message: format!("needs the WebAssembly feature {feature}, which is outside the profile"),
            help: format!("turn it off: {}", turn_off(feature)),
        })
        .collect()
}

/// More memory from the start than it may have.
#[must_use]
pub fn too_many_pages(size: &Size, most: u64) -> Option<Finding> {
    (size.pages > most).then(|| Finding {
        kind: "pages",
        message: format!("starts with {} pages of memory, over its budget of {most}", size.pages),
        help: "set a smaller stack: Rust -C link-arg=-zstack-size=16384, C -Wl,-z,stack-size=6144, \
               AssemblyScript --initialMemory 1"
            .into(),
    })
}

/// Panic or format text in a module that should carry none.
#[must_use]
pub fn runtime_texts(size: &Size) -> Option<Finding> {
    let quote = |text: &String| format!("\"{}\"", text.escape_debug());
    let shown: Vec<String> = size.texts.iter().take(SHOWN_TEXTS).map(quote).collect();
    let more = match size.texts.len().saturating_sub(SHOWN_TEXTS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!shown.is_empty()).then(|| Finding {
        kind: "text",
        message: format!("carries text of panics or formatting: {}{more}", shown.join(", ")),
        help: "find the check or the format that can panic (an index, an unwrap, a format macro) and use one that cannot"
            .into(),
    })
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn growth_of_64_bytes_or_a_hundredth_is_the_most() {
        assert!(!grew_too_much(10_000, 10_064));
        assert!(grew_too_much(10_000, 10_065), "one byte over 64");
        assert!(!grew_too_much(300, 303));
        assert!(grew_too_much(300, 304), "over 1 %");
        assert!(!grew_too_much(300, 200), "shrinking is no growth");
        assert!(grew_too_much(0, 1) && !grew_too_much(0, 0));
    }

    #[test]
    fn growth_names_the_numbers_and_the_functions() {
        let was = BTreeMap::from([("greet".into(), 100), ("gone".into(), 5)]);
        let is = BTreeMap::from([("greet".into(), 190), ("fmt".into(), 15)]);
        let finding = grew(1000, 1100, (&was, &is), "renew it").expect("100 bytes are too many").to_string();
        assert_eq!(
            finding,
            "1100 bytes, 100 (10.0 %) more than the baseline of 1000; functions that grew: greet +90 (100 to 190), \
             fmt (new, 15); take the bytes out again, or, if they are worth it, renew it"
        );
        let finding = grew(1000, 1100, (&was, &was), "renew it").expect("100 bytes are too many");
        assert!(finding.message.contains("no function grew"), "{finding}");
    }

    #[test]
    fn what_is_unexpected_or_gone_is_named() {
        let names = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let findings = unexpected("import", &names(&["yao.log"]), &names(&["env.abort"]), "allow it");
        let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, ["unexpected import env.abort", "the import yao.log is gone"]);
        assert!(unexpected("export", &names(&["a", "b"]), &names(&["b", "a"]), "").is_empty());
    }

    #[test]
    fn a_feature_outside_the_profile_comes_with_its_flag() {
        let module = wat::parse_str("(module (func (drop (v128.const i64x2 0 0))))").expect("valid text");
        let size = Size::of(&module).expect("a valid module");
        let findings = features_outside(&size, &[]);
        assert!(
            findings[0].message.contains("simd") && findings[0].help.contains("-simd128"),
            "{findings:?}"
        );
        assert!(features_outside(&size, &["simd".into()]).is_empty());
    }

    #[test]
    fn budgets_hold_to_the_byte_and_the_page() {
        assert_eq!(over_budget("bytes", 100, 100, "raise it"), None);
        let finding = over_budget("bytes", 101, 100, "raise it").expect("one byte over").to_string();
        assert_eq!(finding, "101 bytes, 1 over the budget of 100; make it smaller, or raise it");
        let module = wat::parse_str("(module (memory 2))").expect("valid text");
        let size = Size::of(&module).expect("a valid module");
        assert_eq!(too_many_pages(&size, 2), None);
        assert!(too_many_pages(&size, 1).is_some_and(|finding| finding.message.contains("2 pages")));
    }
}
