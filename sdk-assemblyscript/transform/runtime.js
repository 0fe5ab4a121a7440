// AssemblyScript's allocator and collector. Their own failures (a block too large, a pointer that is none) would pull
// the panic hook and its texts into every guest, most of which have no other panic. Like their failure to grow memory,
// these become plain traps: the checks of what they are given stay, the text goes. What they check about themselves
// (`if (DEBUG) assert(...)`, on in every build but one with --noAssert) is for their authors and goes too.

import { Kind, textOf, walk } from "./ast.js";

const RUNTIME = "~lib/rt/";

/** Whether the source is part of the runtime. */
export function isRuntime(source) {
  return source.internalPath.startsWith(RUNTIME);
}

/**
 * The allocator marks its 368 lists of free blocks as empty before its first block, in memory that nobody has written:
 * zeros already. That loop was more than half of what a fresh instance of a small guest ran.
 */
export function freshMemory(source, edits) {
  if (source.internalPath !== `${RUNTIME}tlsf`) return;
  for (const node of source.statements) {
    if (node.kind !== Kind.FunctionDeclaration || node.name.text !== "initialize") continue;
    for (const loop of node.body.statements.filter(({ kind }) => kind === Kind.For)) edits.replace(loop.range, "");
  }
}

/** Makes the failures of a runtime source plain traps. */
export function plainTraps(source, edits) {
  walk(source.statements, (node) => {
    if (node.kind === Kind.Throw) {
      edits.replace(node.range, "unreachable()");
      return false;
    }
    if (node.kind === Kind.VariableDeclaration && node.name.text === "DEBUG") {
      edits.replace(node.initializer.range, "false");
      return false;
    }
    const call = node.kind === Kind.Expression && node.expression.kind === Kind.Call ? node.expression : null;
    if (call?.expression.text === "assert") {
      edits.replace(node.range, `if (!(${textOf(call.args[0])})) unreachable()`);
      return false;
    }
    return true;
  });
}

/**
 * The bump allocator of runtime `stub`. Its first place is known when the guest is linked, so that a start function would
 * run in every instance to store a constant: 0 stands for it. And memory is a whole number of pages, which need no rounding.
 */
export function smallStub(source, edits) {
  if (source.internalPath !== `${RUNTIME}stub`) return;
  const functionOf = (name) =>
    source.statements.find((s) => s.kind === Kind.FunctionDeclaration && s.name.text === name);
  const offset = source.statements
    .flatMap((s) => s.declarations ?? [])
    .find((d) => d.name.text === "offset" && textOf(d.initializer) === "startOffset");
  const [, block, ptr] = functionOf("__alloc")?.body.statements ?? [];
  const grow = functionOf("maybeGrowMemory");
  // All of it or nothing: another version of the compiler may have another allocator.
  if (!offset || !grow || !block || !ptr) return;
  if (textOf(block) !== "let block = changetype<BLOCK>(offset)") return;
  if (textOf(ptr) !== "let ptr = offset + BLOCK_OVERHEAD") return;
  const first = "((__heap_base + BLOCK_OVERHEAD + AL_MASK) & ~AL_MASK) - BLOCK_OVERHEAD";
  edits.replace(offset.initializer.range, "0");
  edits.replace(block.range, `let block = changetype<BLOCK>(offset ? offset : ${first})`);
  edits.replace(ptr.range, "let ptr = changetype<usize>(block) + BLOCK_OVERHEAD");
  edits.replace(
    grow.body.range,
    `{
  const pages = memory.size();
  const end = <usize>pages << 16;
  if (newOffset > end) {
    const missing = <i32>((newOffset - end + 0xffff) >>> 16);
    if (memory.grow(max(pages, missing)) < 0 && memory.grow(missing) < 0) unreachable();
  }
  offset = newOffset;
}`,
  );
}
