//! Text in a block of its own.

use core::{fmt, ops::Deref};

use super::Buf;
use crate::codec::{Decode, Encode, Reader, Writer};

/// Owned text for the smallest guests: it shares its code with what every guest has, where the first `String` of a
/// guest links some 150 bytes. It cannot be changed.
#[derive(Debug)]
pub struct Text(Buf);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // SAFETY: only made from text.
        unsafe { core::str::from_utf8_unchecked(self.0.bytes()) }
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        Self(Buf::copy_from(text.as_bytes()))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<'a> Decode<'a> for Text {
    #[inline]
    fn placeholder() -> Self {
        Self(Buf::EMPTY)
    }

    #[inline]
    fn decode(reader: &mut Reader<'a>) -> Self {
        reader.str().into()
    }
}

impl Encode for Text {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.str(self);
    }
}
