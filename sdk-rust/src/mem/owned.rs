//! Copies in `alloc`'s containers, without its error path.
//!
//! When out of memory, `Vec` and `String` panic with a formatted number: that alone links 1.2 KB of formatting and
//! the panic handler into a guest. Decoders use these instead, which end the guest with a fixed line.

use alloc::{string::String, vec::Vec};
use core::alloc::Layout;

use super::{OUT_OF_MEMORY, abort};

/// Room for so many more items.
#[inline]
fn reserve<T>(items: &mut Vec<T>, n: usize) {
    if items.try_reserve(n).is_err() {
        abort(OUT_OF_MEMORY);
    }
}

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
        abort(OUT_OF_MEMORY);
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
        reserve(items, 1);
    }
    let at = items.len();
    // SAFETY: there is room for one more item.
    let end = unsafe { items.as_mut_ptr().add(at) };
    // SAFETY: as above; what was there is not an item.
    unsafe { end.write(item) };
    // SAFETY: it is written.
    unsafe { items.set_len(at + 1) };
}
