// Which bytes are text, converted and merely passed over, and which units leave as which bytes, around the edges of the
// four and eight that are taken at a time. Node says what is right.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { Guest } from "../testing/index.js";
import { guest } from "./build.js";

const SOURCE = `
import { log } from "@yao/sdk-assemblyscript";

@handler
function same(text: string): string {
  if (text.length > 1000) log.info("long");
  return text;
}

@handler
function first(number: i32): i32 {
  return number;
}

@handler
function units(codes: i32[]): string {
  return String.fromCharCodes(codes);
}
`;

const PIECES = [
  ["c3a9", "e282ac", "f09f9880", "f48fbfbf", "c280", "df bf", "e0a080", "ed9fbf", "ee8080", "f0908080"], // valid
  ["80", "bf", "c080", "c1bf", "e09fbf", "f08fbfbf"], // no lead, overlong
  ["c3", "e282", "f09f98", "e228a1", "f0288080"], // cut off
  ["eda080", "edbfbf"], // surrogates
  ["f4908080", "f5808080", "f888808080", "fcbfbfbfbfbf", "febfbfbfbfbfbf", "ffbfbfbfbfbfbfbf"], // past the last one
].flatMap((row) => row.map((hex) => Buffer.from(hex.replaceAll(" ", ""), "hex")));

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function isUtf8(bytes) {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** One MessagePack text of at most 255 bytes, in its shortest form. */
const packed = (bytes) =>
  Buffer.concat([Buffer.from(bytes.length < 32 ? [0xa0 | bytes.length] : [0xd9, bytes.length]), bytes]);

// Built to be small, a guest takes four at a time everywhere.
for (const runtime of ["minimal", "stub"]) describe(`UTF-8, runtime ${runtime}`, () => suite(runtime));

function suite(runtime) {
  let loaded;
  before(async () => {
    loaded = Guest.load(await guest({ "main.ts": SOURCE }, "--runtime", runtime));
  });

  function check(bytes) {
    const good = isUtf8(bytes);
    const told = bytes.toString("hex");
    const converted = loaded.callBytes("same", Buffer.concat([Buffer.from([0x91]), packed(bytes)]));
    assert.equal(converted.error, !good, told);
    if (good) assert.equal(Buffer.from(converted.bytes).toString("hex"), packed(bytes).toString("hex"));
    const skipped = loaded.callBytes("first", Buffer.concat([Buffer.from([0x92, 7]), packed(bytes)]));
    assert.equal(skipped.error, !good, told);
  }

  test("every kind of sequence is found wherever it lies", () => {
    for (const piece of PIECES) {
      for (let before_ = 0; before_ <= 13; before_++) {
        for (let after = 0; after <= 9; after++) {
          check(Buffer.concat([Buffer.alloc(before_, "a"), piece, Buffer.alloc(after, "z")]));
        }
      }
    }
  });

  test("ASCII of any length comes back", () => {
    for (let n = 0; n <= 64; n++) check(Buffer.from(Array.from({ length: n }, (_, i) => (i * 37) & 0x7f)));
  });

  test("every lead is judged as Node does", () => {
    for (let lead = 0; lead < 0x100; lead++) {
      for (const next of [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]) {
        check(Buffer.from([lead, next]));
        check(Buffer.from([lead, next, 0x80]));
        check(Buffer.from([lead, next, 0x80, 0x80]));
      }
    }
  });

  test("units leave as bytes wherever they lie, those without a partner as U+FFFD", () => {
    const pieces = [[0x7f], [0x80], [0x7ff], [0x800], [0xd7ff], [0xe000], [0xffff], [0xff00], [0x100], [0x8000]];
    const pairs = [
      [0xd800, 0xdc00],
      [0xdbff, 0xdfff],
      [0xd83d, 0xde00],
    ];
    const alone = [[0xd800], [0xdbff], [0xdc00], [0xdfff], [0xdc00, 0xd800], [0xd800, 0xd800, 0xdc00], [0xd800, 0x41]];
    for (const piece of [...pieces, ...pairs, ...alone]) {
      for (let before_ = 0; before_ <= 13; before_++) {
        for (let after = 0; after <= 9; after++) {
          const codes = [...new Array(before_).fill(0x61), ...piece, ...new Array(after).fill(0x7a)];
          const text = String.fromCharCode(...codes).toWellFormed();
          assert.equal(loaded.call("units", codes), text, codes.map((code) => code.toString(16)).join(" "));
        }
      }
    }
  });

  test("text of any length leaves with the head it needs", () => {
    for (const unit of [0x61, 0xe9, 0x20ac]) {
      for (const length of [
        0, 1, 10, 11, 15, 16, 31, 32, 63, 85, 86, 127, 128, 255, 256, 21845, 21846, 32768, 65535, 65536,
      ]) {
        const text = String.fromCharCode(unit).repeat(length);
        assert.equal(loaded.call("same", text), text, `${length} times ${unit.toString(16)}`);
      }
    }
  });
}
