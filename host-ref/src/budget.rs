//! Limits of a module's own on what is counted over a request: how they narrow those of the host while it runs.

use crate::{
    Limits,
    abi::Limit,
    fault::Fault,
    tree::{PAGE, over},
};

/// One limit as it holds now: `number` more than what was counted when it began to hold.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    number: u64,
    base: u64,
}

impl Budget {
    /// Lets another limit hold from now on, where it ends sooner. `unit` is how much of what is counted one of the
    /// limit is.
    fn narrow(&mut self, number: u64, counted: u64, unit: u64) {
        let end = |base: u64, number: u64| base.saturating_add(number.saturating_mul(unit));
        if end(counted, number) < end(self.base, self.number) {
            *self = Self { number, base: counted };
        }
    }
}

/// The limits that count up over a request.
const COUNTED: [Limit; 6] = [
    Limit::ProcessCalls,
    Limit::BoundaryBytes,
    Limit::CallDepth,
    Limit::LogBytes,
    Limit::LogLines,
    Limit::MemoryPages,
];

/// What holds in place of the host's limits, while a module with limits of its own runs.
#[derive(Clone, Copy)]
pub(crate) struct Budgets {
    /// In the order of [`COUNTED`].
    counted: [Budget; COUNTED.len()],
    /// Fuel that is not for what runs now.
    pub(crate) kept: u64,
    /// The limit that the fuel is of.
    pub(crate) fuel: u64,
}

impl Budgets {
    pub(crate) fn new(limits: &Limits, fuel: u64) -> Self {
        let counted = COUNTED.map(|limit| Budget { number: limits.get(limit), base: 0 });
        Self { counted, kept: 0, fuel }
    }

    /// An error when more than a limit is counted. The numbers in it are those of the limit that holds, without what
    /// was counted before it began to.
    pub(crate) fn check(&self, limit: Limit, counted: u64) -> Result<(), Fault> {
        let Some(at) = COUNTED.iter().position(|known| *known == limit) else { return Ok(()) };
        let Budget { number, base } = self.counted[at];
        over(limit, number, counted.saturating_sub(base).div_ceil(unit(limit)))
    }

    /// Narrows a limit; `counted` is what of it was counted so far.
    pub(crate) fn narrow(&mut self, limit: Limit, number: u64, counted: u64) {
        if let Some(at) = COUNTED.iter().position(|known| *known == limit) {
            self.counted[at].narrow(number, counted, unit(limit));
        }
    }
}

/// How much of what is counted one of the limit is: memory is counted in bytes, its limit in pages.
pub(crate) fn unit(limit: Limit) -> u64 {
    if limit == Limit::MemoryPages { PAGE } else { 1 }
}

/// What held before a module's own limits did.
pub(crate) struct Outer {
    pub(crate) budgets: Option<Budgets>,
    /// Fuel that the module did not get.
    pub(crate) kept: Option<u64>,
    /// The deadline, in nanoseconds and as a limit.
    pub(crate) deadline: Option<(u64, u64)>,
}
