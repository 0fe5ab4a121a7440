// Records: maps with known keys. A class's keys are one constant table, so that reading compares bytes in place and
// writing copies them, and no string is made for a key. A table is a byte for the number of keys, 8 bytes with the bits of
// those that must be there, then for each key its length and its UTF-8.

import { sameBytes } from "../mem";
import * as reader from "./reader";
import * as writer from "./writer";

/** Where the first key of a table is. */
// @ts-ignore: decorator
@inline
const FIRST_KEY: usize = 9;

/** Entries left in the map of the record being read. */
export let entries: u32 = 0;
/** The fields of it that were seen, by their bit. */
export let seen: u64 = 0;

/** Starts a record: reads the head of its map. What `entries` and `seen` were goes to `close`. */
export function open(): void {
  entries = reader.map();
  seen = 0;
  reader.enter();
}

/** Goes back to the record around, if there is one. */
export function close(outerEntries: u32, outerSeen: u64): void {
  entries = outerEntries;
  seen = outerSeen;
  reader.leave();
}

/**
 * Reads up to the next key that is in `table` and gives its place there, -1 at the end of the record. Values of other
 * keys are skipped; a key that comes twice and one that is missing are refused.
 */
export function next(table: usize): i32 {
  const count: i32 = load<u8>(table);
  // After a failure every skip is nothing, and there are never more entries than the input had bytes.
  for (; entries; reader.skip(reader.levels)) {
    entries--;
    const isText = reader.isText();
    reader.skip(reader.levels);
    if (!isText) continue;
    let at = table + FIRST_KEY;
    for (let i = 0; i < count; i++) {
      const len: u32 = load<u8>(at++);
      if (len == reader.textLen && sameBytes(at, reader.textPtr, len)) {
        const bit = (1 as u64) << i;
        if (seen & bit) reader.fail();
        seen |= bit;
        return i;
      }
      at += len;
    }
  }
  if (load<u64>(table, 1) & ~seen) reader.fail();
  return -1;
}

/** Writes the key at `key`, the place of its length in a table. */
export function key(key: usize): void {
  writer.text(key + 1, load<u8>(key));
}
