//! Requests from several threads.

use serde::{Deserialize, Serialize};
use yao_bench::guests;
use yao_bench_page::{Document, Lines, Scale, Series, Table, number};

use super::Pace;
use super::command::Command;

const THREADS: [usize; 3] = [1, 2, 4];
/// Small guests are the hard case: the less a request does, the more of it is what threads share.
const SDK: &str = "rust-arena";

/// So many threads with one guest; `yao-host bench --json` prints all but the guest.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Row {
    #[serde(default)]
    guest: String,
    threads: usize,
    per_second: f64,
    p50_us: f64,
    p99_us: f64,
}

pub(super) fn measure(command: &Command, pace: Pace) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for name in ["echo", "greet"] {
        let guest = guests::one(SDK, name)?;
        let threads = format!("--threads={}", THREADS.map(|count| count.to_string()).join(","));
        let options = [threads, format!("--seconds={}", pace.seconds)];
        let (measured, _) = command.bench(&guest, 64, &options)?;
        rows.extend(measured.parallel.into_iter().map(|row| Row { guest: guest.title(), ..row }));
    }
    Ok(rows)
}

pub(super) fn write(document: &mut Document, rows: &[Row]) {
    document.heading("Requests from several threads");
    document.text("One host, 64 bytes. More threads than cores share them: throughput stays, latency grows.");
    let mut table = Table::new(["guest", "threads", "requests/s", "times one thread's", "p50 us", "p99 us"]);
    let mut series: Vec<Series> = Vec::new();
    for row in rows {
        let one = rows.iter().find(|one| one.guest == row.guest && one.threads == 1);
        table.row([
            row.guest.clone(),
            row.threads.to_string(),
            number(row.per_second),
            one.map_or_else(String::new, |one| number(row.per_second / one.per_second)),
            number(row.p50_us),
            number(row.p99_us),
        ]);
        match series.last_mut() {
            Some(last) if last.label == row.guest => last.values.push(row.per_second),
            _ => series.push(Series { label: row.guest.clone(), values: vec![row.per_second] }),
        }
    }
    document.table(table);
    document.lines(&Lines {
        title: "throughput by threads".into(),
        unit: "requests/s".into(),
        scale: Scale::Linear,
        places: THREADS.map(|count| count.to_string()).into(),
        series,
    });
}
