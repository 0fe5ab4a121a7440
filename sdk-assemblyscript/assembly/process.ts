// Calling processes: everything a guest can reach outside itself is a name.

import { Code, rawProcess } from "./abi.generated";
import { decode } from "./codec/decode";
import { encode } from "./codec/encode";
import { placeholder } from "./codec/placeholder";
import * as reader from "./codec/reader";
import { utf8Block } from "./codec/utf8";
import * as writer from "./codec/writer";
import { errorAt, errorRecord, failed, note } from "./error";
import { inMemory, isError, lenOf, Packed, ptrOf, release, releaseText } from "./mem";

// {code: 500, message: "unexpected reply"} as MessagePack, and behind it " at byte ".
// @ts-ignore: decorator
@lazy
const BAD_REPLY = memory.data<u8>([
  0x82, 0xa4, 0x63, 0x6f, 0x64, 0x65, 0xcd, 0x01, 0xf4, 0xa7, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0xb0, 0x75,
  0x6e, 0x65, 0x78, 0x70, 0x65, 0x63, 0x74, 0x65, 0x64, 0x20, 0x72, 0x65, 0x70, 0x6c, 0x79, 0x20, 0x61, 0x74, 0x20,
  0x62, 0x79, 0x74, 0x65, 0x20,
]);
// Where the text starts.
// @ts-ignore: decorator
@inline
const TEXT_AT: u32 = 18;

/** The error record, code 500, for a reply that is not what was asked for. */
export function badReply(): Packed {
  return errorRecord(BAD_REPLY, TEXT_AT + 16);
}

/**
 * Calls a process whose name is UTF-8 bytes with an encoded array of arguments, which it frees. The packed reply is
 * the caller's to free.
 */
export function processText(namePtr: usize, nameLen: u32, args: Packed): Packed {
  const reply = rawProcess(namePtr, nameLen, ptrOf(args), lenOf(args));
  release(args);
  return inMemory(reply) ? reply : badReply();
}

/** As `processText`, the name a string. Not for the payload of a raw handler, which its wrapper frees as well. */
export function processRaw(name: string, args: Packed): Packed {
  const text = utf8Block(name);
  const reply = processText(ptrOf(text), lenOf(text), args);
  releaseText(text);
  return reply;
}

/** The type of an argument that is not there. */
class None {}

// Nothing, whatever T is; not a value.
function nothing<T>(): T {
  if (isReference<T>()) return changetype<T>(0);
  else return 0 as T;
}

// Whether T is None: known at compile time.
// @ts-ignore: decorator
@inline
function isNone<T>(): bool {
  if (isReference<T>()) return idof<NonNullable<T>>() == idof<None>();
  return false;
}

// Writes an argument, if it is one.
// @ts-ignore: decorator
@inline
function put<T>(value: T): void {
  if (isReference<T>()) {
    if (idof<NonNullable<T>>() != idof<None>()) encode<T>(value);
  } else encode<T>(value);
}

/**
 * The arguments of one call, of any types: `process<User>("models.user.Find", args(id, true))`. They serve one call,
 * which frees them. More than eight go into a list, see `argsOf`.
 */
// prettier-ignore
export function args<A, B = None, C = None, D = None, E = None, F = None, G = None, H = None>(
  a: A, b: B = nothing<B>(), c: C = nothing<C>(), d: D = nothing<D>(),
  e: E = nothing<E>(), f: F = nothing<F>(), g: G = nothing<G>(), h: H = nothing<H>(),
): Packed {
  const absent = isNone<B>() as u32 + isNone<C>() as u32 + isNone<D>() as u32 + isNone<E>() as u32 +
    isNone<F>() as u32 + isNone<G>() as u32 + isNone<H>() as u32;
  writer.begin();
  writer.array(8 - absent);
  encode<A>(a); put<B>(b); put<C>(c); put<D>(d); put<E>(e); put<F>(f); put<G>(g); put<H>(h);
  return writer.finish();
}

/** The items of a list as the arguments of one call. */
export function argsOf<T>(list: T[]): Packed {
  writer.begin();
  encode<T[]>(list);
  return writer.finish();
}

/**
 * Calls a process and reads its reply as a T. When that fails, the error is noted as the result of the handler, the
 * value is a placeholder, and further calls do nothing, unless `caught()` takes the error.
 */
export function process<T>(name: string, args: Packed = 0): T {
  const text = utf8Block(name);
  const value = processNamed<T>(ptrOf(text), lenOf(text), args);
  releaseText(text);
  return value;
}

/** As `process`, the name UTF-8: what the transform makes of a literal. */
export function processNamed<T>(namePtr: usize, nameLen: u32, args: Packed = 0): T {
  if (failed()) release(args);
  else {
    const reply = processText(namePtr, nameLen, args);
    if (isError(reply)) note(reply);
    else return receive<T>(reply);
  }
  return placeholder<T>();
}

function receive<T>(reply: Packed): T {
  if (isVoid<T>()) return release(reply);
  const ptr = ptrOf(reply);
  reader.open(ptr, lenOf(reply));
  const value = lenOf(reply) ? decode<T>() : missing<T>();
  const good = reader.done();
  const at = reader.position() - ptr;
  release(reply);
  if (good) return value;
  note(errorAt(Code.Internal, BAD_REPLY + TEXT_AT, 25, at));
  return placeholder<T>();
}

/** What stands for a value that was left out: nil, where T has one. */
export function missing<T>(): T {
  if (isNullable<T>()) return changetype<T>(0);
  if (isReference<T>()) {
    // A dynamic value is nil when it is new.
    if (isDefined(changetype<NonNullable<T>>(0).isNil)) return instantiate<T>();
  }
  reader.fail();
  return placeholder<T>();
}
