//! Reading MessagePack.

use super::scalars::low;
use super::kind::{ARRAY, BIN, EXT, F32, INT, Kind, MAP, NONE, STR, UINT, form_of};
use crate::{
    abi::{MAX_DEPTH, MAX_ELEMENTS},
    codec::Fault,
    error::Error,
    mem::{Cursor, Literal},
};

/// Reads values from bytes that nobody has checked.
///
/// The first failure empties the input and stays: every later read gives 0, `""` or nothing, so code that reads has
/// no error branches. Whoever made the reader asks [`finish`](Reader::finish) once, before the values are used.
///
/// It enforces the limits of the ABI on the way: nesting, elements, UTF-8, and it never reads past the end.
pub struct Reader<'a> {
    pub(crate) cursor: Cursor<'a>,
    depth: u32,
    elements: u32,
    /// The number, length or count of the last head.
    pub(crate) value: u64,
    /// The argument or field that is being read, for the error.
    pub(crate) at: Option<Literal>,
}

impl<'a> Reader<'a> {
    /// Reads from these bytes.
    #[inline(never)]
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { cursor: Cursor::new(bytes), depth: MAX_DEPTH, elements: MAX_ELEMENTS, value: 0, at: None }
    }

    /// Notes a failure, unless there was one before; nothing is left to read then.
    #[inline]
    pub fn fail(&mut self, fault: Fault) {
        self.cursor.fail(fault);
    }

    /// The failure so far.
    #[inline]
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.cursor.fault()
    }

    /// Whether a read failed.
    #[inline]
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.cursor.fault().is_some()
    }

    /// Whether everything is read.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cursor.is_empty()
    }

    /// The kind of the next value, without reading it.
    #[must_use]
    pub fn peek(&self) -> Kind {
        self.cursor.peek().map_or(Kind::None, Kind::of)
    }

    /// Ends the reading: nothing failed, and nothing is left.
    ///
    /// # Errors
    /// 400 with the failure and the argument or field it was in.
    #[inline(never)]
    pub fn finish(&mut self) -> Result<(), Error> {
        if !self.cursor.is_empty() {
            self.at = None;
            self.fail(Fault::TRAILING);
        }
        match self.fault() {
            None => Ok(()),
            Some(fault) => Err(Error::from_fault(fault, self.at)),
        }
    }

    /// The kind of the next value; its number, length or count goes to `value`.
    #[inline(never)]
    pub(crate) fn head(&mut self) -> u32 {
        self.value = 0;
        let first = self.cursor.take(1);
        let Some(&first) = first.first() else { return NONE };
        let first = u32::from(first);
        let mut value = u64::from(first);
        let mut kind;
        if first < 0xc0 {
            if first < 0x80 {
                kind = UINT;
            } else if first >= 0xa0 {
                kind = STR;
                value &= 31;
            } else {
                kind = if first < 0x90 { MAP } else { ARRAY };
                value &= 15;
            }
        } else if first >= 0xe0 {
            kind = INT;
            value |= !0xff;
        } else {
            let (form, bytes) = form_of(first);
            kind = form;
            let number = self.cursor.take(bytes);
            value = match number.first() {
                None if self.is_failed() => return NONE,
                // The fixed extension lengths, and false and true.
                None if kind == EXT => 1 << (first - 0xd4),
                None => u64::from(first & 1),
                Some(&high) => {
                    if kind == INT && high < 0x80 {
                        kind = UINT;
                    }
                    if kind == INT { u64::MAX } else { 0 }
                }
            };
            for byte in number {
                value = value << 8 | u64::from(*byte);
            }
        }
        self.value = value;
        kind
    }

    /// The number of a value that must be of this kind; 0 after a failure.
    #[inline(never)]
    pub(crate) fn want(&mut self, kind: u32) -> u64 {
        if self.head() != kind {
            self.fail(Fault::TYPE);
            self.value = 0;
        }
        self.value
    }

    /// The last number as a length or count: a head of text, bytes or a container has at most 32 bits of it.
    #[expect(clippy::cast_possible_truncation, reason = "no head of these kinds has more bits")]
    #[inline]
    pub(crate) fn count(&self) -> u32 {
        self.value as u32
    }

    /// As a length of bytes.
    #[inline]
    pub(crate) fn length(&self) -> usize {
        self.count() as usize
    }

    /// Text.
    #[inline(always)]
    pub fn str(&mut self) -> &'a str {
        self.want(STR);
        self.cursor.text(self.length())
    }

    /// Bytes.
    #[inline(always)]
    pub fn bin(&mut self) -> &'a [u8] {
        self.want(BIN);
        self.cursor.take(self.length())
    }

    /// An extension value: its type and its bytes.
    pub fn ext(&mut self) -> (i8, &'a [u8]) {
        self.want(EXT);
        let kind = self.cursor.byte();
        (i8::from_le_bytes([kind]), self.cursor.take(self.length()))
    }

    /// Whether the next value is nil; reads it only then.
    #[inline]
    pub fn nil(&mut self) -> bool {
        let nil = self.cursor.peek() == Some(0xc0);
        if nil {
            self.cursor.take(1);
        }
        nil
    }

    /// Opens the container whose head was just read, of kind `ARRAY` or `MAP`, and gives how many elements it has.
    #[inline(never)]
    pub(crate) fn enter(&mut self, kind: u32) -> u32 {
        let items = self.value << (kind & 1);
        if self.depth == 0 {
            self.fail(Fault::DEPTH);
        } else if items > u64::from(self.elements) {
            self.fail(Fault::ELEMENTS);
        } else {
            self.depth -= 1;
            self.elements -= low(items);
            return self.count();
        }
        0
    }

    /// Opens a container that must be of this kind.
    #[inline(never)]
    fn open(&mut self, kind: u32) -> u32 {
        self.want(kind);
        self.enter(kind)
    }

    /// Closes a container.
    #[inline]
    pub(crate) fn leave(&mut self) {
        // Wrapping: after a failure containers are closed that were never opened.
        self.depth = self.depth.wrapping_add(1);
    }

    /// Opens an array and gives how many items it has; [`more`](Reader::more) closes it.
    #[inline]
    pub fn array(&mut self) -> u32 {
        self.open(ARRAY)
    }

    /// Opens a map and gives how many entries it has; [`more`](Reader::more) closes it.
    #[inline]
    pub fn map(&mut self) -> u32 {
        self.open(MAP)
    }

    /// Counts down the elements of a container that are left: whether there is one more to read. It closes the
    /// container after the last one, and stops at a failure.
    #[inline(always)]
    pub fn more(&mut self, left: &mut u32) -> bool {
        let more = self.has_more(*left);
        if more {
            *left -= 1;
        }
        more
    }

    #[inline(never)]
    fn has_more(&mut self, left: u32) -> bool {
        let more = left != 0 && !self.is_failed();
        if !more {
            self.leave();
        }
        more
    }

    /// Skips one value of any kind, checking that it is well-formed.
    #[inline(never)]
    pub fn skip(&mut self) {
        let kind = self.head();
        match kind {
            ARRAY | MAP => {
                let mut items = u64::from(self.enter(kind)) << (kind & 1);
                while items != 0 && !self.is_failed() {
                    self.skip();
                    items -= 1;
                }
                self.leave();
            }
            STR => {
                self.cursor.text(self.length());
            }
            EXT | BIN => {
                self.cursor.take(self.length() + usize::from(kind == EXT));
            }
            NONE => self.fail(Fault::TYPE),
            _ => {}
        }
    }

    /// Skips one value and gives its bytes as they are; none after a failure.
    pub fn raw(&mut self) -> &'a [u8] {
        let rest = self.cursor.rest();
        self.skip();
        if self.is_failed() {
            return &[];
        }
        rest.get(..rest.len() - self.cursor.left()).unwrap_or_default()
    }

    /// Whether the next value is a float; used where numbers are converted.
    #[inline]
    pub(crate) fn is_float(kind: u32) -> bool {
        kind & !1 == F32
    }
}
