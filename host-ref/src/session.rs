//! Sessions: one guest instance that lives across calls and owns the handles made in it.

use alloc::{
    string::String,
    sync::{Arc, Weak},
    vec::Vec,
};
use core::sync::atomic::{AtomicUsize, Ordering};

use spin::Mutex;

use crate::{
    Error, Exception, Fault, Host, Module, Outcome, Reply, RequestOptions,
    abi::{CAP_ONE_SHOT, Limit},
    guest::{Guest, from_code},
    state::Owner,
    tree::over,
};

/// A handle of an instance of a class, bound to the session that made it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle {
    session: usize,
    class: String,
    raw: u32,
}

impl Handle {
    /// The class it is of.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The number the guest knows it by.
    #[must_use]
    pub fn raw(&self) -> u32 {
        self.raw
    }
}

/// The number of the next session of any host: a handle of one host's session is foreign in every other's.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// All sessions of a host.
#[derive(Default)]
pub(crate) struct Sessions {
    alive: Mutex<Vec<Weak<Mutex<Life>>>>,
}

/// What a session shares with its host: the instance, which the host may end when it is idle.
struct Life {
    state: LifeState,
    used_ns: Option<u64>,
}

enum LifeState {
    /// Still starting.
    Opening,
    Open(Guest),
    /// Idle for so many milliseconds.
    Idle(u64),
    Trapped,
}

/// One guest instance with one owner. It ends when dropped, after a trap, or when idle for too long.
pub struct Session {
    host: Host,
    module: Module,
    id: usize,
    life: Arc<Mutex<Life>>,
}

impl Session {
    /// Starts a session: a fresh instance, `_initialize` run.
    ///
    /// # Errors
    ///
    /// When the limit on sessions or instances is reached, the guest is one-shot, or it fails to start.
    pub fn open(host: &Host, module: &Module) -> Result<Self, Error> {
        if module.info().capabilities & CAP_ONE_SHOT != 0 {
            return Err(Error::OneShot { module: module.name().into() });
        }
        let fail = |fault| Error::from_fault(fault, module.name(), "session");
        host.end_idle_sessions();
        let life = Arc::new(Mutex::new(Life { state: LifeState::Opening, used_ns: host.now_ns() }));
        {
            let mut alive = host.sessions().alive.lock();
            over(Limit::Sessions, host.limits().sessions, alive.len() as u64 + 1).map_err(fail)?;
            alive.push(Arc::downgrade(&life));
        }
        let mut tree = host.request_tree(module, &RequestOptions::default()).map_err(fail)?;
        let guest = Guest::start(Owner::Host(host.clone()), module, &mut tree).map_err(|fault| {
            host.settle(module.name(), &tree);
            fail(fault)
        })?;
        life.lock().state = LifeState::Open(guest);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Self { host: host.clone(), module: module.clone(), id, life })
    }

    /// The module.
    #[must_use]
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// Makes an instance of `class` from a payload of arguments.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`] with the guest's error record; otherwise as [`Host::request`].
    pub fn create(&mut self, class: &str, payload: &[u8]) -> Result<Handle, Error> {
        self.module.require_class(class)?;
        let (created, _) = self.with(class, |guest| guest.create(class, payload))?;
        match created {
            Ok(raw) => Ok(Handle { session: self.id, class: class.into(), raw }),
            Err(exception) => Err(self.refused(exception)),
        }
    }

    /// Calls a method. A class in the pull form is read here, so the outcome carries the value either way.
    ///
    /// # Errors
    ///
    /// Code 410 for a handle of another session; otherwise as [`Host::request`].
    pub fn call(&mut self, handle: &Handle, method: &str, payload: &[u8]) -> Result<Outcome, Error> {
        self.check_owner(handle)?;
        let pull = self.module.require_method(&handle.class, method)?.pull;
        let (reply, mut outcome) =
            self.with(method, |guest| guest.method(&handle.class, method, pull, handle.raw, payload))?;
        outcome.reply = reply;
        Ok(outcome)
    }

    /// Calls a handler in the session's instance.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn request(&mut self, handler: &str, payload: &[u8]) -> Result<Outcome, Error> {
        self.module.require_handler(handler)?;
        let (reply, mut outcome) = self.with(handler, |guest| guest.call(handler, None, payload))?;
        outcome.reply = reply;
        Ok(outcome)
    }

    /// Destroys an instance.
    ///
    /// # Errors
    ///
    /// Code 410 when it is gone already or belongs to another session; otherwise as [`Host::request`].
    pub fn destroy(&mut self, handle: &Handle) -> Result<(), Error> {
        self.check_owner(handle)?;
        let (code, _) = self.with(&handle.class, |guest| guest.destroy(&handle.class, handle.raw))?;
        if code == 0 {
            return Ok(());
        }
        Err(self.refused(from_code(code)))
    }

    fn check_owner(&self, handle: &Handle) -> Result<(), Error> {
        if handle.session == self.id {
            return Ok(());
        }
        Err(Error::ForeignHandle { module: self.module.name().into(), handle: handle.raw })
    }

    fn refused(&self, exception: Exception) -> Error {
        Error::Exception { module: self.module.name().into(), exception }
    }

    /// Runs one request in the instance, with budgets of its own.
    fn with<R>(
        &mut self,
        export: &str,
        run: impl FnOnce(&mut Guest) -> Result<R, Fault>,
    ) -> Result<(R, Outcome), Error> {
        let module = self.module.name();
        let fail = |fault| Error::from_fault(fault, module, export);
        let mut life = self.life.lock();
        life.end_if_idle(&self.host);
        let guest = match &mut life.state {
            LifeState::Open(guest) => guest,
            LifeState::Idle(idle_ms) => {
                let number = self.host.limits().session_idle_ms;
                return Err(Error::SessionEnded { module: module.into(), idle_ms: *idle_ms, number });
            }
            LifeState::Opening | LifeState::Trapped => return Err(Error::Dead { module: module.into() }),
        };
        let tree = self.host.request_tree(&self.module, &RequestOptions::default()).map_err(fail)?;
        let result = guest.renew(tree).and_then(|_| run(guest));
        let held = guest.vm().fuel();
        let tree = &guest.vm().state().tree;
        self.host.settle(module, tree);
        let outcome = Outcome { reply: Reply::Value(Vec::new()), usage: tree.usage(held), trace: Vec::new() };
        if result.as_ref().is_err_and(Fault::kills_instance) {
            life.state = LifeState::Trapped;
        }
        life.used_ns = self.host.now_ns();
        Ok((result.map_err(fail)?, outcome))
    }
}

impl Life {
    fn end_if_idle(&mut self, host: &Host) {
        let (Some(used), Some(now)) = (self.used_ns, host.now_ns()) else { return };
        let idle_ms = now.saturating_sub(used) / 1_000_000;
        if matches!(self.state, LifeState::Open(_)) && idle_ms >= host.limits().session_idle_ms {
            self.state = LifeState::Idle(idle_ms);
        }
    }
}

impl Host {
    /// Ends sessions that were not used for longer than the limit, whose owners hear of it at their next call.
    /// Opening a session does this, too; a server with few sessions may call it now and then to have memory back.
    pub fn end_idle_sessions(&self) {
        self.sessions().alive.lock().retain(|life| {
            let Some(life) = life.upgrade() else { return false };
            // Locked means in use.
            let Some(mut life) = life.try_lock() else { return true };
            life.end_if_idle(self);
            matches!(life.state, LifeState::Open(_) | LifeState::Opening)
        });
    }

    /// Sessions that are alive.
    #[must_use]
    pub fn live_sessions(&self) -> usize {
        self.end_idle_sessions();
        self.sessions().alive.lock().len()
    }
}
