//! Records: maps with known keys, as the derive macros read and write them.

use super::{Kind, Reader, Writer};
use crate::{codec::Fault, mem::Literal};

/// The names of a record's fields, one after the other, each with its length before it.
///
/// A name costs a guest its bytes and one more, and the same table is compared with when reading and copied from
/// when writing.
pub struct Names(&'static [u8]);

/// The name of an argument, for errors.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Label(Literal);

impl Label {
    /// From a length and that many bytes; only for constants.
    #[must_use]
    pub const fn new(text: &'static [u8]) -> Self {
        Self(Literal::new(text))
    }
}

impl Names {
    /// From a table as the derive macros make it.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn new(table: &'static [u8]) -> Self {
        Self(table)
    }

    /// The next name; none after the last.
    #[inline]
    fn next(&mut self) -> Option<Literal> {
        let (name, rest) = Literal::split_from(self.0)?;
        self.0 = rest;
        Some(name)
    }
}

impl Reader<'_> {
    /// Says which argument is read next, for the error.
    #[doc(hidden)]
    #[inline]
    pub fn at(&mut self, label: Label) {
        self.at = Some(label.0);
    }

    /// The next key of a record: in the low half the index of its name, or the number of names for an unknown one; in
    /// the high half what was `seen`, a bit for each field, with this one's added. A second value for a field is a
    /// failure. Numbers in, one number out: a guest has no stack slot for it.
    #[doc(hidden)]
    #[inline]
    pub fn field(&mut self, table: &'static [u8], seen: u32) -> u64 {
        let index = self.name(table);
        // An unknown name of a record of 32 fields has no bit, and a failed read has nothing to add.
        let bit = if self.at.is_some() { 1u32.wrapping_shl(index) } else { 0 };
        if seen & bit != 0 {
            self.fail(Fault::DUPLICATE);
        }
        u64::from(seen | bit) << 32 | u64::from(index)
    }

    /// The same for records of 33 to 64 fields.
    #[doc(hidden)]
    pub fn field_wide(&mut self, table: &'static [u8], seen: &mut u64) -> u32 {
        let index = self.name(table);
        let bit = if self.at.is_some() { 1u64.wrapping_shl(index) } else { 0 };
        if *seen & bit != 0 {
            self.fail(Fault::DUPLICATE);
        }
        *seen |= bit;
        index
    }

    /// Reads text that is one of the names, which `at` then is: its index, or their number for an unknown one.
    #[inline]
    fn name(&mut self, table: &'static [u8]) -> u32 {
        self.at = None;
        let text = self.str();
        let mut names = Names::new(table);
        let mut index = 0;
        // A failed read gives "", which could be a name.
        while let Some(name) = names.next().filter(|_| !self.is_failed()) {
            if same(name.text(), text.as_bytes()) {
                self.at = Some(name);
                break;
            }
            index += 1;
        }
        index
    }

    /// Fails with the first of the needed fields that was not seen.
    #[doc(hidden)]
    #[inline]
    pub fn require(&mut self, table: &'static [u8], seen: u32, needed: u32) {
        let missing = needed & !seen;
        if missing != 0 && !self.is_failed() {
            self.missing(table, missing.trailing_zeros());
        }
    }

    /// The same for records of 33 to 64 fields.
    #[doc(hidden)]
    pub fn require_wide(&mut self, table: &'static [u8], seen: u64, needed: u64) {
        let missing = needed & !seen;
        if missing != 0 && !self.is_failed() {
            self.missing(table, missing.trailing_zeros());
        }
    }

    #[cold]
    fn missing(&mut self, table: &'static [u8], index: u32) {
        let mut names = Names::new(table);
        for _ in 0..=index {
            self.at = names.next();
        }
        self.fail(Fault::MISSING);
    }
}

/// Which variant of an enum comes next, and whether its content follows.
#[doc(hidden)]
pub struct Variant {
    index: u32,
    open: bool,
}

impl Variant {
    /// The index of its name, or the number of names for an unknown one.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }
}

/// A variant is its name, or a map of its name to its content.
impl Reader<'_> {
    #[doc(hidden)]
    #[inline]
    pub fn variant(&mut self, table: &'static [u8]) -> Variant {
        let open = self.peek() == Kind::Map;
        if open && self.map() != 1 {
            self.fail(Fault::TYPE);
        }
        Variant { index: self.name(table), open }
    }

    /// The variant has content.
    #[doc(hidden)]
    pub fn content(&mut self, variant: &Variant) {
        if !variant.open {
            self.fail(Fault::TYPE);
        }
    }

    /// The variant has none; where it is written as a map, nil.
    #[doc(hidden)]
    pub fn no_content(&mut self, variant: &Variant) {
        if variant.open && !self.nil() {
            self.fail(Fault::TYPE);
        }
    }

    #[doc(hidden)]
    pub fn unknown_variant(&mut self) {
        self.fail(Fault::VARIANT);
    }

    #[doc(hidden)]
    pub fn end_variant(&mut self, variant: &Variant) {
        if variant.open {
            self.leave();
        }
    }
}

impl Writer {
    /// Writes the next of the names.
    #[doc(hidden)]
    #[inline]
    pub fn name(&mut self, names: &mut Names) {
        if let Some(name) = names.next() {
            self.str_bytes(name.text());
        }
    }
}

/// Whether the bytes are the same. Names are short: a loop is smaller than `memcmp` and its call.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}
