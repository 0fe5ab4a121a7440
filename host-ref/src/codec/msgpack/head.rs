//! The head of a MessagePack value: its format byte and what follows it before content.

use core::str::Utf8Error;

use crate::codec::CodecError;

/// One step through MessagePack bytes: a scalar in full, or the start of a container.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    UInt(u64),
    F32(f32),
    F64(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    Ext(i8, &'a [u8]),
    /// Items that follow.
    Array(u32),
    /// Pairs that follow.
    Map(u32),
}

/// Text, checked with the widest instructions that the machine has: long texts are most of what a payload weighs.
fn text(bytes: &[u8]) -> Result<&str, Utf8Error> {
    // Its quick form does not say where; that is asked for only when there is an error.
    simdutf8::basic::from_utf8(bytes).or_else(|_| core::str::from_utf8(bytes))
}

/// Reads tokens one after another and never past the end.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn offset(&self) -> usize {
        self.at
    }

    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], CodecError> {
        if len > self.left() {
            let reason = alloc::format!("{len} bytes announced, {} left", self.left());
            return Err(CodecError::at(self.at, reason));
        }
        let taken = &self.bytes[self.at..self.at + len];
        self.at += len;
        Ok(taken)
    }

    fn number<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let mut number = [0; N];
        number.copy_from_slice(self.take(N)?);
        Ok(number)
    }

    fn u8(&mut self) -> Result<u8, CodecError> {
        self.number::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Result<u16, CodecError> {
        self.number().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32, CodecError> {
        self.number().map(u32::from_be_bytes)
    }

    fn len32(&mut self) -> Result<usize, CodecError> {
        // Where a length does not fit the address space it is longer than the input too.
        self.u32().map(|len| usize::try_from(len).unwrap_or(usize::MAX))
    }

    fn str(&mut self, len: usize) -> Result<Token<'a>, CodecError> {
        let start = self.at;
        let bytes = self.take(len)?;
        text(bytes)
            .map(Token::Str)
            .map_err(|error| CodecError::at(start + error.valid_up_to(), "str that is not UTF-8"))
    }

    fn bin(&mut self, len: usize) -> Result<Token<'a>, CodecError> {
        self.take(len).map(Token::Bin)
    }

    fn ext(&mut self, len: usize) -> Result<Token<'a>, CodecError> {
        let kind = i8::from_be_bytes(self.number()?);
        self.take(len).map(|bytes| Token::Ext(kind, bytes))
    }

    pub(super) fn token(&mut self) -> Result<Token<'a>, CodecError> {
        let start = self.at;
        let format = self.u8()?;
        Ok(match format {
            0x00..=0x7f => Token::Int(i64::from(format)),
            0x80..=0x8f => Token::Map(u32::from(format & 0x0f)),
            0x90..=0x9f => Token::Array(u32::from(format & 0x0f)),
            0xa0..=0xbf => self.str(usize::from(format & 0x1f))?,
            0xc0 => Token::Nil,
            0xc1 => return Err(CodecError::at(start, "format 0xc1, which is never used")),
            0xc2 => Token::Bool(false),
            0xc3 => Token::Bool(true),
            0xc4 => {
                let len = usize::from(self.u8()?);
                self.bin(len)?
            }
            0xc5 => {
                let len = usize::from(self.u16()?);
                self.bin(len)?
            }
            0xc6 => {
                let len = self.len32()?;
                self.bin(len)?
            }
            0xc7 => {
                let len = usize::from(self.u8()?);
                self.ext(len)?
            }
            0xc8 => {
                let len = usize::from(self.u16()?);
                self.ext(len)?
            }
            0xc9 => {
                let len = self.len32()?;
                self.ext(len)?
            }
            0xca => Token::F32(f32::from_be_bytes(self.number()?)),
            0xcb => Token::F64(f64::from_be_bytes(self.number()?)),
            0xcc => Token::Int(i64::from(self.u8()?)),
            0xcd => Token::Int(i64::from(self.u16()?)),
            0xce => Token::Int(i64::from(self.u32()?)),
            0xcf => Token::UInt(u64::from_be_bytes(self.number()?)),
            0xd0 => Token::Int(i64::from(i8::from_be_bytes(self.number()?))),
            0xd1 => Token::Int(i64::from(i16::from_be_bytes(self.number()?))),
            0xd2 => Token::Int(i64::from(i32::from_be_bytes(self.number()?))),
            0xd3 => Token::Int(i64::from_be_bytes(self.number()?)),
            0xd4..=0xd8 => self.ext(1 << (format - 0xd4))?,
            0xd9 => {
                let len = usize::from(self.u8()?);
                self.str(len)?
            }
            0xda => {
                let len = usize::from(self.u16()?);
                self.str(len)?
            }
            0xdb => {
                let len = self.len32()?;
                self.str(len)?
            }
            0xdc => Token::Array(u32::from(self.u16()?)),
            0xdd => Token::Array(self.u32()?),
            0xde => Token::Map(u32::from(self.u16()?)),
            0xdf => Token::Map(self.u32()?),
            0xe0..=0xff => Token::Int(i64::from(format.cast_signed())),
        })
    }
}
