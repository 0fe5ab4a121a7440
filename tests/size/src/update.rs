//! `--update`: takes what the guests weigh now for right. Budgets are only ever lowered; raising one is a person's.

use std::collections::BTreeMap;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, value};

use crate::baseline::Baseline;
use crate::budget::Budgets;
use crate::gate::ceiling;
use crate::measure::Guest;

/// The baseline of what is built now; of SDKs that are not built here the old one stays.
pub(crate) fn baseline(
    budgets: &Budgets,
    guests: &[Guest],
    was: &Baseline,
    toolchains: &BTreeMap<String, Vec<String>>,
) -> Baseline {
    let mut now = was.clone();
    let budgeted = |sdk: &str, guest: &str| budgets.budget.iter().any(|b| b.sdk == sdk && b.guest == guest);
    for (sdk, sizes) in &mut now.sizes {
        sizes.retain(|guest, _| budgeted(sdk, guest));
    }
    now.sizes.retain(|_, sizes| !sizes.is_empty());
    for guest in guests.iter().filter(|guest| budgeted(&guest.sdk, &guest.guest)) {
        now.insert(guest);
        if let Some(versions) = toolchains.get(&guest.sdk) {
            now.toolchains.insert(guest.sdk.clone(), versions.clone());
        }
    }
    now.toolchains.retain(|sdk, _| now.sizes.contains_key(sdk));
    now
}

/// Lowers budgets that are looser than they need be; comments and order stay. Says whether one changed.
pub(crate) fn ratchet(path: &Path, guests: &[Guest]) -> Result<bool, String> {
    let failed = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let text = std::fs::read_to_string(path).map_err(|e| failed(&e))?;
    let new = lowered(&text, guests).map_err(|e| failed(&e))?;
    if new == text {
        return Ok(false);
    }
    std::fs::write(path, new).map_err(|e| failed(&e))?;
    Ok(true)
}

fn lowered(text: &str, guests: &[Guest]) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let budgets = document.get_mut("budget").and_then(Item::as_array_of_tables_mut);
    for budget in budgets.into_iter().flat_map(|tables| tables.iter_mut()) {
        let of = |key: &str| budget.get(key).and_then(Item::as_str).unwrap_or_default();
        let Some(guest) = guests.iter().find(|g| g.sdk == of("sdk") && g.guest == of("guest")) else {
            continue;
        };
        let size = &guest.size;
        lower(budget, "bytes", ceiling(size.bytes));
        lower(budget, "code", ceiling(size.code));
        lower(budget, "data", ceiling(size.data));
        lower(budget, "pages", size.pages);
    }
    Ok(document.to_string())
}

fn lower(budget: &mut Table, key: &str, most: u64) {
    let Some(item) = budget.get_mut(key) else { return };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    if item.as_integer().is_some_and(|now| now > most) {
        *item = value(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::tests::ONE;
    use yao_host::size::Size;

    fn guest(wat: &str) -> Guest {
        let size = Size::of(&wat::parse_str(wat).unwrap()).unwrap();
        Guest { sdk: "rust".into(), guest: "echo".into(), raw: None, gzip: 1, brotli: 1, size }
    }

    #[test]
    fn budgets_are_lowered_to_a_little_above_the_guest_and_never_raised() {
        let small = guest("(module (memory 1))");
        let text = format!("# why\n{}", ONE.replace("bytes = 100", "bytes = 5000"));
        let new = lowered(&text, std::slice::from_ref(&small)).unwrap();
        assert!(new.starts_with("# why\n"), "comments stay");
        let budget = &Budgets::parse(&new).unwrap().budget[0];
        assert_eq!((budget.bytes, budget.code, budget.pages), (ceiling(small.size.bytes), 60, 1));
        assert_eq!(lowered(&new, &[small]).unwrap(), new, "a second run changes nothing");
        let big = guest(r#"(module (memory 9) (data (i32.const 0) "0123456789abcdef0123456789abcdef"))"#);
        assert_eq!(lowered(&new, &[big]).unwrap(), new, "nothing is raised");
    }

    #[test]
    fn the_baseline_keeps_what_is_not_built_here_and_forgets_what_has_no_budget() {
        let budgets = Budgets::parse(ONE).unwrap();
        let mut was = Baseline::default();
        was.insert(&Guest { guest: "gone".into(), ..guest("(module)") });
        was.insert(&guest("(module (memory 1))"));
        let none_built = baseline(&budgets, &[], &was, &BTreeMap::new());
        assert!(none_built.get("rust", "echo").is_some() && none_built.get("rust", "gone").is_none());
        let now = guest("(module (memory 2))");
        let versions =
            BTreeMap::from([("rust".to_owned(), vec!["rustc".to_owned()]), ("c".to_owned(), vec![])]);
        let renewed = baseline(&budgets, &[now], &was, &versions);
        assert_eq!(renewed.get("rust", "echo").unwrap().pages, 2);
        assert_eq!(renewed.toolchains.keys().collect::<Vec<_>>(), ["rust"]);
    }
}
