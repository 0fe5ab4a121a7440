//! One guest with its budget and its baseline: what every form of the report shows.

use serde::Serialize;

use crate::baseline::Baseline;
use crate::budget::Budgets;
use crate::measure::Guest;

/// One row of the report.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) sdk: String,
    pub(crate) guest: String,
    pub(crate) config: String,
    /// Bytes as the compiler left them, without custom sections.
    pub(crate) raw: Option<u64>,
    /// Bytes after wasm-opt.
    pub(crate) bytes: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
    pub(crate) pages: u64,
    /// None for a guest that is measured without a budget.
    pub(crate) budget: Option<u64>,
    /// Bytes of the baseline.
    pub(crate) baseline: Option<u64>,
    pub(crate) code: u64,
    pub(crate) data: u64,
    /// Functions that changed since the baseline: name, then, now.
    pub(crate) changed: Vec<(String, u64, u64)>,
}

/// A row for every guest that is built.
pub(crate) fn rows(budgets: &Budgets, guests: &[Guest], baseline: &Baseline) -> Vec<Row> {
    guests
        .iter()
        .map(|guest| {
            let budget = budgets.budget.iter().find(|b| b.sdk == guest.sdk && b.guest == guest.guest);
            let was = baseline.get(&guest.sdk, &guest.guest);
            Row {
                sdk: guest.sdk.clone(),
                guest: guest.guest.clone(),
                config: budget.map_or_else(String::new, |budget| budget.config.clone()),
                raw: guest.raw,
                bytes: guest.size.bytes,
                gzip: guest.gzip,
                brotli: guest.brotli,
                pages: guest.size.pages,
                budget: budget.map(|budget| budget.bytes),
                baseline: was.map(|was| was.bytes),
                code: guest.size.code,
                data: guest.size.data,
                changed: was.map_or_else(Vec::new, |was| {
                    yao_host::size::difference(&was.functions, &guest.size.functions)
                }),
            }
        })
        .collect()
}

impl Row {
    /// Bytes more or less than the baseline; 0 without one.
    pub(crate) fn delta(&self) -> i64 {
        let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        self.baseline.map_or(0, |was| signed(self.bytes) - signed(was))
    }

    /// The delta as a table shows it: nothing where there is none.
    pub(crate) fn delta_text(&self) -> String {
        match (self.baseline, self.delta()) {
            (None, _) => "new".into(),
            (_, 0) => String::new(),
            (_, delta) => format!("{delta:+}"),
        }
    }
}
