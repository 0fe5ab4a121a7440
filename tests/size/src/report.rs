//! The table on the terminal, as Markdown, and the rows as JSON.

use std::fmt::Write as _;

use crate::feature::Cost;
use crate::row::Row;

/// Functions that the table shows of a guest that changed.
const SHOWN_FUNCTIONS: usize = 5;

const HEADS: [&str; 11] =
    ["sdk", "guest", "raw", "bytes", "delta", "gzip", "brotli", "code", "data", "budget", "pages"];

/// The table on the terminal: a line a guest, and below one that changed the functions that did it.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut out = line(&HEADS.map(str::to_owned), "config");
    for row in rows {
        out += &line(&cells(row), &row.config);
        for (name, was, is) in row.changed.iter().take(SHOWN_FUNCTIONS).filter(|_| row.delta() != 0) {
            let _ = writeln!(out, "{:41}{:+} {name} ({was} to {is})", "", i128::from(*is) - i128::from(*was));
        }
    }
    out
}

fn line(cells: &[String; 11], config: &str) -> String {
    let [sdk, guest, raw, bytes, delta, gzip, brotli, code, data, budget, pages] = cells;
    format!(
        "{sdk:<20} {guest:<16} {raw:>8} {bytes:>8} {delta:>6} {gzip:>7} {brotli:>7} {code:>8} {data:>7} {budget:>8} {pages:>5}  {config}\n"
    )
}

fn cells(row: &Row) -> [String; 11] {
    let or_dash = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    [
        row.sdk.clone(),
        row.guest.clone(),
        or_dash(row.raw),
        row.bytes.to_string(),
        row.delta_text(),
        row.gzip.to_string(),
        row.brotli.to_string(),
        row.code.to_string(),
        row.data.to_string(),
        or_dash(row.budget),
        row.pages.to_string(),
    ]
}

/// What each feature costs, for the terminal.
pub(crate) fn costs(costs: &[Cost]) -> String {
    let mut out = format!("{:<34} {:<20} {:>8}  guest less guest\n", "feature", "sdk", "bytes");
    for Cost { feature, sdk, guest, minus, bytes } in costs {
        let _ = writeln!(out, "{feature:<34} {sdk:<20} {bytes:>+8}  {guest} - {minus}");
    }
    out
}

/// Both tables as Markdown.
pub(crate) fn markdown(rows: &[Row], costs: &[Cost]) -> String {
    let mut out =
        String::from("# Bytes of the guests\n\nAfter `wasm-opt -Oz`, all exports of the ABI included.\n\n");
    let _ = writeln!(out, "| {} | config |\n|---|---|{}---|", HEADS.join(" | "), "--:|".repeat(9));
    for row in rows {
        let _ = writeln!(out, "| {} | {} |", cells(row).join(" | "), row.config);
    }
    out += "\n## What a feature costs\n\n| feature | sdk | bytes | guest less guest |\n|---|---|--:|---|\n";
    for Cost { feature, sdk, guest, minus, bytes } in costs {
        let _ = writeln!(out, "| {feature} | {sdk} | {bytes:+} | {guest} - {minus} |");
    }
    out
}

/// The rows, as other tools read them.
pub(crate) fn json(rows: &[Row]) -> Result<String, String> {
    serde_json::to_string_pretty(rows).map(|text| text + "\n").map_err(|e| e.to_string())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn row() -> Row {
        Row {
            sdk: "rust".into(),
            guest: "echo".into(),
            config: "dlmalloc".into(),
            raw: None,
            bytes: 110,
            gzip: 80,
            brotli: 70,
            pages: 1,
            budget: Some(120),
            baseline: Some(100),
            code: 90,
            data: 10,
            changed: vec![("echo".into(), 50, 60)],
        }
    }

    #[test]
    fn a_guest_that_grew_shows_the_functions_that_did_it() {
        let table = table(&[row()]);
        assert!(table.contains("+10") && table.contains("+10 echo (50 to 60)"), "{table}");
        let same = Row { baseline: Some(110), ..row() };
        assert!(!super::table(&[same]).contains("echo ("));
    }

    #[test]
    fn the_json_has_the_fields_that_other_tools_read() {
        let rows: serde_json::Value = serde_json::from_str(&json(&[row()]).unwrap()).unwrap();
        for key in ["sdk", "guest", "config", "raw", "bytes", "gzip", "pages", "budget"] {
            assert!(rows[0].get(key).is_some(), "{key}");
        }
    }

    #[test]
    fn markdown_has_as_many_columns_in_every_line_of_a_table() {
        let text = markdown(&[row()], &[]);
        let columns: Vec<_> =
            text.lines().filter(|line| line.starts_with('|')).map(|line| line.matches('|').count()).collect();
        assert_eq!(columns, [13, 13, 13, 5, 5]);
    }
}
