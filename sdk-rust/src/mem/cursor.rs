//! Reading bytes without ever reading past them.

use core::{marker::PhantomData, mem::MaybeUninit, ptr::NonNull};

use super::{Literal, utf8::is_utf8};
use crate::codec::Fault;

/// A place in some bytes. The first failure empties it and stays: later reads give nothing.
///
/// Two pointers instead of a slice: what a read gives is then told by how far the place moved, a read returns one
/// number, and a guest of a few hundred bytes has no slice on its stack.
pub(crate) struct Cursor<'a> {
    place: NonNull<u8>,
    end: NonNull<u8>,
    fault: Option<Fault>,
    /// What was being read at the failure; written with `fault`.
    failed_at: MaybeUninit<Literal>,
    /// What is being read: an argument or field.
    pub(crate) at: Literal,
    bytes: PhantomData<&'a [u8]>,
}

/// Where a text starts: half of a slice, so that the function that checks a text returns one number.
pub(crate) struct Mark(NonNull<u8>);

/// A key of a map, or what stands where no text was: that equals no name.
pub(crate) struct Key<'a> {
    start: *const u8,
    /// More than a name has, where no text was.
    len: usize,
    bytes: PhantomData<&'a [u8]>,
}

impl Key<'_> {
    /// Whether the key is this name. Names are short: a loop is smaller than `memcmp` and its call.
    #[inline]
    pub(crate) fn is(&self, name: Literal) -> bool {
        let name = name.text();
        if name.len() != self.len {
            return false;
        }
        let mut start = self.start;
        name.iter().all(|byte| {
            // SAFETY: the key is a text of as many bytes as the name, because a name has fewer than `usize::MAX`.
            let same = unsafe { start.read() } == *byte;
            // SAFETY: at most the end of the text.
            start = unsafe { start.add(1) };
            same
        })
    }
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) const fn new(bytes: &'a [u8], at: Literal) -> Self {
        let range = bytes.as_ptr_range();
        // SAFETY: pointers of a slice are not null.
        let place = unsafe { NonNull::new_unchecked(range.start.cast_mut()) };
        // SAFETY: as above.
        let end = unsafe { NonNull::new_unchecked(range.end.cast_mut()) };
        Self { place, end, fault: None, failed_at: MaybeUninit::uninit(), at, bytes: PhantomData }
    }

    /// How many bytes are left.
    #[inline]
    pub(crate) fn left(&self) -> usize {
        self.end.addr().get() - self.place.addr().get()
    }

    /// All bytes that are left, without moving on.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        // SAFETY: both places are in the bytes this was made of, which live for 'a.
        unsafe { core::slice::from_raw_parts(self.place.as_ptr(), self.left()) }
    }

    /// Whether no bytes are left.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.place == self.end
    }

    /// The first failure.
    #[inline]
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// The first failure, and what was being read at it.
    #[inline]
    pub(crate) fn failure(&self) -> Option<(Fault, Literal)> {
        // SAFETY: `fail` writes both, and nothing else writes either.
        self.fault.map(|fault| (fault, unsafe { self.failed_at.assume_init() }))
    }

    /// Notes a failure, unless there was one before, and drops what is left.
    #[inline(never)]
    #[cold]
    pub(crate) fn fail(&mut self, fault: Fault) {
        self.end = self.place;
        if self.fault.is_none() {
            self.fault = Some(fault);
            self.failed_at = MaybeUninit::new(self.at);
        }
    }

    /// Moves on by `n` bytes and gives where it was; stays and fails when there are fewer.
    #[inline(never)]
    fn advance(&mut self, n: usize) -> NonNull<u8> {
        let from = self.place;
        if n > self.left() {
            self.fail(Fault::TRUNCATED);
        } else {
            // SAFETY: at least `n` bytes are left, checked above.
            self.place = unsafe { from.add(n) };
        }
        from
    }

    /// The bytes between an earlier place and this one.
    #[inline(always)]
    fn since(&self, from: NonNull<u8>) -> &'a [u8] {
        // SAFETY: both places are in the bytes this was made of, which live for 'a, and places only move on.
        unsafe { core::slice::from_raw_parts(from.as_ptr(), self.place.addr().get() - from.addr().get()) }
    }

    /// The next `n` bytes, or none and a failure.
    #[inline(always)]
    pub(crate) fn take(&mut self, n: usize) -> &'a [u8] {
        let from = self.advance(n);
        self.since(from)
    }

    /// The next byte, or 0 and a failure.
    #[inline]
    pub(crate) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// The next `n` bytes as text, or nothing and a failure.
    #[inline(always)]
    pub(crate) fn text(&mut self, n: usize) -> &'a str {
        let from = self.advance_text(n);
        // SAFETY: nothing moved since.
        unsafe { self.text_since(from) }
    }

    /// Moves on over `n` bytes of text and gives where it was; stays and fails when there are fewer or it is not UTF-8.
    #[inline(never)]
    pub(crate) fn advance_text(&mut self, n: usize) -> Mark {
        let from = self.advance(n);
        if !is_utf8(self.since(from)) {
            // Back first, so that what was moved over is nothing.
            self.place = from;
            self.fail(Fault::UTF8);
        }
        Mark(from)
    }

    /// The text that was moved over.
    ///
    /// # Safety
    /// The mark is that of the last move of this cursor.
    #[inline(always)]
    pub(crate) unsafe fn text_since(&self, from: Mark) -> &'a str {
        // SAFETY: `advance_text` moved on only over valid UTF-8.
        unsafe { core::str::from_utf8_unchecked(self.since(from.0)) }
    }

    /// The text that was moved over, or without a mark no name.
    ///
    /// # Safety
    /// The mark is that of the last move of this cursor.
    #[inline(always)]
    pub(crate) unsafe fn key_since(&self, from: Option<Mark>) -> Key<'a> {
        let start = from.map(|mark| mark.0);
        let len = start.map_or(usize::MAX, |start| self.place.addr().get() - start.addr().get());
        Key {
            start: start.map_or(core::ptr::null(), |start| start.as_ptr().cast_const()),
            len,
            bytes: PhantomData,
        }
    }

    /// The next byte, without moving on.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        if self.is_empty() {
            return None;
        }
        // SAFETY: a byte is left.
        Some(unsafe { self.place.read() })
    }
}
