// greet with the low-level reader and writer only: no object, no string, no decorator, and what is constant is MessagePack
// already. What the bytes of the typed one are measured against.

import {
  badReply,
  capabilities,
  errorRecord,
  isError,
  lenOf,
  Level,
  logText,
  Packed,
  processText,
  ptrOf,
  reader,
  release,
  writer,
  yao_free,
} from "@yao/sdk-assemblyscript";

export { yao_alloc, yao_free } from "@yao/sdk-assemblyscript";

const NAME: u32 = 0x656d616e; // "name", as a little-endian number
// "utils.greet"; a map of 1, "greeting"; {code: 400, message: "no {name}"}. One piece of data, because each has a head.
// prettier-ignore
const PROCESS = memory.data<u8>([
  0x75, 0x74, 0x69, 0x6c, 0x73, 0x2e, 0x67, 0x72, 0x65, 0x65, 0x74,
  0x81, 0xa8, 0x67, 0x72, 0x65, 0x65, 0x74, 0x69, 0x6e, 0x67,
  0x82, 0xa4, 0x63, 0x6f, 0x64, 0x65, 0xcd, 0x01, 0x90, 0xa7, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0xa9, 0x6e, 0x6f, 0x20, 0x7b, 0x6e, 0x61, 0x6d, 0x65, 0x7d,
]);
const RESULT = PROCESS + 11;
const BAD_ARGUMENTS = RESULT + 10;

export function yao_abi_v1(): u32 {
  return capabilities(false);
}

// How many arrays and maps may nest in an argument, and in a value of the record.
const IN_ARGUMENTS: u32 = 63;
const IN_RECORD: u32 = 62;

export function greet(ptr: usize, len: u32): Packed {
  let name: usize = 0;
  let nameLen: u32 = 0;
  reader.open(ptr, len);
  let left = reader.array();
  if (left) {
    for (let entries = reader.map(); entries; entries--) {
      const isText = reader.isText();
      reader.skip(IN_RECORD);
      if (isText && reader.textLen == 4 && load<u32>(reader.textPtr) == NAME) {
        if (name) reader.fail(); // the key comes twice
        reader.text();
        name = reader.textPtr;
        nameLen = reader.textLen;
      } else reader.skip(IN_RECORD);
    }
    while (--left) reader.skip(IN_ARGUMENTS);
  }
  const good = name && reader.done();
  if (good) {
    writer.begin();
    writer.byte(0x91); // an array of 1
    writer.text(name, nameLen);
  }
  yao_free(ptr, len);
  return good ? ask() : errorRecord(BAD_ARGUMENTS, 27);
}

// Calls the process with the arguments that are in the writer.
function ask(): Packed {
  const reply = processText(PROCESS, 11, writer.finish());
  if (isError(reply)) return reply;
  logText(Level.Info, RESULT + 2, 5); // "greet"
  reader.open(ptrOf(reply), lenOf(reply));
  reader.text();
  const good = reader.done();
  if (good) {
    writer.begin();
    writer.bytes(RESULT, 10);
    writer.text(reader.textPtr, reader.textLen);
  }
  release(reply);
  return good ? writer.finish() : badReply();
}
