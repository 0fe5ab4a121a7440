// The compiler transform: turns @handler functions, @serializable and @instance classes into exports and codec methods.
//
// It reads the compiler's syntax tree and writes text: the file as it was, each line in its place, with the generated
// code behind it, parsed again under the same path. So what is generated is ordinary AssemblyScript, shown by
// YAO_SHOW=1, and what one writes without the transform looks the same.

import { posix } from "node:path";

import { decorator, Kind, USER_DEFINED } from "./ast.js";
import { instanceClass } from "./classes.js";
import { Edits } from "./edits.js";
import { handler } from "./handlers.js";
import { literals } from "./literals.js";
import { record } from "./records.js";
import { freshMemory, isRuntime, plainTraps, smallStub } from "./runtime.js";
import { refuseThrows } from "./throws.js";

const PACKAGE = "@yao/sdk-assemblyscript";
const OWN_MEMBERS = ["skip", "key", "optional", "pull"];

// The kinds of source file that asc parses as an entry: the author's own and the library's.
const ENTRY = [1, 3];

// Takes the decorators away that AssemblyScript does not know, in the text.
function strip(declaration, names, edits, by = () => "") {
  for (const d of declaration.decorators ?? []) {
    if (names.includes(d.name.text)) edits.replace(d.range, by(d.name.text));
  }
}

/** What one source file declares, as edits of its text. */
function rewrite(source, fail) {
  const edits = new Edits();
  const found = { classes: 0, exports: [], throws: [] };
  for (const node of source.statements) {
    if (node.kind === Kind.FunctionDeclaration) {
      const mark = decorator(node, "handler");
      if (!mark) continue;
      const made = handler(node, mark, edits, fail);
      found.exports.push(...made.exports);
      found.throws.push(...made.rewritten);
      strip(node, ["handler"], edits);
      if (ENTRY.includes(source.sourceKind)) hideExport(node, edits);
    } else if (node.kind === Kind.ClassDeclaration) {
      const serializable = decorator(node, "serializable");
      const mark = decorator(node, "instance");
      if (serializable && mark) fail(node.name, `class ${node.name.text} is either @serializable or @instance`);
      if (serializable) record(node, edits, fail);
      let final = false;
      if (mark) {
        const made = instanceClass(node, mark, edits, fail);
        found.classes++;
        found.exports.push(...made.exports);
        found.throws.push(...made.rewritten);
        final = made.final;
      }
      if (serializable || mark) {
        strip(node, ["serializable", "instance"], edits, (name) => (name === "instance" && final ? "@final" : ""));
        for (const member of node.members) strip(member, OWN_MEMBERS, edits);
      }
    }
  }
  refuseThrows(source.statements, found.throws, fail);
  // Last: a statement that was rewritten as a whole keeps its text.
  literals(source.statements, PACKAGE, edits);
  return { edits, found };
}

// What an entry file exports leaves the module: of a handler that is the wrapper only. In other files the function stays
// what it was, so that it can be imported.
function hideExport(node, edits) {
  const { source, start, end } = node.range;
  const from = Math.max(start, ...(node.decorators ?? []).map((d) => d.range.end));
  const text = source.text.substring(from, end);
  const at = /\bexport\s+(?=function\b)/.exec(text);
  if (at) edits.replace({ source, start: from + at.index, end: from + at.index + at[0].length }, "");
}

/** What asc loads. */
export default class YaoTransform {
  /** Called with all files parsed, before anything is resolved. */
  afterParse(parser) {
    const { program } = this;
    const fail = (node, message) => parser.error(USER_DEFINED, node.range, message);
    for (const source of program.sources.filter(isRuntime)) {
      const edits = new Edits();
      freshMemory(source, edits);
      plainTraps(source, edits);
      smallStub(source, edits);
      if (!edits.empty) replaceSource(parser, program, source, edits);
    }
    const own = program.sources.filter((s) => !s.internalPath.startsWith("~lib/"));
    const all = own.map((source) => ({ source, ...rewrite(source, fail) }));
    if (all.some(({ found }) => found.exports.length)) this.#export(all, fail);
    for (const { source, edits } of all) {
      if (edits.empty) continue;
      edits.append(`import * as __yao from "${PACKAGE}/assembly/glue";`);
      replaceSource(parser, program, source, edits);
    }
  }

  // Adds to the entry file what a module exports once, and the handlers of other files.
  #export(all, fail) {
    const names = all.flatMap(({ found }) => found.exports.map(({ exported }) => exported));
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    const entry = all.find(({ source }) => ENTRY.includes(source.sourceKind));
    if (twice) fail(entry.source.statements[0], `two exports have the name ${twice}`);
    const instances = all.some(({ found }) => found.classes);
    entry.edits.append(`export function yao_abi_v1(): u32 { return __yao.capabilities(${instances}); }`);
    entry.edits.append(`export { yao_alloc, yao_free } from "${PACKAGE}/assembly/mem";`);
    for (const { source, edits, found } of all) {
      if (!found.exports.length) continue;
      const renamed = found.exports.map(({ wrapper, exported }) => `${wrapper} as ${exported}`).join(", ");
      if (source === entry.source) edits.append(`export { ${renamed} };`);
      else {
        const path = posix.relative(posix.dirname(entry.source.internalPath), source.internalPath);
        edits.append(`export { ${found.exports.map(({ wrapper }) => wrapper).join(", ")} };`);
        entry.edits.append(`export { ${renamed} } from "${path.startsWith(".") ? path : `./${path}`}";`);
      }
    }
  }
}

// Parses the changed text in the place of a file.
function replaceSource(parser, program, source, edits) {
  const text = edits.apply(source.text);
  if (process.env.YAO_SHOW) process.stderr.write(`// ${source.normalizedPath}\n${text}\n`);
  const at = program.sources.indexOf(source);
  parser.donelog.delete(source.internalPath);
  parser.seenlog.delete(source.internalPath);
  program.sources.splice(at, 1);
  parser.parseFile(text, source.normalizedPath, ENTRY.includes(source.sourceKind));
}
