//! Text in a block of its own.

use core::{fmt, ops::Deref};

use super::Buf;
use crate::{
    codec::{Decode, Encode, Reader, Writer},
    error::{Error, Result},
};

/// Owned text that cannot be changed. The reply of a process becomes one without a copy, and it shares its code with
/// what every guest has, where the first `String` of a guest links some 200 bytes.
pub struct Text {
    buf: Buf,
    /// Where the text starts; it ends with the buffer.
    start: u32,
}

impl Text {
    /// The text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        // SAFETY: `start` is not past the end.
        let text = unsafe { self.buf.bytes().get_unchecked(self.start as usize..) };
        // SAFETY: only made from text.
        unsafe { core::str::from_utf8_unchecked(text) }
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        Self { buf: Buf::copy_from(text.as_bytes()), start: 0 }
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
        Self { buf: Buf::EMPTY, start: 0 }
    }

    #[inline]
    fn decode(reader: &mut Reader<'a>) -> Self {
        reader.str().into()
    }

    #[inline]
    fn keep(buf: Buf) -> core::result::Result<Result<Self>, Buf> {
        let mut reader = buf.reader();
        let text = reader.str();
        // The text is the end of the buffer, or `finish` fails.
        let start = buf.bytes().len() - text.len();
        let finished = reader.finish();
        #[expect(clippy::cast_possible_truncation, reason = "a buffer is shorter than 2^31 bytes")]
        let start = start as u32;
        Ok(finished.map(|()| Self { buf, start }).map_err(Error::of_reply))
    }
}

impl Encode for Text {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.str(self);
    }
}
