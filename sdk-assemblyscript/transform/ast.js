// The few facts about AssemblyScript's syntax tree that the transform needs. The compiler's own enums are not imported,
// so that the transform works with whichever copy of the compiler loads it; a test compares these with the real ones.

/** Node kinds. */
export const Kind = {
  Identifier: 7,
  Call: 10,
  Literal: 17,
  New: 18,
  PropertyAccess: 22,
  Expression: 39,
  For: 40,
  Import: 43,
  Throw: 46,
  ClassDeclaration: 52,
  FieldDeclaration: 55,
  FunctionDeclaration: 56,
  MethodDeclaration: 59,
  VariableDeclaration: 62,
};

/** Flags of declarations. */
export const Flag = {
  Export: 2,
  Static: 32,
  Private: 512,
  Protected: 1024,
  Get: 2048,
  Set: 4096,
  Constructor: 524288,
};

/** The diagnostic code "User-defined: {0}". */
export const USER_DEFINED = 102;

/** Parameter kind of `...name`. */
export const REST = 2;

/** The decorator of that name, if the declaration has it. */
export function decorator(declaration, name) {
  return (declaration.decorators ?? []).find((d) => d.name.text === name);
}

/** The text of a node as it was written. */
export function textOf(node) {
  return node.range.source.text.substring(node.range.start, node.range.end);
}

/** The text of the one string a decorator takes, undefined when it has none. */
export function stringOf(decorator, fail) {
  const args = decorator.args ?? [];
  if (!args.length) return undefined;
  if (args.length > 1 || typeof args[0].value !== "string") {
    fail(decorator, `@${decorator.name.text} takes one name in quotes`);
    return undefined;
  }
  return args[0].value;
}

// Types of the SDK that can be nil themselves.
const NIL_TYPES = ["Value", "Maybe"];

/** Whether the value may be left out and is nil then: `T | null`, or a type that can be nil. */
export function isOptionalType(type) {
  return type.isNullable || NIL_TYPES.includes(type.name?.identifier?.text);
}

/** Calls `visit` for every node below `node`, itself included, until `visit` returns false for one. */
export function walk(node, visit, seen = new Set()) {
  if (node === null || typeof node !== "object" || seen.has(node)) return;
  seen.add(node);
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit, seen);
    return;
  }
  if (typeof node.kind !== "number" || !node.range) return;
  if (visit(node) === false) return;
  for (const key of Object.keys(node)) if (key !== "range") walk(node[key], visit, seen);
}
