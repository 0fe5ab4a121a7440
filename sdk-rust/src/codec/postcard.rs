//! Payloads and results as postcard: the opaque codec. Both ends share the types, so nothing is written but values.
//!
//! A payload is the arguments one after the other, as postcard writes a tuple; a result is one value. Processes, their
//! replies and error records stay MessagePack.

use ::postcard::{ser_flavors::Flavor, serialize_with_flavor, take_from_bytes};
use serde_core::{Deserialize, Serialize};

use super::{Fault, Label, Writer};
use crate::{
    codec::msgpack::WHOLE,
    error::{Error, Result},
    mem::{Buf, Growing, Literal, Packed},
};

/// What arguments are read from.
pub struct Source<'a> {
    rest: &'a [u8],
    at: Literal,
}

impl Source<'_> {
    /// Says which argument is read next, for the error.
    #[doc(hidden)]
    #[inline]
    pub fn at(&mut self, label: Label) {
        self.at = label.literal();
    }
}

/// Reads a handler's arguments, one after the other.
#[doc(hidden)]
pub struct Args;

/// What no type is: the arguments of a handler without `serde`.
#[diagnostic::on_unimplemented(
    message = "with the feature `postcard` a handler's types have serde's traits",
    label = "`{Self}` is not read with serde here",
    note = "write `#[yao::handler(serde)]` or `#[yao::instance(serde)]`"
)]
pub trait Argument {}

impl Args {
    /// The arguments start with the payload.
    #[inline]
    pub fn open(_: &mut Source<'_>) -> Self {
        Self
    }

    /// Never called: no type is an [`Argument`].
    pub fn next<T: Argument>(&mut self, _: &mut Source<'_>) -> T {
        unreachable!("no type is an argument without serde")
    }

    /// The next argument.
    ///
    /// # Errors
    /// 400 with what was wrong.
    #[inline]
    pub fn next_serde<'a, T: Deserialize<'a>>(&mut self, source: &mut Source<'a>) -> Result<T> {
        let (value, rest) =
            take_from_bytes(source.rest).map_err(|error| Error::from_fault(fault(&error), source.at))?;
        source.rest = rest;
        Ok(value)
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// 400 when there is.
    #[inline]
    pub fn close(self, source: &mut Source<'_>) -> Result<()> {
        if source.rest.is_empty() { Ok(()) } else { Err(Error::from_fault(Fault::TRAILING, WHOLE)) }
    }
}

fn fault(error: &::postcard::Error) -> Fault {
    use ::postcard::Error::{DeserializeBadUtf8, DeserializeUnexpectedEnd};
    match error {
        DeserializeUnexpectedEnd => Fault::TRUNCATED,
        DeserializeBadUtf8 => Fault::UTF8,
        _ => Fault::INVALID,
    }
}

#[inline]
pub(crate) fn accept<T>(payload: &Buf, body: impl FnOnce(&mut Source<'_>) -> Result<T>) -> Result<T> {
    body(&mut Source { rest: payload.bytes(), at: WHOLE })
}

/// A result of the SDK's own traits, which such a guest can only have where it is nothing.
#[inline]
pub(crate) fn result(writer: Writer) -> Result<Packed> {
    Ok(writer.finish())
}

/// Packs a value; one of no bytes is the empty result.
///
/// # Errors
/// 500 when the value refuses to be written.
pub(crate) fn pack<T: Serialize>(value: &T) -> Result<Packed> {
    serialize_with_flavor(value, Block(Growing::new()))
        .map_err(|_| Error::from_fault(Fault::INVALID, WHOLE).of_reply())
}

/// The block that postcard writes into.
struct Block(Growing);

impl Flavor for Block {
    type Output = Packed;

    fn try_extend(&mut self, data: &[u8]) -> ::postcard::Result<()> {
        self.0.extend(data);
        Ok(())
    }

    fn try_push(&mut self, data: u8) -> ::postcard::Result<()> {
        self.0.put(u32::from(data), 0, 0);
        Ok(())
    }

    fn finalize(self) -> ::postcard::Result<Packed> {
        Ok(self.0.finish())
    }
}
