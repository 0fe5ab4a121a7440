// What the transform says and does beside the features that other tests use.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import assemblyscript from "assemblyscript";

import { Guest } from "../testing/index.js";
import { Flag, Kind, REST, USER_DEFINED } from "../transform/ast.js";
import { compile, guest } from "./build.js";

const IMPORT = 'import { Code, fail, Packed, Value, YaoError } from "@yao/sdk-assemblyscript";\n';

/** Each mistake with what the compiler must say about it. */
const MISTAKES = {
  "a generic handler": ["@handler function f<T>(a: T): T { return a; }", /handler f cannot be generic/],
  "a default value": ["@handler function f(a: i32 = 1): i32 { return a; }", /no default values: take `T \| null`/],
  "a bad export name": ['@handler("1st") function f(): void {}', /"1st" cannot be exported/],
  "a reserved export name": ['@handler("yao_x") function f(): void {}', /not starting with yao_/],
  "two arguments for a decorator": ['@handler("a", "b") function f(): void {}', /@handler takes one name in quotes/],
  "a raw handler with a value": ["@handler function f(p: Packed): i32 { return 0; }", /gives its result as Packed too/],
  "two handlers of one name": [
    '@handler("a") function f(): void {}\n@handler("a") function g(): void {}',
    /two exports have the name a/,
  ],
  "a private field": ["@serializable class R { private a: i32 = 0; }", /field a is not public: mark it @skip/],
  "a constructor with arguments": [
    "@serializable class R { constructor(public a: i32) {} }",
    /constructor of R is called without arguments/,
  ],
  "two fields with one key": [
    '@serializable class R { a: i32 = 0; @key("a") b: i32 = 0; }',
    /two fields have the key "a"/,
  ],
  "a record that extends another": [
    "class Base {}\n@serializable class R extends Base {}",
    /class R cannot extend another: make that one a field/,
  ],
  "too many fields": [
    `@serializable class R { ${Array.from({ length: 65 }, (_, i) => `f${i}: i32 = 0;`).join(" ")} }`,
    /65 fields, at most 64 fit/,
  ],
  "a reserved method": ["@instance class C { create(): void {} }", /a method cannot be called create/],
  "a class that is both": ["@instance @serializable class C {}", /either @serializable or @instance/],
  "a pulled method without a value": ["@instance class C { @pull f(): void {} }", /gives nothing that could be pulled/],
  "a throw in a helper": [
    'function f(): i32 { throw new YaoError(Code.Gone, "x"); }\n@handler function g(): i32 { return f(); }',
    /only a handler or a method of an @instance can throw a YaoError/,
  ],
  "a type without a form": [
    "class Plain {}\n@handler function f(a: Plain): void {}",
    /no MessagePack form: mark the class @serializable/,
  ],
};

describe("mistakes are compile errors", () => {
  for (const [name, [text, expected]] of Object.entries(MISTAKES)) {
    test(name, async () => {
      const { failed, messages } = await compile({ "main.ts": IMPORT + text });
      assert.ok(failed, "it compiled");
      assert.match(messages, expected);
    });
  }

  test("the place is the author's own line", async () => {
    const { messages } = await compile({
      "main.ts": `${IMPORT}@serializable\nclass R {\n  a: i32 = 0;\n}\n\n@handler\nfunction f(r: R): i32 {\n  return r.b;\n}\n`,
    });
    assert.match(messages, /in main\.ts\(9,\d+\)/);
  });
});

test("handlers of other files are exported too, and their records used", async () => {
  const files = {
    "main.ts": `${IMPORT}import { Pair, sum } from "./other";\n@handler function twice(p: Pair): i32 { return 2 * sum(p); }\n`,
    "other.ts": `@serializable export class Pair { a: i32 = 0; b: i32 = 0; }\n@handler export function sum(p: Pair): i32 { return p.a + p.b; }\n`,
  };
  const loaded = Guest.load(await guest(files));
  assert.equal(loaded.call("sum", { a: 1, b: 2 }), 3);
  assert.equal(loaded.call("twice", { a: 1, b: 2 }), 6);
});

describe("literals", () => {
  const build = (text, ...options) =>
    guest(
      {
        "main.ts": `import { args, fail, lenOf, log, process as call, processRaw, release } from "@yao/sdk-assemblyscript";\n${text}`,
      },
      ...options,
    );
  const holds = (bytes, text, encoding) => Buffer.from(bytes).includes(Buffer.from(text, encoding));

  test("of process names and log lines are UTF-8 in the module, and mean the same", async () => {
    const bytes = await build(`
      @handler function f(): string {
        log.warn("größer \u{1f600}");
        log.info("");
        return call<string>("a.größe", args("x")) + call<string>("b.plain");
      }
      @handler function g(): u32 {
        const reply = processRaw("c.raw", args("y"));
        release(reply);
        return lenOf(reply);
      }`);
    assert.ok(holds(bytes, "a.größe", "utf8") && holds(bytes, "größer 😀", "utf8"));
    assert.ok(
      !holds(bytes, "plain", "utf16le") && !holds(bytes, "raw", "utf16le") && !holds(bytes, "größer", "utf16le"),
    );
    const loaded = Guest.load(bytes, { "a.größe": (x) => `${x}!`, "b.plain": () => "?", "c.raw": (x) => x });
    assert.equal(loaded.call("f"), "x!?");
    assert.equal(loaded.call("g"), 2);
    assert.deepEqual(loaded.logs, [
      { level: 3, message: "größer 😀" },
      { level: 4, message: "" },
    ]);
    assert.deepEqual(
      loaded.calls.map(({ name }) => name),
      ["a.größe", "b.plain", "c.raw"],
    );
  });

  test("a name that the file declares itself is not the SDK's", async () => {
    const loaded = Guest.load(
      await build(`
        class Own { info(text: string): string { return "own " + text; } }
        @handler function f(): string { const log = new Own(); return log.info("text"); }
        @handler function g(): void { call<void>("named"); }`),
      { named: () => null },
    );
    assert.equal(loaded.call("f"), "own text");
    loaded.call("g");
    assert.deepEqual(
      loaded.calls.map(({ name }) => name),
      ["named"],
    );
  });

  test("inside a statement that is rewritten stay what they are", async () => {
    const loaded = Guest.load(
      await guest({
        "main.ts": `${IMPORT}import { process } from "@yao/sdk-assemblyscript";
        @handler function f(): string { throw new YaoError(404, process<string>("why")); }`,
      }),
      { why: () => "because" },
    );
    assert.throws(() => loaded.call("f"), { code: 404, message: "because" });
  });

  test("after an error no process is called", async () => {
    const loaded = Guest.load(
      await build(`@handler function f(): string { fail<void>(409, "no"); return call<string>("named"); }`),
      { named: () => "" },
    );
    assert.throws(() => loaded.call("f"), { code: 409, message: "no" });
    assert.deepEqual(loaded.calls, []);
  });
});

test("runtime stub starts without running anything, and grows memory as far as it must", async () => {
  const bytes = await guest(
    { "main.ts": `${IMPORT}@handler function f(text: string): string { return text; }` },
    "--runtime",
    "stub",
  );
  const sections = [];
  for (let at = 8; at < bytes.length;) {
    sections.push(bytes[at++]);
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      length += (bytes[at] & 0x7f) * 2 ** shift;
      more = bytes[at++] > 0x7f;
    }
    at += length;
  }
  assert.ok(sections.includes(10) && !sections.includes(8), `sections ${sections}: 8 is a start function`);
  const loaded = Guest.load(bytes);
  for (const length of [0, 5, 65536, 100000, 3]) assert.equal(loaded.call("f", "x".repeat(length)).length, length);
});

test("runtime stub links no free, whatever texts a guest makes", async () => {
  const source = `
    import { log, Packed, process, processRaw } from "@yao/sdk-assemblyscript";
    @handler function typed(name: string): string {
      log.info("calling " + name);
      return process<string>("texts." + name);
    }
    @handler function raw(payload: Packed): Packed { return processRaw("texts." + payload.toString(), 0); }`;
  const frees = async (runtime) =>
    (await guest({ "main.ts": source }, "--runtime", runtime, "--debug")).includes("/__free");
  assert.ok(await frees("minimal"), "no function is named so: the test looks for the wrong one");
  assert.ok(!(await frees("stub")));
});

test("the plain form needs no transform", async () => {
  const text = `
    import { accept, arg, capabilities, decode, encode, record, reject, reply, start, writer } from "@yao/sdk-assemblyscript";
    export { yao_alloc, yao_free } from "@yao/sdk-assemblyscript";
    const KEYS = memory.data<u8>([2, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0x61, 1, 0x62]); // "a" and "b", both required
    class Pair {
      a: i32 = 0;
      b: i32 = 0;
      decode(): void {
        const entries = record.entries, seen = record.seen;
        record.open();
        let field: i32;
        while ((field = record.next(KEYS)) >= 0) {
          if (field == 0) this.a = decode<i32>();
          else this.b = decode<i32>();
        }
        record.close(entries, seen);
      }
      encode(): void {
        writer.map(2);
        record.key(KEYS + 9);
        encode(this.a);
        record.key(KEYS + 11);
        encode(this.b);
      }
    }
    export function yao_abi_v1(): u32 { return capabilities(false); }
    export function swap(ptr: usize, len: u32): u64 {
      start(ptr, len);
      const pair = arg<Pair>();
      if (!accept(ptr, len)) return reject();
      const result = new Pair();
      result.a = pair.b;
      result.b = pair.a;
      return reply(result);
    }`;
  const loaded = Guest.load(await guest({ "main.ts": text }));
  assert.deepEqual(loaded.call("swap", { b: 1, a: 2 }), { a: 1, b: 2 });
  assert.throws(() => loaded.call("swap", { b: 1 }), { code: 400 });
});

test("the numbers of the syntax tree are the compiler's", () => {
  const { NodeKind, CommonFlags, ParameterKind, DiagnosticCode } = assemblyscript;
  for (const [name, value] of Object.entries(Kind)) assert.equal(NodeKind[name], value, name);
  for (const [name, value] of Object.entries(Flag)) assert.equal(CommonFlags[name], value, name);
  assert.equal(ParameterKind.Rest, REST);
  assert.equal(DiagnosticCode.User_defined_0, USER_DEFINED);
});
