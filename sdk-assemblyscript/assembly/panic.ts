// What AssemblyScript calls on `throw`, failed assertions, index and null errors: `--use abort=` names it (asconfig.json).

import { Level } from "./abi.generated";
import * as writer from "./codec/writer";
import { logText } from "./log";
import { lenOf, ptrOf } from "./mem";

/** Logs message and place at level 0, then traps. */
export function panic(message: string | null, file: string | null, line: u32, column: u32): void {
  writer.begin();
  writer.characters(message ? message : "abort");
  writer.characters(" at ");
  if (file) writer.characters(file);
  writer.byte(0x3a); // :
  writer.decimal(line);
  writer.byte(0x3a);
  writer.decimal(column);
  const text = writer.finish();
  logText(Level.Panic, ptrOf(text), lenOf(text));
  unreachable();
}
