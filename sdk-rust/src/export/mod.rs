//! What stands behind an exported handler. `#[handler]` writes the export; this runs it.

#[cfg(not(feature = "postcard"))]
mod args;
mod outcome;
mod raw;
#[cfg(feature = "serde")]
mod serde;
mod wire;

#[cfg(feature = "postcard")]
pub use crate::codec::postcard::Args;
#[cfg(not(feature = "postcard"))]
pub use args::Args;
pub use outcome::Outcome;
pub use raw::{RawOutcome, raw};
#[cfg(feature = "serde")]
pub use serde::{pack_serde, pack_serde_result};
pub use wire::Source;

use crate::{
    error::{Error, Result},
    mem::{Buf, Packed},
};

/// The body of every typed handler: it owns the payload, decodes from it, and packs what comes out. Both buffers are
/// freed on every path.
#[doc(hidden)]
#[inline]
pub fn handle(address: u32, len: u32, body: fn(&mut Source<'_>) -> Result<Packed>) -> u64 {
    respond(Buf::payload(address, len), body).0
}

/// Runs a body over a payload and gives what it packed, or its packed error.
#[inline]
pub(crate) fn respond(payload: Buf, body: impl FnOnce(&mut Source<'_>) -> Result<Packed>) -> Packed {
    read(&payload, body).unwrap_or_else(failure)
}

/// Reads from a payload.
#[inline]
pub(crate) fn read<T>(payload: &Buf, body: impl FnOnce(&mut Source<'_>) -> Result<T>) -> Result<T> {
    wire::accept(payload, body)
}

/// The packed record of an error.
#[inline]
pub(crate) fn failure(error: Error) -> Packed {
    wire::failure(error)
}
