// What only real wasm shows: memory that cannot grow, and C++ with static constructors.
// usage: node guest_test.mjs ARENA.wasm FREE-LIST.wasm CPP.wasm (the first two the conformance guest in two pages)
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const ERROR = 1n << 31n;

function load(file) {
  const logs = [];
  const imports = { yao: { process: () => 0n, log: (level) => logs.push(level) } };
  const module = new WebAssembly.Module(readFileSync(file));
  const { exports } = new WebAssembly.Instance(module, imports);
  return { exports, logs };
}

// Calls a handler as a host does: { error, bytes }, or null when there is no memory for the payload.
function call({ exports }, handler, payload) {
  const ptr = exports.yao_alloc(payload.length) >>> 0;
  if (!ptr) return null;
  new Uint8Array(exports.memory.buffer, ptr, payload.length).set(payload);
  const packed = BigInt.asUintN(64, exports[handler](ptr, payload.length));
  const at = Number(packed >> 32n);
  const len = Number(packed & 0x7fffffffn);
  const bytes = new Uint8Array(exports.memory.buffer, at, len).slice();
  if (len) exports.yao_free(at, len);
  return { error: (packed & ERROR) !== 0n, bytes };
}

const text = (len) => [0xda, len >> 8, len & 255, ...new Array(len).fill(0x61)];

for (const file of process.argv.slice(2, 4)) {
  const guest = load(file);
  for (let round = 0; round < 500; round++) {
    // The payload fits into two pages, the result beside it does not: error 507, which is the error bit alone.
    const full = call(guest, "conf_concat", [0x92, ...text(30000), ...text(30000)]);
    assert.deepEqual(full, { error: true, bytes: new Uint8Array(0) }, `${file}: out of memory`);
    assert.equal(call(guest, "conf_concat", [0x92, ...text(65000), ...text(65000)]), null, `${file}: a big payload`);
    assert.deepEqual(call(guest, "conf_alloc", [0x91, 0xce, 0x7f, 0xff, 0xff, 0xff]), full, `${file}: a big block`);
    // What was taken before is there again.
    const fits = call(guest, "conf_concat", [0x92, ...text(15000), ...text(15000)]);
    assert.deepEqual([fits.error, fits.bytes.length], [false, 30003], `${file}: round ${round}`);
  }
  assert.ok(guest.exports.memory.buffer.byteLength <= 2 * 65536);
}

const cpp = load(process.argv[4]);
cpp.exports._initialize();
assert.deepEqual(cpp.logs, [5]);
const answer = [0x91, 0x81, 0xa4, ...Buffer.from("name"), 0xa6, ...Buffer.from("answer")];
assert.deepEqual(call(cpp, "answer", answer), { error: false, bytes: new Uint8Array([42]) });
console.log("guest_test: passed");
