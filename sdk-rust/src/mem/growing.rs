//! The block that a writer fills.

use core::{mem::ManuallyDrop, ptr::NonNull};

use super::{Buf, Packed, abort, address, block};

/// More than twice, so that the first block takes a short value whole: to grow is two calls of an allocator and a copy.
const SPARE: u32 = 126;

/// The most bytes a writer takes: its block may be twice that.
const MOST: u32 = (block::MAX - SPARE) / 2;

/// A block that grows as bytes are added, and then becomes a [`Buf`] of exactly its length.
///
/// Not a `Vec<u8>`, whose block has another alignment than `yao_alloc` gives and could not be freed by `yao_free`.
/// It takes up to 1 GiB; with more, as when out of memory, the guest ends.
pub(crate) struct Growing {
    /// Dangling while there is no block.
    pointer: NonNull<u8>,
    len: u32,
    capacity: u32,
}

impl Growing {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self { pointer: NonNull::dangling(), len: 0, capacity: 0 }
    }

    #[cfg(any(feature = "serde", feature = "json"))]
    #[inline]
    pub(crate) const fn len(&self) -> u32 {
        self.len
    }

    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: `room` made and `put` and `extend` wrote all of the first `len` bytes.
        unsafe { core::slice::from_raw_parts(self.pointer.as_ptr(), self.len as usize) }
    }

    /// Room for `n` more bytes, which the caller writes at once: they count as written.
    #[inline(never)]
    fn room(&mut self, n: u32) -> *mut u8 {
        let at = self.len;
        // Cannot wrap: `at` is at most `MOST`, and no slice is longer than 2^31 - 1.
        let end = at.wrapping_add(n);
        if end > MOST {
            abort();
        }
        if end > self.capacity {
            let capacity = end * 2 + SPARE;
            self.pointer = block::resize(self.pointer, self.capacity, capacity);
            self.capacity = capacity;
        }
        self.len = end;
        // SAFETY: `at <= len <= capacity`, so this stays in the block.
        unsafe { self.pointer.as_ptr().add(at as usize) }
    }

    /// Adds a byte, then the low `n` bytes of `value`, big-endian.
    #[inline(never)]
    pub(crate) fn put(&mut self, first: u32, value: u64, n: u32) {
        let mut to = self.room(n + 1);
        let mut shift = n * 8;
        let mut byte = first;
        loop {
            // SAFETY: `room` gave `n + 1` bytes, and the loop runs that many times.
            unsafe { to.write(byte.to_le_bytes()[0]) };
            if shift == 0 {
                return;
            }
            shift -= 8;
            // SAFETY: as above.
            to = unsafe { to.add(1) };
            byte = u32::from((value >> shift).to_le_bytes()[0]);
        }
    }

    /// Adds bytes.
    #[inline(never)]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let Ok(n) = u32::try_from(bytes.len()) else { abort() };
        let to = self.room(n);
        // SAFETY: `room` gave `n` bytes that nothing else refers to.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
    }

    /// Inserts bytes at a place.
    #[cfg(any(feature = "serde", feature = "json"))]
    pub(crate) fn insert(&mut self, at: u32, bytes: &[u8]) {
        self.extend(bytes);
        if let Some(tail) = self.bytes_mut().get_mut(at as usize..) {
            tail.rotate_right(bytes.len());
        }
    }

    /// The written bytes, to be changed in place.
    #[cfg(any(feature = "serde", feature = "json"))]
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `bytes`; `&mut self` makes this the only view.
        unsafe { core::slice::from_raw_parts_mut(self.pointer.as_ptr(), self.len as usize) }
    }

    /// Drops all bytes, and the block.
    #[cfg(all(feature = "serde", not(feature = "postcard")))]
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    /// The block, cut to its length, so that `yao_free(address, length)` is exact; no bytes are the empty result.
    #[inline(never)]
    pub(crate) fn finish(self) -> Packed {
        let this = ManuallyDrop::new(self);
        if this.len == 0 {
            // Then there is no block either: `room` makes one for bytes, and `clear` gives it back.
            debug_assert_eq!(this.capacity, 0, "a block of no bytes");
            return Packed::EMPTY;
        }
        let pointer = block::resize(this.pointer, this.capacity, this.len);
        Packed::new(address::expose(pointer.as_ptr(), this.len), this.len)
    }

    /// The block as a buffer.
    pub(crate) fn into_buf(self) -> Buf {
        Buf::adopt(self.finish())
    }
}

impl Drop for Growing {
    #[inline]
    fn drop(&mut self) {
        if self.capacity != 0 {
            block::give(self.pointer.as_ptr(), self.capacity);
        }
    }
}
