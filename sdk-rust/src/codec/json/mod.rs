//! JSON at the boundary: payloads and replies become MessagePack when they come in, results and arguments become JSON
//! when they go out, so that everything inside a guest is the same as with MessagePack.

mod parse;
mod print;
mod special;
pub(crate) mod wire;

pub(crate) use parse::parse;
pub(crate) use print::print;

use crate::{codec::Fault, error::Error};

/// 400: the bytes are not what the ABI takes as JSON, or a value that JSON cannot hold.
#[cold]
fn refuse(fault: Fault) -> Error {
    Error::from_fault(fault, super::msgpack::WHOLE)
}
