//! Time, for deadlines and idle sessions.

/// A source of time, in nanoseconds since any fixed moment. It never goes back.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now_ns(&self) -> u64;
}

/// The monotonic clock of the system.
#[cfg(feature = "std")]
pub(crate) struct SystemClock {
    start: std::time::Instant,
}

#[cfg(feature = "std")]
impl SystemClock {
    pub(crate) fn new() -> Self {
        Self { start: std::time::Instant::now() }
    }
}

#[cfg(feature = "std")]
impl Clock for SystemClock {
    fn now_ns(&self) -> u64 {
        // 64 bits of nanoseconds last for 584 years.
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}
