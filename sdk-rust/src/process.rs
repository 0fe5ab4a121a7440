//! Calling processes: models, stores, other scripts, everything the host can do.

use crate::{
    abi,
    codec::{Arguments, Decode, DecodeOwned, Writer, wire},
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
/// The error of the process, unchanged; 400 when what it gives is not a `T`.
pub fn process<T: DecodeOwned>(name: &str, args: impl Arguments) -> Result<T> {
    match <T as Decode<'static>>::keep(call(name, args)?) {
        Ok(kept) => kept,
        Err(reply) => reply.decode(),
    }
}

/// Like [`process()`], but gives the reply itself, so that a value can be decoded that borrows from it.
///
/// # Errors
/// The error of the process, unchanged.
pub fn call(name: &str, args: impl Arguments) -> Result<Buf> {
    let mut writer = Writer::new();
    args.encode_all(&mut writer);
    send(name, &writer)
}

/// Like [`call`] with arguments that are already encoded: one MessagePack array. The reply is MessagePack as well.
///
/// # Errors
/// The error of the process, unchanged.
#[inline]
pub fn call_raw(name: &str, args: &[u8]) -> Result<Buf> {
    settle(wire::exchange(args, |args| abi::process(name, args)))
}

/// Calls a process with arguments that were written.
#[inline]
pub(crate) fn send(name: &str, args: &Writer) -> Result<Buf> {
    call_raw(name, args.bytes())
}

#[inline]
fn settle(packed: Packed) -> Result<Buf> {
    if packed.is_error() { Err(Error::adopt(packed)) } else { Ok(Buf::adopt(packed)) }
}
