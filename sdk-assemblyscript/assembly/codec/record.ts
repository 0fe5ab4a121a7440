// Records: maps with known keys. A class's keys are one constant table, so that reading compares bytes in place and
// writing copies them, and no string is made for a key. A table is the number of keys, then for each its length with
// 0x80 added when it may be missing, then its UTF-8.

import * as reader from "./reader";
import * as writer from "./writer";

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
  const count: i32 = load<u8>(table++);
  let at: usize;
  for (; entries && reader.ok(); reader.skip(reader.levels)) {
    entries--;
    if (!reader.isText()) {
      reader.skip(reader.levels);
      continue;
    }
    reader.text();
    at = table;
    for (let i = 0; i < count; i++) {
      const len: u32 = load<u8>(at++) & 0x7f;
      if (len == reader.textLen && memory.compare(at, reader.textPtr, len) == 0) {
        const bit = (1 as u64) << i;
        if (seen & bit) reader.fail();
        seen |= bit;
        return i;
      }
      at += len;
    }
  }
  at = table;
  for (let i = 0; i < count; i++) {
    const mark: u32 = load<u8>(at);
    if (mark < 0x80 && !((seen >> i) & 1)) reader.fail();
    at += (mark & 0x7f) + 1;
  }
  return -1;
}

/** Writes the key at `key`, the place of its length in a table. */
export function key(key: usize): void {
  writer.text(key + 1, load<u8>(key) & 0x7f);
}
