// The low-level MessagePack writer: one buffer at a time, in module globals, in the shortest forms. `begin()` forgets
// a buffer that was not taken, so what was begun is always finished with `finish()` or freed with `discard()`.

import { MAX_BLOCK, pack, Packed, yao_free } from "../mem";
import { encodeLong, encodeUtf8, mostUtf8 } from "./utf8";

let block: usize = 0;
let used: u32 = 0;
let capacity: u32 = 0;

/** Starts a new buffer. */
export function begin(): void {
  block = 0;
  used = capacity = 0;
}

/** Ends the buffer: whoever gets the packed pointer and length owns the block. */
export function finish(): Packed {
  return pack(block, used);
}

/** Makes room for `len` bytes and returns where they go. Traps when out of memory. */
export function room(len: u32): usize {
  if (capacity - used < len) {
    // Doubling what there is keeps the copies linear; the rest makes a small result one allocation.
    const larger = used * 2 + len + 240;
    // No sum of two blocks wraps around.
    if (len > MAX_BLOCK) unreachable();
    const moved = heap.alloc(larger);
    memory.copy(moved, block, used);
    yao_free(block, capacity);
    block = moved;
    capacity = larger;
  }
  const to = block + used;
  used += len;
  return to;
}

/** Writes one byte. */
export function byte(value: u32): void {
  store<u8>(room(1), value);
}

/** Writes ready-made bytes. */
export function bytes(ptr: usize, len: u32): void {
  memory.copy(room(len), ptr, len);
}

/** Writes a big-endian number of `len` bytes. */
export function be(value: u64, len: u32): void {
  const to = room(len);
  for (; len; value >>= 8) store<u8>(to + --len, value);
}

/** Writes nil. */
export function nil(): void {
  byte(0xc0);
}

/** Writes a boolean. */
export function boolean(value: bool): void {
  byte(0xc2 | value);
}

// A length or number behind its head: 1, 2, 4 or 8 bytes, `head` and the three after it. `least` is 1 where a format has
// no form of one byte.
function sized(head: u32, value: u64, least: u32): void {
  const width: u32 = value < 0x100 ? least : value < 0x10000 ? 1 : value < 0x100000000 ? 2 : 3;
  byte(head + width);
  be(value, 1 << width);
}

/** Writes an unsigned integer. */
export function unsigned(value: u64): void {
  if (value < 0x80) byte(value as u32);
  else sized(0xcc, value, 0);
}

/** Writes a signed integer. */
export function signed(value: i64): void {
  if (value >= 0) unsigned(value);
  else if (value >= -32) byte(value as u32);
  else {
    // The bits beside the sign say how wide it is: ~value < 0x80 fits in one byte.
    const width: u32 = value >= -0x80 ? 0 : value >= -0x8000 ? 1 : value >= -0x80000000 ? 2 : 3;
    byte(0xd0 + width);
    be(value, 1 << width);
  }
}

/** Writes a 64-bit float. */
export function float64(value: f64): void {
  byte(0xcb);
  be(reinterpret<u64>(value), 8);
}

/** Writes a 32-bit float. */
export function float32(value: f32): void {
  byte(0xca);
  be(reinterpret<u32>(value), 4);
}

/** Writes the head of text of `len` bytes, which must follow. */
export function textHead(len: u32): void {
  if (len < 32) byte(0xa0 | len);
  else sized(0xd9, len, 0);
}

/** Writes text that is UTF-8 already. */
export function text(ptr: usize, len: u32): void {
  textHead(len);
  bytes(ptr, len);
}

/** Writes a string, lone surrogates as U+FFFD. */
export function str(value: string): void {
  const before = used;
  // Behind the longest head, and then moved to the end of the one it has.
  const text = room(mostUtf8(value) + 5) + 5;
  const len = encodeLong(value, text);
  used = before;
  textHead(len);
  bytes(text, len);
}

/** Writes the UTF-8 of a string without a head. */
export function characters(value: string): void {
  const before = used;
  used = before + encodeUtf8(value, room(mostUtf8(value)));
}

/** Writes a number as decimal digits without a head. */
export function decimal(value: usize): void {
  if (value > 9) decimal(value / 10);
  byte(0x30 + ((value % 10) as u32));
}

/** Writes binary data. */
export function binary(ptr: usize, len: u32): void {
  sized(0xc4, len, 0);
  bytes(ptr, len);
}

/** Writes extension data. */
export function extension(type: i8, ptr: usize, len: u32): void {
  // 1, 2, 4, 8 and 16 bytes have heads of their own.
  if (len && len <= 16 && popcnt(len) == 1) byte(0xd4 + ctz(len));
  else sized(0xc7, len, 0);
  byte(type);
  bytes(ptr, len);
}

/** Writes the head of an array of `count` items, which must follow. */
export function array(count: u32): void {
  items(count, 0x90, 0xdc);
}

/** Writes the head of a map of `count` entries, which must follow. */
export function map(count: u32): void {
  items(count, 0x80, 0xde);
}

function items(count: u32, short: u32, long: u32): void {
  if (count < 16) byte(short | count);
  else sized(long - 1, count, 1);
}
