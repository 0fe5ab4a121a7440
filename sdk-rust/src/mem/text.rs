//! Text in a block of its own.

use core::{fmt, ops::Deref, ptr::NonNull};

use super::Buf;
use crate::{
    codec::{Decode, Encode, Reader, Writer},
    error::{Error, Result},
};

/// Owned text that cannot be changed. The reply of a process becomes one without a copy, and it shares its code with
/// what every guest has, where the first `String` of a guest links some 200 bytes.
pub struct Text {
    /// Owns the block, which stays where it is when this moves.
    _buf: Buf,
    /// In the buffer.
    text: NonNull<str>,
}

impl Text {
    /// The text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        // SAFETY: a text of the buffer, which lives as long as this and is not written to.
        unsafe { self.text.as_ref() }
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        let buf = Buf::copy_from(text.as_bytes());
        // SAFETY: the bytes of a text.
        let text = NonNull::from(unsafe { core::str::from_utf8_unchecked(buf.bytes()) });
        Self { _buf: buf, text }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
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
        Self { _buf: Buf::EMPTY, text: NonNull::from("") }
    }

    #[inline]
    fn decode(reader: &mut Reader<'a>) -> Self {
        reader.str().into()
    }

    #[inline]
    fn keep(buf: Buf) -> core::result::Result<Result<Self>, Buf> {
        let mut reader = buf.reader();
        let text = NonNull::from(reader.str());
        let finished = reader.finish();
        Ok(finished.map(|()| Self { _buf: buf, text }).map_err(Error::of_reply))
    }
}

impl Encode for Text {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.str(self);
    }
}
