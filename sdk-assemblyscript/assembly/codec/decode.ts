// Typed reading: `decode<T>()` is resolved for each T at compile time, so a guest holds the code of its own types only.

import { placeholder } from "./placeholder";
import * as reader from "./reader";

/** Reads one value of type T; a placeholder once the reader has failed. */
export function decode<T>(): T {
  if (isNullable<T>()) {
    if (reader.nil()) return changetype<T>(0);
    return decode<NonNullable<T>>();
  } else if (isBoolean<T>()) {
    return reader.boolean() as T;
  } else if (isFloat<T>()) {
    return (sizeof<T>() == 4 ? float32() : float64()) as T;
  } else if (isInteger<T>()) {
    const unused = (64 - 8 * sizeof<T>()) as i64;
    if (isSigned<T>()) return integer(i64.MIN_VALUE >> unused, i64.MAX_VALUE >> unused) as T;
    else return integer(0, u64.MAX_VALUE >> unused) as T;
  } else if (isString<T>()) {
    return changetype<T>(reader.str());
  } else if (isDefined(changetype<T>(0).decode)) {
    const value = instantiate<T>();
    value.decode();
    return value;
  } else if (changetype<T>(0) instanceof Uint8Array) {
    reader.binary();
    const value = new Uint8Array(reader.textLen);
    memory.copy(value.dataStart, reader.textPtr, reader.textLen);
    return changetype<T>(value);
  } else if (idof<T>() == idof<ArrayBuffer>()) {
    reader.binary();
    const value = new ArrayBuffer(reader.textLen);
    memory.copy(changetype<usize>(value), reader.textPtr, reader.textLen);
    return changetype<T>(value);
  } else if (isArrayLike<T>()) {
    const count = reader.array();
    const list = instantiate<T>(count);
    reader.enter();
    for (let i: u32 = 0; i < count && reader.ok(); i++) unchecked((list[i] = decode<valueof<T>>()));
    reader.leave();
    return list;
  } else if (changetype<T>(0) instanceof Map) {
    const map = instantiate<T>();
    entries(map);
    return map;
  } else {
    ERROR("no MessagePack form: mark the class @serializable, or give it decode(): void and encode(): void");
  }
  return placeholder<T>();
}

// As elsewhere a later value for a key takes the place of an earlier one.
function entries<K, V>(map: Map<K, V>): void {
  const count = reader.map();
  reader.enter();
  for (let i: u32 = 0; i < count && reader.ok(); i++) {
    const key = decode<K>();
    map.set(key, decode<V>());
  }
  reader.leave();
}

function integer(min: i64, max: u64): u64 {
  return whole(reader.number(), min, max);
}

/** The number just read as an integer from `min` to `max`; it may be a float without a fraction. */
export function whole(kind: reader.Kind, min: i64, max: u64): u64 {
  let value = reader.bits;
  let negative = kind == reader.Kind.Int && (value as i64) < 0;
  if (kind >= reader.Kind.F32) {
    const float = number64(kind);
    negative = float < 0;
    value = negative ? (float as i64 as u64) : (float as u64);
    // The conversions saturate: the comparison finds fractions, NaN and all out of range but 2^64 itself.
    const back = negative ? (value as i64 as f64) : (value as f64);
    if (back != float || float == 18446744073709551616.0) reader.fail();
  }
  if (negative ? (value as i64) < min : value > max) reader.fail();
  return value;
}

function number64(kind: reader.Kind): f64 {
  const raw = reader.bits;
  return kind == reader.Kind.F32 ? (reinterpret<f32>(raw as u32) as f64) : reinterpret<f64>(raw);
}

// A float, or an integer that a 64-bit float holds exactly.
function float64(): f64 {
  const kind = reader.number();
  return kind >= reader.Kind.F32 ? number64(kind) : exact(kind);
}

// A float, rounded to 32 bits unless it is then too large, or an integer that 32 bits hold exactly.
function float32(): f32 {
  const kind = reader.number();
  const wide = kind >= reader.Kind.F32 ? number64(kind) : exact(kind);
  const narrow = wide as f32;
  if (kind >= reader.Kind.F32 ? abs(narrow) == Infinity && abs(wide) != Infinity : (narrow as f64) != wide)
    reader.fail();
  return narrow;
}

// The integer just read as a float. The conversion back saturates, which the two powers give away.
function exact(kind: reader.Kind): f64 {
  const raw = reader.bits;
  if (kind == reader.Kind.Uint) {
    const float = raw as f64;
    if (float == 18446744073709551616.0 || (float as u64) != raw) reader.fail();
    return float;
  }
  const float = raw as i64 as f64;
  if (float == 9223372036854775808.0 || (float as i64) != (raw as i64)) reader.fail();
  return float;
}
