// The four buffers of a call, copied in and out of a guest's memory, each range checked before it is touched.

const ERROR = 1n << 31n;

/** A guest's memory and its allocator. The view is taken anew each time: any call may grow the memory. */
export class Memory {
  #exports;

  constructor(exports) {
    this.#exports = exports;
  }

  /** A copy of `len` bytes at `ptr`. */
  read(ptr, len) {
    return this.#view(ptr, len).slice();
  }

  /** Gives the guest a payload: the two parameters of a handler. */
  put(bytes) {
    if (!bytes.length) return [0, 0];
    const ptr = this.#exports.yao_alloc(bytes.length) >>> 0;
    if (!ptr) throw new Error(`yao_alloc(${bytes.length}) gave 0: out of memory`);
    if (ptr % 8) throw new Error(`yao_alloc(${bytes.length}) gave ${ptr}, which is not aligned to 8`);
    this.#view(ptr, bytes.length).set(bytes);
    return [ptr, bytes.length];
  }

  /** Takes a packed result: its bytes, copied, and freed in the guest. */
  take(packed) {
    const ptr = Number((packed >> 32n) & 0xffffffffn);
    const len = Number(packed & 0x7fffffffn);
    const bytes = len ? this.read(ptr, len) : new Uint8Array(0);
    if (len) this.#exports.yao_free(ptr, len);
    return { error: Boolean(packed & ERROR), bytes };
  }

  /** Gives the guest a reply. */
  packed(bytes, error) {
    const [ptr, len] = this.put(bytes);
    return (BigInt(ptr) << 32n) | (error ? ERROR : 0n) | BigInt(len);
  }

  /** Pulls a kept value through `read(handle, ptr, cap)`. */
  pull(read, handle, cap) {
    const [ptr] = this.put(new Uint8Array(cap));
    const len = read(handle, ptr, cap);
    if (len < 0 || len > cap) throw new Error(`result_read gave ${len} for a capacity of ${cap}`);
    return this.take((BigInt(ptr) << 32n) | BigInt(cap)).bytes.subarray(0, len);
  }

  #view(ptr, len) {
    const { buffer } = this.#exports.memory;
    const from = ptr >>> 0;
    const size = len >>> 0;
    if (size > buffer.byteLength || from > buffer.byteLength - size) {
      throw new RangeError(`${size} bytes at ${from} lie outside a memory of ${buffer.byteLength} bytes`);
    }
    return new Uint8Array(buffer, from, size);
  }
}
