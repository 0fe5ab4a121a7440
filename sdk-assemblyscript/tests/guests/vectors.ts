// A guest for the test vectors of abi-spec/vectors: one handler for each type they name, and the low-level pieces.

import { caught, Code, fail, isError, lenOf, Maybe, process, ptrOf, Value, YaoError } from "@yao/sdk-assemblyscript";


@handler
function dynamic(value: Value): Value {
  return value;
}


@handler
function t_i8(value: i8): i8 {
  return value;
}


@handler
function t_i16(value: i16): i16 {
  return value;
}


@handler
function t_i32(value: i32): i32 {
  return value;
}


@handler
function t_i64(value: i64): i64 {
  return value;
}


@handler
function t_u8(value: u8): u8 {
  return value;
}


@handler
function t_u16(value: u16): u16 {
  return value;
}


@handler
function t_u32(value: u32): u32 {
  return value;
}


@handler
function t_u64(value: u64): u64 {
  return value;
}


@handler
function t_f32(value: f32): f32 {
  return value;
}


@handler
function t_f64(value: f64): f64 {
  return value;
}


@handler
function t_bool(value: bool): bool {
  return value;
}


@handler
function t_str(value: string): string {
  return value;
}


@handler
function t_bin(value: Uint8Array): Uint8Array {
  return value;
}


@handler
function t_str_or_nil(value: string | null): string | null {
  return value;
}


@handler
function t_i64_or_nil(value: Maybe<i64>): Maybe<i64> {
  return value;
}


@handler
function t_list_of_i64(value: i64[]): i64[] {
  return value;
}


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
function t_record(value: Typed): Typed {
  return value;
}

// The reply of a process, as the receiver sees it.
@handler
function reply(): Value {
  return process<Value>("test.reply");
}

// An error of a process, as the receiver sees it: [code, message, details].
@handler
function caught_error(): Value[] {
  process<void>("test.reply");
  const error = caught();
  if (!error) return fail<Value[]>(Code.Internal, "the process did not fail");
  const details = error.hasDetails ? error.details<Value>() : Value.nil();
  return [Value.int(error.code), Value.str(error.message), details];
}

// The same error read and written again.
@handler
function same_error(): void {
  process<void>("test.reply");
  const error = caught();
  if (error) throw new YaoError(error.code, error.message).with(error.details<Value>());
}


@handler
function same_error_without_details(): void {
  process<void>("test.reply");
  const error = caught();
  if (error) throw new YaoError(error.code, error.message);
}

// The parts of a packed result: [ptr, error, len].
@handler
function parts(packed: u64): Value[] {
  return [Value.uint(ptrOf(packed)), Value.bool(isError(packed)), Value.uint(lenOf(packed))];
}


@instance
class A {
  use(): void {}
}


@instance
class B {
  use(): void {}
}
