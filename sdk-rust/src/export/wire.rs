//! Payload in and result out, in the codec of the module.

#[cfg(not(any(feature = "json", feature = "postcard")))]
mod msgpack {
    use crate::{
        codec::{Reader, Writer},
        error::{Error, Result},
        mem::{Buf, Packed},
    };

    /// What arguments are read from.
    pub type Source<'a> = Reader<'a>;
    /// What a result is written to.
    pub type Sink = Writer;

    #[inline(always)]
    pub(crate) fn sink() -> Sink {
        Writer::new()
    }

    #[inline(always)]
    pub(crate) fn accept<T>(
        payload: &Buf,
        body: impl FnOnce(&mut Source<'_>) -> Result<T>,
    ) -> Result<T> {
        body(&mut payload.reader())
    }

    #[inline(always)]
    pub(crate) fn result(sink: Sink) -> Packed {
        sink.finish()
    }

    #[inline(always)]
    pub(crate) fn failure(error: Error) -> Packed {
        error.into_packed()
    }
}

#[cfg(all(feature = "json", not(feature = "postcard")))]
pub use crate::codec::json::wire::{Sink, Source};
#[cfg(all(feature = "json", not(feature = "postcard")))]
pub(super) use crate::codec::json::wire::{accept, failure, result, sink};
#[cfg(feature = "postcard")]
pub use crate::codec::postcard::{Sink, Source};
#[cfg(feature = "postcard")]
pub(super) use crate::codec::postcard::{accept, failure, result, sink};
#[cfg(not(any(feature = "json", feature = "postcard")))]
pub use msgpack::{Sink, Source};
#[cfg(not(any(feature = "json", feature = "postcard")))]
pub(super) use msgpack::{accept, failure, result, sink};
