//! Instances that are kept between requests: restored, never trusted to have cleaned up.

use alloc::{boxed::Box, vec::Vec};

use spin::Mutex;

use crate::{
    Config, Fault, Host, Module, Reply,
    backend::{Image, Live, Request},
    guest::{self, Guest},
    state::{Owner, Start, State},
    tree::Tree,
};

/// The initialised instances of one module that wait for a request, and what each of them is restored to.
pub(crate) struct Kept {
    image: Image,
    start: Start,
    most: usize,
    idle: Mutex<Vec<Box<dyn Live + Send>>>,
}

impl Kept {
    /// For the instances of a module of which `guest` has just started. `None` where none are to be kept, or none can
    /// be: a guest that logs while it starts would log once instead of once per request.
    pub(crate) fn prepare(config: &Config, guest: &mut Guest) -> Option<Self> {
        if config.reuse == 0 {
            return None;
        }
        let held = guest.vm_ref().fuel();
        let start = guest.vm_ref().state().start(held)?;
        let image = guest.capture()?;
        Some(Self { image, start, most: config.reuse, idle: Mutex::new(Vec::new()) })
    }

    /// Runs one request in a kept instance, or in a fresh one that is kept from then on.
    pub(crate) fn run(
        &self,
        host: &Host,
        module: &Module,
        tree: &mut Tree,
        Request { handler, payload }: Request<'_>,
    ) -> Result<Reply, Fault> {
        let idle = self.idle.lock().pop();
        let mut vm = match idle {
            Some(vm) => match self.resume(vm, host, module, tree) {
                Ok(vm) => vm,
                // A fresh instance says what is missing.
                Err(vm) => {
                    self.keep(vm);
                    Guest::fresh(Owner::Host(host.clone()), module, tree)?
                }
            },
            None => Guest::fresh(Owner::Host(host.clone()), module, tree)?,
        };
        let reply = guest::call(&mut *vm, handler, None, payload);
        *tree = vm.end().into_tree();
        // Whatever did not return is not restored: nobody knows in the middle of what it was.
        if reply.is_ok() && self.idle() < self.most && vm.restore(&self.image) {
            self.keep(vm);
        }
        reply
    }

    /// Gives an instance the budgets of another request; gives it back when they do not suffice for its start.
    fn resume(
        &self,
        mut vm: Box<dyn Live + Send>,
        host: &Host,
        module: &Module,
        tree: &mut Tree,
    ) -> Result<Box<dyn Live + Send>, Box<dyn Live + Send>> {
        let Some(mut state) = State::started(self.start, module, tree, host) else { return Err(vm) };
        // Enough is there: the start was charged, and left some.
        let fuel = state.first_fuel().unwrap_or(0);
        vm.begin(state);
        vm.set_fuel(fuel);
        Ok(vm)
    }

    /// How many wait.
    pub(crate) fn idle(&self) -> usize {
        self.idle.lock().len()
    }

    fn keep(&self, vm: Box<dyn Live + Send>) {
        let mut idle = self.idle.lock();
        if idle.len() < self.most {
            idle.push(vm);
        }
    }
}
