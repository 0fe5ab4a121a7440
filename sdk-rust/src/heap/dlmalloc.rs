//! The general allocator, `dlmalloc`, with two changes that the crate's interface allows.
//!
//! It starts with the rest of the first page instead of a page of its own: dlmalloc asks for whole pages, is given that
//! rest at first, and where it does not suffice says that memory is out; then it is asked once more.
//!
//! And every block is aligned to 16 without `memalign`: the first chunk starts at 8 modulo 16 and every chunk is a
//! multiple of 16 long, so what follows the 8 bytes of a chunk's head is always at 0 modulo 16. Its own `realloc`, 900
//! bytes of code, is not linked: a growth copies, a shrink keeps the chunk.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::{Cell, UnsafeCell},
};

use super::{heap_base, memory_end, moved, reach};
use crate::mem::page_shift;

/// Bytes before a block that belong to the chunk; they also are what the first chunk is shifted by.
const HEAD: usize = 8;
/// The part of the head that every chunk adds to its block.
const OVERHEAD: usize = 4;
const ALIGN: usize = 16;
/// The flag of a head that says its chunk is in use.
const IN_USE: usize = 2;
/// The least that the rest of the first page has to have, else the heap starts with a page more. dlmalloc keeps some 50
/// bytes at the end of a region for itself.
const FIRST: usize = 1024;

/// Where dlmalloc gets memory: the rest of the first page, then more of it.
struct Source {
    /// Where what was handed out ends.
    end: Cell<usize>,
}

// SAFETY: each region is handed out once and stays valid for ever. The first may be shorter than asked for: dlmalloc, of
// the version that `Cargo.toml` pins, takes the length that it is told and looks again whether the block fits.
unsafe impl dlmalloc::Allocator for Source {
    #[inline(never)]
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let last = self.end.get();
        let (from, size) = if last == 0 { (heap_base(), FIRST) } else { (memory_end(), size) };
        // Where the last region ended it goes on, and dlmalloc joins the two. Elsewhere memory may end anywhere where pages
        // have one byte, as others grow it too.
        let astray = from.wrapping_neg() & ((ALIGN - 1) >> page_shift());
        let shift = if last == from { 0 } else { HEAD + astray };
        // Memory of 4 GiB ends at 0, which is the mark of a start.
        if !reach(from, size + shift) || memory_end() == 0 {
            return (core::ptr::null_mut(), 0, 0);
        }
        let (start, end) = (from + shift, memory_end());
        self.end.set(end);
        (core::ptr::with_exposed_provenance_mut(start), end - start, 0)
    }

    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        core::ptr::null_mut()
    }

    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }

    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }

    fn can_release_part(&self, _: u32) -> bool {
        false
    }

    fn allocates_zeros(&self) -> bool {
        true
    }

    fn page_size(&self) -> usize {
        1024
    }
}

struct Heap(UnsafeCell<dlmalloc::Dlmalloc<Source>>);

// SAFETY: a guest has one thread; `abi` refuses a build with threads.
unsafe impl Sync for Heap {}

#[global_allocator]
static HEAP: Heap =
    Heap(UnsafeCell::new(dlmalloc::Dlmalloc::new_with_allocator(Source { end: Cell::new(0) })));

impl Heap {
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "one thread, and the allocator does not call back")]
    fn get(&self) -> &mut dlmalloc::Dlmalloc<Source> {
        // SAFETY: one thread, and no caller keeps the reference past its one call.
        unsafe { &mut *self.0.get() }
    }
}

/// The length to ask for, so that with its overhead the chunk is a multiple of 16.
#[inline]
fn rounded(size: usize) -> usize {
    ((size + OVERHEAD + ALIGN - 1) & !(ALIGN - 1)) - OVERHEAD
}

// SAFETY: blocks are dlmalloc's, aligned to 16 as the module says.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > ALIGN {
            return core::ptr::null_mut();
        }
        // The first region may be too short, see `Source`. A second refusal is one. One place that calls `malloc`, as it is
        // linked where it is called, and a flag, as a count takes ten bytes more.
        let mut again = true;
        loop {
            // SAFETY: `malloc` takes any size; the alignment is what every chunk has.
            let block = unsafe { self.get().malloc(rounded(layout.size()), HEAD) };
            if !block.is_null() || !again {
                return block;
            }
            again = false;
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // A shrunk block is longer than its layout, and the crate wants to know the length of the chunk: it is in the
        // word before the block, under three flag bits.
        // SAFETY: the block has a head.
        let word = unsafe { block.cast::<usize>().sub(1) };
        // SAFETY: as above.
        let head = unsafe { word.read() };
        let chunk = head & !7;
        // The crate asserts that the length it is told fits the chunk. With these the compiler sees that it does, and
        // links neither the check nor its message.
        // SAFETY: a block in use says so in its head, and is no mapping of its own.
        unsafe { core::hint::assert_unchecked(head & IN_USE != 0) };
        // SAFETY: no chunk is within 64 bytes of 4 GiB long, where the check would wrap: below the heap lies a stack.
        unsafe { core::hint::assert_unchecked(chunk <= chunk.wrapping_add(35)) };
        // SAFETY: the block is dlmalloc's, and the length belongs to it.
        unsafe { self.get().free(block, chunk - OVERHEAD, HEAD) };
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size <= layout.size() {
            return block;
        }
        // SAFETY: what the caller promises is what is asked for.
        unsafe { moved(self, block, layout, size) }
    }
}
