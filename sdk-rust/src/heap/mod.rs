//! Allocators, one by feature: `dlmalloc` (the default), `talc` or `arena`; without any a guest brings its own. `arena`
//! counts where it is on, then `talc`: features add up, and the default is hard to turn off.
//!
//! All hand out the memory between the end of the data and the end of the first page before they grow it, so a small
//! guest lives in one page, and all align every block to 16.

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

use core::arch::wasm32::{memory_grow, memory_size};

/// Where the data and the stack end, from the linker.
fn heap_base() -> usize {
    unsafe extern "C" {
        static __heap_base: u8;
    }
    (&raw const __heap_base).addr()
}

/// Where memory ends now.
#[inline]
fn memory_end() -> usize {
    memory_size(0) << 16
}

/// Grows memory so that it reaches `end`; whether it does.
#[inline]
fn reach(end: usize) -> bool {
    let now = memory_end();
    // Cannot wrap: memory has at least one page, so there are at most 4 GiB less one to go.
    end <= now || memory_grow(0, (end - now).wrapping_add(0xffff) >> 16) != usize::MAX
}
