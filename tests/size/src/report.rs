//! What a person and another tool read.

use crate::measure::Row;
use std::fmt::Write;
use std::path::Path;

/// The table on the terminal.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:<22} {:<18} {:>9} {:>9} {:>9} {:>9} {:>6}  config",
        "sdk", "guest", "raw", "bytes", "gzip", "budget", "pages"
    );
    for r in rows {
        let number = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        let bytes = if r.built { r.bytes.to_string() } else { "missing".to_owned() };
        let _ = writeln!(
            out,
            "{:<22} {:<18} {:>9} {:>9} {:>9} {:>9} {:>6}  {}",
            r.sdk,
            r.guest,
            number(r.raw),
            bytes,
            r.gzip,
            number(r.budget),
            r.pages,
            r.config
        );
    }
    out
}

/// One line for each guest that breaks its budget, with what to do.
pub(crate) fn faults(rows: &[Row]) -> Vec<String> {
    let mut faults = Vec::new();
    for r in rows {
        let Some(budget) = r.budget else { continue };
        if !r.built {
            faults.push(format!("{} {}: not built; run ./dev build, or take its budget out", r.sdk, r.guest));
            continue;
        }
        if r.bytes > budget {
            faults.push(format!(
                "{} {}: {} bytes, {} over its budget of {budget}; make it smaller, or raise the budget in tests/size-budgets.toml and say why",
                r.sdk,
                r.guest,
                r.bytes,
                r.bytes - budget
            ));
        }
        if r.budget_pages.is_some_and(|most| r.pages > most) {
            faults.push(format!(
                "{} {}: starts with {} memory pages, over its budget of {}; is the stack size set (-zstack-size)?",
                r.sdk,
                r.guest,
                r.pages,
                r.budget_pages.unwrap_or_default()
            ));
        }
    }
    faults
}

/// Writes `[{sdk, guest, config, raw, bytes, gzip, pages, budget}]` of the guests that are built.
pub(crate) fn write_json(path: &Path, rows: &[Row]) -> Result<(), String> {
    let said = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).map_err(|e| said(&e))?;
    }
    let built: Vec<&Row> = rows.iter().filter(|r| r.built).collect();
    let text = serde_json::to_string_pretty(&built).map_err(|e| said(&e))?;
    std::fs::write(path, text + "\n").map_err(|e| said(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(bytes: u64, pages: u64, built: bool) -> Row {
        Row {
            sdk: "rust".into(),
            guest: "echo".into(),
            config: "dlmalloc".into(),
            raw: None,
            bytes,
            gzip: 0,
            pages,
            budget: Some(100),
            budget_pages: Some(1),
            built,
        }
    }

    #[test]
    fn a_guest_at_its_budget_passes() {
        assert!(faults(&[row(100, 1, true)]).is_empty());
    }

    #[test]
    fn one_byte_or_one_page_over_fails_and_says_by_how_much() {
        assert!(faults(&[row(101, 1, true)])[0].contains("101 bytes, 1 over its budget of 100"));
        assert!(faults(&[row(100, 2, true)])[0].contains("2 memory pages"));
    }

    #[test]
    fn a_budgeted_guest_that_is_missing_fails() {
        assert!(faults(&[row(0, 0, false)])[0].contains("not built"));
    }

    #[test]
    fn a_guest_without_a_budget_never_fails() {
        let mut r = row(1_000_000, 50, true);
        r.budget = None;
        r.budget_pages = None;
        assert!(faults(&[r]).is_empty());
    }
}
