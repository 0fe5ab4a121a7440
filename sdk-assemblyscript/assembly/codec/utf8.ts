// UTF-8 against AssemblyScript's UTF-16 strings. Written here because the standard library accepts invalid UTF-8, which
// the ABI refuses, and because one loop that checks, counts and converts is smaller than three.

import { Runtime } from "shared/runtime";
import { pack, Packed } from "../mem";
import { fail } from "./reader";

// Four bytes of ASCII as four units. A product with two bits is the sum of two shifted copies: no carry, for ASCII has no
// eighth bit.
// @ts-ignore: decorator
@inline
function spread(four: u64): u64 {
  return (((four * 0x10001) & 0x0000ffff0000ffff) * 0x101) & 0x00ff00ff00ff00ff;
}

// Four units of ASCII as four bytes, above them other bits: side by side in pairs, then the pairs.
// @ts-ignore: decorator
@inline
function gather(four: u64): u32 {
  return ((((four * 0x101) & 0x00ffff0000ffff00) * 0x10001) >> 24) as u32;
}

// What stands for the number of units of invalid UTF-8, which the reader refuses.
function invalid(): u32 {
  fail();
  return 0;
}

/**
 * Writes `len` bytes of text at `to` as UTF-16 and gives the number of units; where `to` is 0 the text is only checked, and
 * nothing counted. Overlong forms, surrogates, cut sequences and what else is no UTF-8 make the reader fail. There are never
 * more units than bytes.
 */
export function decodeUtf8(ptr: usize, len: u32, to: usize): u32 {
  const end = ptr + len;
  let out = to;
  // What starts as ASCII is mostly nothing else: eight bytes at a time, where the guest is not built to be small.
  if (ASC_RUNTIME != Runtime.Stub) {
    while (end - ptr > 7) {
      const eight = load<u64>(ptr);
      if (eight & 0x8080808080808080) break;
      if (to) {
        store<u64>(out, spread(eight as u32));
        store<u64>(out, spread(eight >> 32), 8);
        out += 16;
      }
      ptr += 8;
    }
  }
  while (true) {
    // Four bytes of ASCII at a time: in an interpreter that costs little more than one.
    while (end - ptr > 3) {
      const four = load<u32>(ptr);
      if (four & 0x80808080) break;
      if (to) {
        store<u64>(out, spread(four));
        out += 8;
      }
      ptr += 4;
    }
    if (ptr == end) break;
    let point: u32 = load<u8>(ptr++);
    if (point >= 0x80) {
      let tail: u32 = clz(~(point << 24)) - 1; // as many as the lead has ones behind its first
      // One comparison for all leads that are none: below 0xc2 and, as unsigned, above 0xf4.
      if (point - 0xc2 > 0x32 || ((end - ptr) as u32) < tail) return invalid();
      // The least that needs 3 or 4 bytes; 2 bytes with less start below 0xc2.
      const least: u32 = 2 << (5 * tail);
      for (point &= 0x3f >> tail; tail; tail--) {
        const byte: u32 = load<u8>(ptr++) ^ 0x80;
        if (byte > 0x3f) return invalid();
        point = (point << 6) | byte;
      }
      if (point < least || point > 0x10ffff || point >> 11 == 0x1b) return invalid();
      if (point > 0xffff) {
        // A pair of surrogates; 0xd7c0 is 0xd800 less the 0x10000 that the pair leaves out.
        if (to) {
          store<u16>(out, 0xd7c0 + (point >> 10));
          out += 2;
        }
        point = 0xdc00 | (point & 0x3ff);
      }
    }
    if (to) {
      store<u16>(out, point);
      out += 2;
    }
  }
  return ((out - to) as u32) >> 1;
}

/** How many bytes a text may take as UTF-8: three for each unit. To look first how many they are costs as much as to write. */
// @ts-ignore: decorator
@inline
export function mostUtf8(text: string): u32 {
  return text.length * 3;
}

/**
 * Writes `text` as UTF-8 at `to`, where there is room for `mostUtf8`, and gives its length. Lone surrogates become U+FFFD,
 * so that what leaves the guest is always valid.
 */
export function encodeUtf8(text: string, to: usize): u32 {
  const from = changetype<usize>(text);
  return (encodeUnits(from, from + ((text.length as usize) << 1), to) - to) as u32;
}

/** As `encodeUtf8`, for text that may be long: with eight units of ASCII at a time at its start, as above. */
export function encodeLong(text: string, to: usize): u32 {
  if (ASC_RUNTIME == Runtime.Stub) return encodeUtf8(text, to);
  let ptr = changetype<usize>(text);
  const end = ptr + ((text.length as usize) << 1);
  let out = to;
  while (end - ptr > 15) {
    const low = load<u64>(ptr);
    const high = load<u64>(ptr, 8);
    if ((low | high) & 0xff80ff80ff80ff80) break;
    store<u32>(out, gather(low));
    store<u32>(out, gather(high), 4);
    out += 8;
    ptr += 16;
  }
  return (encodeUnits(ptr, end, out) - to) as u32;
}

// Writes the units from `ptr` to `end` at `out`; gives the end of what was written.
function encodeUnits(ptr: usize, end: usize, out: usize): usize {
  while (true) {
    while (end - ptr > 7) {
      const four = load<u64>(ptr);
      if (four & 0xff80ff80ff80ff80) break;
      store<u32>(out, gather(four));
      out += 4;
      ptr += 8;
    }
    if (ptr == end) break;
    let point: u32 = load<u16>(ptr);
    ptr += 2;
    let shift: u32 = 0;
    let byte = point;
    if (point > 0x7f) {
      if (point >> 11 == 0x1b) {
        const low: u32 = ptr < end ? load<u16>(ptr) : 0;
        if (point < 0xdc00 && low >> 10 == 0x37) {
          point = ((point - 0xd7c0) << 10) | (low & 0x3ff);
          ptr += 2;
        } else point = 0xfffd;
      }
      shift = point < 0x800 ? 6 : point < 0x10000 ? 12 : 18;
      // A lead byte starts with as many ones as the sequence has bytes: 0xc0, 0xe0, 0xf0.
      byte = (0x7f80 >> (shift / 6)) | (point >> shift);
    }
    while (true) {
      store<u8>(out++, byte);
      if (!shift) break;
      shift -= 6;
      byte = 0x80 | ((point >> shift) & 0x3f);
    }
  }
  return out;
}

/** `text` as UTF-8 in a block of its own; the caller frees it with `releaseText`, also when it is empty. */
export function utf8Block(text: string): Packed {
  const ptr = heap.alloc(mostUtf8(text));
  return pack(ptr, encodeUtf8(text, ptr));
}
