//! Copies in `alloc`'s containers, without its error path.
//!
//! When out of memory, `Vec` and `String` panic with a formatted number: that alone links 1.2 KB of formatting and
//! the panic handler into a guest. Decoders use these instead, which end the guest with a fixed line.

use alloc::{string::String, vec::Vec};
use core::{alloc::Layout, mem::ManuallyDrop};

use super::abort;

/// A copy of bytes.
#[inline(never)]
pub(crate) fn owned_bytes(bytes: &[u8]) -> Vec<u8> {
    let len = bytes.len();
    if len == 0 {
        return Vec::new();
    }
    // SAFETY: a slice has a layout, and this one is not empty.
    let copy = unsafe { alloc::alloc::alloc(Layout::for_value(bytes)) };
    if copy.is_null() {
        abort();
    }
    // SAFETY: the new block has so many bytes and overlaps nothing.
    unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), copy, len) };
    // SAFETY: the block comes from the global allocator with the layout of so many bytes, all written.
    unsafe { Vec::from_raw_parts(copy, len, len) }
}

/// A copy of text.
#[inline]
pub(crate) fn owned(text: &str) -> String {
    // SAFETY: the bytes of a text are UTF-8.
    unsafe { String::from_utf8_unchecked(owned_bytes(text.as_bytes())) }
}

/// Adds an item.
#[inline]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) {
    if items.len() == items.capacity() {
        grow(items);
    }
    let at = items.len();
    // SAFETY: there is room for one more item.
    let end = unsafe { items.as_mut_ptr().add(at) };
    // SAFETY: as above; what was there is not an item.
    unsafe { end.write(item) };
    // SAFETY: it is written.
    unsafe { items.set_len(at + 1) };
}

/// Twice the room.
#[inline]
fn grow<T>(items: &mut Vec<T>) {
    let mut old = ManuallyDrop::new(core::mem::take(items));
    let (size, len, capacity) = (size_of::<T>(), old.len(), old.capacity());
    let wider = (capacity * 2).max(4);
    let block = regrow(old.as_mut_ptr().cast(), capacity * size, wider.saturating_mul(size), align_of::<T>());
    // SAFETY: the block comes from the global allocator with the layout of `wider` items, `len` of which moved there.
    let new = unsafe { Vec::from_raw_parts(block.cast(), len, wider) };
    // What is replaced is the empty one that was left behind: nothing to drop.
    core::mem::forget(core::mem::replace(items, new));
}

/// Makes a block, or grows it, from `old` bytes to `new`, which are more.
#[inline(never)]
fn regrow(block: *mut u8, old: usize, new: usize, align: usize) -> *mut u8 {
    // SAFETY: the alignment is a type's, and what is too long for a layout is refused below.
    let layout = unsafe { Layout::from_size_align_unchecked(old, align) };
    let moved = if new > isize::MAX as usize - align {
        core::ptr::null_mut()
    } else if old == 0 {
        // SAFETY: as above.
        let layout = unsafe { Layout::from_size_align_unchecked(new, align) };
        // SAFETY: not empty.
        unsafe { alloc::alloc::alloc(layout) }
    } else {
        // SAFETY: the caller has a block of this layout, and the new size is neither 0 nor too long.
        unsafe { alloc::alloc::realloc(block, layout, new) }
    };
    if moved.is_null() {
        abort();
    }
    moved
}
