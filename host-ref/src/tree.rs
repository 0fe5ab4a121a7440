//! The budgets of one request and everything it calls.
//!
//! There is one [`Tree`] per request. It lives in the state of the innermost guest instance and moves into a nested
//! one and back, so no budget needs a lock and none can be spent twice. It is plain numbers, and the limits that they
//! are held against stay with the host: a request allocates nothing for it and shares nothing.

use alloc::{boxed::Box, string::ToString, vec::Vec};
use core::mem;

use crate::{
    Clock, ImportCall, Imported, Limits, RequestOptions, Usage,
    abi::{Limit, PACKED_MAX_LEN},
    budget::{Budgets, Outer, unit},
    fault::Fault,
    trust::Rule,
};

/// Fuel that an instance gets at a time. Between two slices the deadline is looked at: small enough for that to be
/// well within a millisecond, large enough for the look to cost nothing.
///
/// It also bounds the native stack. wasmi's interpreter is a chain of tail calls but for `memory.grow` and `table.grow`,
/// which leave a frame of some 180 bytes behind until the guest is paused. They cost 255 units each, so 64 of them fit
/// in a slice, and 64 more in one function, all of whose fuel may be taken at once: 23 KiB for a level of calls.
pub(crate) const SLICE: u64 = 1 << 14;

/// The most fuel for a `start` function, which the engine cannot pause: 1,028 frames as above.
pub(crate) const START_FUEL: u64 = 1 << 18;

/// Fuel for one call of an import, beside its bytes: about what the host's own work on it costs.
const IMPORT_FUEL: u64 = 100;

/// Bytes that the host checks and copies for one unit of fuel.
const BYTES_PER_FUEL: u64 = 8;

/// Levels of nested calls that a stack of 1 MiB holds, in a debug build too, where a level takes over 30 KiB. An overflow of
/// the native stack ends the process, so no limit lets more through.
const MOST_LEVELS: u64 = 24;

/// The default is an empty tree, which stands in the state of an instance while the real one is in a nested instance.
#[derive(Default)]
pub(crate) struct Tree {
    /// Fuel that no instance holds.
    pool: u64,
    fuel: u64,
    deadline_ms: u64,
    /// Known once the time was started.
    deadline_ns: Option<u64>,
    /// Bytes of memory of all live instances.
    memory: u64,
    peak_memory: u64,
    pub(crate) depth: u64,
    pub(crate) usage: Usage,
    pub(crate) trace: Option<Vec<ImportCall>>,
    /// What holds in place of the host's limits, where a module that runs has limits of its own.
    own: Option<Box<Budgets>>,
}

impl Tree {
    pub(crate) fn new(limits: &Limits, options: &RequestOptions) -> Self {
        let fuel = options.fuel.unwrap_or(limits.fuel);
        Self {
            pool: fuel,
            fuel,
            deadline_ms: options.deadline_ms.unwrap_or(limits.deadline_ms),
            trace: options.trace.then(Vec::new),
            ..Self::default()
        }
    }

    /// A tree with fuel only, for the throw-away instance at load.
    pub(crate) fn probe(limits: &Limits) -> Self {
        let options = RequestOptions { fuel: Some(limits.init_fuel), ..RequestOptions::default() };
        Self::new(limits, &options)
    }

    /// Takes the fuel and the memory that an instance used before it could serve, as if it had just done so. False,
    /// and nothing is taken, when they are not there.
    pub(crate) fn charge_start(&mut self, limits: &Limits, fuel: u64, memory: u64) -> bool {
        // With nothing left the instance could not go on either.
        if self.pool <= fuel || !self.resize_memory(limits, 0, memory) {
            return false;
        }
        self.pool -= fuel;
        true
    }

    /// Takes back the fuel that an instance holds.
    pub(crate) fn put_back(&mut self, fuel: u64) {
        self.pool += fuel;
    }

    /// Hands out at least `needed` fuel, and a slice where there is as much. Looks at the deadline.
    pub(crate) fn slice(&mut self, clock: Option<&dyn Clock>, needed: u64) -> Result<u64, Fault> {
        self.check_deadline(clock)?;
        self.grant(needed.max(SLICE), needed)
    }

    /// Hands out `wanted` fuel or what is left, but at least `needed`.
    pub(crate) fn grant(&mut self, wanted: u64, needed: u64) -> Result<u64, Fault> {
        if self.pool < needed || self.pool == 0 {
            // Nobody above can catch this and go on with what is left.
            self.pool = 0;
            let number = self.own.as_ref().map_or(self.fuel, |own| own.fuel);
            return Err(Fault::Limit { limit: Limit::Fuel, number, wanted: None });
        }
        let granted = wanted.min(self.pool);
        self.pool -= granted;
        Ok(granted)
    }

    /// The fuel that a call of an import costs beside the guest's own instructions.
    pub(crate) fn import_cost(bytes: usize) -> u64 {
        IMPORT_FUEL + Self::copy_cost(bytes)
    }

    /// The fuel for bytes that the host checks and copies.
    pub(crate) fn copy_cost(bytes: usize) -> u64 {
        bytes as u64 / BYTES_PER_FUEL
    }

    /// Fuel used, when the innermost instance still holds `held`.
    pub(crate) fn fuel_used(&self, held: u64) -> u64 {
        let kept = self.own.as_ref().map_or(0, |own| own.kept);
        self.fuel.saturating_sub(self.pool).saturating_sub(kept).saturating_sub(held)
    }

    /// Starts the time of the request, unless it runs already.
    ///
    /// To read a clock is among the dearest things that a short request does, so it is read when the first slice of
    /// fuel is used up or the guest first calls a process, whichever is earlier, and at the start only where starting
    /// is work in itself. What ran until then is less than the slice between two looks, by which a request may overrun
    /// its deadline anyway.
    pub(crate) fn start_time(&mut self, clock: Option<&dyn Clock>) {
        if let (None, Some(clock)) = (self.deadline_ns, clock) {
            let budget_ns = self.deadline_ms.saturating_mul(1_000_000);
            self.deadline_ns = Some(clock.now_ns().saturating_add(budget_ns));
        }
    }

    /// The time until the deadline, in nanoseconds: after a sleep of so long it has passed. `None` without a clock,
    /// and before the time was started.
    pub(crate) fn remaining_ns(&self, clock: Option<&dyn Clock>) -> Option<u64> {
        Some(self.deadline_ns?.saturating_sub(clock?.now_ns()))
    }

    pub(crate) fn check_deadline(&mut self, clock: Option<&dyn Clock>) -> Result<(), Fault> {
        self.start_time(clock);
        match self.remaining_ns(clock) {
            Some(0) => Err(Fault::Limit { limit: Limit::DeadlineMs, number: self.deadline_ms, wanted: None }),
            _ => Ok(()),
        }
    }

    /// Whether an instance can start with this much memory.
    pub(crate) fn check_memory(&self, limits: &Limits, bytes: u64) -> Result<(), Fault> {
        self.check_counted(limits, Limit::MemoryPages, self.memory.saturating_add(bytes))
    }

    /// Counts memory that an instance is about to have instead of `before`; false when it is over the limit.
    pub(crate) fn resize_memory(&mut self, limits: &Limits, before: u64, after: u64) -> bool {
        let total = self.memory.saturating_sub(before).saturating_add(after);
        if self.check_counted(limits, Limit::MemoryPages, total).is_err() {
            return false;
        }
        self.memory = total;
        self.peak_memory = self.peak_memory.max(total);
        true
    }

    /// Counts the memory of an instance that was alive before this request.
    pub(crate) fn adopt_memory(&mut self, bytes: u64) {
        self.memory += bytes;
        self.peak_memory = self.peak_memory.max(self.memory);
    }

    pub(crate) fn release_memory(&mut self, bytes: u64) {
        self.memory = self.memory.saturating_sub(bytes);
    }

    /// Counts one call of `yao.process`.
    pub(crate) fn count_process(&mut self, limits: &Limits) -> Result<(), Fault> {
        self.usage.process_calls += 1;
        self.check_counted(limits, Limit::ProcessCalls, self.usage.process_calls)
    }

    /// Counts bytes that go over a guest's boundary.
    pub(crate) fn count_bytes(&mut self, limits: &Limits, bytes: usize) -> Result<(), Fault> {
        // No limit lets more through than a packed result can say.
        let most = limits.payload_bytes.min(PACKED_MAX_LEN.into());
        over(Limit::PayloadBytes, most, bytes as u64)?;
        let total = self.usage.boundary_bytes.saturating_add(bytes as u64);
        self.check_counted(limits, Limit::BoundaryBytes, total)?;
        self.usage.boundary_bytes = total;
        Ok(())
    }

    /// Goes one guest call deeper.
    pub(crate) fn enter(&mut self, limits: &Limits) -> Result<(), Fault> {
        self.check_counted(limits, Limit::CallDepth, self.depth + 1)?;
        over(Limit::CallDepth, MOST_LEVELS, self.depth + 1)?;
        self.depth += 1;
        self.usage.peak_depth = self.usage.peak_depth.max(self.depth);
        Ok(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// An error when more than a limit is counted: the host's, or one of the modules' that run.
    #[inline]
    pub(crate) fn check_counted(&self, limits: &Limits, limit: Limit, counted: u64) -> Result<(), Fault> {
        match &self.own {
            None => over(limit, limits.get(limit), counted.div_ceil(unit(limit))),
            Some(own) => own.check(limit, counted),
        }
    }

    /// What of a limit that counts up is counted so far.
    fn counted(&self, limit: Limit) -> u64 {
        match limit {
            Limit::ProcessCalls => self.usage.process_calls,
            Limit::BoundaryBytes => self.usage.boundary_bytes,
            Limit::CallDepth => self.depth,
            Limit::LogBytes => self.usage.log_bytes,
            Limit::LogLines => self.usage.log_lines,
            Limit::MemoryPages => self.memory,
            _ => 0,
        }
    }

    /// Lets the limits of a module hold from now on, where they are smaller than those that do. Called before the
    /// module takes anything from the budgets; [`Tree::widen`] ends it.
    pub(crate) fn narrow(&mut self, limits: &Limits, clock: Option<&dyn Clock>, module: &Rule) -> Outer {
        let before = self.own.as_deref().copied();
        let mut own = before.unwrap_or_else(|| Budgets::new(limits, self.fuel));
        let mut outer = Outer { budgets: before, kept: None, deadline: None };
        for (limit, number) in module.limits() {
            let (limit, number) = (*limit, *number);
            match limit {
                Limit::Fuel if number < self.pool => {
                    let kept = self.pool - number;
                    self.pool = number;
                    own.kept += kept;
                    own.fuel = number;
                    outer.kept = Some(kept);
                }
                Limit::DeadlineMs => outer.deadline = self.narrow_deadline(clock, number),
                _ => own.narrow(limit, number, self.counted(limit)),
            }
        }
        self.own = Some(Box::new(own));
        outer
    }

    fn narrow_deadline(&mut self, clock: Option<&dyn Clock>, ms: u64) -> Option<(u64, u64)> {
        let Some(deadline) = &mut self.deadline_ns else {
            // The time has not started yet: this is the deadline of the whole request.
            self.deadline_ms = self.deadline_ms.min(ms);
            return None;
        };
        let ns = clock?.now_ns().saturating_add(ms.saturating_mul(1_000_000));
        (ns < *deadline).then(|| (mem::replace(deadline, ns), mem::replace(&mut self.deadline_ms, ms)))
    }

    /// Lets the limits hold again that did before a module's own. Whether a fault that ended the module ends no more
    /// than that: the budget that it used up was the module's own.
    pub(crate) fn widen(&mut self, clock: Option<&dyn Clock>, outer: Outer, fault: Option<&Fault>) -> bool {
        self.own = outer.budgets.map(Box::new);
        self.pool += outer.kept.unwrap_or(0);
        if let Some((ns, ms)) = outer.deadline {
            (self.deadline_ns, self.deadline_ms) = (Some(ns), ms);
        }
        match fault {
            Some(Fault::Limit { limit: Limit::Fuel, .. }) => outer.kept.is_some(),
            Some(Fault::Limit { limit: Limit::DeadlineMs, .. }) => {
                outer.deadline.is_some() && self.check_deadline(clock).is_ok()
            }
            _ => false,
        }
    }

    /// What was used, when the innermost instance still holds `held` fuel.
    pub(crate) fn usage(&self, held: u64) -> Usage {
        Usage { fuel: self.fuel_used(held), peak_pages: self.peak_memory.div_ceil(PAGE), ..self.usage }
    }

    /// Notes one call of an import; `make` runs only when a trace was asked for. Gives its place in the trace.
    pub(crate) fn note(&mut self, module: &str, make: impl FnOnce() -> Imported) -> Option<usize> {
        let depth = self.depth;
        let trace = self.trace.as_mut()?;
        trace.push(ImportCall { module: module.to_string(), depth, call: make() });
        Some(trace.len() - 1)
    }
}

/// Bytes of a WebAssembly page.
pub(crate) const PAGE: u64 = 65536;

/// An error when `wanted` is over a limit.
pub(crate) fn over(limit: Limit, number: u64, wanted: u64) -> Result<(), Fault> {
    if wanted > number { Err(Fault::Limit { limit, number, wanted: Some(wanted) }) } else { Ok(()) }
}
