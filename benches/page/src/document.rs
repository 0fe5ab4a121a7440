//! The document.

use std::fmt::Write as _;

use crate::{Bars, Lines, Table, escape};

enum Part {
    Heading(String),
    Text(String),
    Item(String),
    Table(Table),
    /// Markdown has no charts: its tables say the same.
    Chart(String),
}

/// A report, from top to bottom.
pub struct Document {
    title: String,
    parts: Vec<Part>,
}

impl Document {
    /// An empty report.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), parts: Vec::new() }
    }

    /// Starts a section.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Heading(text.into()));
    }

    /// Adds a paragraph; `code` in backticks.
    pub fn text(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Text(text.into()));
    }

    /// Adds an item of a list; `code` in backticks.
    pub fn item(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Item(text.into()));
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.parts.push(Part::Table(table));
    }

    /// Adds bars, which only the page shows.
    pub fn bars(&mut self, bars: &Bars) {
        self.parts.push(Part::Chart(bars.svg()));
    }

    /// Adds lines, which only the page shows.
    pub fn lines(&mut self, lines: &Lines) {
        self.parts.push(Part::Chart(lines.svg()));
    }

    /// As Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", self.title);
        let mut in_list = false;
        for part in &self.parts {
            if !(in_list && matches!(part, Part::Item(_)) || matches!(part, Part::Chart(_))) {
                out.push('\n');
            }
            in_list = matches!(part, Part::Item(_)) || in_list && matches!(part, Part::Chart(_));
            let _ = match part {
                Part::Heading(text) => writeln!(out, "## {text}"),
                Part::Text(text) => writeln!(out, "{text}"),
                Part::Item(text) => writeln!(out, "- {text}"),
                Part::Table(table) => write!(out, "{}", table.markdown()),
                Part::Chart(_) => Ok(()),
            };
        }
        out
    }

    /// As one HTML file.
    #[must_use]
    pub fn html(&self) -> String {
        let title = escape::html(&self.title);
        let mut body = String::new();
        let mut in_list = false;
        for part in &self.parts {
            let item = matches!(part, Part::Item(_));
            if item != in_list {
                body.push_str(if item { "<ul>\n" } else { "</ul>\n" });
                in_list = item;
            }
            let _ = match part {
                Part::Heading(text) => writeln!(body, "<h2>{}</h2>", escape::prose(text)),
                Part::Text(text) => writeln!(body, "<p>{}</p>", escape::prose(text)),
                Part::Item(text) => writeln!(body, "<li>{}</li>", escape::prose(text)),
                Part::Table(table) => write!(body, "{}", table.html()),
                Part::Chart(svg) => write!(body, "{svg}"),
            };
        }
        if in_list {
            body.push_str("</ul>\n");
        }
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n<h1>{title}</h1>\n{body}</html>\n"
        )
    }
}

const STYLE: &str = include_str!("style.css");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bar, Scale};

    fn document() -> Document {
        let mut document = Document::new("a & b");
        document.heading("times");
        document.text("with `./dev`");
        document.item("one");
        document.item("two");
        let mut table = Table::new(["x"]);
        table.row(["y"]);
        document.table(table);
        let bars = vec![Bar { label: "z".into(), value: 1.0, group: 0 }];
        document.bars(&Bars { title: "t".into(), unit: "us".into(), scale: Scale::Linear, bars });
        document
    }

    #[test]
    fn markdown_has_everything_but_the_charts() {
        assert_eq!(
            document().markdown(),
            "# a & b\n\n## times\n\nwith `./dev`\n\n- one\n- two\n\n| x |\n|---|\n| y |\n"
        );
    }

    #[test]
    fn the_page_needs_nothing_beside_it() {
        let page = document().html();
        for part in
            ["<h1>a &amp; b</h1>", "<code>./dev</code>", "<ul>\n<li>one</li>", "</ul>\n<table>", "<svg"]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("http"), "no address of anything elsewhere");
    }
}
