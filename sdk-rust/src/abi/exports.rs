//! The exports every guest has, but for `yao_free`, which is the release of a block itself: one function fewer.

#![allow(unsafe_code, reason = "exported names are global")]
#![cfg(target_family = "wasm")]

use crate::mem::allocate;

/// Marks a guest of ABI major version 1; gives its capability bits.
#[unsafe(no_mangle)]
extern "C" fn yao_abi_v1() -> u32 {
    super::capabilities()
}

/// Allocates `len` bytes, aligned to 16; 0 when out of memory.
#[unsafe(no_mangle)]
extern "C" fn yao_alloc(len: u32) -> u32 {
    allocate(len)
}
