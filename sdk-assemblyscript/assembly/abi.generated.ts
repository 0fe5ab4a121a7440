// Generated from abi-spec/abi.toml by ./dev generate; do not edit.

/** Major version, carried by the name of the marker export. */
// @ts-ignore: decorator
@inline
export const ABI_MAJOR: u32 = 1;

/** Minor version: additions that an older peer may ignore. */
// @ts-ignore: decorator
@inline
export const ABI_MINOR: u32 = 0;

/** Where the pointer of a packed result starts. */
// @ts-ignore: decorator
@inline
export const PACKED_PTR_SHIFT: u64 = 32;

/** The error bit of a packed result. */
// @ts-ignore: decorator
@inline
export const PACKED_ERROR_SHIFT: u64 = 31;

/** A packed result with only the error bit. */
// @ts-ignore: decorator
@inline
export const PACKED_ERROR: u64 = 1 << 31;

/** The largest length in a packed result. */
// @ts-ignore: decorator
@inline
export const PACKED_MAX_LEN: u32 = 2147483647;

/** Arrays and maps around a value, the argument array included. */
// @ts-ignore: decorator
@inline
export const MAX_DEPTH: u32 = 64;

/** Array items plus two per map entry, over one whole payload or value. */
// @ts-ignore: decorator
@inline
export const MAX_ELEMENTS: u32 = 1000000;

/** Bytes of the message of an error record. */
// @ts-ignore: decorator
@inline
export const MAX_MESSAGE_BYTES: u32 = 4096;

/** The smallest error code. */
// @ts-ignore: decorator
@inline
export const CODE_MIN: u32 = 1;

/** The largest error code. */
// @ts-ignore: decorator
@inline
export const CODE_MAX: u32 = 2147483647;

/** Stands for a code out of range. */
// @ts-ignore: decorator
@inline
export const CODE_FALLBACK: u32 = 500;

/** The code of an error result without bytes. */
// @ts-ignore: decorator
@inline
export const CODE_EMPTY: u32 = 507;

/** Bits of a handle; 0 is none. */
// @ts-ignore: decorator
@inline
export const HANDLE_BITS: u32 = 31;

/** Instances alive in one guest instance unless the guest says otherwise. */
// @ts-ignore: decorator
@inline
export const DEFAULT_CAPACITY: u32 = 8;

/** Uses 128-bit SIMD. Informational: the host decides from the bytes of the module. */
// @ts-ignore: decorator
@inline
export const CAP_SIMD128: u32 = 1 << 0;

/** Uses bulk memory. Informational: the host decides from the bytes of the module. */
// @ts-ignore: decorator
@inline
export const CAP_BULK_MEMORY: u32 = 1 << 1;

/** Exports `yao_reset`. */
// @ts-ignore: decorator
@inline
export const CAP_RESET: u32 = 1 << 2;

/** Exports at least one class. */
// @ts-ignore: decorator
@inline
export const CAP_INSTANCES: u32 = 1 << 3;

/** Values cross as JSON instead of MessagePack. */
// @ts-ignore: decorator
@inline
export const CAP_CODEC_JSON: u32 = 1 << 4;

/** Payload and result are bytes that only guest and caller understand. Not together with `codec_json`. */
// @ts-ignore: decorator
@inline
export const CAP_CODEC_OPAQUE: u32 = 1 << 5;

/** Never frees: one call per guest instance, never reused by a host. */
// @ts-ignore: decorator
@inline
export const CAP_ONE_SHOT: u32 = 1 << 6;

/** Level of a log line. A label: none ends anything. */
export const enum Level {
  /** A panic of the guest's language; the SDK writes it and then traps. */
  Panic = 0,
  /** The guest cannot do its work. */
  Fatal = 1,
  /** Something failed. */
  Error = 2,
  /** Something looks wrong. */
  Warn = 3,
  /** Something worth knowing happened. */
  Info = 4,
  /** For the guest's author. */
  Debug = 5,
  /** Everything; unknown levels count as this one. */
  Trace = 6,
}

/** Codes of error records that the ABI gives a meaning. */
export const enum Code {
  /** Arguments that cannot be decoded, are missing or have the wrong type; malformed MessagePack or JSON. */
  BadRequest = 400,
  /** The caller may not call this process. */
  Forbidden = 403,
  /** No such process, script, handler or record. */
  NotFound = 404,
  /** The deadline passed or the fuel of the request is used up. */
  TimedOut = 408,
  /** A handle that is stale, forged, destroyed or of another class. */
  Gone = 410,
  /** A payload, argument list, reply or result is over a limit in bytes or elements. */
  TooLarge = 413,
  /** No free slot for an instance or session, or too many process calls in one request. */
  TooMany = 429,
  /** Anything else; also stands for a code outside 1 to 2147483647 and for a malformed error record. */
  Internal = 500,
  /** The host or guest knows the request but has no implementation of it. */
  NotImplemented = 501,
  /** The callee trapped, panicked or broke the ABI. */
  Trapped = 502,
  /** `yao_alloc` gave 0 for a payload or a reply. */
  OutOfMemory = 507,
  /** Nested calls through the host went deeper than the limit. */
  TooDeep = 508,
}

/** The name in snake_case of a code with a meaning of its own, else empty. */
export function codeName(code: u32): string {
  switch (code) {
    case Code.BadRequest:
      return "bad_request";
    case Code.Forbidden:
      return "forbidden";
    case Code.NotFound:
      return "not_found";
    case Code.TimedOut:
      return "timed_out";
    case Code.Gone:
      return "gone";
    case Code.TooLarge:
      return "too_large";
    case Code.TooMany:
      return "too_many";
    case Code.Internal:
      return "internal";
    case Code.NotImplemented:
      return "not_implemented";
    case Code.Trapped:
      return "trapped";
    case Code.OutOfMemory:
      return "out_of_memory";
    case Code.TooDeep:
      return "too_deep";
    default:
      return "";
  }
}

/** A short text for people of a code with a meaning of its own, else empty. */
export function codeText(code: u32): string {
  switch (code) {
    case Code.BadRequest:
      return "bad request";
    case Code.Forbidden:
      return "forbidden";
    case Code.NotFound:
      return "not found";
    case Code.TimedOut:
      return "timed out";
    case Code.Gone:
      return "gone";
    case Code.TooLarge:
      return "too large";
    case Code.TooMany:
      return "too many";
    case Code.Internal:
      return "internal error";
    case Code.NotImplemented:
      return "not implemented";
    case Code.Trapped:
      return "callee trapped";
    case Code.OutOfMemory:
      return "out of memory";
    case Code.TooDeep:
      return "call depth exceeded";
    default:
      return "";
  }
}

/** Call the process `name` with the array of arguments `args`; the reply is a packed result that the guest frees. */
@external("yao", "process")
export declare function rawProcess(
  namePtr: usize,
  nameLen: u32,
  argsPtr: usize,
  argsLen: u32,
): u64;

/** Write one UTF-8 line at a level; never fails. */
@external("yao", "log")
export declare function rawLog(
  level: u32,
  msgPtr: usize,
  msgLen: u32,
): void;
