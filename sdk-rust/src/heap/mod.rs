//! Allocators, one by feature: `dlmalloc` (the default), `talc` or `arena`; without any a guest brings its own. `arena`
//! counts where it is on, then `talc`: features add up, and the default is hard to turn off.
//!
//! All hand out the memory between the end of the data and the end of the memory that a guest starts with before they
//! grow it, so a small guest lives in one page, and all align every block to 16.

#![allow(unsafe_code, reason = "an allocator hands out raw memory")]

#[cfg(feature = "arena")]
mod arena;
#[cfg(all(feature = "dlmalloc", not(any(feature = "arena", feature = "talc"))))]
mod dlmalloc;
#[cfg(all(feature = "talc", not(feature = "arena")))]
mod talc;

#[cfg(feature = "arena")]
#[doc(hidden)]
pub use arena::forget_all;

#[cfg(not(feature = "arena"))]
use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};

use crate::mem::page_shift;

/// Where the data and the stack end, from the linker, which aligns it to 16.
fn heap_base() -> usize {
    unsafe extern "C" {
        static __heap_base: u8;
    }
    (&raw const __heap_base).addr()
}

/// Where memory ends now.
#[inline]
fn memory_end() -> usize {
    memory_size(0) << page_shift()
}

/// What memory grows by beyond what is asked for, so that a page of one byte is no call of the engine for each block.
const SPARE: usize = 4096;

/// Grows memory so that it has `size` bytes from `start` on, which is in it or where it ends; whether it has.
#[inline(never)]
fn reach(start: usize, size: usize) -> bool {
    // A difference rather than an end: that of 4 GiB does not fit, and is 0 as the end of memory is then.
    let left = memory_end().wrapping_sub(start);
    // What is missing, as a negative number: shifted it is rounded down, so the pages are rounded up. More than 2^31, which
    // no layout is, becomes more pages than there are.
    let missing = left.wrapping_sub(size).cast_signed() >> page_shift();
    let pages = (SPARE >> page_shift()).wrapping_sub(missing.cast_unsigned());
    size <= left || memory_grow(0, pages) != usize::MAX
}

/// Moves a block to one of `size` bytes, and frees the old one; null, and nothing is freed, when out of memory.
///
/// # Safety
/// As that of [`GlobalAlloc::realloc`].
#[cfg(not(feature = "arena"))]
#[inline(always)]
unsafe fn moved(heap: &impl GlobalAlloc, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    // SAFETY: the caller keeps the alignment and asks for a size that a layout may have.
    let other = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
    // SAFETY: the size is not 0.
    let moved = unsafe { heap.alloc(other) };
    if !moved.is_null() {
        // SAFETY: both blocks hold that many bytes, and the new one is not the old one.
        unsafe { core::ptr::copy_nonoverlapping(block, moved, layout.size().min(size)) };
        // SAFETY: the caller gives the block up.
        unsafe { heap.dealloc(block, layout) };
    }
    moved
}
