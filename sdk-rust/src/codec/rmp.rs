//! The `rmp` crate over the same buffers: its functions read a value of a [`Reader`] and write into a [`Writer`].
//!
//! ```
//! # use yao_sdk::codec::{Reader, Writer};
//! let mut writer = Writer::new();
//! writer.rmp(|out| rmp::encode::write_sint(out, -7)).unwrap();
//! let mut reader = Reader::new(writer.bytes());
//! assert_eq!(reader.rmp(|input| rmp::decode::read_int::<i32, _>(input)), Some(-7));
//! reader.finish().unwrap();
//! ```

use rmp::{decode::Bytes, encode::ByteBuf};

use super::{Fault, Reader, Writer};

impl<'a> Reader<'a> {
    /// Reads the next value with functions of `rmp`, which see that one value, checked to be well-formed, and must
    /// take all of it. Nothing after a failure; an error of theirs, and bytes that they left, are one.
    pub fn rmp<T, E>(&mut self, read: impl FnOnce(&mut Bytes<'a>) -> Result<T, E>) -> Option<T> {
        let value = self.raw();
        if self.is_failed() {
            return None;
        }
        let mut bytes = Bytes::new(value);
        match read(&mut bytes) {
            Ok(value) if bytes.remaining_slice().is_empty() => Some(value),
            _ => {
                self.fail(Fault::TYPE);
                None
            }
        }
    }
}

impl Writer {
    /// Writes with functions of `rmp`.
    ///
    /// # Errors
    /// Theirs; nothing is written then.
    pub fn rmp<T, E>(&mut self, write: impl FnOnce(&mut ByteBuf) -> Result<T, E>) -> Result<T, E> {
        let mut out = ByteBuf::new();
        let value = write(&mut out)?;
        self.raw(out.as_slice());
        Ok(value)
    }
}
