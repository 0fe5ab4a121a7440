//! Values as bytes: the [`Encode`] and [`Decode`] traits over one [`Reader`] and one [`Writer`].
//!
//! Inside a guest every value is MessagePack. What crosses the boundary is chosen by a feature: MessagePack as it is,
//! `json` (transcoded where it crosses), or `postcard` (payloads and results only).

mod containers;
mod fault;
mod impls;
#[cfg(feature = "json")]
#[cfg_attr(
    feature = "postcard",
    allow(dead_code, reason = "natively all features build together; postcard counts")
)]
pub(crate) mod json;
mod msgpack;
#[cfg(feature = "postcard")]
pub(crate) mod postcard;
#[cfg(feature = "rmp")]
mod rmp;
#[cfg(feature = "serde")]
pub mod serde;
mod tuples;
pub(crate) mod wire;

pub use containers::{ByteBuf, Bytes};
pub use fault::Fault;
pub(crate) use msgpack::kind;
pub use msgpack::{Kind, Label, Names, Reader, Writer};
pub use tuples::Arguments;

use crate::{error::Result, mem::Buf};

/// An encoded nil.
pub(crate) const NIL: &[u8] = b"\xc0";

/// A value that can be written. `#[derive(Encode)]` writes a struct as a map of its fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a value of the yao ABI",
    label = "this type has no `yao::Encode`",
    note = "add `#[derive(yao::Encode)]` to your own type, or use `#[yao::handler(serde)]` for one with serde's traits"
)]
pub trait Encode {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer);

    /// Writes the value as a whole result; only `()` overrides it, for the empty result.
    #[doc(hidden)]
    #[inline]
    fn encode_result(&self, writer: &mut Writer) {
        self.encode(writer);
    }
}

/// A value that can be read. `#[derive(Decode)]` reads a struct from a map of its fields.
///
/// `decode` does not return a `Result`: a failure stays in the reader, which then has nothing left, and what `decode`
/// gave is dropped unseen by whoever made the reader. So a decoder has no error branches, which is most of what a
/// decoder costs in a guest.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a value of the yao ABI",
    label = "this type has no `yao::Decode`",
    note = "add `#[derive(yao::Decode)]` to your own type, or use `#[yao::handler(serde)]` for one with serde's traits",
    note = "bytes are `yao::Bytes` or `yao::ByteBuf`, any value is `yao::Value`"
)]
pub trait Decode<'a>: Sized {
    /// Whether a missing argument or field is this type's [`placeholder`](Decode::placeholder) instead of an error.
    const NULLABLE: bool = false;

    /// Some value: what a failed read gives, and what a missing one is where the type is nullable.
    fn placeholder() -> Self;

    /// Reads the value, or notes a failure in the reader.
    fn decode(reader: &mut Reader<'a>) -> Self;

    /// Takes over a whole reply with exactly one value; a type that cannot keep one gives it back.
    ///
    /// # Errors
    /// The reply, to be decoded from.
    #[doc(hidden)]
    #[inline(always)]
    fn keep(buf: Buf) -> core::result::Result<Result<Self>, Buf> {
        Err(buf)
    }
}

/// A value that borrows nothing from the bytes it was read from.
pub trait DecodeOwned: for<'a> Decode<'a> {}
impl<T: for<'a> Decode<'a>> DecodeOwned for T {}

/// Decodes exactly one value of MessagePack. No bytes are a nil, which only a nullable type takes.
///
/// # Errors
/// 400 when the bytes are not exactly one well-formed value of this type.
#[inline]
pub fn decode<'a, T: Decode<'a>>(bytes: &'a [u8]) -> Result<T> {
    if T::NULLABLE && bytes.is_empty() {
        return Ok(T::placeholder());
    }
    let mut reader = Reader::new(bytes);
    let value = T::decode(&mut reader);
    reader.finish()?;
    Ok(value)
}

/// Encodes one value as MessagePack.
#[inline]
#[must_use]
pub fn encode<T: Encode + ?Sized>(value: &T) -> Buf {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_buf()
}
