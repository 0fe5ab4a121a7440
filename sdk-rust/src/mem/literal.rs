//! A static text behind a thin pointer.

use core::ptr::NonNull;

/// A static text of at most 255 bytes, with its length in the byte before it.
///
/// One pointer wide, so `Option<Literal>` is one 32-bit number and a failure needs no table of texts; a text that no
/// code path refers to is not linked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Literal(NonNull<u8>);

impl Literal {
    /// From a length and that many bytes; for constants, so that the check costs nothing.
    pub(crate) const fn new(text: &'static [u8]) -> Self {
        assert!(!text.is_empty() && text[0] as usize == text.len() - 1, "a length, then so many bytes");
        // SAFETY: a reference is never null.
        Self(unsafe { NonNull::new_unchecked(text.as_ptr().cast_mut()) })
    }

    /// The first text of a table of them, one after the other, and the rest of the table.
    #[inline]
    pub(crate) fn split_from(table: &'static [u8]) -> Option<(Self, &'static [u8])> {
        let (&len, texts) = table.split_first()?;
        let rest = texts.get(usize::from(len)..)?;
        Some((Self(NonNull::from(table).cast()), rest))
    }

    /// The bytes of the text.
    #[inline]
    pub(crate) fn text(self) -> &'static [u8] {
        // SAFETY: `new` and `split_from` take a static text that starts with its length.
        let len = unsafe { self.0.as_ptr().read() };
        // SAFETY: the text follows its length.
        let start = unsafe { self.0.as_ptr().add(1) };
        // SAFETY: so many bytes follow, and the table is static and never changes.
        unsafe { core::slice::from_raw_parts(start, usize::from(len)) }
    }
}
