//! A walk over the sections of a module, as little as a signature needs: ids, sizes and names of custom sections.
//!
//! It runs on bytes that nobody has looked at, and allocates nothing.

use super::Malformed;

/// What every module starts with: magic and version.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

const HELP: &str = "copy or build the module again, then sign it";

/// Bytes that are read one after the other.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }

    /// An unsigned LEB128 of 32 bits: at most five bytes, none of their bits lost. WebAssembly has the same rule, so
    /// a section ends for us where it ends for the engine.
    pub(super) fn number(&mut self) -> Option<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            if shift == 28 && byte > 0x0f {
                return None;
            }
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// As many bytes as the number in front of them says.
    pub(super) fn block(&mut self) -> Option<&'a [u8]> {
        let len = self.number()?;
        self.take(usize::try_from(len).ok()?)
    }
}

/// One section.
pub(super) struct Section<'a> {
    id: u8,
    body: &'a [u8],
    /// All of it, with id and size.
    pub(super) whole: &'a [u8],
}

impl<'a> Section<'a> {
    /// What follows the name of a custom section that is called so.
    pub(super) fn custom(&self, name: &str) -> Option<&'a [u8]> {
        let mut body = Reader::new(self.body);
        (self.id == 0 && body.block()? == name.as_bytes()).then_some(body.rest())
    }
}

/// The sections of a module, in order.
#[derive(Clone, Copy)]
pub(super) struct Sections<'a> {
    reader: Reader<'a>,
    whole: usize,
}

impl<'a> Sections<'a> {
    pub(super) fn new(module: &'a [u8]) -> Result<Self, Malformed> {
        match module.strip_prefix(&HEADER) {
            Some(rest) => Ok(Self { reader: Reader::new(rest), whole: module.len() }),
            None => Err(Malformed::new("this is no WebAssembly module of version 1", HELP)),
        }
    }

    /// The bytes after the sections that were read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.reader.rest()
    }

    pub(super) fn next(&mut self) -> Result<Option<Section<'a>>, Malformed> {
        if self.reader.is_empty() {
            return Ok(None);
        }
        let before = self.reader.rest();
        match self.reader.byte().zip(self.reader.block()) {
            Some((id, body)) => {
                let whole = &before[..before.len() - self.reader.rest().len()];
                Ok(Some(Section { id, body, whole }))
            }
            None => {
                let at = self.whole - before.len();
                let problem = alloc::format!("the section at byte {at:#x} does not end inside the module");
                Err(Malformed::new(problem, HELP))
            }
        }
    }
}
