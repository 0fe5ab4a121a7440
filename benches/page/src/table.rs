//! Tables.

use std::fmt::Write as _;

use crate::escape;

/// A table: the first column is text on the left, all others are on the right, as numbers are.
#[derive(Clone, Debug, Default)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column heads and no rows.
    #[must_use]
    pub fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// When it has not as many cells as the head.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let row: Vec<String> = cells.into_iter().map(Into::into).collect();
        assert_eq!(row.len(), self.head.len(), "a row of {row:?} under the head {:?}", self.head);
        self.rows.push(row);
    }

    /// As Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells.iter().map(|text| escape::cell(text)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let mut out = line(&self.head);
        let rules = self.head.iter().enumerate().map(|(column, _)| if column == 0 { "---" } else { "--:" });
        let _ = writeln!(out, "|{}|", rules.collect::<Vec<_>>().join("|"));
        out.extend(self.rows.iter().map(|row| line(row)));
        out
    }

    /// As HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let line = |tag: &str, cells: &[String]| {
            let cells = cells.iter().map(|text| format!("<{tag}>{}</{tag}>", escape::prose(text)));
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        };
        let rows: String = self.rows.iter().map(|row| line("td", row)).collect();
        format!("<table>\n<thead>{}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n", line("th", &self.head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_cells_are_in_both_forms() {
        let mut table = Table::new(["guest", "us"]);
        table.row(["`a|b`", "1.5"]);
        assert_eq!(table.markdown(), "| guest | us |\n|---|--:|\n| `a\\|b` | 1.5 |\n");
        assert!(table.html().contains("<tr><td><code>a|b</code></td><td>1.5</td></tr>"), "{}", table.html());
    }

    #[test]
    #[should_panic(expected = "under the head")]
    fn a_short_row_is_a_mistake() {
        Table::new(["a", "b"]).row(["only one"]);
    }
}
