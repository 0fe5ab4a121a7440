// The low-level MessagePack reader. Its state is module globals, which are the cheapest thing in wasm, and its error
// is sticky: the first bad byte empties the input, every later read gives a placeholder, and `ok()` is asked once at
// the end. Views (`textPtr`, `textLen`) point into the input and are good until that is freed.

import { MAX_DEPTH, MAX_ELEMENTS } from "../abi.generated";
import { decodeUtf8 } from "./utf8";

/** What `number()` has read. */
export const enum Kind {
  /** No number at all: the reader has failed. */
  None,
  /** A signed integer, in `bits`. */
  Int,
  /** An integer from 2^63, unsigned in `bits`. */
  Uint,
  /** A 32-bit float, its bits in the low half of `bits`. */
  F32,
  /** A 64-bit float, its bits in `bits`. */
  F64,
}

let pos: usize = 0;
// 0 once the reader has failed, which is never the end of an input.
let end: usize = 0;
// Where it failed, for the error message.
let failedAt: usize = 0;
// Elements still allowed. Each takes a byte at least, so no claim is believed beyond the length of the input.
let budget: u32 = 0;

/** How many arrays and maps may still nest around what is read next: `enter` and `leave` count them. */
export let levels: u32 = MAX_DEPTH;

/** Pointer of the text, binary or extension data read last. */
export let textPtr: usize = 0;
/** Its length in bytes. */
export let textLen: u32 = 0;
/** The bits of the number read last. */
export let bits: u64 = 0;

/** Starts to read `len` bytes at `ptr`. */
export function open(ptr: usize, len: u32): void {
  pos = ptr;
  // An empty payload has the pointer 0; its end must still differ from the mark of a failure.
  end = ptr + len;
  if (!len) pos = end = 1;
  budget = min(len, MAX_ELEMENTS);
  levels = MAX_DEPTH;
}

/** Goes into an array or map. */
export function enter(): void {
  if (!levels) fail();
  levels--;
}

/** Goes out of it. */
export function leave(): void {
  levels++;
}

/** Whether nothing was wrong so far. */
export function ok(): bool {
  return end != 0;
}

/** Whether all was right and read to the end. */
export function done(): bool {
  return end != 0 && pos == end;
}

/** Refuses the input: everything read from now on is a placeholder. */
export function fail(): void {
  if (end) failedAt = pos;
  // No element is left either: what claims some after a failure gets none.
  pos = end = 0;
  textLen = budget = 0;
}

/** Where the reader is, or failed. */
export function position(): usize {
  return end ? pos : failedAt;
}

/** Steps over `len` bytes; their pointer, or 0 when the input is shorter. */
export function take(len: u32): usize {
  const from = pos;
  if (((end - from) as u32) < len) {
    fail();
    return 0;
  }
  pos = from + len;
  return from;
}

/** A big-endian number of `len` bytes (at most 8), 0 after a failure, when `len` may be anything. */
export function be(len: u32): u64 {
  let value: u64 = 0;
  let from = take(len);
  if (from) for (; len; len--) value = (value << 8) | load<u8>(from++);
  return value;
}

// The next byte, after a failure 0: static data starts at 8, and before it is nothing.
function byte(): u32 {
  return load<u8>(take(1));
}

/** The next byte without reading it, 0xc1 (which MessagePack never uses) at the end. */
export function peek(): u32 {
  return pos < end ? load<u8>(pos) : 0xc1;
}

/** Reads a nil if there is one. */
export function nil(): bool {
  if (peek() != 0xc0) return false;
  pos++;
  return true;
}

/** Whether text comes next. */
export function isText(): bool {
  const head = peek();
  return head >> 5 == 5 || head - 0xd9 <= 2;
}

/** Reads a boolean. */
export function boolean(): bool {
  const value = byte() ^ 0xc2;
  if (value > 1) fail();
  return value == 1;
}

/** Reads any number into `bits` and says which kind it is. */
export function number(): Kind {
  const head = byte();
  if (head < 0x80) bits = head;
  else if (head >= 0xe0) bits = head as i8 as i64;
  else if (head >= 0xcc && head <= 0xd3) {
    const width: u32 = 1 << (head & 3);
    bits = be(width);
    if (head == 0xcf && (bits as i64) < 0) return Kind.Uint;
    if (head >= 0xd0) {
      const unused: u64 = 64 - 8 * width;
      bits = ((bits << unused) as i64) >> unused;
    }
  } else if (head >> 1 == 0x65) {
    bits = be(head == 0xca ? 4 : 8);
    return head == 0xca ? Kind.F32 : Kind.F64;
  } else {
    fail();
    return Kind.None;
  }
  return Kind.Int;
}

// The text, binary or extension data of `len` bytes that starts here.
function view(len: u32): void {
  textLen = len; // 0 again when there are fewer
  textPtr = take(len);
}

// Text that is not looked at yet.
function rawText(): void {
  const head = byte();
  let len = head & 31;
  if (head >> 5 != 5) {
    if (head - 0xd9 > 2) fail();
    len = be(1 << (head - 0xd9)) as u32;
  }
  view(len);
}

/** Reads text as a view: `textPtr`, `textLen`. */
export function text(): void {
  if (!isText()) fail();
  skip(0);
}

/** Reads text as a string of its own. */
export function str(): string {
  rawText();
  // As many units as bytes are always enough. What is not needed stays part of the block; only the string gets shorter.
  const value = changetype<string>(__new((textLen as usize) << 1, idof<string>()));
  const units = decodeUtf8(textPtr, textLen, changetype<usize>(value));
  store<u32>(changetype<usize>(value) - sizeof<u32>(), units << 1);
  return value;
}

/** Reads binary data as a view: `textPtr`, `textLen`. */
export function binary(): void {
  const head = byte();
  if (head - 0xc4 <= 2) view(be(1 << (head - 0xc4)) as u32);
  else {
    fail();
    view(0);
  }
}

/** Reads extension data as a view and gives its type, which only means something while `ok()`. */
export function extension(): i8 {
  const head = byte();
  let len: u32 = 0;
  if (head - 0xc7 <= 2) len = be(1 << (head - 0xc7)) as u32;
  else if (head - 0xd4 <= 4) len = 1 << (head - 0xd4);
  else fail();
  const type = byte() as i8;
  view(len);
  return type;
}

// Takes `count` elements, or pairs of them when `pairs` is 1, from what the input may still hold; gives how many elements.
function claim(count: u32, pairs: u32): u32 {
  if (count > budget >> pairs) {
    fail();
    return 0;
  }
  count <<= pairs;
  budget -= count;
  return count;
}

/** Reads the head of an array: the number of its items, 0 after a failure. */
export function array(): u32 {
  return items(0x90, 0xdc, 0);
}

/** Reads the head of a map: the number of its entries, 0 after a failure. */
export function map(): u32 {
  return items(0x80, 0xde, 1);
}

function items(short: u32, long: u32, pairs: u32): u32 {
  const head = byte();
  let count = head & 15;
  if ((head & 0xf0) != short) {
    if (head - long > 1) fail();
    else count = be(2 << (head - long)) as u32;
  }
  return claim(count, pairs) >> pairs;
}

// What follows each head from 0xc0: below 0x20 so many bytes to step over; 0x2n, 0x4n, 0x5n, 0x80+n, 0xc0+n a length
// in n bytes of text, binary, extension, array, map; 0xff nothing, it is not MessagePack.
// @ts-ignore: decorator
@lazy
const AFTER_HEAD = memory.data<u8>([
  0, 0xff, 0, 0, 0x41, 0x42, 0x44, 0x51, 0x52, 0x54, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, 0x21, 0x22, 0x24,
  0x82, 0x84, 0xc2, 0xc4,
]);

/** Steps over one value and checks it on the way; text and data become the view. `levels` is how many arrays and maps may nest in it. */
export function skip(levels: u32): void {
  const head = byte();
  if (head - 0x80 > 0x5f) return;
  let count = head & 15;
  let pairs: u32 = (head < 0x90) as u32;
  if (head >= 0xa0) {
    if (head < 0xc0) {
      view(head & 31);
      decodeUtf8(textPtr, textLen, 0);
      return;
    }
    const after: u32 = load<u8>(AFTER_HEAD + head - 0xc0);
    if (after < 0x20) {
      take(after);
      return;
    }
    if (after == 0xff) {
      fail();
      return;
    }
    count = be(after & 15) as u32;
    if (after < 0x80) {
      if (after & 0x10) take(1); // the type of an extension
      view(count);
      if (after < 0x40) decodeUtf8(textPtr, textLen, 0);
      return;
    }
    pairs = (after >= 0xc0) as u32;
  }
  if (!levels) fail();
  for (let n = claim(count, pairs); n; n--) skip(levels - 1);
}
