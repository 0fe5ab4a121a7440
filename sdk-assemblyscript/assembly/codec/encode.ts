// Typed writing: `encode<T>(value)` is resolved for each T at compile time.

import * as writer from "./writer";

/** Writes one value of type T. */
export function encode<T>(value: T): void {
  if (isNullable<T>()) {
    if (changetype<usize>(value) == 0) writer.nil();
    else encode<NonNullable<T>>(changetype<NonNullable<T>>(value));
  } else if (isBoolean<T>()) {
    writer.boolean(value as bool);
  } else if (isFloat<T>()) {
    if (sizeof<T>() == 4) writer.float32(value as f32);
    else writer.float64(value as f64);
  } else if (isInteger<T>()) {
    if (isSigned<T>()) writer.signed(value as i64);
    else writer.unsigned(value as u64);
  } else if (isString<T>()) {
    writer.str(changetype<string>(value));
  } else if (isDefined(value.encode)) {
    value.encode();
  } else if (value instanceof Uint8Array) {
    // dataStart, not buffer: a view may start in the middle of its buffer.
    writer.binary(value.dataStart, value.byteLength);
  } else if (idof<T>() == idof<ArrayBuffer>()) {
    writer.binary(changetype<usize>(value), changetype<ArrayBuffer>(value).byteLength);
  } else if (isArrayLike<T>()) {
    const count = value.length;
    writer.array(count);
    for (let i = 0; i < count; i++) encode<valueof<T>>(unchecked(value[i]));
  } else if (value instanceof Map) {
    entries(value);
  } else {
    ERROR("no MessagePack form: mark the class @serializable, or give it decode(): void and encode(): void");
  }
}

function entries<K, V>(map: Map<K, V>): void {
  const keys = map.keys();
  const values = map.values();
  writer.map(keys.length);
  for (let i = 0; i < keys.length; i++) {
    encode<K>(unchecked(keys[i]));
    encode<V>(unchecked(values[i]));
  }
}
