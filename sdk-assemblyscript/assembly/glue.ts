// What generated code uses, under one name. By hand one uses `index.ts`.

export { accept, arg, capabilities, finish, raw, reject, reply, rest, start } from "./export";
export { create, destroy, gone, instance, keep, resultLen, resultRead, unkeep } from "./instance";
export { raise, refuse } from "./error";
export { decode } from "./codec/decode";
export { encode } from "./codec/encode";
export { Level } from "./abi.generated";
export { logText } from "./log";
export { processNamed, processText } from "./process";
export { nil } from "./codec/reader";
export { close, entries, key, next, open, seen } from "./codec/record";
export { map } from "./codec/writer";
export { pack } from "./mem";
