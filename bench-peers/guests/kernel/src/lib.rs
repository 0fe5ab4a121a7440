//! The work of `digest`, the guest that computes: the same code in every peer's guest.

#![no_std]

extern crate alloc;

use alloc::vec::Vec;

/// Sorts the little-endian 32-bit words of `bytes` and gives the 64-bit FNV-1a hash of the sorted bytes. A rest of
/// less than a word is ignored.
#[must_use]
pub fn digest(bytes: &[u8]) -> u64 {
    let (words, _) = bytes.as_chunks::<4>();
    let mut words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
    words.sort_unstable();
    words
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
