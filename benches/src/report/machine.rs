//! The machine that measured.

use serde::Serialize;

/// What it is.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    processor: String,
    cores: usize,
    /// Processes that wanted a core in the last minute, before and beside this one.
    load: String,
}

impl Machine {
    /// This one.
    pub(super) fn this() -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let info = read("/proc/cpuinfo");
        let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Self {
            processor: name.map_or_else(|| std::env::consts::ARCH.into(), |(_, name)| name.trim().into()),
            cores: std::thread::available_parallelism().map_or(1, Into::into),
            load: read("/proc/loadavg").split(' ').next().unwrap_or_default().into(),
        }
    }

    pub(super) fn words(&self) -> String {
        let Self { processor, cores, load } = self;
        let busy = if load.is_empty() { String::new() } else { format!(", load {load}") };
        format!(
            "Made by `./dev bench-report` on {processor}, {cores} cores{busy}. Times depend on the machine and on what \
             else it does: contenders ran in turns, so read the ratios. Every result was compared with the right one."
        )
    }
}
