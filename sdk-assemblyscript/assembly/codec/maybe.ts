// A number or boolean that may be nil: AssemblyScript has `| null` for objects only.

import { decode } from "./decode";
import { encode } from "./encode";
import * as reader from "./reader";
import * as writer from "./writer";

/** A T or nil: `limit: Maybe<u32>`. A new one is nil. */
export class Maybe<T> {
  /** Whether there is no value. */
  isNil: bool = true;
  private held: T;

  constructor() {
    this.held = 0 as T;
  }

  /** One that holds `value`. */
  static of<T>(value: T): Maybe<T> {
    const maybe = new Maybe<T>();
    maybe.held = value;
    maybe.isNil = false;
    return maybe;
  }

  /** The value, or `fallback` for nil. */
  or(fallback: T): T {
    return this.isNil ? fallback : this.held;
  }

  /** Reads a value or nil. */
  decode(): void {
    if (reader.nil()) return;
    this.held = decode<T>();
    this.isNil = false;
  }

  /** Writes the value or nil. */
  encode(): void {
    if (this.isNil) writer.nil();
    else encode<T>(this.held);
  }
}
