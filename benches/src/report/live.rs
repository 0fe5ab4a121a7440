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

/// The guests, all `echo`.
const SDKS: [&str; 2] = ["rust-arena", "rust-arena-small-pages"];

/// One of [`SDKS`] after the other.
pub(super) fn measure(command: &Command, pace: Pace) -> Result<Vec<(&'static str, Memory)>, String> {
    SDKS.iter().map(|&sdk| Ok((sdk, of_one(command, pace, sdk)?))).collect()
}

fn of_one(command: &Command, pace: Pace, sdk: &str) -> Result<Memory, String> {
    let guest = guests::one(sdk, "echo")?;
    let options = [
        format!("--instances={}", pace.instances),
        // One more lives for a moment, before they are counted.
        format!("--limit=instances={}", pace.instances + 1),
        "--iterations=1".to_owned(),
    ];
    let (measured, _) = command.bench(&guest, 64, &options)?;
    measured.memory.ok_or_else(|| "yao-host bench --instances tells no memory".into())
}

pub(super) fn write(document: &mut Document, memories: &[(&str, Memory)]) {
    document.heading("Live instances");
    document.text(
        "`echo` with one page of memory, and with 24 KiB in pages of one byte, all instances alive in one process: \
         resident memory that each adds, started only, and after one request.",
    );
    let head = ["guest", "live instances", "KiB each, started", "KiB each, called", "process, MiB"];
    let mut table = Table::new(head);
    for (sdk, Memory { instances, fresh_kib, called_kib, process_mib }) in memories {
        table.row([
            format!("{sdk}/echo"),
            number(f64::from(*instances)),
            format!("{fresh_kib:.1}"),
            format!("{called_kib:.1}"),
            number(*process_mib),
        ]);
    }
    document.table(table);
}
