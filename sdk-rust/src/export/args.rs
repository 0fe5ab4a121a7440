//! The array of arguments.

use crate::{
    codec::{Decode, Fault, Label, Reader},
    error::Result,
};

/// Reads a handler's arguments, one after the other.
#[doc(hidden)]
pub struct Args {
    left: u32,
}

impl Args {
    /// Opens the array; no payload is no arguments.
    #[inline]
    pub fn open(reader: &mut Reader<'_>) -> Self {
        Self { left: if reader.is_empty() { 0 } else { reader.array() } }
    }

    /// The next argument. A missing one is nil, which only a nullable type takes.
    #[inline]
    pub fn next<'a, T: Decode<'a>>(&mut self, reader: &mut Reader<'a>, label: Label) -> T {
        reader.at(label);
        if self.left == 0 {
            if !T::NULLABLE {
                reader.fail(Fault::MISSING);
            }
            return T::placeholder();
        }
        self.left -= 1;
        T::decode(reader)
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
