//! `talc`: a general allocator with a quarter of dlmalloc's code, for a tenth more time in a short request.
//!
//! It claims the rest of the first page and extends that heap as memory grows. Its chunks are multiples of 16 bytes
//! long and its blocks aligned to 16. A block that shrinks moves: to leave it where it is would be more code than it
//! saves.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    ptr::{NonNull, null_mut},
};

use talc::{
    base::{CHUNK_UNIT, Talc, binning::Binning},
    source::Source,
    wasm::WasmBinning,
};

use super::{heap_base, memory_end, moved, reach};

/// Where talc gets memory: the rest of the first page, then more of it.
#[derive(Debug)]
struct Pages {
    /// Where the last heap ends.
    end: Option<NonNull<u8>>,
}

/// Bytes that a new heap and its first block may take beside the block: their tags, and what aligns them.
const OVERHEAD: usize = 4 * CHUNK_UNIT;

// SAFETY: allocates nothing, and hands out each region once.
unsafe impl Source for Pages {
    fn acquire<B: Binning>(talc: &mut Talc<Self, B>, layout: Layout) -> Result<(), ()> {
        let before = memory_end();
        let heap = match talc.source.end {
            None => {
                let start = heap_base();
                // SAFETY: from the end of data and stack to that of memory nothing is anyone's yet, and what is behind
                // is none of talc's until it asks again.
                let end =
                    unsafe { talc.claim(core::ptr::with_exposed_provenance_mut(start), before - start) };
                if end.is_some() {
                    talc.source.end = end;
                    return Ok(());
                }
                None
            }
            Some(end) => Some(end),
        };
        // Cannot wrap: a layout is no longer than half the address space.
        let needed = layout.size() + layout.align() + OVERHEAD + B::BIN_COUNT as usize * size_of::<usize>();
        // A heap does not end at 4 GiB, which is address 0.
        if !reach(before, needed) || memory_end() == 0 {
            return Err(());
        }
        let end = core::ptr::with_exposed_provenance_mut(memory_end());
        let grown = match heap {
            // SAFETY: the heap ends where memory did, and what was added since is nobody's.
            Some(heap) if heap.addr().get() == before => Some(unsafe { talc.extend(heap, end) }),
            // Someone else grew memory in between: what lies there is theirs.
            // SAFETY: what was added is nobody's.
            _ => unsafe { talc.claim(core::ptr::with_exposed_provenance_mut(before), memory_end() - before) },
        };
        talc.source.end = Some(grown.ok_or(())?);
        Ok(())
    }
}

struct Heap(UnsafeCell<Talc<Pages, WasmBinning>>);

// SAFETY: a guest has one thread; `abi` refuses a build with threads.
unsafe impl Sync for Heap {}

#[global_allocator]
static HEAP: Heap = Heap(UnsafeCell::new(Talc::new(Pages { end: None })));

impl Heap {
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "one thread, and the allocator does not call back")]
    fn get(&self) -> &mut Talc<Pages, WasmBinning> {
        // SAFETY: one thread, and no caller keeps the reference past its one call.
        unsafe { &mut *self.0.get() }
    }
}

// SAFETY: blocks are talc's.
unsafe impl GlobalAlloc for Heap {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller asks for at least a byte.
        unsafe { self.get().allocate(layout) }.map_or(null_mut(), NonNull::as_ptr)
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block was given for this layout.
        unsafe { self.get().deallocate(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the block was given for this layout, and the size is larger.
        if size > layout.size() && unsafe { self.get().try_grow_in_place(block, layout, size) } {
            return block;
        }
        // SAFETY: what the caller promises is what is asked for.
        unsafe { moved(self, block, layout, size) }
    }
}
