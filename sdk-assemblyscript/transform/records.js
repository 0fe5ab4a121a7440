// @serializable classes: a table of keys, `decode()` and `encode()`.

import { decorator, Flag, isOptionalType, Kind, stringOf, textOf } from "./ast.js";

const MOST_FIELDS = 64;
const MOST_KEY_BYTES = 255;

function fieldsOf(declaration, fail) {
  const fields = [];
  for (const member of declaration.members) {
    if (member.kind !== Kind.FieldDeclaration || member.flags & Flag.Static) continue;
    if (decorator(member, "skip")) continue;
    const name = member.name.text;
    if (member.flags & (Flag.Private | Flag.Protected)) {
      fail(member, `field ${name} is not public: mark it @skip, or make it public`);
      continue;
    }
    const renamed = decorator(member, "key");
    const key = (renamed && stringOf(renamed, fail)) || name;
    const bytes = [...new TextEncoder().encode(key)];
    if (bytes.length > MOST_KEY_BYTES) {
      fail(member, `the key of field ${name} has ${bytes.length} bytes, at most ${MOST_KEY_BYTES} fit`);
      continue;
    }
    const keep = Boolean(decorator(member, "optional"));
    fields.push({ name, key, bytes, type: textOf(member.type), keep, optional: keep || isOptionalType(member.type) });
  }
  if (fields.length > MOST_FIELDS) {
    fail(declaration.name, `${fields.length} fields, at most ${MOST_FIELDS} fit: put some into a class of their own`);
  }
  const twice = fields.find((field, i) => fields.findIndex((other) => other.key === field.key) !== i);
  if (twice) fail(declaration.name, `two fields have the key "${twice.key}"`);
  return fields;
}

// The fields that must be there, one bit each in 8 bytes.
function bitsOf(fields) {
  const bits = new Array(8).fill(0);
  fields.forEach((field, i) => {
    if (!field.optional) bits[i >> 3] |= 1 << (i & 7);
  });
  return bits;
}

/** Adds the codec methods to a class: the members go behind its last one, the table behind the file. */
export function record(declaration, edits, fail) {
  const name = declaration.name.text;
  if (declaration.typeParameters?.length) fail(declaration.name, `@serializable class ${name} cannot be generic`);
  if (declaration.extendsType) {
    fail(declaration.name, `@serializable class ${name} cannot extend another: make that one a field`);
  }
  for (const member of declaration.members) {
    if (member.flags & Flag.Constructor && member.signature.parameters.some((p) => !p.initializer)) {
      fail(member, `the constructor of ${name} is called without arguments when a record is read`);
    }
  }
  const fields = fieldsOf(declaration, fail);
  const table = [fields.length, ...bitsOf(fields)];
  const cases = [];
  const writes = [];
  fields.forEach((field, i) => {
    writes.push(`__yao.key(__yao_keys_${name} + ${table.length}); __yao.encode<${field.type}>(this.${field.name});`);
    // A field with a default keeps it when nil comes instead of a value.
    const read = `this.${field.name} = __yao.decode<${field.type}>();`;
    cases.push(`case ${i}: ${field.keep ? `if (!__yao.nil()) ${read}` : read} break;`);
    table.push(field.bytes.length, ...field.bytes);
  });
  const members =
    ` decode(): void { const outer = __yao.entries, seen = __yao.seen; __yao.open(); let field: i32;` +
    ` while ((field = __yao.next(__yao_keys_${name})) >= 0) { switch (field) { ${cases.join(" ")} } }` +
    ` __yao.close(outer, seen); }` +
    ` encode(): void { __yao.map(${fields.length}); ${writes.join(" ")} } }`;
  const { range } = declaration;
  // The closing brace of the class.
  edits.replace({ source: range.source, start: range.end - 1, end: range.end }, members);
  edits.append(`@lazy const __yao_keys_${name} = memory.data<u8>([${table.join(", ")}]);`);
}
