//! What a run prints.

use crate::{columns::Row, compare::Compared, differences::Differences};

/// What came of every column, and what may differ.
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) differences: Differences,
}

/// How many comparisons came out how.
#[derive(Default)]
struct Count {
    guests: usize,
    cases: usize,
    answers: usize,
    agreed: usize,
    listed: usize,
    disagreed: usize,
}

impl Report {
    /// Whether the engines agree, and the list is right.
    pub(crate) fn is_good(&self, everything: bool) -> bool {
        self.total().disagreed == 0 && self.stale(everything).is_empty()
    }

    /// Every disagreement, the table, and the totals in the last line.
    pub(crate) fn text(&self, everything: bool) -> String {
        let mut out = String::new();
        for row in &self.rows {
            for compared in &row.compared {
                out.push_str(&self.disagreement(row, compared));
            }
        }
        for stale in self.stale(everything) {
            out.push_str(&format!("STALE {stale}\n"));
        }
        out.push_str(&line("column", ["guests", "cases", "answers", "agreed", "listed", "disagreed"]));
        for row in &self.rows {
            out.push_str(&match &row.left {
                Some(why) => format!("{:<22} not run: {why}\n", row.name),
                None => self.count(row).line(&row.name),
            });
        }
        let total = self.total();
        out.push_str(&total.line("in all"));
        out.push_str(&format!(
            "{} agreed, {} disagreed, {} differ as listed\n",
            total.agreed, total.disagreed, total.listed
        ));
        out
    }

    fn disagreement(&self, row: &Row, compared: &Compared) -> String {
        let Compared { case, difference, .. } = compared;
        match (difference, self.differences.reason(&row.name, case)) {
            (None, _) => String::new(),
            (Some([wasmi, wasmtime]), reason) => {
                let verdict = reason.map_or("DISAGREE".into(), |reason| format!("as listed ({reason}):"));
                format!("{verdict} {case} on {}\n  wasmi:    {wasmi}\n  wasmtime: {wasmtime}\n", row.name)
            }
        }
    }

    fn count(&self, row: &Row) -> Count {
        let mut count = Count { guests: row.guests, cases: row.compared.len(), ..Count::default() };
        for compared in &row.compared {
            count.answers += compared.answers;
            match (&compared.difference, self.differences.reason(&row.name, &compared.case)) {
                (None, _) => count.agreed += 1,
                (Some(_), Some(_)) => count.listed += 1,
                (Some(_), None) => count.disagreed += 1,
            }
        }
        count
    }

    fn total(&self) -> Count {
        self.rows.iter().map(|row| self.count(row)).fold(Count::default(), |sum, count| Count {
            guests: sum.guests + count.guests,
            cases: sum.cases + count.cases,
            answers: sum.answers + count.answers,
            agreed: sum.agreed + count.agreed,
            listed: sum.listed + count.listed,
            disagreed: sum.disagreed + count.disagreed,
        })
    }

    fn stale(&self, everything: bool) -> Vec<String> {
        let compared: Vec<(&str, &str, bool)> = self
            .rows
            .iter()
            .flat_map(|row| {
                row.compared.iter().map(|compared| {
                    (row.name.as_str(), compared.case.as_str(), compared.difference.is_some())
                })
            })
            .collect();
        self.differences.stale(&compared, everything)
    }
}

impl Count {
    fn line(&self, name: &str) -> String {
        let Self { guests, cases, answers, agreed, listed, disagreed } = self;
        line(
            name,
            [guests, cases, answers, agreed, listed, disagreed]
                .map(usize::to_string)
                .each_ref()
                .map(String::as_str),
        )
    }
}

fn line(name: &str, numbers: [&str; 6]) -> String {
    let numbers: String = numbers.iter().map(|number| format!("{number:>10}")).collect();
    format!("{name:<22}{numbers}\n")
}
