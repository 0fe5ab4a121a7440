//! Handlers that see undecoded bytes.

use alloc::vec::Vec;

use crate::{
    error::Error,
    mem::{Buf, Packed},
    process::Reply,
};

/// What a raw handler may give back.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a raw handler",
    label = "not bytes",
    note = "give a `yao::Buf`, which is passed on as it is, a `Vec<u8>` or `&[u8]`, which are copied, or a `Result` of one"
)]
pub trait RawOutcome {
    /// The packed result, which owns its block.
    fn pack(self) -> Packed;
}

impl RawOutcome for () {
    fn pack(self) -> Packed {
        Packed::EMPTY
    }
}

impl RawOutcome for Buf {
    #[inline]
    fn pack(self) -> Packed {
        self.into_packed()
    }
}

impl RawOutcome for Reply {
    #[inline]
    fn pack(self) -> Packed {
        self.into_buf().into_packed()
    }
}

impl RawOutcome for &[u8] {
    fn pack(self) -> Packed {
        Buf::copy_from(self).into_packed()
    }
}

impl RawOutcome for Vec<u8> {
    fn pack(self) -> Packed {
        self.as_slice().pack()
    }
}

impl<T: RawOutcome, E: Into<Error>> RawOutcome for Result<T, E> {
    #[inline]
    fn pack(self) -> Packed {
        match self {
            Ok(bytes) => bytes.pack(),
            Err(error) => super::failure(error.into()),
        }
    }
}

/// The body of a raw handler: bytes in, bytes out, on the wire one valid array of arguments and one valid value.
#[doc(hidden)]
#[inline]
pub fn raw(address: u32, len: u32, body: impl FnOnce(Buf) -> Packed) -> u64 {
    body(Buf::payload(address, len)).0
}
