// Instances: objects that outlive a call, known to the host by a handle. One registry serves all classes of a guest.
//
// A handle is 31 bits: the slot's index in the low ones, its generation (from 1) above. Destroying raises the
// generation, which makes old handles stale; a slot whose generations are used up is never used again.

import { Code, DEFAULT_CAPACITY, HANDLE_BITS } from "./abi.generated";
import { encode } from "./codec/encode";
import * as writer from "./codec/writer";
import { caught, errorText, failed, takeRecord } from "./error";
import { lenOf, Packed, ptrOf, release, yao_free } from "./mem";

// `--use YAO_INSTANCES=32` sets how many instances may be alive.
// @ts-ignore: decorator
@inline
const CAPACITY: u32 = isDefined(YAO_INSTANCES) ? YAO_INSTANCES : DEFAULT_CAPACITY;
// @ts-ignore: decorator
@inline
const INDEX_BITS: u32 = 32 - clz(CAPACITY - 1);
// @ts-ignore: decorator
@inline
const GENERATIONS: u32 = (1 << (HANDLE_BITS - INDEX_BITS)) - 1;

/** A slot in static memory. The object is pinned while it is there, so that the collector leaves it alone. */
@unmanaged
class Slot {
  /** The object, 0 when the slot is free. */
  object: usize;
  /** The runtime id of its class. */
  type: u32;
  /** How often the slot was freed. */
  freed: u32;
  /** The result that waits to be pulled. */
  result: Packed;
}

// @ts-ignore: decorator
@lazy
const slots = memory.data(CAPACITY * offsetof<Slot>(), 8);

function slotAt(index: u32): Slot {
  return changetype<Slot>(slots + index * offsetof<Slot>());
}

// @ts-ignore: decorator
@lazy
const GONE = memory.data<u8>([
  0x6e, 0x6f, 0x20, 0x73, 0x75, 0x63, 0x68, 0x20, 0x69, 0x6e, 0x73, 0x74, 0x61, 0x6e, 0x63, 0x65,
]); // "no such instance"
// @ts-ignore: decorator
@lazy
const FULL = memory.data<u8>([
  0x74, 0x6f, 0x6f, 0x20, 0x6d, 0x61, 0x6e, 0x79, 0x20, 0x69, 0x6e, 0x73, 0x74, 0x61, 0x6e, 0x63, 0x65, 0x73,
]); // "too many instances"

/** The result of a `_create`: the handle of `object`, or the error its constructor noted, or 429. */
export function create<T>(object: T): Packed {
  if (failed()) return takeRecord();
  return insert(changetype<usize>(object), idof<T>());
}

function insert(object: usize, type: u32): Packed {
  for (let index: u32 = 0; index < CAPACITY; index++) {
    const slot = slotAt(index);
    if (!slot.object && slot.freed < GENERATIONS) {
      slot.object = __pin(object);
      slot.type = type;
      return ((slot.freed + 1) << INDEX_BITS) | index;
    }
  }
  return errorText(Code.TooMany, FULL, 18);
}

// The slot of a live handle of a class, or null.
function find(handle: u32, type: u32): Slot | null {
  const index = handle & ((1 << INDEX_BITS) - 1);
  if (index >= CAPACITY) return null;
  const slot = slotAt(index);
  return slot.object && slot.type == type && slot.freed + 1 == handle >> INDEX_BITS ? slot : null;
}

/** The object of a handle, or null when the handle is stale, forged or of another class. */
export function instance<T>(handle: u32): T | null {
  const slot = find(handle, idof<T>());
  return slot ? changetype<T>(slot.object) : null;
}

/** The result for a handle without an object: error 410. Frees the payload. */
export function gone(ptr: usize, len: u32): Packed {
  yao_free(ptr, len);
  return errorText(Code.Gone, GONE, 16);
}

/** The result of a `_destroy`: 0 or minus an error code. Calls the object's `destroy()`, if it has one. */
export function destroy<T>(handle: u32): i32 {
  const slot = find(handle, idof<T>());
  if (!slot) return -Code.Gone;
  const object = changetype<T>(slot.object);
  remove(slot);
  if (isDefined(object.destroy)) {
    object.destroy();
    const error = caught();
    if (error) return -error.code;
  }
  return 0;
}

function remove(slot: Slot): void {
  __unpin(slot.object);
  release(slot.result);
  slot.object = 0;
  slot.result = 0;
  slot.freed++;
}

/** The result of a method whose value the host pulls: empty, or the error it noted. */
export function keep<T, V>(handle: u32, value: V): Packed {
  if (failed()) return takeRecord();
  const slot = find(handle, idof<T>());
  if (!slot) return gone(0, 0); // the method destroyed its own instance through a process
  release(slot.result);
  writer.begin();
  encode<V>(value);
  slot.result = writer.finish();
  return 0;
}

/** Forgets what a method left to pull; every method does so before it runs. */
export function unkeep<T>(handle: u32): void {
  const slot = find(handle, idof<T>());
  if (slot) {
    release(slot.result);
    slot.result = 0;
  }
}

/** The result of a `_result_len`: how many bytes wait, or minus a code: 404 when there are none. */
export function resultLen<T>(handle: u32): i32 {
  const slot = find(handle, idof<T>());
  if (!slot) return -Code.Gone;
  return slot.result ? (lenOf(slot.result) as i32) : -Code.NotFound;
}

/**
 * The result of a `_result_read`: how many bytes were copied, or minus a code: 404 when there are none, 413 when they are
 * more than `cap`.
 */
export function resultRead<T>(handle: u32, ptr: usize, cap: u32): i32 {
  const slot = find(handle, idof<T>());
  if (!slot) return -Code.Gone;
  if (!slot.result) return -Code.NotFound;
  const len = lenOf(slot.result);
  if (len > cap) return -Code.TooLarge;
  memory.copy(ptr, ptrOf(slot.result), len);
  return len as i32;
}
