//! MessagePack and JSON: checking, decoding, encoding, transcoding.
//!
//! Everything here takes bytes from guests: nothing panics, nothing recurses over the input without a bound, and no
//! length is allocated before that many bytes were seen.

mod error;
mod json;
mod msgpack;
pub(crate) mod record;

use alloc::vec::Vec;

pub use self::error::CodecError;
use crate::{
    Value,
    abi::{self, Limits},
};

/// How a module's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Codec {
    /// MessagePack.
    #[default]
    MessagePack,
    /// JSON.
    Json,
    /// Bytes that only the guest and its caller understand: payload and result of handlers; everything else is
    /// MessagePack.
    Opaque,
}

impl Codec {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MessagePack => "msgpack",
            Self::Json => "json",
            Self::Opaque => "opaque",
        }
    }

    /// The codec of what is not payload or result of a handler: methods, args, replies, error records.
    #[must_use]
    pub fn of_records(self) -> Self {
        if self == Self::Opaque { Self::MessagePack } else { self }
    }
}

/// How large a value may be.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Arrays and maps around a value; at most what the ABI allows.
    pub depth: u32,
    /// Array items plus two per map entry.
    pub elements: u64,
}

impl Default for Bounds {
    /// What the ABI allows.
    fn default() -> Self {
        Self { depth: abi::MAX_DEPTH, elements: u64::from(abi::MAX_ELEMENTS) }
    }
}

impl Bounds {
    /// What a host with these limits allows.
    #[must_use]
    pub fn of(limits: &Limits) -> Self {
        let abi = Self::default();
        Self { elements: limits.payload_elements.min(abi.elements), ..abi }
    }
}

/// What a checked value is at its outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// An array.
    Array,
    /// Anything else.
    Other,
}

/// Checks that bytes are exactly one well-formed value, in one pass and without building it.
///
/// Opaque bytes are always well formed. No bytes at all are nil.
///
/// # Errors
///
/// Where and what is wrong.
pub fn check(codec: Codec, bytes: &[u8], bounds: Bounds) -> Result<Outline, CodecError> {
    match codec {
        _ if bytes.is_empty() => Ok(Outline::Other),
        Codec::MessagePack => msgpack::check(bytes, bounds),
        Codec::Json => json::check(bytes, bounds),
        Codec::Opaque => Ok(Outline::Other),
    }
}

/// Decodes exactly one value. No bytes at all are nil; opaque bytes are one [`Value::Bin`].
///
/// # Errors
///
/// Where and what is wrong.
pub fn decode(codec: Codec, bytes: &[u8], bounds: Bounds) -> Result<Value, CodecError> {
    match codec {
        Codec::Opaque => Ok(Value::Bin(bytes.into())),
        _ if bytes.is_empty() => Ok(Value::Nil),
        Codec::MessagePack => msgpack::decode(bytes, bounds),
        Codec::Json => json::decode(bytes, bounds),
    }
}

/// Encodes a value in its shortest form; for the opaque codec it must be a [`Value::Bin`].
///
/// # Errors
///
/// [`CodecError::Unwritable`] for what the codec has no form for: in JSON, a map key that is not text or a map that
/// reads as one of the `$` forms.
pub fn encode(codec: Codec, value: &Value) -> Result<Vec<u8>, CodecError> {
    match (codec, value) {
        (Codec::MessagePack, _) => msgpack::encode(value),
        (Codec::Json, _) => json::encode(value),
        (Codec::Opaque, Value::Bin(bytes)) => Ok(bytes.clone()),
        (Codec::Opaque, other) => Err(CodecError::Unwritable {
            reason: alloc::format!("the opaque codec takes one bin, not {}", other.kind()),
        }),
    }
}

/// Rewrites one value from a codec in another; the same codec copies without looking.
///
/// # Errors
///
/// As [`decode`] and [`encode`].
pub fn transcode(from: Codec, to: Codec, bytes: &[u8], bounds: Bounds) -> Result<Vec<u8>, CodecError> {
    if from == to {
        return Ok(bytes.into());
    }
    encode(to, &decode(from, bytes, bounds)?)
}
