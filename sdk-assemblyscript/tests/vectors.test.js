// The vectors of abi-spec and of msgpack-test-suite through a guest that is compiled once.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { Guest, GuestError, RawReply } from "../testing/index.js";
import { fixture, json } from "./build.js";

const TYPES = { "str?": "t_str_or_nil", "i64?": "t_i64_or_nil", "[i64]": "t_list_of_i64" };

/** Bytes in hexadecimal, with runs. */
function bytes(hex) {
  if (typeof hex === "string") return Buffer.from(hex, "hex");
  if (Array.isArray(hex)) return Buffer.concat(hex.map(bytes));
  return Buffer.concat(new Array(hex.times).fill(bytes(hex.repeat)));
}

const hex = (buffer) => Buffer.from(buffer).toString("hex");

/** A value of the vectors in canonical MessagePack, written without the SDK. */
function canonical(value) {
  const [[kind, of]] = Object.entries(value);
  const head = (fix, limit, wide, n) => {
    if (n < limit) return Buffer.from([fix | n]);
    const [first, sizes] = wide;
    const i = sizes.findIndex((size) => n < 2 ** (8 * size));
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(n));
    return Buffer.concat([Buffer.from([first + i]), number.subarray(8 - sizes[i])]);
  };
  switch (kind) {
    case "nil":
      return Buffer.from([0xc0]);
    case "bool":
      return Buffer.from([of ? 0xc3 : 0xc2]);
    case "int": {
      const n = BigInt(of);
      if (n >= 0n && n < 128n) return Buffer.from([Number(n)]);
      if (n < 0n && n >= -32n) return Buffer.from([Number(n + 256n)]);
      const i = [8n, 16n, 32n, 64n].findIndex((b) => (n < 0n ? -n <= 1n << (b - 1n) : n < 1n << b));
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt.asUintN(64, n));
      return Buffer.concat([Buffer.from([(n < 0n ? 0xd0 : 0xcc) + i]), number.subarray(8 - (1 << i))]);
    }
    case "f64":
      return Buffer.from(`cb${of}`, "hex");
    case "f32":
      return Buffer.from(`ca${of}`, "hex");
    case "str": {
      const text = Buffer.from(of, "utf8");
      return Buffer.concat([head(0xa0, 32, [0xd9, [1, 2, 4]], text.length), text]);
    }
    case "bin": {
      const data = bytes(of);
      return Buffer.concat([head(0, 0, [0xc4, [1, 2, 4]], data.length), data]);
    }
    case "array":
      return Buffer.concat([head(0x90, 16, [0xdc, [2, 4]], of.length), ...of.map(canonical)]);
    case "ext": {
      const data = bytes(of.data);
      const fixed = [1, 2, 4, 8, 16].indexOf(data.length);
      const first = fixed < 0 ? head(0, 0, [0xc7, [1, 2, 4]], data.length) : Buffer.from([0xd4 + fixed]);
      return Buffer.concat([first, Buffer.from([of.type & 255]), data]);
    }
    case "map":
      return Buffer.concat([head(0x80, 16, [0xde, [2, 4]], of.length), ...of.flat().map(canonical)]);
    default:
      throw new Error(`no such kind: ${kind}`);
  }
}

const isNaNValue = (value) => /^[7f]ff[89a-f]|^[7f]f[c-f]/.test(value?.f64 ?? value?.f32 ?? "");

describe("vectors", () => {
  let module;
  let raw;
  before(async () => {
    module = await fixture("vectors");
  });

  /** A guest whose process `test.reply` gives `raw`. */
  const load = () => Guest.load(module, { "test.reply": () => raw });
  const one = (guest, handler, value) => guest.callBytes(handler, Buffer.concat([Buffer.from([0x91]), value]));
  const failure = (guest, run) => {
    try {
      run(guest);
    } catch (error) {
      if (error instanceof GuestError) return error.code;
      throw error;
    }
    return 0;
  };

  test("every encoding of a value comes back in canonical form", () => {
    const guest = load();
    for (const { name, value, canonical: form, accepted } of json("abi-spec/vectors/messagepack.json").values) {
      for (const encoding of [form, ...accepted]) {
        const result = one(guest, "dynamic", bytes(encoding));
        assert.equal(result.error, false, name);
        if (isNaNValue(value)) continue; // its bits may differ
        assert.equal(hex(result.bytes), hex(bytes(form)), `${name} from ${JSON.stringify(encoding).slice(0, 60)}`);
      }
    }
  });

  test("the 233 encodings of msgpack-test-suite come back in their shortest form", () => {
    const guest = load();
    let seen = 0;
    for (const cases of Object.values(json("tests/vectors/msgpack-test-suite/msgpack-test-suite.json"))) {
      for (const one_ of cases) {
        const encodings = one_.msgpack.map((text) => text.replaceAll("-", ""));
        const results = new Set();
        for (const encoding of encodings) {
          const result = one(guest, "dynamic", Buffer.from(encoding, "hex"));
          assert.equal(result.error, false, encoding);
          seen++;
          // Floats keep their kind: a number is listed with integer and both float forms.
          const float = encoding.startsWith("ca") || encoding.startsWith("cb");
          if (float) assert.equal(hex(result.bytes), encoding);
          else results.add(hex(result.bytes));
        }
        assert.ok(results.size <= 1, JSON.stringify(one_));
        for (const form of results) assert.ok(encodings.includes(form), `${form} is not in the suite`);
      }
    }
    assert.equal(seen, 233);
  });

  test("what is not one MessagePack value is error 400", () => {
    const guest = load();
    for (const { name, bytes: input } of json("abi-spec/vectors/invalid.json").inputs) {
      assert.equal(one(guest, "dynamic", bytes(input)).error, true, `${name}: accepted as an argument`);
      raw = new RawReply(bytes(input));
      if (raw.content.length)
        assert.equal(
          failure(guest, (g) => g.call("reply")),
          500,
          `${name}: accepted as a reply`,
        );
    }
  });

  test("every truncation of every value is an error", () => {
    const guest = load();
    for (const { name, canonical: form } of json("abi-spec/vectors/messagepack.json").values) {
      const whole = bytes(form);
      for (let n = 0; n < Math.min(whole.length, 300); n++) {
        assert.equal(one(guest, "dynamic", whole.subarray(0, n)).error, true, `${name} cut to ${n} bytes`);
      }
    }
  });

  test("depth is limited in arguments and in replies", () => {
    const guest = load();
    const { inputs } = json("abi-spec/vectors/limits.json");
    for (const { name, bytes: input, outcome, code } of inputs) {
      if (outcome !== "accepted" && code !== 400) continue; // max_elements binds hosts
      raw = new RawReply(bytes(input));
      assert.equal(
        failure(guest, (g) => g.callBytes("reply", new Uint8Array(0)).error && g.call("reply")),
        outcome === "accepted" ? 0 : 500,
        name,
      );
    }
  });

  test("typed values follow the rules", () => {
    const guest = load();
    for (const { name, type, bytes: input, value, code } of json("abi-spec/vectors/typed.json").decode) {
      const result = one(guest, TYPES[type] ?? `t_${type}`, bytes(input));
      if (code) assert.ok(result.error, `${name}: accepted as ${hex(result.bytes)}`);
      else {
        assert.equal(result.error, false, `${name}: refused`);
        if (isNaNValue(value)) continue;
        assert.equal(hex(result.bytes), hex(canonical(value)), name);
      }
    }
  });

  test("error records are read as the receiver must", () => {
    const guest = load();
    const { records } = json("abi-spec/vectors/errors.json");
    for (const { name, bytes: input, record, canonical: form } of records) {
      raw = new RawReply(bytes(input), true);
      const result = guest.callBytes("caught_error", new Uint8Array(0));
      assert.equal(result.error, false, name);
      const details = record.details ?? { nil: true };
      const expected = { array: [{ int: String(record.code) }, { str: record.message }, details] };
      assert.equal(hex(result.bytes), hex(canonical(expected)), name);
      if (!form) continue;
      const again = guest.callBytes(record.details ? "same_error" : "same_error_without_details", new Uint8Array(0));
      assert.equal(again.error, true, name);
      assert.equal(hex(again.bytes), hex(bytes(input)), `${name}: written again`);
    }
  });

  test("hostile values are refused or read, in proportion to their length", () => {
    const { refused, accepted } = json("abi-spec/vectors/hostile.json");
    for (const { name, bytes: input, value } of [...refused, ...accepted]) {
      const content = bytes(input);
      const good = accepted.some((vector) => vector.name === name);
      // A guest of its own for each: an object of 64 bytes for a byte of input, in lists that double, and garbage that
      // is not collected yet; and 8 pages that an allocator may take at a time.
      const guest = load();
      const most = guest.pages + Math.ceil((256 * content.length) / 65536) + 8;
      const result = one(guest, "dynamic", content);
      assert.equal(result.error, !good, `${name}: as an argument`);
      if (value && !isNaNValue(value)) assert.equal(hex(result.bytes), hex(canonical(value)), name);
      for (const type of ["t_record", "t_list_of_i64", "t_str_or_nil"]) {
        if (!good) assert.equal(one(guest, type, content).error, true, `${name}: as ${type}`);
      }
      assert.ok(guest.pages <= most, `${name}: ${guest.pages} pages as an argument, at most ${most} are allowed`);

      const caller = load();
      raw = new RawReply(content);
      const code = failure(caller, (g) => g.callBytes("reply", new Uint8Array(0)).error && g.call("reply"));
      assert.equal(code, good ? 0 : 500, `${name}: as a reply`);
      raw = new RawReply(content, true);
      const malformed = canonical({ array: [{ int: "500" }, { str: "malformed error record" }, { nil: true }] });
      const caught = caller.callBytes("caught_error", new Uint8Array(0));
      assert.equal(hex(caught.bytes), hex(malformed), `${name}: as an error record`);
      assert.ok(caller.pages <= most, `${name}: ${caller.pages} pages as a reply, at most ${most} are allowed`);
    }
  });

  test("a reply of no bytes is nil wherever it points", () => {
    const guest = load();
    for (const ptr of [1n, 0x10000n, 0x7fffffffn, 0xffffffffn]) {
      raw = new RawReply(ptr << 32n);
      assert.deepEqual([...guest.callBytes("reply", new Uint8Array(0)).bytes], [0xc0], `at ${ptr}`);
      raw = new RawReply((ptr << 32n) | (1n << 31n));
      const none = canonical({ array: [{ int: "507" }, { str: "" }, { nil: true }] });
      assert.equal(hex(guest.callBytes("caught_error", new Uint8Array(0)).bytes), hex(none), `at ${ptr}, an error`);
    }
  });

  test("packed results come apart", () => {
    const guest = load();
    for (const { name, packed, ptr, error, len } of json("abi-spec/vectors/packed.json").results) {
      const [p, e, n] = guest.call("parts", BigInt(`0x${packed}`));
      assert.deepEqual([String(p), e, String(n)], [ptr, error, len], name);
    }
  });

  test("a reply outside memory is an error, not a read", () => {
    for (const { name, memory, ptr, len, inside } of json("abi-spec/vectors/packed.json").ranges) {
      const guest = load();
      // The vectors' memory may have another size than the guest's: only what is outside of both is asked.
      if (inside || Number(ptr) + Number(len) <= guest.pages * 65536 || BigInt(len) > 0x7fffffffn || len === "0")
        continue;
      raw = new RawReply((BigInt(ptr) << 32n) | BigInt(len));
      assert.equal(
        failure(guest, (g) => g.call("reply")),
        500,
        `${name} of ${memory}`,
      );
    }
  });

  test("handles follow the steps of the registries", async () => {
    const modules = new Map();
    for (const { name, capacity, repeat = 1, steps } of json("abi-spec/vectors/handles.json").registries) {
      if (!modules.has(capacity)) {
        modules.set(capacity, await fixture("vectors", "--use", `YAO_INSTANCES=${capacity}`));
      }
      const guest = Guest.load(modules.get(capacity));
      const saved = {};
      for (let round = 0; round < repeat; round++) for (const step of steps) run(guest, step, saved, name);
    }
  });

  function run(guest, step, saved, name) {
    const what = `${name}: ${JSON.stringify(step)}`;
    const handle = (saved[step.handle] ?? Number(step.handle)) ^ Number(step.xor ?? 0);
    if (step.create) {
      let made;
      const code = failure(guest, (g) => (made = g.create(step.create)));
      assert.equal(code, step.code ?? 0, what);
      if (step.save) saved[step.save] = made.handle;
    } else if (step.use) {
      assert.equal(
        failure(guest, (g) => g.method(step.use, handle, "use")),
        step.code,
        what,
      );
    } else if (step.destroy) {
      assert.equal(guest.destroy(step.destroy, handle), 0 - step.code, what);
    } else if (step.different) {
      const [a, b] = step.different;
      assert.notEqual(saved[a], saved[b], what);
    } else assert.fail(`no such step: ${what}`);
  }
});
