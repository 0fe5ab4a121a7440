//! What the host keeps for one guest instance.

use alloc::{boxed::Box, sync::Arc};
use core::mem;

use crate::{
    Config, Fault, Host, Module,
    host::Place,
    tree::{self, Tree},
};

/// What a guest may do at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// `start` or `_initialize` runs: `yao.process` traps.
    Starting,
    /// One of the `yao_*` exports runs: `yao.process` traps.
    Serving,
    /// A handler or a method runs.
    Running,
}

impl Phase {
    /// What runs, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Starting => "start or _initialize",
            Self::Serving => "a yao_ export",
            Self::Running => "a handler",
        }
    }
}

/// The host's side of one guest instance. An engine keeps it and gives it back; it looks only at the methods below.
pub struct State {
    pub(crate) module: Module,
    /// The host, and this instance's place in it. `None` while a module is loaded: there is no host yet, and
    /// nothing to call.
    place: Option<Place>,
    pub(crate) tree: Box<Tree>,
    pub(crate) phase: Phase,
    memory: u64,
    table_elements: u64,
}

impl State {
    pub(crate) fn new(module: Module, tree: Box<Tree>, place: Option<Place>) -> Self {
        Self { module, place, tree, phase: Phase::Starting, memory: 0, table_elements: 0 }
    }

    pub(crate) fn host(&self) -> Option<&Host> {
        self.place.as_ref().map(Place::host)
    }

    /// What a call of a process needs at once: the caller, its host, its budgets.
    pub(crate) fn parts(&mut self) -> (&Module, Option<&Host>, &mut Box<Tree>) {
        (&self.module, self.place.as_ref().map(Place::host), &mut self.tree)
    }

    /// The configuration of the engine.
    pub(crate) fn config(&self) -> &Arc<Config> {
        &self.tree.config
    }

    /// Fuel for an instance that has `held` left and cannot go on with less than `needed`. Looks at the deadline.
    ///
    /// # Errors
    ///
    /// The limit `fuel` or `deadline_ms`.
    pub fn refuel(&mut self, held: u64, needed: u64) -> Result<u64, Fault> {
        self.tree.put_back(held);
        self.tree.slice(needed)
    }

    /// The first fuel of an instance. The `start` function of a module runs before an engine can interrupt and
    /// resume it, so it has to do with the limit `init_fuel`.
    ///
    /// # Errors
    ///
    /// The limit `fuel`.
    pub fn first_fuel(&mut self) -> Result<u64, Fault> {
        let wanted = if self.has_start() { self.tree.config.limits.init_fuel } else { tree::SLICE };
        self.tree.grant(wanted, 0)
    }

    /// Whether the module has a `start` function.
    #[must_use]
    pub fn has_start(&self) -> bool {
        self.module.info().start
    }

    /// Whether a memory may have `desired` bytes instead of `current`.
    pub fn allow_memory(&mut self, current: u64, desired: u64) -> bool {
        // The engine may have refused what was allowed here before; what it says now is what there is.
        if self.memory != current {
            self.tree.release_memory(self.memory);
            self.tree.adopt_memory(current);
            self.memory = current;
        }
        let allowed = self.tree.resize_memory(current, desired);
        if allowed {
            self.memory = desired;
        }
        allowed
    }

    /// Whether a table may have `desired` elements instead of `current`. An engine that runs out of fuel in the
    /// middle of a growth asks again; that growth counts twice, so the limit errs on the safe side.
    pub fn allow_table(&mut self, current: u64, desired: u64) -> bool {
        let total = self.table_elements.saturating_sub(current).saturating_add(desired);
        let allowed = total <= self.tree.config.limits.table_elements;
        if allowed {
            self.table_elements = total;
        }
        allowed
    }

    /// Starts another request in this instance, with budgets of its own; gives the old ones.
    pub(crate) fn exchange_tree(&mut self, mut tree: Box<Tree>) -> Box<Tree> {
        tree.adopt_memory(self.memory);
        mem::replace(&mut self.tree, tree)
    }

    /// The budgets, when the instance is about to be dropped.
    pub(crate) fn into_tree(mut self) -> Box<Tree> {
        self.tree.release_memory(self.memory);
        self.tree
    }
}
