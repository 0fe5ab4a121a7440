//! The array of arguments.

use alloc::vec::Vec;

use crate::{
    codec::{Decode, Fault, Reader},
    error::Result,
    mem,
};

/// Reads a handler's arguments, one after the other.
#[doc(hidden)]
pub struct Args {
    pub(super) left: u32,
}

impl Args {
    /// Opens the array; no payload is no arguments.
    #[inline]
    pub fn open(reader: &mut Reader<'_>) -> Self {
        Self { left: if reader.is_empty() { 0 } else { reader.array() } }
    }

    /// The next argument. A missing one is nil, which only a nullable type takes.
    #[inline]
    pub fn next<'a, T: Decode<'a>>(&mut self, reader: &mut Reader<'a>) -> T {
        if self.left == 0 {
            if !T::NULLABLE {
                reader.fail(Fault::MISSING);
            }
            return T::placeholder();
        }
        self.left -= 1;
        T::decode(reader)
    }

    /// All arguments that are left.
    pub fn rest<'a, T: Decode<'a>>(&mut self, reader: &mut Reader<'a>) -> Vec<T> {
        let mut items = Vec::new();
        while self.left != 0 && !reader.is_failed() {
            self.left -= 1;
            let item = T::decode(reader);
            mem::push(&mut items, item);
        }
        items
    }

    /// Skips the arguments beyond those wanted; then nothing may be left.
    ///
    /// # Errors
    /// 400 with the first failure and the argument or field it was in.
    #[inline]
    pub fn close(mut self, reader: &mut Reader<'_>) -> Result<()> {
        while reader.more(&mut self.left) {
            reader.skip();
        }
        reader.finish()
    }
}
