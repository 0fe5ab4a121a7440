// Log lines. Levels are labels: none of them ends anything.

import { Level, rawLog } from "./abi.generated";
import { utf8Block } from "./codec/utf8";
import { lenOf, ptrOf, releaseText } from "./mem";

/** Writes one line of UTF-8 bytes, which stay the caller's. */
export function logText(level: u32, ptr: usize, len: u32): void {
  rawLog(level, ptr, len);
}

export namespace log {
  /** Writes one line at any level. */
  export function write(level: u32, message: string): void {
    const text = utf8Block(message);
    rawLog(level, ptrOf(text), lenOf(text));
    releaseText(text);
  }

  /** The guest cannot do its work. */
  export function fatal(message: string): void {
    write(Level.Fatal, message);
  }

  /** Something failed. */
  export function error(message: string): void {
    write(Level.Error, message);
  }

  /** Something looks wrong. */
  export function warn(message: string): void {
    write(Level.Warn, message);
  }

  /** Something worth knowing happened. */
  export function info(message: string): void {
    write(Level.Info, message);
  }

  /** For the guest's author. */
  export function debug(message: string): void {
    write(Level.Debug, message);
  }

  /** Everything. */
  export function trace(message: string): void {
    write(Level.Trace, message);
  }
}
