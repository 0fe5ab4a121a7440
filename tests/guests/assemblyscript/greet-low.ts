// greet with the low-level reader and writer only: no object, no string, no decorator. What the bytes of the typed one
// are measured against.

import {
  capabilities,
  Code,
  errorText,
  isError,
  lenOf,
  logText,
  pack,
  Packed,
  processText,
  ptrOf,
  reader,
  release,
  sameBytes,
  writer,
} from "@yao/sdk-assemblyscript";

export { yao_alloc, yao_free } from "@yao/sdk-assemblyscript";

const NAME = memory.data<u8>([0x6e, 0x61, 0x6d, 0x65]); // "name"
const PROCESS = memory.data<u8>([0x75, 0x74, 0x69, 0x6c, 0x73, 0x2e, 0x67, 0x72, 0x65, 0x65, 0x74]); // "utils.greet"
const GREETING = memory.data<u8>([0x67, 0x72, 0x65, 0x65, 0x74, 0x69, 0x6e, 0x67]); // "greeting"
const ARGUMENTS = memory.data<u8>([0x62, 0x61, 0x64, 0x20, 0x61, 0x72, 0x67, 0x75, 0x6d, 0x65, 0x6e, 0x74, 0x73]); // "bad arguments"
const REPLY = memory.data<u8>([0x62, 0x61, 0x64, 0x20, 0x72, 0x65, 0x70, 0x6c, 0x79]); // "bad reply"

export function yao_abi_v1(): u32 {
  return capabilities(false);
}

export function greet(ptr: usize, len: u32): Packed {
  const result = greeting(ptr, len);
  release(pack(ptr, len));
  return result;
}

// Levels left inside the argument array, and inside the record in it.
const IN_ARGUMENTS: u32 = 63;
const IN_RECORD: u32 = 62;

function greeting(ptr: usize, len: u32): Packed {
  reader.open(ptr, len);
  let name: usize = 0;
  let nameLen: u32 = 0;
  let left = reader.array();
  if (!left--) reader.fail();
  for (let entries = reader.map(); entries && reader.ok(); entries--) {
    const known = reader.isText();
    if (known) reader.text();
    else reader.skip(IN_RECORD);
    if (known && reader.textLen == 4 && sameBytes(NAME, reader.textPtr, 4)) {
      if (name) reader.fail(); // the key comes twice
      reader.text();
      name = reader.textPtr;
      nameLen = reader.textLen;
    } else reader.skip(IN_RECORD);
  }
  for (; left && reader.ok(); left--) reader.skip(IN_ARGUMENTS);
  if (!name || !reader.done()) return errorText(Code.BadRequest, ARGUMENTS, 13);

  writer.begin();
  writer.array(1);
  writer.text(name, nameLen);
  const reply = processText(PROCESS, 11, writer.finish());
  if (isError(reply)) return reply;
  logText(4, GREETING, 5);

  reader.open(ptrOf(reply), lenOf(reply));
  reader.text();
  let result: Packed = 0;
  if (reader.done()) {
    writer.begin();
    writer.map(1);
    writer.text(GREETING, 8);
    writer.text(reader.textPtr, reader.textLen);
    result = writer.finish();
  }
  release(reply);
  return result ? result : errorText(Code.Internal, REPLY, 9);
}
