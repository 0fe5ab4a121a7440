//! Sleeping and polling of a guest.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use async_trait::async_trait;
use wasmi_wasi::{
    Error,
    wasi_common::sched::{Poll, Subscription, WasiSched, subscription::RwEventFlags},
};

use super::seeded::Ticks;

/// The longest sleep that the deadline of the current request leaves, in nanoseconds. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Longest(Arc<AtomicU64>);

impl Longest {
    pub(super) fn set(&self, time: Duration) {
        self.0.store(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn get(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

/// Waits for no longer than the deadline allows; with seeded clocks, not at all: they are put forward.
pub(super) struct Waits {
    pub(super) longest: Longest,
    pub(super) ticks: Option<Ticks>,
}

impl Waits {
    fn wait(&self, time: Duration) {
        match &self.ticks {
            Some(ticks) => ticks.pass(time),
            None => thread::sleep(time.min(self.longest.get())),
        }
    }
}

#[async_trait]
impl WasiSched for Waits {
    async fn poll_oneoff<'a>(&self, poll: &mut Poll<'a>) -> Result<(), Error> {
        let mut ready = false;
        for subscription in poll.rw_subscriptions() {
            // Standard input is at its end and the outputs take everything: no file of a guest ever blocks.
            if let Subscription::Read(file) | Subscription::Write(file) = subscription {
                file.complete(0, RwEventFlags::empty());
                ready = true;
            }
        }
        if !ready && let Some(first) = poll.earliest_clock_deadline() {
            self.wait(first.duration_until().unwrap_or_default());
        }
        Ok(())
    }

    async fn sched_yield(&self) -> Result<(), Error> {
        Ok(())
    }

    async fn sleep(&self, time: Duration) -> Result<(), Error> {
        self.wait(time);
        Ok(())
    }
}
