//! Static texts behind thin pointers.

use core::ptr::NonNull;

/// A static text of at most 254 bytes, with its length in the byte before it.
///
/// One pointer wide, so `Option<Literal>` is one 32-bit number and a failure needs no table of texts; a text that no
/// code path refers to is not linked.
#[derive(Clone, Copy)]
pub(crate) struct Literal(NonNull<u8>);

impl Literal {
    /// From a length and that many bytes; for constants, so that the check costs nothing.
    pub(crate) const fn new(text: &'static [u8]) -> Self {
        assert!(!text.is_empty() && text[0] as usize == text.len() - 1, "a length, then so many bytes");
        // SAFETY: a reference is never null.
        Self(unsafe { NonNull::new_unchecked(text.as_ptr().cast_mut()) })
    }

    #[inline]
    fn len(self) -> usize {
        // SAFETY: a text starts with its length.
        usize::from(unsafe { self.0.read() })
    }

    #[inline]
    fn start(self) -> NonNull<u8> {
        // SAFETY: the text, which may be empty, follows its length.
        unsafe { self.0.add(1) }
    }

    /// The bytes of the text.
    #[inline]
    pub(crate) fn text(self) -> &'static [u8] {
        // SAFETY: so many bytes follow, and they are static and never change.
        unsafe { core::slice::from_raw_parts(self.start().as_ptr(), self.len()) }
    }
}

/// Static texts, one after the other, ended by a byte of 255.
///
/// A name costs a guest its bytes and one more, and the same table is compared with when reading and copied from when
/// writing.
#[derive(Clone, Copy)]
pub(crate) struct Table(Literal);

/// What stands for a length at the end of a table.
const END: u8 = 255;

impl Table {
    /// From texts, each with its length before it, and the end; for constants, so that the check costs nothing.
    pub(crate) const fn new(table: &'static [u8]) -> Self {
        let mut at = 0;
        while at < table.len() && table[at] != END {
            at += table[at] as usize + 1;
        }
        assert!(at == table.len() - 1, "texts with their lengths, then 255");
        // SAFETY: a reference is never null.
        Self(Literal(unsafe { NonNull::new_unchecked(table.as_ptr().cast_mut()) }))
    }

    /// The first text.
    #[inline]
    pub(crate) fn first(self) -> Option<Literal> {
        (self.0.len() != usize::from(END)).then_some(self.0)
    }

    /// The table after its first text, of which there must be one.
    #[inline]
    pub(crate) fn rest(self) -> Self {
        debug_assert!(self.first().is_some(), "past the end of a table");
        let len = self.0.len();
        // SAFETY: `new` saw that another text, or the end, follows each text.
        Self(Literal(unsafe { self.0.start().add(len) }))
    }
}
