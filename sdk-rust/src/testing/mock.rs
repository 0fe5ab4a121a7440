//! The two imports natively: what the host of this thread says.

use core::cell::RefCell;
use std::{boxed::Box, collections::BTreeMap, format, rc::Rc, string::String, vec::Vec};

use crate::{
    abi::Level,
    codec::wire,
    error::{Error, Result},
    mem::{Buf, Packed},
};

/// Encoded arguments in, an encoded reply out, both MessagePack.
pub(super) type Reply = Box<dyn FnMut(&[u8]) -> Result<Buf>>;

/// What a mock host knows and has seen.
#[derive(Default)]
pub(super) struct State {
    pub(super) replies: BTreeMap<String, Rc<RefCell<Reply>>>,
    pub(super) logs: Vec<(Level, String)>,
    pub(super) calls: Vec<(String, Vec<u8>)>,
}

std::thread_local! {
    static HOST: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// Puts a host in place or takes it away; gives the one before.
pub(super) fn install(state: Option<State>) -> Option<State> {
    HOST.with_borrow_mut(|host| core::mem::replace(host, state))
}

/// Runs `f` on the host of this thread; without one there is nothing to see.
pub(super) fn with<R: Default>(f: impl FnOnce(&mut State) -> R) -> R {
    HOST.with_borrow_mut(|host| host.as_mut().map(f).unwrap_or_default())
}

pub(crate) fn process(name: &str, args: &[u8]) -> Packed {
    let outcome = wire::args_from(args).and_then(|args| {
        let reply = with(|host| {
            host.calls.push((name.into(), args.clone()));
            host.replies.get(name).cloned()
        });
        match reply {
            // The reply runs without a borrow of the host: it may call processes and log itself.
            Some(reply) => match reply.try_borrow_mut() {
                Ok(mut reply) => reply(&args),
                Err(_) => Err(Error::new(508, &format!("process {name} called itself"))),
            },
            None => Err(Error::new(404, &format!("no process {name}; script it with `Host::on`"))),
        }
    });
    match outcome {
        Ok(value) => wire::reply_to(value),
        Err(error) => wire::error_to(error),
    }
}

pub(crate) fn log(level: u32, message: &[u8]) {
    let line = String::from_utf8_lossy(message).into_owned();
    with(|host| host.logs.push((Level::from_wire(level), line)));
}
