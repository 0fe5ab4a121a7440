// Which bytes are text, converted and merely passed over, around the edges of the four bytes and two units that are
// taken at a time. Node's decoder says what is right.

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

describe("UTF-8", () => {
  let loaded;
  before(async () => {
    loaded = Guest.load(await guest({ "main.ts": SOURCE }));
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
      for (let before_ = 0; before_ <= 9; before_++) {
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
});
