//! What was measured, as people read it.

use std::io::{self, Write};

use super::super::output::{BOLD, DIM, GREEN, YELLOW, show, table};
use super::super::setup::Ready;
use super::Document;

/// What the host may take of the time that plain wasmi with fuel on takes.
const GOAL: f64 = 1.15;

/// Writes the tables of a run.
pub(super) fn write(document: &Document, ready: &Ready, out: &mut dyn Write) -> io::Result<()> {
    let Document { module, bytes, load_us, handlers } = document;
    writeln!(out, "{BOLD}{}{BOLD:#}: {bytes} bytes, loads in {load_us:.0} us", show(module))?;
    let raw = handlers.iter().any(|row| row.raw_p50_us.is_some());
    let mut head = vec!["handler", "payload", "requests/s", "p50 us", "p99 us", "peak KiB", "fuel"];
    if raw {
        head.extend(["plain us", "ratio", "metered us", "ratio"]);
    }
    let mut rows = vec![head.into_iter().map(String::from).collect::<Vec<_>>()];
    for row in handlers {
        let mut cells = vec![
            show(&row.handler).into_owned(),
            row.payload_bytes.to_string(),
            format!("{:.0}", row.per_second),
            format!("{:.2}", row.p50_us),
            format!("{:.2}", row.p99_us),
            row.peak_kib.to_string(),
            row.fuel.to_string(),
        ];
        if raw {
            let us = |us: Option<f64>| us.map_or_else(String::new, |us| format!("{us:.2}"));
            cells.extend([
                us(row.raw_p50_us),
                us(row.ratio),
                us(row.metered_p50_us),
                row.metered_ratio.map_or_else(String::new, |ratio| {
                    let style = if ratio <= GOAL { GREEN } else { YELLOW };
                    format!("{style}{ratio:.2}{style:#}")
                }),
            ]);
        }
        rows.push(cells);
    }
    table(out, &rows)?;
    for row in handlers.iter().filter(|row| !row.parallel.is_empty()) {
        let mut rows = vec![["threads", "requests/s", "p50 us", "p99 us"].map(String::from)];
        rows.extend(row.parallel.iter().map(|row| {
            [
                row.threads.to_string(),
                format!("{:.0}", row.per_second),
                format!("{:.2}", row.p50_us),
                format!("{:.2}", row.p99_us),
            ]
        }));
        writeln!(out, "{BOLD}{}{BOLD:#} from threads at once", show(&row.handler))?;
        table(out, &rows)?;
    }
    for (row, memory) in handlers.iter().filter_map(|row| Some((row, row.memory.as_ref()?))) {
        writeln!(
            out,
            "{BOLD}{}{BOLD:#}: {} live instances take {} KiB each, {} KiB after a request; the process has {} MiB",
            show(&row.handler),
            memory.instances,
            memory.fresh_kib,
            memory.called_kib,
            memory.process_mib,
        )?;
    }
    for row in handlers {
        if let Some(code) = row.error_code {
            let handler = show(&row.handler);
            writeln!(out, "{YELLOW}{handler} answers error {code}:{YELLOW:#} its error path was measured")?;
        }
    }
    if let Some(advice) = ready.replies.advice() {
        writeln!(out, "{DIM}{}{DIM:#}", show(&advice))?;
    }
    Ok(())
}
