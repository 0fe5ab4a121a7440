// A guest for what the SDK promises beyond the vectors.

import { args, caught, Code, fail, failed, log, Maybe, process, Value, YaoError } from "@yao/sdk-assemblyscript";

// A view that starts in the middle of its buffer.
@handler
function offset_view(): Uint8Array {
  const whole = new Uint8Array(8);
  for (let i = 0; i < 8; i++) whole[i] = i as u8;
  return whole.subarray(3, 6);
}


@handler
function offset_floats(): Float64Array {
  const whole = new Float64Array(4);
  for (let i = 0; i < 4; i++) whole[i] = 0.5 + i;
  return whole.subarray(1, 3);
}


@handler
function floats(values: Float32Array): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}


@handler
function buffer(bytes: ArrayBuffer): ArrayBuffer {
  return bytes;
}


@handler
function lone_surrogates(): string {
  return "a" + String.fromCharCode(0xd800) + "b" + String.fromCharCode(0xdc00);
}


@handler
function upper(words: Map<string, u32>): Map<string, u32> {
  const result = new Map<string, u32>();
  const keys = words.keys();
  for (let i = 0; i < keys.length; i++) result.set(keys[i].toUpperCase(), words.get(keys[i]) + 1);
  return result;
}


@serializable
class Node {
  value: i32 = 0;
  children: Node[] = [];
}


@handler
function count(node: Node): i32 {
  let sum = node.value;
  for (let i = 0; i < node.children.length; i++) sum += count(node.children[i]);
  return sum;
}


@serializable
class Settings {

  @key("max-items") most: u32 = 0;


  @optional retries: u32 = 3;
  limit: Maybe<u32> = new Maybe<u32>();
  extra: Value = Value.nil();


  @skip cached: string = "not sent";
}


@handler
function settings(given: Settings): Settings {
  return given;
}


@handler
function sticky(): string {
  const first = process<string>("fails", args(1));
  // Not called any more: the first error waits to be sent.
  process<string>("works", args(first));
  return "not sent";
}


@handler
function catches(): string {
  process<string>("fails", args(1));
  const error = caught();
  return error ? error.message + "/" + process<string>("works", args(error.code, true, 1.5, "x")) : "no error";
}


@handler
function first_error_wins(): void {
  fail<void>(Code.NotFound, "first");
  fail<void>(Code.BadRequest, "second");
}


@handler
function throws_in_a_branch(n: i32): i32 {
  if (n < 0) {
    throw new YaoError(Code.BadRequest, "below zero").with([n]);
  }
  for (let i = 0; i < 3; i++) if (i == n) throw new YaoError(Code.Gone, "one of three");
  return n;
}


@handler
function index(i: i32): i32 {
  const list = [1, 2, 3];
  return list[i];
}


@handler("renamed_handler")
function original(): bool {
  return !failed();
}


@handler
function logs(): void {
  log.fatal("1");
  log.error("2");
  log.warn("3");
  log.info("4 ü");
  log.debug("5");
  log.trace("6");
  log.write(9, "");
}


@instance
class Box {
  private text: string = "";

  constructor(size: u32) {
    if (size > 10) throw new YaoError(Code.TooLarge, "too large a box");
    this.text = "x".repeat(size);
  }


  @pull get(): string {
    return this.text;
  }


  @skip hidden(): void {}

  destroy(): void {
    log.info("box destroyed");
  }
}
