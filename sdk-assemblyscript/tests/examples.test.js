// The examples pass their own tests, and the low-level greet takes and refuses what the typed one does.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { Guest, GuestError, RawReply } from "../testing/index.js";
import { guest, project, text } from "./build.js";

const EXAMPLES = ["echo", "greet", "counter", "order-hook"];
const bytes = (hex) => Buffer.from(hex.replaceAll(" ", ""), "hex");

const built = {};
for (const name of EXAMPLES) built[name] = await guest({ [`${name}.ts`]: text(`examples/assemblyscript/${name}.ts`) });
built["greet-low"] = await guest({ "greet-low.ts": text("tests/guests/assemblyscript/greet-low.ts") });

test("the examples pass their own tests", () => {
  const folder = project();
  try {
    mkdirSync(join(folder, "build"));
    for (const name of EXAMPLES) writeFileSync(join(folder, "build", `${name}.wasm`), built[name]);
    writeFileSync(join(folder, "package.json"), text("examples/assemblyscript/package.json"));
    writeFileSync(join(folder, "guests.test.js"), text("examples/assemblyscript/guests.test.js"));
    const env = { ...process.env };
    delete env.NODE_TEST_CONTEXT; // a test run of its own
    const out = execFileSync("node", ["--test", "--test-reporter=tap"], { cwd: folder, env, encoding: "utf8" });
    assert.match(out, /^# pass 6$/m);
    assert.match(out, /^# fail 0$/m);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const ada = "81 a4 6e616d65 a3 416461"; // {name: "Ada"}
const payloads = {
  plain: [`91 ${ada}`, true],
  "another argument": [`92 ${ada} c0`, true],
  "keys in long forms": ["dd 00000001 df 00000001 db 00000004 6e616d65 da 0003 416461", true],
  "unknown keys of every kind": [
    "91 84 c0 01 c4 04 6e616d65 a1 78 a4 6e616d64 93 01 02 03 a4 6e616d65 a3 416461",
    true,
  ],
  nothing: ["", false],
  "no arguments": ["90", false],
  "no array": [ada, false],
  "no record": ["91 a3 416461", false],
  "no name": ["91 80", false],
  "the name twice": ["91 82 a4 6e616d65 a1 61 a4 6e616d65 a1 62", false],
  "a name of another type": ["91 81 a4 6e616d65 07", false],
  "a name of nil": ["91 81 a4 6e616d65 c0", false],
  "a name that is binary": ["91 81 a4 6e616d65 c4 01 61", false],
  "a key that is binary": ["91 81 c4 04 6e616d65 a1 61", false],
  "a name that is no UTF-8": ["91 81 a4 6e616d65 a2 c328", false],
  "an unknown key that is no UTF-8": [`91 82 a1 ff 01 ${ada.slice(3)}`, false],
  "a byte more": [`91 ${ada} c0`, false],
  "a name cut short": ["91 81 a4 6e616d65 a9 416461", false],
  "the reserved byte": [`92 ${ada} c1`, false],
  "an argument too deep": [`92 ${ada} ${"91".repeat(64)} c0`, false],
  "an argument as deep as may be": [`92 ${ada} ${"91".repeat(63)} c0`, true],
  "a count beyond the end": [`df ffffffff ${ada}`, false],
};

for (const name of ["greet", "greet-low"]) {
  describe(name, () => {
    for (const [what, [payload, good]] of Object.entries(payloads)) {
      test(`${good ? "takes" : "refuses"} ${what}`, () => {
        const host = Guest.load(built[name], { "utils.greet": (who) => `hi ${who}` });
        const { error, bytes: result } = host.callBytes("greet", bytes(payload));
        assert.equal(error, !good);
        const start = good ? "81a86772656574696e67a6686920416461" : "82a4636f6465cd0190a76d657373616765";
        const hex = Buffer.from(result).toString("hex");
        assert.ok(hex.startsWith(start), hex);
        assert.equal(host.calls.length, good ? 1 : 0);
        assert.equal(host.logs.length, good ? 1 : 0);
      });
    }

    test("passes on an error of the process", () => {
      const fail = () => {
        throw new GuestError(404, "gone", { why: 1 });
      };
      const host = Guest.load(built[name], { "utils.greet": fail });
      assert.throws(() => host.call("greet", { name: "Ada" }), { code: 404, message: "gone", details: { why: 1 } });
    });

    for (const reply of [bytes("07"), bytes("a2 61"), bytes("a1 61 00"), bytes("c0"), 0xffffff00_00000100n]) {
      test(`takes the reply ${Buffer.isBuffer(reply) ? reply.toString("hex") : reply} as error 500`, () => {
        const host = Guest.load(built[name], { "utils.greet": () => new RawReply(reply) });
        assert.throws(() => host.call("greet", { name: "Ada" }), { code: 500 });
      });
    }
  });
}
