// A dynamic value: whatever MessagePack can say, unchanged. Integers keep 64 bits, floats their width, maps their order
// and any key. Numbers are told apart as the ABI does: an integer below 2^63 is `Int`, the rest `Uint`.

import { Code } from "../abi.generated";
import { fail } from "../error";
import { lenOf, ptrOf, release } from "../mem";
import { decode } from "./decode";
import { encode } from "./encode";
import { compare, withoutRepeats } from "./order";
import * as reader from "./reader";
import * as writer from "./writer";

/** What a value is. */
export const enum ValueKind {
  Nil,
  Bool,
  Int,
  Uint,
  F32,
  F64,
  Str,
  Bin,
  Array,
  Map,
  Ext,
}

/** A dynamic value. A new one is nil. */
export class Value {
  /** What it is. */
  kind: ValueKind = ValueKind.Nil;
  /** A boolean, an integer, the bits of a float, or the type of an extension. */
  bits: u64 = 0;
  // The string, the bytes, or the items; a map's keys and values take turns.
  private held: Object | null = null;

  /** nil */
  static nil(): Value {
    return new Value();
  }

  /** A boolean. */
  static bool(value: bool): Value {
    return make(ValueKind.Bool, value, null);
  }

  /** A signed integer. */
  static int(value: i64): Value {
    return make(ValueKind.Int, value, null);
  }

  /** An unsigned integer. */
  static uint(value: u64): Value {
    return make((value as i64) < 0 ? ValueKind.Uint : ValueKind.Int, value, null);
  }

  /** A 32-bit float. */
  static f32(value: f32): Value {
    return make(ValueKind.F32, reinterpret<u32>(value), null);
  }

  /** A 64-bit float. */
  static f64(value: f64): Value {
    return make(ValueKind.F64, reinterpret<u64>(value), null);
  }

  /** Text. */
  static str(value: string): Value {
    return make(ValueKind.Str, 0, value);
  }

  /** Binary data, copied. */
  static bin(value: Uint8Array): Value {
    return make(ValueKind.Bin, 0, copied(value.dataStart, value.length));
  }

  /** A list. */
  static array(items: Value[]): Value {
    return make(ValueKind.Array, 0, items);
  }

  /** A map of keys and values in turn; the last of equal keys wins. */
  static map(entries: Value[]): Value {
    return make(ValueKind.Map, 0, withoutRepeats(entries));
  }

  /** Extension data, copied. */
  static ext(type: i8, data: Uint8Array): Value {
    return make(ValueKind.Ext, type, copied(data.dataStart, data.length));
  }

  /** Any typed value as a dynamic one. */
  static from<T>(value: T): Value {
    writer.begin();
    encode<T>(value);
    const packed = writer.finish();
    reader.open(ptrOf(packed), lenOf(packed));
    const result = decode<Value>();
    release(packed);
    return result;
  }

  /** This value as a T, by the rules that arguments follow; error 400 is noted when it is something else. */
  as<T>(): T {
    writer.begin();
    this.encode();
    const packed = writer.finish();
    reader.open(ptrOf(packed), lenOf(packed));
    const result = decode<T>();
    release(packed);
    return reader.done() ? result : fail<T>(Code.BadRequest, "value of another type");
  }

  /** Whether this is nil. */
  get isNil(): bool {
    return this.kind == ValueKind.Nil;
  }

  /** The text, "" when this is something else. */
  get text(): string {
    return this.kind == ValueKind.Str ? changetype<string>(this.held) : "";
  }

  /** The bytes of binary or extension data, a copy, empty when this is something else. */
  get bytes(): Uint8Array {
    const held = this.raw;
    const copy = new Uint8Array(held.length);
    memory.copy(copy.dataStart, changetype<usize>(held), held.length);
    return copy;
  }

  // The bytes themselves, of binary and extension data.
  private get raw(): StaticArray<u8> {
    const is = this.kind == ValueKind.Bin || this.kind == ValueKind.Ext;
    return is ? changetype<StaticArray<u8>>(this.held) : [];
  }

  /** The items of a list, or the keys and values of a map in turn; empty when this is something else. */
  get items(): Value[] {
    const is = this.kind == ValueKind.Array || this.kind == ValueKind.Map;
    return is ? changetype<Value[]>(this.held) : [];
  }

  /** The value for a key of a map, nil when there is none. */
  get(key: string): Value {
    const items = this.items;
    if (this.kind == ValueKind.Map) {
      for (let i = 0; i < items.length; i += 2) {
        if (items[i].kind == ValueKind.Str && items[i].text == key) return items[i + 1];
      }
    }
    return new Value();
  }

  /** Whether both are the same value: kind, bits, content and order. */
  equals(other: Value): bool {
    return this.compare(other) == 0;
  }

  /** An order over all values, for sorting: negative, 0 or positive. */
  compare(other: Value): i32 {
    if (this.kind != other.kind) return this.kind < other.kind ? -1 : 1;
    if (this.bits != other.bits) return this.bits < other.bits ? -1 : 1;
    if (this.kind == ValueKind.Str) {
      const a = this.text;
      const b = other.text;
      return compare(changetype<usize>(a), a.length << 1, changetype<usize>(b), b.length << 1);
    }
    if (this.kind == ValueKind.Bin || this.kind == ValueKind.Ext) {
      const a = this.raw;
      const b = other.raw;
      return compare(changetype<usize>(a), a.length, changetype<usize>(b), b.length);
    }
    const a = this.items;
    const b = other.items;
    if (a.length != b.length) return a.length - b.length;
    for (let i = 0; i < a.length; i++) {
      const order = a[i].compare(b[i]);
      if (order) return order;
    }
    return 0;
  }

  /** Reads this value. */
  decode(): void {
    const head = reader.peek();
    if (reader.nil()) return;
    if (reader.isText()) {
      this.kind = ValueKind.Str;
      this.held = reader.str();
    } else if (head >> 1 == 0x61) {
      this.kind = ValueKind.Bool;
      this.bits = reader.boolean();
    } else if (head - 0xc4 <= 2) {
      this.kind = ValueKind.Bin;
      reader.binary();
      this.held = copied(reader.textPtr, reader.textLen);
    } else if (head - 0xc7 <= 2 || head - 0xd4 <= 4) {
      this.kind = ValueKind.Ext;
      this.bits = reader.extension();
      this.held = copied(reader.textPtr, reader.textLen);
    } else if (head >> 4 == 9 || head - 0xdc <= 1) {
      this.kind = ValueKind.Array;
      this.held = read(reader.array());
    } else if (head >> 4 == 8 || head - 0xde <= 1) {
      this.kind = ValueKind.Map;
      this.held = withoutRepeats(read(reader.map() << 1));
    } else {
      const kind = reader.number();
      this.bits = reader.bits;
      if (kind == reader.Kind.Int) this.kind = ValueKind.Int;
      else if (kind == reader.Kind.Uint) this.kind = ValueKind.Uint;
      else if (kind == reader.Kind.F32) this.kind = ValueKind.F32;
      else if (kind == reader.Kind.F64) this.kind = ValueKind.F64;
    }
  }

  /** Writes this value in the shortest form. */
  encode(): void {
    switch (this.kind) {
      case ValueKind.Nil:
        return writer.nil();
      case ValueKind.Bool:
        return writer.boolean(this.bits != 0);
      case ValueKind.Int:
        return writer.signed(this.bits);
      case ValueKind.Uint:
        return writer.unsigned(this.bits);
      case ValueKind.F32:
        return writer.float32(reinterpret<f32>(this.bits as u32));
      case ValueKind.F64:
        return writer.float64(reinterpret<f64>(this.bits));
      case ValueKind.Str:
        return writer.str(this.text);
      case ValueKind.Bin: {
        const raw = this.raw;
        return writer.binary(changetype<usize>(raw), raw.length);
      }
      case ValueKind.Ext: {
        const raw = this.raw;
        return writer.extension(this.bits as i8, changetype<usize>(raw), raw.length);
      }
    }
    const items = this.items;
    if (this.kind == ValueKind.Array) writer.array(items.length);
    else writer.map(items.length >> 1);
    for (let i = 0; i < items.length; i++) items[i].encode();
  }
}

function make(kind: ValueKind, bits: u64, held: Object | null): Value {
  const value = new Value();
  value.kind = kind;
  value.bits = bits;
  value.held = held;
  return value;
}

// `count` values that follow the head of an array or map.
function read(count: u32): Value[] {
  const items: Value[] = [];
  reader.enter();
  for (; count && reader.ok(); count--) {
    const item = new Value();
    item.decode();
    items.push(item);
  }
  reader.leave();
  // A map whose input ended after a key is refused anyway; its pairs are kept whole until then.
  if (!reader.ok()) items.length = 0;
  return items;
}

function copied(ptr: usize, len: u32): StaticArray<u8> {
  const bytes = new StaticArray<u8>(len);
  memory.copy(changetype<usize>(bytes), ptr, len);
  return bytes;
}
