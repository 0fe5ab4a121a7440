//! Records: maps with known keys, as the derive macros read and write them.

use super::{Kind, Reader, Writer};
use crate::{
    codec::Fault,
    mem::{Literal, Table},
};

/// The names of a record's fields or of an enum's variants.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Names(Table);

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

    /// The text.
    #[cfg(feature = "postcard")]
    pub(crate) const fn literal(self) -> Literal {
        self.0
    }
}

impl Names {
    /// From a table as the derive macros make it; only for constants.
    #[must_use]
    pub const fn new(table: &'static [u8]) -> Self {
        Self(Table::new(table))
    }
}

impl Reader<'_> {
    /// Says which argument is read next, for the error.
    #[doc(hidden)]
    #[inline]
    pub fn at(&mut self, label: Label) {
        self.cursor.at = label.0;
    }

    /// The next key of a record: in the low half the index of its name, or the number of names for an unknown one; in
    /// the high half what was `seen`, a bit for each field, with this one's added. A second value for a field is a
    /// failure. Numbers in, one number out: a guest has no stack slot for it.
    #[doc(hidden)]
    #[inline]
    pub fn field(&mut self, names: Names, seen: u32) -> u64 {
        let (index, known) = self.name(names);
        let bit = u32::from(known).wrapping_shl(index);
        if seen & bit != 0 {
            self.fail(Fault::DUPLICATE);
        }
        u64::from(seen | bit) << 32 | u64::from(index)
    }

    /// The same for records of 33 to 64 fields.
    #[doc(hidden)]
    pub fn field_wide(&mut self, names: Names, seen: &mut u64) -> u32 {
        let (index, known) = self.name(names);
        let bit = u64::from(known).wrapping_shl(index);
        if *seen & bit != 0 {
            self.fail(Fault::DUPLICATE);
        }
        *seen |= bit;
        index
    }

    /// Reads a key that is one of the names, which `at` then is: its index and whether there is one; for another text
    /// or kind the number of names.
    #[inline]
    fn name(&mut self, names: Names) -> (u32, bool) {
        // A failed read gives "", which could be a name: then nothing is left, and what follows fails as well.
        let key = self.key();
        let Names(mut table) = names;
        let mut index = 0;
        while let Some(name) = table.first() {
            if key.is(name) {
                self.cursor.at = name;
                return (index, true);
            }
            table = table.rest();
            index += 1;
        }
        (index, false)
    }

    /// Fails with the first of the needed fields that was not seen.
    #[doc(hidden)]
    #[inline]
    pub fn require(&mut self, names: Names, seen: u32, needed: u32) {
        let missing = needed & !seen;
        if missing != 0 {
            self.missing(names, missing.trailing_zeros());
        }
    }

    /// The same for records of 33 to 64 fields.
    #[doc(hidden)]
    pub fn require_wide(&mut self, names: Names, seen: u64, needed: u64) {
        let missing = needed & !seen;
        if missing != 0 {
            self.missing(names, missing.trailing_zeros());
        }
    }

    #[cold]
    fn missing(&mut self, names: Names, index: u32) {
        let Names(mut table) = names;
        for _ in 0..index {
            table = table.rest();
        }
        if let Some(name) = table.first() {
            self.cursor.at = name;
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
    pub fn variant(&mut self, names: Names) -> Variant {
        let open = self.peek() == Kind::Map;
        if open && self.map() != 1 {
            self.fail(Fault::TYPE);
        }
        Variant { index: self.name(names).0, open }
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
    /// Writes the first of the names and gives the others.
    #[doc(hidden)]
    #[inline(never)]
    #[must_use]
    pub fn name(&mut self, names: Names) -> Names {
        let Some(name) = names.0.first() else { return names };
        self.str_bytes(name.text());
        Names(names.0.rest())
    }
}
