// The conformance guest: what tests/guests/README.md lists, with the SDK's public API only.

import {
  argsOf,
  caught,
  Code,
  encode,
  fail,
  failed,
  log,
  Packed,
  process,
  raise,
  Value,
  ValueKind,
  writer,
  YaoError,
} from "@yao/sdk-assemblyscript";


@handler
function conf_echo(value: Value): Value {
  return value;
}


@handler
function conf_args(...all: Value[]): Value[] {
  return all;
}


@handler
function conf_raw(payload: Packed): Packed {
  return payload;
}


@handler
function conf_empty(): void {}


@serializable
class Typed {
  id: u64 = 0;
  name: string = "";
  score: f64 = 0;
  tags: string[] = [];
  note: string | null = null;
  blob: Uint8Array = new Uint8Array(0);
}


@handler
function conf_typed(typed: Typed): Typed {
  return typed;
}


@handler
function conf_concat(a: string, b: string): string {
  return a + b;
}

// The sum, or a noted error when it leaves 64 bits.
function sum(a: i64, b: i64): i64 {
  const total = a + b;
  // Adding wraps: it has when both have one sign and the total the other.
  if (((a ^ total) & (b ^ total)) < 0) return fail<i64>(Code.BadRequest, "sum overflows 64 bits");
  return total;
}


@handler
function conf_sum(numbers: i64[]): i64 {
  let total: i64 = 0;
  for (let i = 0; i < numbers.length && !failed(); i++) total = sum(total, numbers[i]);
  return total;
}

/** `{"ok": value}` or `{"error": {code, message, details}}`. */
class Outcome {
  constructor(
    private value: Value,
    private error: YaoError | null,
  ) {}

  encode(): void {
    writer.map(1);
    const error = this.error;
    if (!error) {
      writer.str("ok");
      return this.value.encode();
    }
    writer.str("error");
    writer.map(error.hasDetails ? 3 : 2);
    writer.str("code");
    writer.signed(error.code);
    writer.str("message");
    writer.str(error.message);
    if (error.hasDetails) {
      writer.str("details");
      encode(error.details<Value>());
    }
  }
}


@handler
function conf_process(name: string, args: Value[] | null): Outcome {
  const value = process<Value>(name, argsOf(args ? args : []));
  return new Outcome(value, caught());
}


@handler
function conf_forward(name: string, args: Value[] | null): Value {
  return process<Value>(name, argsOf(args ? args : []));
}


@handler
function conf_log(level: u32, message: string): void {
  log.write(level, message);
}


@handler
function conf_fail(code: i32, message: string, details: Value): void {
  const error = new YaoError(code, message);
  if (details.kind != ValueKind.Nil) error.with(details);
  throw error;
}


@handler
function conf_panic(message: string): void {
  throw new Error(message);
}


@handler
function conf_alloc(bytes: u32): u32 {
  const block = new StaticArray<u8>(bytes);
  for (let i: u32 = 0; i < bytes; i += 4096) block[i] = 1;
  if (bytes) block[bytes - 1] = 1;
  return block.length;
}

// Not a tail call, and the result of each frame is needed, so it cannot become a loop.
// @ts-ignore: decorator
@unsafe
function frames(n: u32): u32 {
  if (!n) return 0;
  const below = frames(n - 1);
  return below == 0xffffffff ? 0 : below + 1;
}


@handler
function conf_recurse(n: u32): u32 {
  return frames(n);
}


@instance("conf_counter")
class Counter {
  constructor(private total: i64) {}

  add(n: i64): i64 {
    const total = sum(this.total, n);
    if (!failed()) this.total = total;
    return total;
  }

  get(): i64 {
    return this.total;
  }

  fail(): void {
    throw new YaoError(Code.BadRequest, "asked to fail");
  }
}


@instance("conf_label")
class Label {
  constructor(private text: string) {}

  get(): string {
    return this.text;
  }
}
