//! The memory of live guest instances.

use serde::Serialize;
use yao_host::{Instance, RequestOptions};

use super::super::exit::{Exit, Failure};
use super::super::fault;
use super::super::setup::Ready;
use super::Job;

/// What so many live instances came to.
#[derive(Debug, Serialize)]
pub(super) struct Memory {
    pub(super) instances: usize,
    /// Resident memory that the process gained for each, started and not called.
    pub(super) fresh_kib: f64,
    /// The same when each has answered one request.
    pub(super) called_kib: f64,
    /// Resident memory of the whole process, with all of them alive.
    pub(super) process_mib: f64,
}

/// Starts that many instances, keeps all of them, and calls the handler once in each.
#[expect(clippy::cast_precision_loss, reason = "KiB of a process")]
pub(super) fn measure(ready: &Ready, job: &Job, count: usize) -> Result<Memory, Failure> {
    let options = RequestOptions::default();
    let fail = |error| fault::failure(&error);
    // What the first instance makes for all of them is not counted.
    Instance::new(&ready.host, &ready.module, &options)
        .and_then(|mut instance| instance.request(&job.handler, &job.payload))
        .map_err(fail)?;
    let mut live = Vec::with_capacity(count);
    let before = resident_kib()?;
    for _ in 0..count {
        live.push(Instance::new(&ready.host, &ready.module, &options).map_err(fail)?);
    }
    let started = resident_kib()?;
    for instance in &mut live {
        instance.request(&job.handler, &job.payload).map_err(fail)?;
    }
    let called = resident_kib()?;
    let each = |kib: u64| ((kib.saturating_sub(before)) as f64 / count as f64 * 10.0).round() / 10.0;
    Ok(Memory {
        instances: live.len(),
        fresh_kib: each(started),
        called_kib: each(called),
        process_mib: (called as f64 / 102.4).round() / 10.0,
    })
}

/// Resident memory of this process.
fn resident_kib() -> Result<u64, Failure> {
    const STATUS: &str = "/proc/self/status";
    let text = std::fs::read_to_string(STATUS).map_err(|error| {
        Failure::new(Exit::Io, format!("cannot read {STATUS}: {error}"))
            .help("--instances needs Linux, where the kernel tells a process how much memory it has")
    })?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
        .ok_or_else(|| Failure::new(Exit::Io, format!("{STATUS} does not say how much memory is resident")))
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn memory_that_is_written_is_resident() {
        let before = super::resident_kib().unwrap();
        let block = std::hint::black_box(vec![1_u8; 64 << 20]);
        let after = super::resident_kib().unwrap();
        assert!(
            after > before + (32 << 10),
            "{before} KiB, then {after} KiB with {} bytes more",
            block.len()
        );
    }
}
