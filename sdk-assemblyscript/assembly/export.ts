// The wrapper around a handler, in pieces: `start`, an `arg` for each parameter, `accept`, the handler, `reply`. The
// compiler transform writes it; by hand it looks the same.

import { Runtime } from "shared/runtime";
import { CAP_BULK_MEMORY, CAP_INSTANCES, CAP_ONE_SHOT, Code } from "./abi.generated";
import { decode } from "./codec/decode";
import { encode } from "./codec/encode";
import * as reader from "./codec/reader";
import * as writer from "./codec/writer";
import { errorAt, failed, takeRecord } from "./error";
import { Packed, ptrOf, release, yao_free } from "./mem";
import { missing } from "./process";

// Arguments of the payload that are not read yet.
let left: u32 = 0;
// Whether there can be anything to collect.
let used: bool = false;

// @ts-ignore: decorator
@lazy
const BAD_ARGUMENTS = memory.data<u8>([
  0x62, 0x61, 0x64, 0x20, 0x61, 0x72, 0x67, 0x75, 0x6d, 0x65, 0x6e, 0x74, 0x73, 0x20, 0x61, 0x74, 0x20, 0x62, 0x79,
  0x74, 0x65, 0x20,
]); // "bad arguments at byte "

/** The bitmask of `yao_abi_v1`. */
// @ts-ignore: decorator
@inline
export function capabilities(instances: bool): u32 {
  let bits = CAP_BULK_MEMORY;
  if (instances) bits |= CAP_INSTANCES;
  if (ASC_RUNTIME == Runtime.Stub) bits |= CAP_ONE_SHOT;
  return bits;
}

/**
 * Starts a call: opens its payload. With runtime `minimal` this is also when the garbage of the calls before is
 * collected, since no reference can be on the stack: nothing else of the guest runs (ABI-LIFE-008). A first call, as in
 * a fresh instance, pays nothing for it.
 */
export function start(ptr: usize, len: u32): void {
  if (ASC_RUNTIME == Runtime.Minimal) {
    if (used) __collect();
    used = true;
  }
  reader.open(ptr, len);
  left = len ? reader.array() : 0;
  reader.enter();
}

/** The next argument as a T; one that is left out is nil. */
export function arg<T>(): T {
  if (!left) return missing<T>();
  left--;
  return decode<T>();
}

/** All arguments that are left, as a list. */
export function rest<T>(): T[] {
  const all = new Array<T>(left);
  for (let i = 0; i < all.length && reader.ok(); i++) unchecked((all[i] = decode<T>()));
  left = 0;
  return all;
}

/**
 * Checks what is left of the payload and frees it. False when the arguments were wrong: `reject` then makes the
 * result.
 */
export function accept(ptr: usize, len: u32): bool {
  for (; left && reader.ok(); left--) reader.skip(reader.levels);
  left = (reader.position() - ptr) as u32;
  yao_free(ptr, len);
  return reader.done();
}

/** Error 400 with the place that `accept` found. */
export function reject(): Packed {
  return errorAt(Code.BadRequest, BAD_ARGUMENTS, 22, left);
}

/** The result of a handler that gave `value`, or the error it noted. */
export function reply<T>(value: T): Packed {
  if (failed()) return takeRecord();
  writer.begin();
  encode<T>(value);
  return writer.finish();
}

/** The result of a raw handler: what it gave, or the error it noted; frees the payload unless it is the result. */
export function raw(payload: Packed, result: Packed): Packed {
  const same = ptrOf(result) == ptrOf(payload);
  if (!same) release(payload);
  if (!failed()) return result;
  release(result);
  return takeRecord();
}

/** The result of a handler that gives nothing: empty, or the error it noted. */
export function finish(): Packed {
  return takeRecord();
}
