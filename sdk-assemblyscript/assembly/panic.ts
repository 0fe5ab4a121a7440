// What AssemblyScript calls on `throw`, failed assertions, index and null errors: `--use abort=` names it (asconfig.json).

import { Level } from "./abi.generated";
import * as writer from "./codec/writer";
import { logText } from "./log";
import { lenOf, ptrOf } from "./mem";

// " at ": smaller than a string.
// @ts-ignore: decorator
@lazy
const AT = memory.data<u8>([0x20, 0x61, 0x74, 0x20]);

/** Logs message and place at level 0, then traps. */
export function panic(message: string | null, file: string | null, line: u32, column: u32): void {
  writer.begin();
  writer.characters(message ? message : "abort");
  writer.bytes(AT, 4);
  if (file) writer.characters(file);
  writer.byte(0x3a); // :
  writer.decimal(line);
  writer.byte(0x3a);
  writer.decimal(column);
  const text = writer.finish();
  logText(Level.Panic, ptrOf(text), lenOf(text));
  unreachable();
}
