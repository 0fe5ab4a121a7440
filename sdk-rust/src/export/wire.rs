//! Payload in and result out, in the codec of the module.

#[cfg(not(feature = "postcard"))]
pub use crate::codec::Reader as Source;
#[cfg(all(feature = "json", not(feature = "postcard")))]
pub(crate) use crate::codec::json::wire::{accept, failure, result};
#[cfg(feature = "postcard")]
pub use crate::codec::postcard::Source;
#[cfg(feature = "postcard")]
pub(super) use crate::codec::postcard::{accept, result};

#[cfg(not(any(feature = "json", feature = "postcard")))]
pub(super) use msgpack::{accept, result};

#[cfg(not(any(feature = "json", feature = "postcard")))]
mod msgpack {
    use crate::{
        codec::{Reader, Writer},
        error::Result,
        mem::{Buf, Packed},
    };

    /// Reads arguments from a payload.
    #[inline(always)]
    pub(crate) fn accept<T>(payload: &Buf, body: impl FnOnce(&mut Reader<'_>) -> Result<T>) -> Result<T> {
        body(&mut payload.reader())
    }

    /// A result that was written.
    #[inline(always)]
    pub(crate) fn result(writer: Writer) -> Result<Packed> {
        Ok(writer.finish())
    }
}

/// An error record, which is MessagePack here.
#[cfg(any(not(feature = "json"), feature = "postcard"))]
#[inline(always)]
pub(crate) fn failure(error: crate::error::Error) -> crate::mem::Packed {
    error.into_packed()
}
