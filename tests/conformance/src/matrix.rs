//! The matrix: groups of clauses by SDK, passed of all.

use crate::report::{Cell, Status};

/// The areas of the spec in its order, with a title.
const AREAS: [(&str, &str); 14] = [
    ("MOD", "module shape"),
    ("IMP", "imports"),
    ("EXP", "exports"),
    ("LIFE", "load and lifecycle"),
    ("MEM", "memory and ownership"),
    ("PACK", "packed result"),
    ("VAL", "values and codecs"),
    ("ERR", "errors"),
    ("LOG", "log"),
    ("INST", "instances"),
    ("CAP", "capabilities"),
    ("LIM", "limits"),
    ("VER", "versioning"),
    ("LIE", "lying hosts"),
];

/// The table as rows of texts: a head, one row for each area that has cases, and a sum.
///
/// A case with clauses of several areas counts in each of their rows, and once in the sum.
fn rows(cells: &[Cell]) -> Vec<Vec<String>> {
    let mut columns: Vec<&str> = Vec::new();
    for cell in cells {
        if !columns.contains(&cell.sdk.as_str()) {
            columns.push(&cell.sdk);
        }
    }
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(columns.iter().map(|column| (*column).to_string()));
    for (area, title) in AREAS {
        let prefix = format!("ABI-{area}-");
        let in_area = |cell: &&Cell| cell.clauses.iter().any(|clause| clause.starts_with(&prefix));
        if cells.iter().any(|cell| in_area(&cell)) {
            let mut row = vec![format!("{area:4} {title}")];
            row.extend(columns.iter().map(|column| count(cells.iter().filter(in_area), column)));
            rows.push(row);
        }
    }
    let mut sum = vec!["all cases".to_string()];
    sum.extend(columns.iter().map(|column| count(cells.iter(), column)));
    rows.push(sum);
    rows
}

fn count<'a>(cells: impl Iterator<Item = &'a Cell>, column: &str) -> String {
    let (mut pass, mut all, mut missing, mut expected) = (0, 0, 0, 0);
    for cell in cells.filter(|cell| cell.sdk == column) {
        all += 1;
        match cell.status {
            Status::Pass => pass += 1,
            Status::Missing => missing += 1,
            Status::Xfail => expected += 1,
            Status::Fail | Status::Xpass => {}
        }
    }
    match (all, missing, expected) {
        (0, ..) => "-".into(),
        (_, 1.., _) => "missing".into(),
        (_, _, 0) => format!("{pass}/{all}"),
        _ => format!("{pass}/{all} ({expected} xfail)"),
    }
}

/// The matrix for a terminal.
#[must_use]
pub fn text(cells: &[Cell]) -> String {
    let rows = rows(cells);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, text) in row.iter().enumerate() {
            let width = widths[column];
            let cell = if column == 0 { format!("{text:width$}") } else { format!("  {text:>width$}") };
            line.push_str(&cell);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The matrix as a Markdown table.
#[must_use]
pub fn markdown(cells: &[Cell]) -> String {
    let rows = rows(cells);
    let line = |row: &[String]| format!("| {} |\n", row.join(" | "));
    let mut out = line(&rows[0]);
    out.push_str(&format!("|---|{}\n", "---:|".repeat(rows[0].len() - 1)));
    out.extend(rows[1..].iter().map(|row| line(row)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::cell;

    fn cells() -> Vec<Cell> {
        vec![
            cell("a", &["ABI-VAL-001", "ABI-ERR-002"], "rust", Status::Pass),
            cell("b", &["ABI-VAL-002"], "rust", Status::Fail),
            cell("a", &["ABI-VAL-001", "ABI-ERR-002"], "go", Status::Missing),
            cell("c", &["ABI-LIM-001"], "host", Status::Pass),
        ]
    }

    #[test]
    fn a_row_counts_the_cases_of_its_area_and_the_sum_each_case_once() {
        let text = text(&cells());
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[0], ["rust", "go", "host"]);
        assert_eq!(lines[1], ["VAL", "values", "and", "codecs", "1/2", "missing", "-"]);
        assert_eq!(lines[2], ["ERR", "errors", "1/1", "missing", "-"]);
        assert_eq!(lines[3], ["LIM", "limits", "-", "-", "1/1"]);
        assert_eq!(lines[4], ["all", "cases", "1/2", "missing", "1/1"]);
    }

    #[test]
    fn columns_line_up() {
        let text = text(&cells());
        let ends: Vec<usize> = text.lines().map(str::len).collect();
        assert!(ends.iter().all(|end| *end == ends[0]), "{text}");
    }

    #[test]
    fn markdown_is_a_table() {
        let text = markdown(&cells());
        assert!(text.contains("|---|---:|---:|---:|\n"), "{text}");
        assert!(text.contains("| all cases | 1/2 | missing | 1/1 |"), "{text}");
    }

    #[test]
    fn expected_failures_are_visible() {
        let cells = [cell("a", &["ABI-VAL-001"], "go", Status::Xfail)];
        assert!(text(&cells).contains("0/1 (1 xfail)"));
    }
}
