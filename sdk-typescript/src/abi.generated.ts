// Generated from abi-spec/abi.toml by ./dev generate; do not edit.

/** Module name of every import. */
export const IMPORT_MODULE = "yao";

/** Major version, carried by the name of the marker export. */
export const ABI_MAJOR = 1;

/** Minor version: additions that an older peer may ignore. */
export const ABI_MINOR = 0;

/** The export that marks a guest and gives its capability bits. */
export const VERSION_EXPORT = "yao_abi_v1";

/** Where the pointer of a packed result starts. */
export const PACKED_PTR_SHIFT = 32n;

/** The error bit of a packed result. */
export const PACKED_ERROR_SHIFT = 31n;

/** A packed result with only the error bit. */
export const PACKED_ERROR = 1n << 31n;

/** The largest length in a packed result. */
export const PACKED_MAX_LEN = 2147483647;

/** Arrays and maps around a value, the argument array included. */
export const MAX_DEPTH = 64;

/** Array items plus two per map entry, over one whole payload or value. */
export const MAX_ELEMENTS = 1000000;

/** Bytes of the message of an error record. */
export const MAX_MESSAGE_BYTES = 4096;

/** Message of the record that replaces a malformed one. */
export const MALFORMED_MESSAGE = "malformed error record";

/** The smallest error code. */
export const CODE_MIN = 1;

/** The largest error code. */
export const CODE_MAX = 2147483647;

/** Stands for a code out of range. */
export const CODE_FALLBACK = 500;

/** The code of an error result without bytes. */
export const CODE_EMPTY = 507;

/** Bits of a handle; 0 is none. */
export const HANDLE_BITS = 31;

/** Instances alive in one guest instance unless the guest says otherwise. */
export const DEFAULT_CAPACITY = 8;

/** Bits of the capability mask. */
export const Capability = {
  /** Uses 128-bit SIMD. Informational: the host decides from the bytes of the module. */
  simd128: 1 << 0,
  /** Uses bulk memory. Informational: the host decides from the bytes of the module. */
  bulkMemory: 1 << 1,
  /** Exports `yao_reset`. */
  reset: 1 << 2,
  /** Exports at least one class. */
  instances: 1 << 3,
  /** Values cross as JSON instead of MessagePack. */
  codecJson: 1 << 4,
  /** Payload and result are bytes that only guest and caller understand. Not together with `codec_json`. */
  codecOpaque: 1 << 5,
  /** Never frees: one call per guest instance, never reused by a host. */
  oneShot: 1 << 6,
} as const;

/** A value of `Capability`. */
export type Capability = (typeof Capability)[keyof typeof Capability];

/** Level of a log line. A label: none ends anything. */
export const Level = {
  /** A panic of the guest's language; the SDK writes it and then traps. */
  panic: 0,
  /** The guest cannot do its work. */
  fatal: 1,
  /** Something failed. */
  error: 2,
  /** Something looks wrong. */
  warn: 3,
  /** Something worth knowing happened. */
  info: 4,
  /** For the guest's author. */
  debug: 5,
  /** Everything; unknown levels count as this one. */
  trace: 6,
} as const;

/** A value of `Level`. */
export type Level = (typeof Level)[keyof typeof Level];

/** Codes of error records that the ABI gives a meaning. */
export const Code = {
  /** Arguments that cannot be decoded, are missing or have the wrong type; malformed MessagePack or JSON. */
  badRequest: 400,
  /** The caller may not call this process. */
  forbidden: 403,
  /** No such process, script, handler or record. */
  notFound: 404,
  /** The deadline passed or the fuel of the request is used up. */
  timedOut: 408,
  /** A handle that is stale, forged, destroyed or of another class. */
  gone: 410,
  /** A payload, argument list, reply or result is over a limit in bytes or elements. */
  tooLarge: 413,
  /** No free slot for an instance or session, or too many process calls in one request. */
  tooMany: 429,
  /** Anything else; also stands for a code outside 1 to 2147483647 and for a malformed error record. */
  internal: 500,
  /** The host or guest knows the request but has no implementation of it. */
  notImplemented: 501,
  /** The callee trapped, panicked or broke the ABI. */
  trapped: 502,
  /** `yao_alloc` gave 0 for a payload or a reply. */
  outOfMemory: 507,
  /** Nested calls through the host went deeper than the limit. */
  tooDeep: 508,
} as const;

/** A value of `Code`. */
export type Code = (typeof Code)[keyof typeof Code];

/** A short text for people of every code in `Code`. */
export const CODE_TEXT: Readonly<Record<number, string>> = {
  400: "bad request",
  403: "forbidden",
  404: "not found",
  408: "timed out",
  410: "gone",
  413: "too large",
  429: "too many",
  500: "internal error",
  501: "not implemented",
  502: "callee trapped",
  507: "out of memory",
  508: "call depth exceeded",
};

/** The imports of a guest, module `yao`, as a host in JavaScript gives them. */
export interface YaoImports {
  /** Call the process `name` with the array of arguments `args`; the reply is a packed result that the guest frees. */
  process(namePtr: number, nameLen: number, argsPtr: number, argsLen: number): bigint;
  /** Write one UTF-8 line at a level; never fails. */
  log(level: number, msgPtr: number, msgLen: number): void;
}

/** The exports with a name of their own. */
export interface YaoExports {
  /** The guest's only linear memory, 32-bit, not shared. */
  memory: WebAssembly.Memory;
  /** Marks a guest of ABI major version 1 and returns its capability bits. */
  yao_abi_v1(): number;
  /** Allocate `len` bytes, aligned to at least 8 (SHOULD 16); 0 or a trap when out of memory. */
  yao_alloc?(len: number): number;
  /** Free a block; `len` is the length that was allocated. */
  yao_free?(ptr: number, len: number): void;
  /** Forget all allocations and instances; generations continue. */
  yao_reset?(): void;
  /** Called once, right after instantiation, before any other export. */
  _initialize?(): void;
}

/** A handler: takes the payload, which it frees, and returns a packed result, which the host frees. */
export type Handler = (payloadPtr: number, payloadLen: number) => bigint;

/** Make an instance: error bit clear, a handle in the low 31 bits; error bit set, a packed error record. */
export type ClassCreate = (payloadPtr: number, payloadLen: number) => bigint;

/** A method of an instance. */
export type ClassMethod = (handle: number, payloadPtr: number, payloadLen: number) => bigint;
