//! What crosses the boundary, where that is not MessagePack: both directions of it, the host's for tests.

#[cfg(all(feature = "json", not(feature = "postcard")))]
pub(crate) use super::json::wire::*;
#[cfg(any(not(feature = "json"), feature = "postcard"))]
pub(crate) use plain::*;

#[cfg(any(not(feature = "json"), feature = "postcard"))]
mod plain {
    use crate::mem::Packed;

    /// Sends encoded arguments and gives the reply, both MessagePack on this side.
    #[inline(always)]
    pub(crate) fn exchange(args: &[u8], send: impl FnOnce(&[u8]) -> Packed) -> Packed {
        send(args)
    }

    #[cfg(not(target_family = "wasm"))]
    pub(crate) use host::*;

    /// What a host does, for the mock.
    #[cfg(not(target_family = "wasm"))]
    mod host {
        use std::vec::Vec;

        #[cfg(not(feature = "postcard"))]
        use crate::codec::Writer;
        use crate::{
            error::{Error, Result},
            mem::{Buf, Packed},
        };

        pub(crate) fn args_from(args: &[u8]) -> Result<Vec<u8>> {
            Ok(args.to_vec())
        }

        pub(crate) fn reply_to(value: Buf) -> Packed {
            value.into_packed()
        }

        pub(crate) fn error_to(error: Error) -> Packed {
            error.into_packed()
        }

        pub(crate) fn error_from(packed: Packed) -> Error {
            Error::adopt(packed)
        }

        #[cfg(not(feature = "postcard"))]
        pub(crate) fn payload_to(args: Writer) -> Buf {
            args.into_buf()
        }

        #[cfg(not(feature = "postcard"))]
        pub(crate) fn result_from(value: Buf) -> Result<Buf> {
            Ok(value)
        }
    }
}
