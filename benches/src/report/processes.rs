//! Calls by name among many modules, and through guests that call each other.

use serde::Serialize;
use yao_bench::scenes::{Chain, DEPTHS, MODULES, Modules};
use yao_bench_page::{Bar, Bars, Document, Scale, Table, number};

use super::Pace;
use super::time::{Run, in_turns};

/// One scene.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    scene: String,
    us: f64,
}

pub(super) fn measure(pace: Pace) -> Result<Vec<Row>, String> {
    let mut names = Vec::new();
    let mut runs: Vec<Run<'_>> = Vec::new();
    for count in MODULES {
        let mut modules = Modules::new(count)?;
        names.push(format!("greet among {count}"));
        runs.push(Box::new(move || modules.call().map(drop)));
    }
    for depth in DEPTHS {
        let chain = Chain::new(depth)?;
        names.push(format!("depth {depth}"));
        runs.push(Box::new(move || chain.call().map(drop)));
    }
    let times = in_turns(&mut runs, pace.rounds)?;
    Ok(names.into_iter().zip(times).map(|(scene, us)| Row { scene, us }).collect())
}

pub(super) fn write(document: &mut Document, rows: &[Row]) {
    document.heading("Many modules, deep calls");
    document.text(
        "`Host::call` with values: `greet` of hosts with so many scripts, each called in its turn; then guests that pass \
         64 bytes on through so many guests, each in an instance of its own.",
    );
    let mut table = Table::new(["call", "us"]);
    for row in rows {
        table.row([row.scene.clone(), number(row.us)]);
    }
    document.table(table);
    let bars = rows.iter().map(|row| Bar {
        label: row.scene.clone(),
        value: row.us,
        group: usize::from(row.scene.starts_with("depth")),
    });
    document.bars(&Bars {
        title: "calls by name, median".into(),
        unit: "us".into(),
        scale: Scale::Linear,
        bars: bars.collect(),
    });
}
