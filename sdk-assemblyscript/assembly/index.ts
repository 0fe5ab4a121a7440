// The public API, in the order of the modules.

export { Code, Level } from "./abi.generated";
export { isError, lenOf, pack, Packed, ptrOf, release, sameBytes, yao_alloc, yao_free } from "./mem";
export { decode } from "./codec/decode";
export { encode } from "./codec/encode";
export { Maybe } from "./codec/maybe";
export { Value, ValueKind } from "./codec/value";
import * as reader from "./codec/reader";
import * as writer from "./codec/writer";
import * as record from "./codec/record";
export { reader, record, writer };
export { args, argsOf, badReply, process, processRaw, processText } from "./process";
export { log, logText } from "./log";
export { caught, errorRecord, errorText, fail, failed, raise, YaoError } from "./error";
export { accept, arg, capabilities, finish, reject, reply, rest, start } from "./export";
export { create, destroy, gone, instance } from "./instance";
export { panic } from "./panic";
