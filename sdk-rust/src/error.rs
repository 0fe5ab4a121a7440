//! Errors: a code, a message, and details.

use core::fmt;

use crate::{
    abi::{Code, MALFORMED_MESSAGE, MAX_MESSAGE_BYTES},
    codec::{
        self, Decode, Encode, Fault, Reader, Writer,
        kind::{INT, UINT},
    },
    mem::{Literal, Packed, Record},
};

/// What a handler, a method or a process gives.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// The error of a handler, a method or a process.
///
/// It is its own encoded record, whoever made it: `?` passes the error of a process on byte for byte, and
/// `Result<(), Error>` is one 64-bit number. Reading a part of it decodes the record, which is cheap and rare.
pub struct Error(Record);

impl Error {
    /// An error with a code of 1 to 2^31 - 1 and a message of at most 4 KiB. Another code becomes 500, a longer
    /// message is cut.
    ///
    /// ```
    /// let error = yao_sdk::Error::new(404, "no such user");
    /// assert_eq!((error.code(), error.message()), (404, "no such user"));
    /// ```
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn new(code: impl Into<Code>, message: &str) -> Self {
        Self::from_writer(head(2, code.into(), message))
    }

    /// The same error with details, which may be any value.
    ///
    /// ```
    /// # use yao_sdk::Error;
    /// let error = Error::new(400, "no such field").with_details(&("age", 7));
    /// assert_eq!(error.details::<(String, u8)>(), Some(("age".into(), 7)));
    /// ```
    #[must_use]
    pub fn with_details<T: Encode + ?Sized>(self, details: &T) -> Self {
        let parts = self.parts();
        let mut writer = head(3, parts.code, parts.message);
        writer.str("details");
        details.encode(&mut writer);
        Self::from_writer(writer)
    }

    /// 400: an argument that the handler refuses.
    #[must_use]
    pub fn bad_request(message: &str) -> Self {
        Self::new(Code::BAD_REQUEST, message)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> u32 {
        self.parts().code.get()
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        self.parts().message
    }

    /// The details, where there are some and they are of this type.
    #[must_use]
    pub fn details<'a, T: Decode<'a>>(&'a self) -> Option<T> {
        codec::decode(self.parts().details?).ok()
    }

    /// 400 with what a reader failed at.
    #[cold]
    #[inline(never)]
    pub(crate) fn from_fault(fault: Fault, at: Literal) -> Self {
        let (place, text) = (at.text(), fault.0.text());
        let mut writer = Writer::new();
        writer.raw(BAD_REQUEST);
        writer.str_head(place.len() + 2 + text.len());
        writer.raw(place);
        writer.raw(b": ");
        writer.raw(text);
        Self::from_writer(writer)
    }

    /// The 400 of [`from_fault`](Self::from_fault) as the 500 that it is where a reply cannot be decoded: the caller
    /// of this guest did nothing wrong.
    #[inline]
    #[expect(unsafe_code, reason = "12 bytes of a guest instead of 30")]
    pub(crate) fn of_reply(mut self) -> Self {
        debug_assert!(self.0.bytes().starts_with(BAD_REQUEST), "an error of a reader");
        // 400 is 0x0190 and 500 is 0x01f4.
        // SAFETY: only called with errors of a reader, which start so.
        unsafe { self.0.set(LOW_BYTE_OF_CODE, 0xf4) };
        self
    }

    /// Takes over the record of a packed number.
    #[inline]
    pub(crate) fn adopt(packed: Packed) -> Self {
        Self(Record::adopt(packed))
    }

    #[inline]
    fn from_writer(writer: Writer) -> Self {
        Self::adopt(writer.finish())
    }

    /// The packed number with the error bit; whoever has it owns the record.
    #[inline]
    pub(crate) fn into_packed(self) -> Packed {
        self.0.into_packed()
    }

    /// The encoded record.
    #[cfg(feature = "json")]
    pub(crate) fn record(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Whether the record has bytes, for tests that count blocks.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn holds_block(&self) -> bool {
        !self.0.bytes().is_empty()
    }

    fn parts(&self) -> Parts<'_> {
        let bytes = self.0.bytes();
        if bytes.is_empty() {
            return Parts { code: Code::EMPTY, message: "", details: None };
        }
        Parts::read(&mut Reader::new(bytes)).unwrap_or(Parts {
            code: Code::FALLBACK,
            message: MALFORMED_MESSAGE,
            details: None,
        })
    }
}

/// The map, the code 400 and the key of the message, ready-made: this is in every guest.
const BAD_REQUEST: &[u8] = b"\x82\xa4code\xcd\x01\x90\xa7message";
const LOW_BYTE_OF_CODE: usize = 8;

const CODE: Literal = Literal::new(b"\x04code");
const MESSAGE: Literal = Literal::new(b"\x07message");
const DETAILS: Literal = Literal::new(b"\x07details");

/// The start of a record of `keys` keys.
fn head(keys: usize, code: Code, message: &str) -> Writer {
    let mut writer = Writer::new();
    writer.map(keys);
    writer.str("code");
    writer.u64(u64::from(code.get()));
    writer.str("message");
    writer.str(cut(message));
    writer
}

/// At most 4 KiB of a message, ending between characters.
fn cut(message: &str) -> &str {
    let mut end = message.len().min(MAX_MESSAGE_BYTES);
    loop {
        if let Some(cut) = message.get(..end) {
            return cut;
        }
        end -= 1;
    }
}

struct Parts<'a> {
    code: Code,
    message: &'a str,
    details: Option<&'a [u8]>,
}

impl<'a> Parts<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let (mut code, mut message, mut details) = (None, None, None);
        let mut left = reader.map();
        while reader.more(&mut left) {
            let key = reader.key();
            let again = if key.is(CODE) {
                code.replace(reader.code()).is_some()
            } else if key.is(MESSAGE) {
                message.replace(reader.str()).is_some()
            } else if key.is(DETAILS) {
                details.replace(reader.raw()).is_some()
            } else {
                reader.skip();
                false
            };
            if again {
                reader.fail(Fault::DUPLICATE);
            }
        }
        if reader.is_failed() || !reader.is_empty() {
            return None;
        }
        Some(Self { code: code?, message: message?, details: details.filter(|bytes| *bytes != codec::NIL) })
    }
}

impl Reader<'_> {
    /// The code of an error record: any integer, which out of range stands for 500.
    fn code(&mut self) -> Code {
        match self.integer() {
            UINT => self.value.into(),
            INT => Code::FALLBACK,
            _ => {
                self.fail(Fault::TYPE);
                Code::FALLBACK
            }
        }
    }
}

impl From<u64> for Code {
    /// Out of range it is [`Code::FALLBACK`].
    fn from(code: u64) -> Self {
        Self::new(u32::try_from(code).unwrap_or(0))
    }
}

impl From<u32> for Code {
    /// Out of range it is [`Code::FALLBACK`].
    fn from(code: u32) -> Self {
        Self::new(code)
    }
}

impl From<i32> for Code {
    /// Out of range it is [`Code::FALLBACK`]; so that a literal like 404 can be written without a suffix.
    fn from(code: i32) -> Self {
        Self::new(u32::try_from(code).unwrap_or(0))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.message(), self.code())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("code", &self.code()).field("message", &self.message()).finish()
    }
}

impl core::error::Error for Error {}

impl PartialEq for Error {
    /// Whether the records are the same.
    fn eq(&self, other: &Self) -> bool {
        self.0.bytes() == other.0.bytes()
    }
}
