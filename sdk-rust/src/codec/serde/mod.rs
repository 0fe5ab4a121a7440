//! Types with serde's traits, over the same reader and writer.
//!
//! `#[yao::handler(serde)]` and `#[yao::instance(serde)]` take and give such types; [`process`] calls a process with
//! them, [`decode`] and [`encode`] are for everything else.
//!
//! Errors carry no text of serde's: formatting it would cost a guest more than everything else in it. An error says
//! which argument it was in, and one of the few texts of [`Fault`].

mod de;
mod ext;
mod fault;
mod impls;
mod seq;
mod ser;

use serde_core::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Fault, NIL, Reader, Writer, msgpack::WHOLE};
use crate::{
    error::{Error, Result},
    mem::Buf,
};

/// The name under which a value passes an extension type through serde, which has none: `rmp-serde` uses the same.
const EXT: &str = "_ExtStruct";

/// Calls the process `name` with a tuple of arguments and decodes what it gives, like
/// [`yao::process`](crate::process()).
///
/// # Errors
/// The error of the process, unchanged; 500 when what it gives is not a `T`, or an argument refuses to be written.
pub fn process<T: DeserializeOwned>(name: &str, args: impl Serialize) -> Result<T> {
    let mut writer = Writer::new();
    write(&args, &mut writer)?;
    decode(&crate::process::send(name, &writer)?).map_err(Error::of_reply)
}

/// Decodes exactly one value of MessagePack. No bytes are a nil.
///
/// # Errors
/// 400 when the bytes are not exactly one well-formed value of this type.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T> {
    let mut reader = Reader::new(if bytes.is_empty() { NIL } else { bytes });
    let value = read(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

/// Encodes one value as MessagePack.
///
/// # Errors
/// 500 when the value refuses to be written.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Buf> {
    let mut writer = Writer::new();
    write(value, &mut writer)?;
    Ok(writer.into_buf())
}

/// Reads a value.
#[inline]
pub(crate) fn read<'a, T: Deserialize<'a>>(reader: &mut Reader<'a>) -> Result<T> {
    T::deserialize(&mut *reader).map_err(|fault| refuse(reader, fault))
}

/// The error of a value that serde refused; what the reader failed at before is what counts.
#[cold]
#[inline(never)]
pub(crate) fn refuse(reader: &mut Reader<'_>, fault: Fault) -> Error {
    reader.fail(fault);
    reader.error(fault)
}

/// Writes a value.
#[inline]
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, writer: &mut Writer) -> Result<()> {
    // Of this guest's making, like a reply that is none.
    value.serialize(writer).map_err(|fault| Error::from_fault(fault, WHOLE).of_reply())
}
