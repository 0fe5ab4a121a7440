//! Blocks as `yao_alloc` makes them: a length, and an alignment of 16.

use core::{alloc::Layout, ptr::NonNull};

use super::{abort, address};
use crate::abi::PACKED_MAX_LEN;

/// Alignment of every block that crosses the boundary: enough for any numeric type, v128 included.
const ALIGN: u32 = 16;

/// The longest block: a length has 31 bits, and a `Layout` may not overflow `isize` when rounded up.
pub(super) const MAX: u32 = PACKED_MAX_LEN & !(ALIGN - 1);

#[inline]
fn layout(len: u32) -> Layout {
    // SAFETY: 16 is a power of two, and no caller has a length above `MAX`.
    unsafe { Layout::from_size_align_unchecked(len as usize, ALIGN as usize) }
}

/// A block of `len` bytes, or null: for 0 bytes, for more than fit, and when out of memory.
#[inline]
pub(super) fn take(len: u32) -> *mut u8 {
    // One signed comparison: 0 stays below the alignment, and what is above `MAX` becomes negative or wraps.
    if len.wrapping_add(ALIGN - 1).cast_signed() < ALIGN.cast_signed() {
        return core::ptr::null_mut();
    }
    // SAFETY: the size is neither 0 nor above `MAX`.
    unsafe { alloc::alloc::alloc(layout(len)) }
}

/// Gives back a block of 1 byte or more that `take` or `resize` made.
#[inline]
pub(super) fn give(pointer: *mut u8, len: u32) {
    // SAFETY: the callers own the block and pass the length it was made with.
    unsafe { alloc::alloc::dealloc(pointer, layout(len)) }
}

/// Changes the length of a block to 1 to `MAX` bytes; it may move. With 0 bytes before, makes one. Ends the guest when
/// out of memory.
#[inline(never)]
pub(super) fn resize(block: NonNull<u8>, from: u32, to: u32) -> NonNull<u8> {
    let pointer = if from == 0 {
        // SAFETY: the size is neither 0 nor above `MAX`.
        unsafe { alloc::alloc::alloc(layout(to)) }
    } else {
        // SAFETY: the callers own the block, pass the length it was made with and one in range.
        unsafe { alloc::alloc::realloc(block.as_ptr(), layout(from), to as usize) }
    };
    match NonNull::new(pointer) {
        Some(block) => block,
        None => abort(),
    }
}

/// `yao_alloc`: the address of a new block, or 0.
#[inline]
pub(crate) fn allocate(len: u32) -> u32 {
    address::expose(take(len), len)
}

/// `yao_free`: gives back a block by its address and the length it was allocated with; of 0 it does nothing.
#[cfg_attr(target_family = "wasm", unsafe(export_name = "yao_free"))]
#[inline(never)]
pub(crate) extern "C-unwind" fn release(at: u32, len: u32) {
    if at != 0 && len != 0 {
        let pointer = address::resolve(at);
        address::forget(at, len);
        give(pointer, len);
    }
}

/// Copies bytes into memory of the host's choice; whether they fit in `capacity` and that is memory.
pub(crate) fn fill(at: u32, capacity: u32, bytes: &[u8]) -> bool {
    let fits = u32::try_from(bytes.len()).is_ok_and(|len| len <= capacity && address::is_mapped(at, len));
    if fits && !bytes.is_empty() {
        // SAFETY: so many bytes are there, and the host keeps them apart from what the guest owns.
        unsafe { core::ptr::copy(bytes.as_ptr(), address::resolve(at), bytes.len()) };
    }
    fits
}
