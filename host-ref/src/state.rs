//! What the host keeps for one guest instance.

use alloc::sync::Arc;
use core::mem;

use crate::{
    Clock, Config, Fault, Host, Limits, Module,
    tree::{self, Tree},
};

/// Who started an instance, and so whose limits hold.
pub(crate) enum Owner {
    /// A host.
    Host(Host),
    /// The engine, while it loads the module: there is no host yet, and nothing to call.
    Load(Arc<Config>),
}

impl Owner {
    pub(crate) fn config(&self) -> &Config {
        match self {
            Self::Host(host) => host.config(),
            Self::Load(config) => config,
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.config().limits
    }

    pub(crate) fn host(&self) -> Option<&Host> {
        match self {
            Self::Host(host) => Some(host),
            Self::Load(_) => None,
        }
    }

    /// A module is loaded without a deadline.
    pub(crate) fn clock(&self) -> Option<&dyn Clock> {
        self.host().and_then(Host::clock)
    }
}

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
    pub(crate) owner: Owner,
    pub(crate) tree: Tree,
    pub(crate) phase: Phase,
    memory: u64,
    table_elements: u64,
    /// Whether it ever asked for more memory or table than it got.
    refused: bool,
}

/// What an instance took before it could serve.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    fuel: u64,
    memory: u64,
    table_elements: u64,
}

impl State {
    pub(crate) fn new(module: Module, tree: Tree, owner: Owner) -> Self {
        Self { module, owner, tree, phase: Phase::Starting, memory: 0, table_elements: 0, refused: false }
    }

    /// The state of an instance that has started before, in the budgets of another request. Gives none when these do
    /// not suffice for the start.
    pub(crate) fn started(start: Start, module: &Module, tree: &mut Tree, host: &Host) -> Option<Self> {
        let Start { fuel, memory, table_elements } = start;
        let limits = module.limits(host.limits());
        let fits = table_elements <= limits.table_elements && tree.charge_start(limits, fuel, memory);
        fits.then(|| Self {
            phase: Phase::Serving,
            memory,
            table_elements,
            ..Self::new(module.clone(), mem::take(tree), Owner::Host(host.clone()))
        })
    }

    /// What it took to start, when an instance that holds `held` fuel has just done so and whoever starts another one
    /// would see the same: nothing was logged, nothing was refused.
    pub(crate) fn start(&self, held: u64) -> Option<Start> {
        let usage = self.tree.usage(held);
        let quiet = usage.log_lines == 0 && usage.log_dropped == 0;
        (quiet && !self.refused).then_some(Start {
            fuel: usage.fuel,
            memory: self.memory,
            table_elements: self.table_elements,
        })
    }

    /// What holds for it.
    pub(crate) fn limits(&self) -> &Limits {
        self.module.limits(self.owner.limits())
    }

    /// Counts bytes that go over the guest's boundary.
    pub(crate) fn count_bytes(&mut self, bytes: usize) -> Result<(), Fault> {
        self.tree.count_bytes(self.module.limits(self.owner.limits()), bytes)
    }

    /// The time until the deadline, in nanoseconds.
    #[cfg(feature = "wasi")]
    pub(crate) fn remaining_ns(&mut self) -> Option<u64> {
        self.tree.start_time(self.owner.clock());
        self.tree.remaining_ns(self.owner.clock())
    }

    /// Fuel for an instance that has `held` left and cannot go on with less than `needed`. Looks at the deadline.
    ///
    /// # Errors
    ///
    /// The limit `fuel` or `deadline_ms`.
    pub fn refuel(&mut self, held: u64, needed: u64) -> Result<u64, Fault> {
        self.tree.put_back(held);
        self.tree.slice(self.owner.clock(), needed)
    }

    /// The fuel of a `start` function: the limit `init_fuel`, but no more than is safe without a pause.
    #[must_use]
    pub fn start_fuel(&self) -> u64 {
        self.limits().init_fuel.min(tree::START_FUEL)
    }

    /// The first fuel of an instance. The `start` function of a module runs before an engine can interrupt and
    /// resume it, so it has to do with [`State::start_fuel`].
    ///
    /// # Errors
    ///
    /// The limit `fuel`.
    pub fn first_fuel(&mut self) -> Result<u64, Fault> {
        let wanted =
            if self.phase == Phase::Starting && self.has_start() { self.start_fuel() } else { tree::SLICE };
        self.tree.grant(wanted, 0)
    }

    /// All the fuel that is left, for an engine that cannot pause a guest to ask for more; it asks for it whenever the
    /// guest is about to run. Looks at the deadline, which such an engine has to watch with
    /// [`State::check_deadline`] by itself.
    ///
    /// # Errors
    ///
    /// The limit `fuel` or `deadline_ms`.
    pub fn all_fuel(&mut self, held: u64) -> Result<u64, Fault> {
        self.tree.put_back(held);
        self.check_deadline()?;
        self.tree.grant(u64::MAX, 0)
    }

    /// Takes back the fuel that an instance holds at its end.
    pub fn put_back(&mut self, held: u64) {
        self.tree.put_back(held);
    }

    /// Whether there is time left.
    ///
    /// # Errors
    ///
    /// The limit `deadline_ms`.
    pub fn check_deadline(&mut self) -> Result<(), Fault> {
        self.tree.check_deadline(self.owner.clock())
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
        let allowed = self.tree.resize_memory(self.module.limits(self.owner.limits()), current, desired);
        if allowed {
            self.memory = desired;
        }
        self.refused |= !allowed;
        allowed
    }

    /// Whether a table may have `desired` elements instead of `current`. An engine that runs out of fuel in the
    /// middle of a growth asks again; that growth counts twice, so the limit errs on the safe side.
    pub fn allow_table(&mut self, current: u64, desired: u64) -> bool {
        let total = self.table_elements.saturating_sub(current).saturating_add(desired);
        let allowed = total <= self.limits().table_elements;
        if allowed {
            self.table_elements = total;
        }
        self.refused |= !allowed;
        allowed
    }

    /// Starts another request in this instance, with budgets of its own; gives the old ones.
    pub(crate) fn exchange_tree(&mut self, mut tree: Tree) -> Tree {
        tree.adopt_memory(self.memory);
        mem::replace(&mut self.tree, tree)
    }

    /// The budgets, when the instance is about to be dropped.
    pub(crate) fn into_tree(mut self) -> Tree {
        self.tree.release_memory(self.memory);
        self.tree
    }
}
