// What the SDK promises beyond the vectors, on every runtime.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { Guest, GuestError, RawReply } from "../testing/index.js";
import { fixture } from "./build.js";

const processes = {
  fails: () => {
    throw new GuestError(403, "no", { why: [1] });
  },
  works: (...args) => args.length.toString(),
};

const thrown = (run) => {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof GuestError)) throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
};

for (const runtime of ["minimal", "incremental", "stub"]) {
  describe(`runtime ${runtime}`, () => {
    let module;
    let guest;
    before(async () => {
      module = await fixture("features", "--runtime", runtime);
      guest = Guest.load(module, processes);
    });

    test("capability bits say what it is", () => {
      assert.equal(guest.capabilities, 0x02 | 0x08 | (runtime === "stub" ? 0x40 : 0));
    });

    test("it starts with one page and imports nothing but yao", () => {
      assert.equal(Guest.load(module).pages, 1);
      const imports = WebAssembly.Module.imports(new WebAssembly.Module(module));
      assert.deepEqual(imports.map(({ module: from, name }) => `${from}.${name}`).sort(), ["yao.log", "yao.process"]);
    });

    test("only handlers, methods and the ABI are exported", () => {
      assert.ok(!guest.exports.some((name) => name.includes("__yao") || name.includes("hidden")), guest.exports.join());
      assert.ok(guest.exports.includes("renamed_handler") && !guest.exports.includes("original"));
    });

    test("views honour their offset", () => {
      assert.deepEqual([...guest.call("offset_view")], [3, 4, 5]);
      assert.deepEqual(guest.call("offset_floats"), [1.5, 2.5]);
    });

    test("typed arrays, buffers and maps are read", () => {
      assert.equal(guest.call("floats", [0.5, 1, 2]), 3.5);
      assert.deepEqual([...guest.call("buffer", new Uint8Array([1, 0, 255]))], [1, 0, 255]);
      assert.deepEqual(guest.call("upper", { a: 1, ü: 2 }), { A: 2, Ü: 3 });
    });

    test("lone surrogates leave as U+FFFD", () => {
      assert.equal(guest.call("lone_surrogates"), "a\ufffdb\ufffd");
    });

    test("records nest, and as deep as the ABI allows", () => {
      const nest = (n) => ({ value: 1, children: n > 1 ? [nest(n - 1)] : [] });
      assert.equal(guest.call("count", nest(5)), 5);
      // The argument array, then a map and an array for each node: 1 + 2 * 31 of 64.
      assert.equal(guest.call("count", nest(31)), 31);
      assert.equal(thrown(() => guest.call("count", nest(32))).code, 400);
    });

    test("keys, defaults and fields that may be missing", () => {
      const all = guest.call("settings", { "max-items": 1, unknown: [[{}]] });
      assert.deepEqual(all, { "max-items": 1, retries: 3, limit: null, extra: null });
      const some = { "max-items": 1, retries: null, limit: 5, extra: { a: [1] } };
      assert.deepEqual(guest.call("settings", some), { ...some, retries: 3 });
      assert.equal(thrown(() => guest.call("settings", { most: 1 })).code, 400);
    });

    test("an error of a process ends the call, unless it is caught", () => {
      const fresh = Guest.load(module, processes);
      assert.deepEqual(
        thrown(() => fresh.call("sticky")),
        { code: 403, message: "no", details: { why: [1] } },
      );
      assert.deepEqual(
        fresh.calls.map(({ name }) => name),
        ["fails"],
      );
      assert.equal(fresh.call("catches"), "no/4");
      assert.deepEqual(fresh.calls.at(-1).args, [403, true, 1.5, "x"]);
    });

    test("a thrown YaoError is an error record, the first one wins", () => {
      assert.deepEqual(
        thrown(() => guest.call("throws_in_a_branch", -5)),
        {
          code: 400,
          message: "below zero",
          details: [-5],
        },
      );
      assert.equal(thrown(() => guest.call("throws_in_a_branch", 2)).code, 410);
      assert.equal(guest.call("throws_in_a_branch", 7), 7);
      assert.equal(thrown(() => guest.call("first_error_wins")).message, "first");
    });

    test("an unexpected reply is error 500 that says where", () => {
      const odd = Guest.load(module, { fails: () => 5, works: () => new RawReply(new Uint8Array([0x92, 1])) });
      assert.deepEqual(
        thrown(() => odd.call("sticky")),
        {
          code: 500,
          message: "unexpected reply at byte 1",
          details: undefined,
        },
      );
    });

    test("bad arguments are error 400 that says where", () => {
      const { code, message } = thrown(() => guest.call("settings", { "max-items": -1 }));
      assert.equal(code, 400);
      assert.match(message, /^bad arguments at byte \d+$/);
      assert.equal(thrown(() => guest.call("index")).code, 400);
    });

    test("a panic logs message and place, then traps", () => {
      const fresh = Guest.load(module, processes);
      assert.equal(fresh.call("index", 1), 2);
      assert.throws(() => fresh.call("index", 7), WebAssembly.RuntimeError);
      assert.equal(fresh.logs.length, 1);
      assert.equal(fresh.logs[0].level, 0);
      assert.match(fresh.logs[0].message, /^Index out of range at .*:\d+:\d+$/);
    });

    test("log lines have their level", () => {
      const fresh = Guest.load(module);
      fresh.call("logs");
      assert.deepEqual(
        fresh.logs.map(({ level, message }) => `${level}${message}`),
        ["11", "22", "33", "44 ü", "55", "66", "9"],
      );
    });

    test("an instance refuses in its constructor, keeps a value to pull, and hears its end", () => {
      const fresh = Guest.load(module);
      assert.equal(thrown(() => fresh.create("box", 11)).code, 413);
      const box = fresh.create("box", 4);
      assert.equal(box.call("get"), "xxxx");
      assert.equal(box.destroy(), 0);
      assert.equal(box.destroy(), -410);
      assert.deepEqual(fresh.logs, [{ level: 4, message: "box destroyed" }]);
    });

    if (runtime !== "stub") {
      test("10,000 calls of each kind grow the memory by nothing", () => {
        const fresh = Guest.load(module, processes);
        const round = () => {
          fresh.call("upper", { a: 1, ü: 2 });
          thrown(() => fresh.call("sticky"));
          fresh.call("catches");
          thrown(() => fresh.call("throws_in_a_branch", -1));
          thrown(() => fresh.call("count", { value: "x" }));
          thrown(() => fresh.create("box", 11));
          const box = fresh.create("box", 4);
          box.call("get");
          thrown(() => box.call("get", 1));
          box.destroy();
          fresh.callBytes("offset_view", new Uint8Array(0));
          fresh.logs.length = fresh.calls.length = 0;
        };
        for (let i = 0; i < 2000; i++) round();
        const { pages } = fresh;
        for (let i = 0; i < 8000; i++) round();
        assert.equal(fresh.pages, pages);
      });
    }
  });
}
