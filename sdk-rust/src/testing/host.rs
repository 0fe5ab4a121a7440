//! The mock host.

use core::marker::PhantomData;
use std::{boxed::Box, cell::RefCell, rc::Rc, string::String, vec::Vec};

use super::mock::{self, Reply, State};
use crate::{
    abi::Level,
    codec::{self, DecodeOwned, Encode},
    error::Result,
    mem::{self, Buf},
    value::Value,
};

/// A call of a process that a handler made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// The name of the process.
    pub name: String,
    /// Its arguments.
    pub args: Value,
}

/// A host for this thread: it answers processes as scripted, and keeps logs and calls. While there is none, processes
/// answer 404 and logs go nowhere.
pub struct Host {
    before: Option<State>,
    /// A host belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl Default for Host {
    fn default() -> Self {
        Self::new()
    }
}

impl Host {
    /// A host that knows no process.
    #[must_use]
    pub fn new() -> Self {
        Self { before: mock::install(Some(State::default())), thread: PhantomData }
    }

    /// Answers a process: `reply` gets its arguments as a tuple, and gives a value or an error.
    pub fn on<A: DecodeOwned, T: Encode>(&self, name: &str, mut reply: impl FnMut(A) -> Result<T> + 'static) {
        self.on_raw(name, move |args| reply(codec::decode(args)?).map(|value| codec::encode(&value)));
    }

    /// Answers a process with bytes: encoded arguments in, an encoded value out, both MessagePack.
    pub fn on_raw(&self, name: &str, reply: impl FnMut(&[u8]) -> Result<Buf> + 'static) {
        let reply: Reply = Box::new(reply);
        mock::with(|host| host.replies.insert(name.into(), Rc::new(RefCell::new(reply))));
    }

    /// The log lines so far.
    #[must_use]
    pub fn logs(&self) -> Vec<(Level, String)> {
        mock::with(|host| host.logs.clone())
    }

    /// The calls of processes so far.
    ///
    /// # Panics
    /// If the arguments of one are not well-formed, which typed calls never are.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        let calls = mock::with(|host| host.calls.clone());
        let decode = |(name, args): (String, Vec<u8>)| Call {
            args: codec::decode(&args).unwrap_or_else(|error| panic!("arguments of {name}: {error}")),
            name,
        };
        calls.into_iter().map(decode).collect()
    }

    /// How many blocks crossed the boundary and are not freed; a value that waits to be pulled is one.
    #[must_use]
    pub fn live_blocks(&self) -> usize {
        mem::live()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        mock::install(self.before.take());
    }
}
