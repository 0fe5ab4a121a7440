//! Arguments and results as the host of a module with this codec writes and reads them.

use crate::{
    codec::wire,
    error::{Error, Result},
    mem::{self, Buf, Packed},
};

#[cfg(not(feature = "postcard"))]
pub(super) use records::*;

/// Gives bytes to a guest as a host does: `yao_alloc`, then a copy; no bytes are not allocated.
pub(super) fn give(bytes: &[u8]) -> Packed {
    if bytes.is_empty() {
        return Packed::EMPTY;
    }
    let len = u32::try_from(bytes.len()).expect("a payload has fewer than 2^31 bytes");
    let address = mem::allocate(len);
    assert!(mem::fill(address, len, bytes), "out of memory for {len} bytes");
    Packed::new(address, len)
}

/// The error that a process gives whose record is these bytes, whatever they are.
#[must_use]
pub fn received(record: &[u8]) -> Error {
    wire::error_from(give(record).into_error())
}

/// Takes over a packed result.
pub(super) fn settle<T: DecodeOwned>(packed: Packed) -> Result<T> {
    if packed.is_error() {
        return Err(wire::error_from(packed));
    }
    decode(Buf::adopt(packed))
}

#[cfg(not(feature = "postcard"))]
mod records {
    use super::{Buf, Packed, Result, wire};
    use crate::codec::Writer;
    pub(crate) use crate::codec::{Arguments, DecodeOwned};

    pub(crate) fn payload(args: impl Arguments) -> Packed {
        let mut writer = Writer::new();
        args.encode_all(&mut writer);
        super::give(&wire::payload_to(writer))
    }

    pub(crate) fn decode<T: DecodeOwned>(value: Buf) -> Result<T> {
        wire::result_from(value)?.decode()
    }
}

/// With postcard these are serde's: a tuple of arguments, and a value.
#[cfg(feature = "postcard")]
pub(super) use serde_core::{Serialize as Arguments, de::DeserializeOwned as DecodeOwned};

#[cfg(feature = "postcard")]
pub(super) fn payload(args: impl Arguments) -> Packed {
    let bytes = postcard::to_allocvec(&args)
        .unwrap_or_else(|error| panic!("these arguments refuse postcard: {error}"));
    give(&bytes)
}

#[cfg(feature = "postcard")]
pub(super) fn decode<T: DecodeOwned>(value: Buf) -> Result<T> {
    postcard::from_bytes(&value).map_err(|_| Error::bad_request("the result is not of this type"))
}
