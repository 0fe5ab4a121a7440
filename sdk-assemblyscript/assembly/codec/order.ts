// Order among dynamic values, and what it is for: finding equal keys of a map in n log n steps, so that a payload of
// half a million keys cannot make a guest compare every pair.

import { Value } from "./value";

/** An order over byte sequences: shorter first, then by content. */
export function compare(a: usize, aLen: i32, b: usize, bLen: i32): i32 {
  return aLen != bLen ? aLen - bLen : memory.compare(a, b, aLen);
}

// What is being sorted: AssemblyScript's functions capture nothing.
// @ts-ignore: decorator
@lazy
let sorting: Value[] = [];

/** Keys and values in turn, where a key that comes again gives its value to the first one and is dropped. */
export function withoutRepeats(entries: Value[]): Value[] {
  const pairs = entries.length >> 1;
  if (pairs < 2) return entries;
  const order = new Array<i32>(pairs);
  for (let i = 0; i < pairs; i++) order[i] = i << 1;
  sorting = entries;
  order.sort((a, b) => {
    const keys = sorting[a].compare(sorting[b]);
    return keys ? keys : a - b;
  });
  sorting = [];
  const repeated = new StaticArray<bool>(pairs);
  let repeats = 0;
  let first = order[0];
  for (let i = 1; i < pairs; i++) {
    const at = order[i];
    if (!entries[at].equals(entries[first])) first = at;
    else {
      entries[first + 1] = entries[at + 1];
      repeated[at >> 1] = true;
      repeats++;
    }
  }
  if (!repeats) return entries;
  const kept: Value[] = [];
  for (let i = 0; i < pairs; i++) {
    if (repeated[i]) continue;
    kept.push(entries[i << 1]);
    kept.push(entries[(i << 1) + 1]);
  }
  return kept;
}
