// Literals where the SDK wants UTF-8: the name of a process, a log line. The guest would convert them from UTF-16 in every
// call, and carry the code for it; here they become bytes.

import { Kind, walk } from "./ast.js";

/** The local name of something that a file imports from the package, undefined when it does not. */
function importedAs(statements, from, name) {
  for (const node of statements) {
    if (node.kind !== Kind.Import || node.path.value !== from) continue;
    const found = (node.declarations ?? []).find(({ foreignName }) => foreignName.text === name);
    if (found) return found.name.text;
  }
  return undefined;
}

/** Whether a file declares the name again, as a parameter or a variable: then it may mean something else. */
function isHidden(statements, name) {
  let hidden = false;
  walk(statements, (node) => {
    if (node.kind === Kind.Import) return false;
    if (node.name?.text === name) hidden = true;
    return !hidden;
  });
  return hidden;
}

/** The literal as bytes of static memory and how many they are, undefined when it is no literal or empty. */
function staticBytes(node) {
  if (typeof node?.value !== "string" || node.kind !== Kind.Literal || !node.value.length) return undefined;
  // Lone surrogates become U+FFFD here as they would in the guest.
  const bytes = [...new TextEncoder().encode(node.value)];
  return `memory.data<u8>([${bytes.join(", ")}]), ${bytes.length}`;
}

const LEVELS = { fatal: "Fatal", error: "Error", warn: "Warn", info: "Info", debug: "Debug", trace: "Trace" };

/** Rewrites `process<T>("name", ...)`, `processRaw("name", ...)` and `log.info("text")` of the package `from`. */
export function literals(statements, from, edits) {
  const visible = (name) => {
    const local = importedAs(statements, from, name);
    return local && !isHidden(statements, local) ? local : undefined;
  };
  const named = new Map(
    [
      [visible("process"), "__yao.processNamed"],
      [visible("processRaw"), "__yao.processText"],
    ].filter(([local]) => local),
  );
  const log = visible("log");
  if (!named.size && !log) return;
  walk(statements, (node) => {
    if (node.kind !== Kind.Call) return true;
    const callee = node.expression;
    const bytes = staticBytes(node.args[0]);
    if (!bytes || edits.touches(node.range)) return true;
    if (callee.kind === Kind.Identifier && named.has(callee.text)) {
      edits.replace(callee.range, named.get(callee.text));
      edits.replace(node.args[0].range, bytes);
    } else if (log && callee.kind === Kind.PropertyAccess && callee.expression.text === log) {
      const level = Object.hasOwn(LEVELS, callee.property.text) && LEVELS[callee.property.text];
      if (!level || node.args.length !== 1) return true;
      edits.replace(callee.range, "__yao.logText");
      edits.replace(node.args[0].range, `__yao.Level.${level}, ${bytes}`);
    }
    return true;
  });
}
