//! What a program can do for the memory of its guests.

use alloc::vec::Vec;

/// Makes glibc's allocator keep blocks of up to 16 MiB for reuse; for a program to call once, before it runs guests.
///
/// glibc gives a block back to the system, and fetches each of its pages anew when it is asked for the next one, from a
/// size on that it raises to the largest block it was ever given back. Without this call the memory of a guest that has a
/// few pages may be such a block at every request, which then takes ten times as long. It takes a block of that size and
/// gives it back untouched: the resident memory of the program stays what it is, but blocks that are freed later stay
/// with it. Other allocators take no notice.
pub fn keep_large_blocks() {
    /// Half of the largest size that glibc raises its limit to.
    const LARGEST: usize = 16 << 20;
    // Kept from the compiler, which drops a block that nobody uses.
    drop(core::hint::black_box(Vec::<u8>::with_capacity(LARGEST)));
}
