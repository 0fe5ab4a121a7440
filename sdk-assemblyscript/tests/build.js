// Builds the guests of the tests with the configuration of the package, as a user would.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import asc from "assemblyscript/asc";

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));

/** A folder in which the package is installed as npm does it. */
export function project() {
  const folder = mkdtempSync(join(tmpdir(), "yao-as-"));
  mkdirSync(join(folder, "node_modules", "@yao"), { recursive: true });
  symlinkSync(PACKAGE, join(folder, "node_modules", "@yao", "sdk-assemblyscript"));
  writeFileSync(
    join(folder, "asconfig.json"),
    JSON.stringify({ extends: "@yao/sdk-assemblyscript/asconfig.json", options: { converge: false } }),
  );
  return folder;
}

/**
 * Compiles files, given as `{ name: text }`, the first one the entry. Gives `{ bytes, messages, failed }`: the module
 * and what the compiler said.
 */
export async function compile(files, ...options) {
  const folder = project();
  try {
    return await run(folder, files, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder, files, options) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main(
    [Object.keys(files)[0], "--baseDir", folder, "--outFile", "out.wasm", "--noColors", ...options],
    { stderr },
  );
  const messages = stderr.toString();
  if (error) return { failed: true, messages: `${messages}\n${error.message}` };
  return { failed: false, messages, bytes: readFileSync(join(folder, "out.wasm")) };
}

/** Compiles a guest that must compile. */
export async function guest(files, ...options) {
  const { failed, messages, bytes } = await compile(files, ...options);
  if (failed) throw new Error(messages);
  return bytes;
}

/** The text of a file of the repository. */
export function text(path) {
  return readFileSync(join(PACKAGE, "..", path), "utf8");
}

/** A guest of tests/guests. */
export async function fixture(name, ...options) {
  return guest({ [`${name}.ts`]: readFileSync(join(PACKAGE, "tests", "guests", `${name}.ts`), "utf8") }, ...options);
}

/** Reads a JSON file of the repository. */
export function json(path) {
  return JSON.parse(text(path));
}
