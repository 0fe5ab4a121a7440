//! An arena: a pointer that only moves on, and back to the start when the last block is freed.
//!
//! A tenth of the bytes of a general allocator, and right for requests: what a call allocates is freed when it ends.
//! While an instance is alive nothing rewinds, so a guest that keeps objects should use `dlmalloc`.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
};

use super::{heap_base, reach};

/// What every block is aligned to, at least.
const ALIGN: usize = 16;

struct Arena {
    /// Where the last block ends, unless none is alive. 0 is the end of a memory of 4 GiB.
    top: Cell<usize>,
    live: Cell<usize>,
}

// SAFETY: a guest has one thread; `abi` refuses a build with threads.
unsafe impl Sync for Arena {}

#[global_allocator]
static ARENA: Arena = Arena { top: Cell::new(0), live: Cell::new(0) };

impl Arena {
    /// Whether the block ends at the top.
    #[inline]
    fn is_last(&self, block: *mut u8, size: usize) -> bool {
        block.addr().wrapping_add(size) == self.top.get()
    }
}

// SAFETY: blocks lie above everything that is alive: `top` never moves below the end of a live block, because it only
// moves back to the start of the last one, or to the base when none is alive.
unsafe impl GlobalAlloc for Arena {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = self.live.get();
        let top = if live == 0 { heap_base() } else { self.top.get() };
        let mask = layout.align().max(ALIGN) - 1;
        // Room for the block wherever it starts, a few bytes more than it may need. Neither sum can wrap: a layout has room
        // for its alignment, and what `reach` gives ends at 4 GiB at most.
        if !reach(top, layout.size() + mask) {
            return core::ptr::null_mut();
        }
        let block = (top + mask) & !mask;
        self.top.set(block.wrapping_add(layout.size()));
        self.live.set(live + 1);
        core::ptr::with_exposed_provenance_mut(block)
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        self.live.set(self.live.get().wrapping_sub(1));
        if self.is_last(block, layout.size()) {
            self.top.set(block.addr());
        }
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if self.is_last(block, layout.size()) {
            if !reach(block.addr(), size) {
                return core::ptr::null_mut();
            }
            self.top.set(block.addr().wrapping_add(size));
            return block;
        }
        if size <= layout.size() {
            return block;
        }
        // SAFETY: the caller keeps the alignment and asks for a size that a layout may have.
        let wider = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        // SAFETY: the size is larger than another block's, so not 0.
        let moved = unsafe { self.alloc(wider) };
        if !moved.is_null() {
            self.live.set(self.live.get().wrapping_sub(1));
            // SAFETY: both blocks hold that many bytes, and the new one is not the old one.
            unsafe { core::ptr::copy_nonoverlapping(block, moved, layout.size()) };
        }
        moved
    }
}

/// Forgets every block: the next one starts at the base again.
pub fn forget_all() {
    ARENA.live.set(0);
}
