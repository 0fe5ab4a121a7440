// UTF-8 against AssemblyScript's UTF-16 strings. Written here because the standard library accepts invalid UTF-8, which
// the ABI refuses, and because one loop that checks, counts and converts is smaller than three.

import { pack, Packed } from "../mem";
import { fail } from "./reader";

// What stands for the number of units of invalid UTF-8, which the reader refuses.
function invalid(): u32 {
  fail();
  return 0;
}

/**
 * The number of UTF-16 units of `len` bytes of text, written at `to` unless that is 0. Overlong forms, surrogates, cut
 * sequences and what else is no UTF-8 make the reader fail. There are never more units than bytes.
 */
export function decodeUtf8(ptr: usize, len: u32, to: usize): u32 {
  const end = ptr + len;
  let units: u32 = 0;
  while (ptr < end) {
    let point: u32 = load<u8>(ptr++);
    if (point >= 0x80) {
      let tail: u32 = point < 0xe0 ? 1 : point < 0xf0 ? 2 : 3;
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
        if (to) store<u16>(to + (units << 1), 0xd7c0 + (point >> 10));
        units++;
        point = 0xdc00 | (point & 0x3ff);
      }
    }
    if (to) store<u16>(to + (units << 1), point);
    units++;
  }
  return units;
}

/**
 * The length of `text` in UTF-8, written at `to` unless that is 0. Lone surrogates become U+FFFD, so that what leaves
 * the guest is always valid.
 */
export function encodeUtf8(text: string, to: usize): u32 {
  let ptr = changetype<usize>(text);
  const end = ptr + ((text.length as usize) << 1);
  let len: u32 = 0;
  while (ptr < end) {
    let point: u32 = load<u16>(ptr);
    ptr += 2;
    if (point >> 11 == 0x1b) {
      const low: u32 = ptr < end ? load<u16>(ptr) : 0;
      if (point < 0xdc00 && low >> 10 == 0x37) {
        point = ((point - 0xd7c0) << 10) | (low & 0x3ff);
        ptr += 2;
      } else {
        point = 0xfffd;
      }
    }
    const tail: u32 = ((point > 0x7f) as u32) + ((point > 0x7ff) as u32) + ((point > 0xffff) as u32);
    if (to) {
      // A lead byte starts with as many ones as the sequence has bytes: 0xc0, 0xe0, 0xf0.
      store<u8>(to + len, tail ? (0xff00 >> (tail + 1)) | (point >> (6 * tail)) : point);
      for (let i: u32 = 1; i <= tail; i++) store<u8>(to + len + i, 0x80 | ((point >> (6 * (tail - i))) & 0x3f));
    }
    len += tail + 1;
  }
  return len;
}

/** `text` as UTF-8 in a block of its own; the caller frees it with `heap.free`, also when it is empty. */
export function utf8Block(text: string): Packed {
  const len = encodeUtf8(text, 0);
  const ptr = heap.alloc(len);
  encodeUtf8(text, ptr);
  return pack(ptr, len);
}
