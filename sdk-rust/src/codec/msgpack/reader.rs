//! Reading MessagePack.

use super::kind::{ARRAY, BIN, EXT, F32, INT, Kind, MAP, NONE, STR, UINT, form_of};
use crate::{
    abi::{MAX_DEPTH, MAX_ELEMENTS},
    codec::Fault,
    error::Error,
    mem::{Cursor, Key, Literal, Mark},
};

/// What is being read before the first argument or field.
pub(crate) const WHOLE: Literal = Literal::new(b"\x05value");

/// Reads values from bytes that nobody has checked.
///
/// The first failure empties the input and stays: every later read gives 0, `""` or nothing, so code that reads has
/// no error branches. Whoever made the reader asks [`finish`](Reader::finish) once, before the values are used.
///
/// It enforces the limits of the ABI on the way: nesting, elements, UTF-8, and it never reads past the end.
// In this order the cursor is where the reader is: no address to be computed for it.
#[repr(C)]
pub struct Reader<'a> {
    pub(crate) cursor: Cursor<'a>,
    depth: u32,
    /// The number, length or count of the last head.
    pub(crate) value: u64,
    /// How many values may still come: each has one head. The outermost is an element of nothing.
    elements: u32,
}

impl<'a> Reader<'a> {
    /// Reads from these bytes.
    #[inline(never)]
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { cursor: Cursor::new(bytes, WHOLE), depth: MAX_DEPTH, value: 0, elements: MAX_ELEMENTS + 1 }
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
            self.cursor.at = WHOLE;
            self.fail(Fault::TRAILING);
        }
        match self.cursor.failure() {
            None => Ok(()),
            Some((fault, at)) => Err(Error::from_fault(fault, at)),
        }
    }

    /// The error of the first failure, with the argument or field it was in, or of this one.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn error(&self, fault: Fault) -> Error {
        let (fault, at) = self.cursor.failure().unwrap_or((fault, self.cursor.at));
        Error::from_fault(fault, at)
    }

    /// The kind of the next value; its number, length or count goes to `value`. After a failure the kind may be any and
    /// the value an old one: nothing is left to be read with them.
    #[inline(never)]
    pub(crate) fn head(&mut self) -> u32 {
        let elements = self.elements;
        if elements == 0 {
            self.fail(Fault::LIMIT);
        }
        self.elements = elements.wrapping_sub(1);
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
                // Fixed lengths of extension values; false is 64 and true is 128. (Or a number that is cut off.)
                None => 1 << (first & 7 ^ 4),
                Some(high) if kind == INT && *high >= 0x80 => u64::MAX,
                Some(_) => {
                    kind -= u32::from(kind == INT);
                    0
                }
            };
            for byte in number {
                value = value << 8 | u64::from(*byte);
            }
        }
        self.value = value;
        kind
    }

    /// The number of a value that must be of this kind; any after a failure.
    #[inline(never)]
    pub(crate) fn want(&mut self, kind: u32) -> u64 {
        if self.head() != kind {
            self.fail(Fault::TYPE);
        }
        self.value
    }

    /// The last number as a length or count: a head of text, bytes or a container has at most 32 bits of it.
    #[expect(clippy::cast_possible_truncation, reason = "no head of these kinds has more bits")]
    #[inline]
    pub(crate) fn count(&self) -> u32 {
        self.value as u32
    }

    /// The last number as a boolean, as `head` makes it.
    #[inline]
    pub(crate) fn truth(&self) -> bool {
        self.count() > 64
    }

    /// As a length of bytes.
    #[inline]
    pub(crate) fn length(&self) -> usize {
        self.count() as usize
    }

    /// Text.
    #[inline(always)]
    #[expect(unsafe_code, reason = "a text is read in most places of a guest; in one function it costs half")]
    pub fn str(&mut self) -> &'a str {
        let mark = self.want_str();
        // SAFETY: the mark of the last move.
        unsafe { self.cursor.text_since(mark) }
    }

    #[inline(never)]
    fn want_str(&mut self) -> Mark {
        self.want(STR);
        self.cursor.advance_text(self.length())
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
            self.head();
        }
        nil
    }

    /// Opens the container whose head was just read and gives how many elements it has.
    #[inline(never)]
    pub(crate) fn enter(&mut self) -> u32 {
        let depth = self.depth;
        if depth == 0 {
            self.fail(Fault::LIMIT);
        }
        self.depth = depth.wrapping_sub(1);
        self.count()
    }

    /// Opens a container that must be of this kind.
    #[inline(never)]
    fn open(&mut self, kind: u32) -> u32 {
        self.want(kind);
        self.enter()
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
    #[inline]
    pub fn skip(&mut self) {
        self.skip_to();
    }

    /// Skips one value of any kind; when it was text, gives where that starts.
    #[inline(never)]
    pub(crate) fn skip_to(&mut self) -> Option<Mark> {
        let kind = self.head();
        match kind {
            ARRAY | MAP => {
                let mut left = self.enter();
                while self.more(&mut left) {
                    if kind == MAP {
                        self.skip();
                    }
                    self.skip();
                }
            }
            STR => return Some(self.cursor.advance_text(self.length())),
            EXT | BIN => {
                if kind == EXT {
                    self.cursor.byte();
                }
                self.cursor.take(self.length());
            }
            NONE => self.fail(Fault::TYPE),
            _ => {}
        }
        None
    }

    /// The next key of a map. One that is no text, which a record skips, equals no name.
    #[inline(always)]
    #[expect(unsafe_code, reason = "as in `str`")]
    pub(crate) fn key(&mut self) -> Key<'a> {
        let mark = self.skip_to();
        // SAFETY: the mark of the last move.
        unsafe { self.cursor.key_since(mark) }
    }

    /// Text, or nothing when it is another value, which is skipped.
    #[inline(always)]
    #[cfg(feature = "serde")]
    #[expect(unsafe_code, reason = "as in `str`")]
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let mark = self.skip_to()?;
        // SAFETY: the mark of the last move.
        Some(unsafe { self.cursor.text_since(mark) })
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
