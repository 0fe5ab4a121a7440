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
