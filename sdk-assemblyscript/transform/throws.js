// `throw`. AssemblyScript's own is a trap. In handlers and methods, whose wrapper knows what to do with a noted error, a
// thrown YaoError becomes a return; `throw new Error(...)` stays the panic it is. Elsewhere `throw new YaoError(...)`
// would panic too, which is never meant: that is refused.

import { Kind, walk } from "./ast.js";

function isYaoError(node) {
  return node.kind === Kind.New && node.typeName.identifier.text === "YaoError";
}

// The throws of a body that give an error: all but those of a new object of another class. Functions inside the body
// return to somewhere else, so theirs are left out.
function errorThrows(body) {
  const found = [];
  walk(body, (node) => {
    if (node.kind === Kind.FunctionDeclaration || node.kind === Kind.MethodDeclaration) return false;
    if (node.kind === Kind.Throw && (node.value.kind !== Kind.New || isYaoError(node.value))) found.push(node);
    return true;
  });
  return found;
}

/** Makes each of them a `return` that notes the error. `how` is the function of the SDK that does it. */
export function rewriteThrows(body, how, edits) {
  const found = errorThrows(body);
  for (const node of found) {
    const { source } = node.range;
    const value = source.text.substring(node.value.range.start, node.value.range.end);
    edits.replace(node.range, `return ${how}(${value})`);
  }
  return found;
}

/** Refuses those that are left in a file. */
export function refuseThrows(statements, rewritten, fail) {
  const allowed = new Set(rewritten);
  walk(statements, (node) => {
    if (node.kind === Kind.Throw && isYaoError(node.value) && !allowed.has(node)) {
      fail(
        node,
        "only a handler or a method of an @instance can throw a YaoError: AssemblyScript has no exceptions. " +
          "Return from here with `return fail<T>(code, message)`; the caller asks `failed()`",
      );
    }
    return true;
  });
}
