// Memory that crosses the boundary: blocks from `yao_alloc`, and pointer and length in one packed number.
//
// Every block the host may hold comes straight from the allocator, outside the garbage collector, so that no
// collection can move or free it and no pin is needed.

import { Runtime } from "shared/runtime";
import { PACKED_ERROR, PACKED_MAX_LEN, PACKED_PTR_SHIFT } from "./abi.generated";

/** Larger blocks than this make AssemblyScript's allocators abort; the ABI would rather have a null pointer. */
// @ts-ignore: decorator
@inline
export const MAX_BLOCK: u32 = 0x3fff0000;

/**
 * A packed result: pointer, error bit and length in one number. Also the type of the payload and the result of a
 * raw handler, which then owns the payload's bytes until it returns them.
 */
export type Packed = u64;

/** Allocates `len` bytes for the host or the guest, aligned to 16; 0 when the block would be too large. */
export function yao_alloc(len: u32): usize {
  return len > MAX_BLOCK ? 0 : heap.alloc(len);
}

/**
 * Frees a block of `yao_alloc`; nothing happens for a null pointer or no bytes. The allocator knows the length. A one-shot
 * guest frees nothing: its instance ends with the call, and `stub` could take back no block but the last.
 */
export function yao_free(ptr: usize, len: u32): void {
  if (ASC_RUNTIME != Runtime.Stub && ptr && len) heap.free(ptr);
}

/** Frees a text of `utf8Block`, which has a block even when it is empty; a one-shot guest frees nothing, as in `yao_free`. */
// @ts-ignore: decorator
@inline
export function releaseText(text: Packed): void {
  if (ASC_RUNTIME != Runtime.Stub) heap.free(ptrOf(text));
}

/** Packs a block and its length as a result without the error bit. */
// @ts-ignore: decorator
@inline
export function pack(ptr: usize, len: u32): Packed {
  return ((ptr as u64) << PACKED_PTR_SHIFT) | len;
}

/** The pointer of a packed result. */
// @ts-ignore: decorator
@inline
export function ptrOf(packed: Packed): usize {
  return (packed >> PACKED_PTR_SHIFT) as usize;
}

/** The length of a packed result, without the error bit. */
// @ts-ignore: decorator
@inline
export function lenOf(packed: Packed): u32 {
  return (packed as u32) & PACKED_MAX_LEN;
}

/** Whether a packed result holds an error record. */
// @ts-ignore: decorator
@inline
export function isError(packed: Packed): bool {
  return (packed & PACKED_ERROR) != 0;
}

/** Frees the bytes behind a packed value; the empty one has none. */
export function release(packed: Packed): void {
  yao_free(ptrOf(packed), lenOf(packed));
}

/**
 * Whether what a packed result names lies in memory: what the host says is checked before it is read. No bytes do, wherever
 * they claim to be.
 */
export function inMemory(packed: Packed): bool {
  // In 64 bits the sum of two 32-bit numbers cannot wrap.
  return !lenOf(packed) || (packed >> PACKED_PTR_SHIFT) + lenOf(packed) <= (memory.size() as u64) << 16;
}

/** Whether the same `len` bytes are at both places. */
export function sameBytes(a: usize, b: usize, len: u32): bool {
  while (len && load<u8>(a) == load<u8>(b)) {
    a++;
    b++;
    len--;
  }
  return !len;
}
