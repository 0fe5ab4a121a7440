//! Memory of instances that are alive at once.

use serde::{Deserialize, Serialize};
use yao_bench::guests;
use yao_bench_page::{Document, Table, number};

use super::Pace;
use super::command::Command;

/// As `yao-host bench --json` prints it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Memory {
    instances: u32,
    fresh_kib: f64,
    called_kib: f64,
    process_mib: f64,
}

pub(super) fn measure(command: &Command, pace: Pace) -> Result<Memory, String> {
    let guest = guests::one("rust-arena", "echo")?;
    let options = [
        format!("--instances={}", pace.instances),
        // One more lives for a moment, before they are counted.
        format!("--limit=instances={}", pace.instances + 1),
        "--iterations=1".to_owned(),
    ];
    let (measured, _) = command.bench(&guest, 64, &options)?;
    measured.memory.ok_or_else(|| "yao-host bench --instances tells no memory".into())
}

pub(super) fn write(document: &mut Document, memory: &Memory) {
    document.heading("Live instances");
    document.text(
        "`rust-arena/echo` with one page of memory, all instances alive in one process: resident memory that each adds, \
         started only, and after one request.",
    );
    let mut table = Table::new(["live instances", "KiB each, started", "KiB each, called", "process, MiB"]);
    let Memory { instances, fresh_kib, called_kib, process_mib } = memory;
    table.row([
        number(f64::from(*instances)),
        format!("{fresh_kib:.1}"),
        format!("{called_kib:.1}"),
        number(*process_mib),
    ]);
    document.table(table);
}
