//! Clocks and random numbers that are the same in every run.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use cap_rand::{RngCore, SeedableRng, rngs::StdRng};
use cap_std::time::{Instant, SystemTime};
use wasmi_wasi::wasi_common::clocks::{WasiClocks, WasiMonotonicClock, WasiSystemClock};

/// 2000-01-01: certificates and tokens that a guest checks are more often valid then than in 1970.
const EPOCH: Duration = Duration::from_secs(946_684_800);

/// What one look at a clock adds to it, so that a guest that waits for time to pass sees it pass.
const TICK_NS: u64 = 1_000;

/// Random bytes from a seed.
pub(super) fn random(seed: u64) -> Box<dyn RngCore + Send + Sync> {
    Box::new(StdRng::seed_from_u64(seed))
}

/// Both clocks of one guest instance: they run by being looked at and by sleeping, not by themselves.
#[derive(Clone)]
pub(super) struct Ticks {
    start: std::time::Instant,
    passed_ns: Arc<AtomicU64>,
}

impl Ticks {
    pub(super) fn new() -> Self {
        Self { start: std::time::Instant::now(), passed_ns: Arc::default() }
    }

    /// The context's clocks.
    pub(super) fn clocks(&self) -> WasiClocks {
        WasiClocks::new().with_system(self.clone()).with_monotonic(self.clone())
    }

    /// Lets time pass.
    pub(super) fn pass(&self, time: Duration) {
        let ns = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        // `None` is never given, so there is always an update.
        _ = self.passed_ns.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |passed| {
            // A guest that sleeps for centuries, again and again, finds a clock that stands still.
            Some(passed.saturating_add(ns).min(i64::MAX.cast_unsigned()))
        });
    }

    fn look(&self) -> Duration {
        self.pass(Duration::from_nanos(TICK_NS));
        Duration::from_nanos(self.passed_ns.load(Ordering::Relaxed))
    }
}

impl WasiSystemClock for Ticks {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(TICK_NS)
    }

    fn now(&self, _: Duration) -> SystemTime {
        SystemTime::from_std(std::time::UNIX_EPOCH + EPOCH + self.look())
    }
}

impl WasiMonotonicClock for Ticks {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(TICK_NS)
    }

    fn now(&self, _: Duration) -> Instant {
        Instant::from_std(self.start + self.look())
    }
}
