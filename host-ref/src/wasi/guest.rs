//! The world of one guest instance: nothing but clocks, random numbers and outputs that become log lines.

use std::time::Duration;

use wasmi_wasi::{
    WasiCtx, clocks_ctx,
    sync::random_ctx,
    wasi_common::{Table, pipe::WritePipe},
};

use super::{
    captured::Captured,
    seeded::{self, Ticks},
    waits::{Longest, Waits},
};
use crate::{Fault, abi::Level, imports, state::State};

pub(crate) struct Guest {
    pub(crate) context: WasiCtx,
    stdout: Captured,
    stderr: Captured,
    longest: Longest,
}

impl Guest {
    /// With a seed clocks and random numbers are the same in every instance; without, they are the system's.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        let ticks = seed.map(|_| Ticks::new());
        let random = seed.map_or_else(random_ctx, seeded::random);
        let clocks = ticks.as_ref().map_or_else(clocks_ctx, Ticks::clocks);
        let (stdout, stderr, longest) = (Captured::default(), Captured::default(), Longest::default());
        let waits = Waits { longest: longest.clone(), ticks };
        let context = WasiCtx::new(random, clocks, Box::new(waits), Table::new());
        context.set_stdout(Box::new(WritePipe::new(stdout.clone())));
        context.set_stderr(Box::new(WritePipe::new(stderr.clone())));
        Self { context, stdout, stderr, longest }
    }

    /// Says how long the guest may sleep.
    pub(crate) fn may_wait(&self, time: Duration) {
        self.longest.set(time);
    }

    /// Bytes of output that are kept.
    pub(crate) fn kept(&self) -> usize {
        self.stdout.len() + self.stderr.len()
    }

    /// Logs what can be logged in the middle of a call: complete lines of standard output. What is on standard error
    /// waits for the end, which tells how much it matters, as long as it is no more than a request may log.
    pub(crate) fn log(&self, state: &mut State) {
        let limits = state.limits();
        let longest = usize::try_from(limits.log_message_bytes).unwrap_or(usize::MAX);
        let most = usize::try_from(limits.log_bytes).unwrap_or(usize::MAX);
        log_lines(state, Level::Info, &self.stdout.take_lines(longest));
        if self.stderr.len() > most {
            log_lines(state, Level::Error, &self.stderr.take());
        }
    }

    /// Logs the rest at the end of a call. What a guest says before it traps is why: one line of level panic.
    pub(crate) fn end(&self, state: &mut State, fault: Option<&Fault>) {
        log_lines(state, Level::Info, &self.stdout.take());
        let stderr = self.stderr.take();
        if matches!(fault, Some(Fault::Trap(_))) {
            let text = stderr.trim_ascii();
            if !text.is_empty() {
                imports::write_line(state, Level::Panic, text);
            }
        } else {
            log_lines(state, Level::Error, &stderr);
        }
    }
}

fn log_lines(state: &mut State, level: Level, text: &[u8]) {
    for line in text.split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            imports::write_line(state, level, line);
        }
    }
}
