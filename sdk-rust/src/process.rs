//! Calling processes: models, stores, other scripts, everything the host can do.

use core::ops::Deref;

use crate::{
    abi,
    codec::{self, Arguments, Decode, DecodeOwned, Reader, Writer, wire},
    error::{Error, Result},
    mem::{Buf, Packed},
};

/// Calls the process `name` with a tuple of arguments and decodes what it gives.
///
/// ```
/// # let host = yao_sdk::testing::Host::new();
/// # host.on("models.user.Find", |_: (u64,)| Ok("Ada".to_string()));
/// let name: String = yao_sdk::process("models.user.Find", (7,))?;
/// # assert_eq!(name, "Ada");
/// # Ok::<(), yao_sdk::Error>(())
/// ```
///
/// # Errors
/// The error of the process, unchanged; 500 when what it gives is not a `T`.
pub fn process<T: DecodeOwned>(name: &str, args: impl Arguments) -> Result<T> {
    let Reply(buf) = call(name, args)?;
    match <T as Decode<'static>>::keep(buf) {
        Ok(kept) => kept,
        Err(buf) => buf.decode().map_err(Error::of_reply),
    }
}

/// Like [`process()`], but gives the reply itself, so that a value can be decoded that borrows from it.
///
/// # Errors
/// The error of the process, unchanged.
pub fn call(name: &str, args: impl Arguments) -> Result<Reply> {
    let mut writer = Writer::new();
    args.encode_all(&mut writer);
    send(name, &writer)
}

/// Like [`call`] with arguments that are already encoded: one MessagePack array. The reply is MessagePack as well.
///
/// # Errors
/// The error of the process, unchanged.
#[inline]
pub fn call_raw(name: &str, args: &[u8]) -> Result<Reply> {
    settle(wire::exchange(args, |args| abi::process(name, args)))
}

/// The bytes of a reply, freed when dropped. A raw handler may return it as it is: nothing is copied.
#[derive(Debug)]
pub struct Reply(pub(crate) Buf);

impl Reply {
    /// Decodes the bytes as one value, which may borrow from them. No bytes are a nil.
    ///
    /// # Errors
    /// 500 when they are not exactly one well-formed value of this type.
    pub fn decode<'a, T: Decode<'a>>(&'a self) -> Result<T> {
        codec::decode(&self.0).map_err(Error::of_reply)
    }

    /// Reads the bytes as values.
    #[inline]
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        self.0.reader()
    }

    /// The buffer.
    #[inline]
    #[must_use]
    pub fn into_buf(self) -> Buf {
        self.0
    }
}

impl Deref for Reply {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Calls a process with arguments that were written.
#[inline]
pub(crate) fn send(name: &str, args: &Writer) -> Result<Reply> {
    call_raw(name, args.bytes())
}

#[inline]
fn settle(packed: Packed) -> Result<Reply> {
    if packed.is_error() { Err(Error::adopt(packed)) } else { Ok(Reply(Buf::adopt(packed))) }
}
