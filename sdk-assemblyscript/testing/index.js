// A host for unit tests: runs a built guest in Node, with processes that are plain functions and logs that are a list.
// It keeps to the ABI strictly, so that what passes here passes on a real host: a guest that breaks it throws.

import { readFileSync } from "node:fs";

import { decode, encode } from "@msgpack/msgpack";

import { Memory } from "./memory.js";

// 64-bit integers cross as bigint, so that they keep their width.
const CODEC = { useBigInt64: true };

/** An error record, thrown: by a guest's call, or by a process of a test for the guest to get. */
export class GuestError extends Error {
  constructor(code, message, details) {
    super(message);
    this.name = "GuestError";
    this.code = code;
    this.details = details;
  }
}

/**
 * What a process of a test gives to choose the bytes of the reply, or with a bigint the packed number itself: to see how
 * a guest takes a host that lies.
 */
export class RawReply {
  constructor(bytesOrPacked, isError = false) {
    this.content = bytesOrPacked;
    this.isError = isError;
  }
}

/** One guest instance. Each test makes its own, as a host does for each request. */
export class Guest {
  #exports;
  #memory;
  #processes;
  /** The log lines so far: `{ level, message }`. */
  logs = [];
  /** The process calls so far: `{ name, args }`. */
  calls = [];

  /**
   * Loads a guest from a file name or bytes. `processes` maps names to functions of their arguments; one that throws a
   * GuestError gives that error, an unknown name is error 404.
   */
  static load(fileOrBytes, processes = {}) {
    const bytes = typeof fileOrBytes === "string" ? readFileSync(fileOrBytes) : fileOrBytes;
    return new Guest(new WebAssembly.Module(bytes), processes);
  }

  constructor(module, processes) {
    this.#processes = processes;
    const imports = {
      yao: {
        process: (namePtr, nameLen, argsPtr, argsLen) => this.#process(namePtr, nameLen, argsPtr, argsLen),
        log: (level, ptr, len) => {
          this.logs.push({ level, message: new TextDecoder().decode(this.#memory.read(ptr, len)) });
        },
      },
    };
    this.#exports = new WebAssembly.Instance(module, imports).exports;
    this.#memory = new Memory(this.#exports);
    this.#exports._initialize?.();
  }

  /** The capability bits. */
  get capabilities() {
    return this.#exports.yao_abi_v1() >>> 0;
  }

  /** The names of all exports. */
  get exports() {
    return Object.keys(this.#exports);
  }

  /** The size of the memory in pages of 64 KiB. */
  get pages() {
    return this.#exports.memory.buffer.byteLength / 65536;
  }

  /** Calls a handler with arguments and gives its value; its error is thrown as a GuestError. */
  call(handler, ...args) {
    return value(this.callBytes(handler, encode(args, CODEC)));
  }

  /** Calls a handler with the bytes of a payload: `{ error, bytes }`. */
  callBytes(handler, payload) {
    return this.#memory.take(this.#export(handler)(...this.#memory.put(payload)));
  }

  /** Makes an instance of a class. */
  create(className, ...args) {
    const packed = this.#export(`${className}_create`)(...this.#memory.put(encode(args, CODEC)));
    if (packed & (1n << 31n)) value(this.#memory.take(packed));
    const handle = Number(packed & 0x7fffffffn);
    if (packed >> 31n || !handle) throw new Error(`${className}_create gave ${packed}, which is no handle`);
    return new Instance(this, className, handle);
  }

  /** Calls a method of an instance. */
  method(className, handle, method, ...args) {
    const run = this.#export(`${className}_${method}`);
    const result = this.#memory.take(run(handle, ...this.#memory.put(encode(args, CODEC))));
    const pullable = this.#exports[`${className}_result_len`];
    if (!result.error && !result.bytes.length && pullable) {
      const len = pullable(handle);
      if (len > 0) return decode(this.#memory.pull(this.#exports[`${className}_result_read`], handle, len), CODEC);
    }
    return value(result);
  }

  /** Destroys an instance: 0, or minus an error code. */
  destroy(className, handle) {
    return this.#export(`${className}_destroy`)(handle);
  }

  #raw({ content, isError }) {
    return typeof content === "bigint" ? content : this.#memory.packed(content, isError);
  }

  #export(name) {
    const found = this.#exports[name];
    if (typeof found !== "function") {
      throw new Error(`the guest has no export ${name}; it has ${this.exports.join(", ")}`);
    }
    return found;
  }

  #process(namePtr, nameLen, argsPtr, argsLen) {
    const name = new TextDecoder("utf-8", { fatal: true }).decode(this.#memory.read(namePtr, nameLen));
    const args = argsLen ? decode(this.#memory.read(argsPtr, argsLen), CODEC) : [];
    if (!Array.isArray(args)) throw new Error(`the arguments of process ${name} are no array`);
    this.calls.push({ name, args });
    try {
      const run = this.#processes[name];
      if (!run) throw new GuestError(404, `process ${name} is not there`);
      const reply = run(...args);
      if (reply instanceof RawReply) return this.#raw(reply);
      return this.#memory.packed(encode(reply, CODEC), false);
    } catch (error) {
      if (!(error instanceof GuestError)) throw error;
      const { code, message, details } = error;
      const record = details === undefined ? { code, message } : { code, message, details };
      return this.#memory.packed(encode(record, CODEC), true);
    }
  }
}

/** An object in a guest. */
export class Instance {
  constructor(guest, className, handle) {
    this.guest = guest;
    this.className = className;
    this.handle = handle;
  }

  /** Calls a method. */
  call(method, ...args) {
    return this.guest.method(this.className, this.handle, method, ...args);
  }

  /** Destroys the object: 0, or minus an error code. */
  destroy() {
    return this.guest.destroy(this.className, this.handle);
  }
}

// The value of a result, or its error thrown.
function value({ error, bytes }) {
  if (!error) return bytes.length ? decode(bytes, CODEC) : null;
  const record = bytes.length ? decode(bytes, CODEC) : { code: 507, message: "" };
  throw new GuestError(record.code, record.message, record.details);
}
