// Error records, and the error a call ends with.
//
// AssemblyScript has no exceptions: a `throw` is a trap. So an error is noted here (`pending`) while the code that made
// it returns a placeholder; the wrapper around the handler sends the noted error in place of the result, and until then
// `process` calls nothing. The first error wins, like the first bad byte does in the reader.

import { Code, CODE_EMPTY, CODE_FALLBACK, CODE_MAX, CODE_MIN, PACKED_ERROR } from "./abi.generated";
import { decode, whole } from "./codec/decode";
import { encode } from "./codec/encode";
import { placeholder } from "./codec/placeholder";
import * as reader from "./codec/reader";
import * as record from "./codec/record";
import * as writer from "./codec/writer";
import { lenOf, Packed, ptrOf, release } from "./mem";

// The record of the noted error with the error bit, or 0.
let pending: Packed = 0;

// The keys of an error record: "code", "message", "details" (which may be missing).
// @ts-ignore: decorator
@lazy
const KEYS = memory.data<u8>([
  3, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0x63, 0x6f, 0x64, 0x65, 7, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 7, 0x64, 0x65,
  0x74, 0x61, 0x69, 0x6c, 0x73,
]);

/**
 * Starts an error record in the writer; the message comes next, then the details when `entries` is 3. A code below 1
 * becomes 500, as every receiver would make it.
 */
export function beginRecord(code: i32, entries: u32 = 2): void {
  writer.begin();
  writer.map(entries);
  record.key(KEYS + 9);
  writer.unsigned(code < (CODE_MIN as i32) ? CODE_FALLBACK : code);
  record.key(KEYS + 14);
}

/** Ends a record that `beginRecord` started: a packed result with the error bit. */
export function finishRecord(): Packed {
  return writer.finish() | PACKED_ERROR;
}

/** An error record with a message that is UTF-8 already, as a packed result. */
export function errorText(code: i32, messagePtr: usize, messageLen: u32): Packed {
  beginRecord(code);
  writer.text(messagePtr, messageLen);
  return finishRecord();
}

/** An error record that is MessagePack already, as a packed result: smaller than `errorText` where all is constant. */
export function errorRecord(ptr: usize, len: u32): Packed {
  writer.begin();
  writer.bytes(ptr, len);
  return finishRecord();
}

/** An error record whose message is UTF-8 and a number. */
export function errorAt(code: i32, messagePtr: usize, messageLen: u32, at: usize): Packed {
  beginRecord(code);
  let digits: u32 = 1;
  for (let rest = at; rest > 9; rest /= 10) digits++;
  writer.textHead(messageLen + digits);
  writer.bytes(messagePtr, messageLen);
  writer.decimal(at);
  return finishRecord();
}

/** What went wrong, as every language sees it: a code, a message for people, and details for programs. */
export class YaoError {
  // The details as MessagePack.
  private raw: StaticArray<u8> | null = null;

  constructor(
    public code: i32,
    public message: string,
  ) {}

  /** Adds details, any value. */
  with<T>(details: T): this {
    writer.begin();
    encode<T>(details);
    const packed = writer.finish();
    this.raw = copied(ptrOf(packed), lenOf(packed));
    release(packed);
    return this;
  }

  /** Whether there are details. */
  get hasDetails(): bool {
    return this.raw !== null;
  }

  /** The details as a T; when there are none or they are something else, an error is noted and a placeholder given. */
  details<T>(): T {
    const raw = this.raw;
    reader.open(raw ? changetype<usize>(raw) : 0, raw ? raw.length : 0);
    const value = decode<T>();
    return reader.done() ? value : fail<T>(Code.Internal, "details of another type");
  }

  /** The record as a packed result. */
  pack(): Packed {
    const raw = this.raw;
    beginRecord(this.code, raw ? 3 : 2);
    writer.str(this.message);
    if (raw) {
      record.key(KEYS + 22);
      writer.bytes(changetype<usize>(raw), raw.length);
    }
    return finishRecord();
  }

  /** Reads the fields of a record. */
  decode(): void {
    const entries = record.entries;
    const seen = record.seen;
    record.open();
    let field: i32;
    while ((field = record.next(KEYS)) >= 0) {
      if (field == 0) this.code = readCode();
      else if (field == 1) this.message = decode<string>();
      else {
        const from = reader.position();
        reader.skip(reader.levels);
        if (reader.ok() && load<u8>(from) != 0xc0) this.raw = copied(from, (reader.position() - from) as u32);
      }
    }
    record.close(entries, seen);
  }

  /** Reads a record and frees it. */
  static unpack(packed: Packed): YaoError {
    const error = new YaoError(CODE_EMPTY, "");
    if (!lenOf(packed)) return error;
    reader.open(ptrOf(packed), lenOf(packed));
    error.decode();
    if (!reader.done()) {
      error.code = Code.Internal;
      error.message = "malformed error record";
      error.raw = null;
    }
    release(packed);
    return error;
  }
}

// A code; an integer that is none stands for 500.
function readCode(): i32 {
  const kind = reader.number();
  const value = reader.bits as i64;
  if (
    kind == reader.Kind.Uint ||
    (kind == reader.Kind.Int && (value < (CODE_MIN as i64) || value > (CODE_MAX as i64)))
  ) {
    return CODE_FALLBACK;
  }
  return whole(kind, CODE_MIN, CODE_MAX) as i32;
}

function copied(ptr: usize, len: u32): StaticArray<u8> {
  const bytes = new StaticArray<u8>(len);
  memory.copy(changetype<usize>(bytes), ptr, len);
  return bytes;
}

/** Notes an error record; one that came before stays and this one is freed. */
export function note(record: Packed): void {
  if (pending) release(record);
  else pending = record;
}

/** Whether an error is noted. */
export function failed(): bool {
  return pending != 0;
}

/** The record of the noted error, which is then forgotten, or 0. */
export function takeRecord(): Packed {
  const record = pending;
  pending = 0;
  return record;
}

/** Ends the call with an error: `return fail<Saved>(404, "no such user")`. The value is a placeholder. */
export function fail<T>(code: i32, message: string): T {
  return raise<T>(new YaoError(code, message));
}

/** As `fail`, with an error that may carry details. */
export function raise<T>(error: YaoError): T {
  note(error.pack());
  return placeholder<T>();
}

/** As `raise`, in a constructor: the object is null, and whoever called the constructor asks `failed()` first. */
export function refuse<T>(error: YaoError): T {
  note(error.pack());
  return changetype<T>(0);
}

/** The noted error, which is then forgotten, or null: how a guest catches what `process` met. */
export function caught(): YaoError | null {
  const record = takeRecord();
  return record ? YaoError.unpack(record) : null;
}
