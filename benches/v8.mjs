// Times one handler of two builds of a guest on V8, in turns: node benches/v8.mjs SIMD.wasm SCALAR.wasm HANDLER PAYLOAD ROUNDS
// Prints {"simd_us", "scalar_us"}, medians of one call with its payload and result in an instance that stays, or says
// on stderr what is wrong: an engine without SIMD, or results that differ.
import { readFileSync } from "node:fs";

const [simdFile, scalarFile, handler, payloadFile, rounds] = process.argv.slice(2);
if (rounds === undefined) {
  fail("usage: node v8.mjs SIMD.wasm SCALAR.wasm HANDLER PAYLOAD ROUNDS");
}
const payload = readFileSync(payloadFile);

function fail(reason) {
  console.error(`v8.mjs: ${reason}`);
  process.exit(1);
}

/** An instance of a guest as a function from a payload to the bytes of its result. */
function load(file) {
  const bytes = readFileSync(file);
  if (!WebAssembly.validate(bytes)) fail(`${file}: this V8 cannot run it`);
  const none = () => {
    throw new Error("the guest called its host");
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { yao: { process: none, log: none } });
  const { memory, yao_alloc, yao_free, [handler]: call } = instance.exports;
  if (call === undefined) fail(`${file}: no export ${handler}`);
  return () => {
    const ptr = yao_alloc(payload.length) >>> 0;
    new Uint8Array(memory.buffer, ptr, payload.length).set(payload);
    const packed = BigInt.asUintN(64, call(ptr, payload.length));
    const [at, len] = [Number(packed >> 32n), Number(packed & 0x7fffffffn)];
    if ((packed & 0x80000000n) !== 0n) fail(`${file}: ${handler} gives an error record`);
    const result = Buffer.from(memory.buffer, at, len).toString("hex");
    yao_free(at, len);
    return result;
  };
}

const runs = [load(simdFile), load(scalarFile)];
const [simd, scalar] = runs.map((run) => run());
if (simd !== scalar) fail(`${handler}: ${simdFile} gives ${simd}, ${scalarFile} gives ${scalar}`);

/** Microseconds of one run, out of so many. */
function batch(run, count) {
  const start = process.hrtime.bigint();
  for (let n = 0; n < count; n += 1) run();
  return Number(process.hrtime.bigint() - start) / 1000 / count;
}

// Until V8 has compiled with its optimising compiler what it first ran with the quick one.
for (const run of runs) batch(run, 2000);
const counts = runs.map((run) => Math.max(1, Math.min(20000, Math.round(2000 / batch(run, 100)))));
const times = runs.map(() => []);
for (let round = 0; round < Number(rounds); round += 1) {
  runs.forEach((run, at) => times[at].push(batch(run, counts[at])));
}
const [simd_us, scalar_us] = times.map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
console.log(JSON.stringify({ simd_us, scalar_us }));
