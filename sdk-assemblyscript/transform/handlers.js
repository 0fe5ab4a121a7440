// @handler functions: an export that reads the payload, calls the function and writes its result.

import { isOptionalType, REST, stringOf, textOf } from "./ast.js";
import { rewriteThrows } from "./throws.js";

const EXPORT_NAME = /^[A-Za-z][A-Za-z0-9_]{0,127}$/;

/** Checks a name for an export and returns it. */
export function exportName(name, node, fail) {
  if (!EXPORT_NAME.test(name) || name.startsWith("yao_")) {
    fail(
      node,
      `"${name}" cannot be exported: 1 to 128 letters, digits and _, a letter first, not starting with yao_. ` +
        `Give a name: @handler("name")`,
    );
  }
  return name;
}

/** The statements that read the parameters, and the call's arguments. */
export function parameters(signature, edits, fail) {
  const reads = [];
  const names = [];
  signature.parameters.forEach((parameter, i) => {
    const type = textOf(parameter.type);
    if (parameter.parameterKind === REST) {
      // AssemblyScript has no rest parameters: this one becomes a plain list.
      const { range } = parameter;
      const text = textOf(parameter);
      edits.replace(range, text.replace("...", ""));
      const item = /^(?:Array<(.+)>|(.+)\[\])$/s.exec(type);
      if (!item) fail(parameter, `a rest parameter is a list: ...${parameter.name.text}: Value[]`);
      else reads.push(`const a${i} = __yao.rest<${item[1] ?? item[2]}>();`);
    } else if (parameter.initializer) {
      fail(parameter, "a handler has no default values: take `T | null` and look for null");
    } else {
      reads.push(`const a${i} = __yao.arg<${type}>();`);
    }
    names.push(`a${i}`);
  });
  return { reads: reads.join(" "), args: names.join(", ") };
}

/** The type a function gives, undefined for none. */
export function resultOf(signature) {
  const type = textOf(signature.returnType);
  return signature.returnType.range.start === signature.returnType.range.end || type === "void" ? undefined : type;
}

const RAW = "Packed";

/** Adds the wrapper of a handler. Gives what to export, and the statements it rewrote. */
export function handler(declaration, mark, edits, fail) {
  const { signature, name, body } = declaration;
  const own = name.text;
  const exported = exportName(stringOf(mark, fail) ?? own, mark, fail);
  if (declaration.typeParameters?.length) fail(name, `handler ${own} cannot be generic`);
  const result = resultOf(signature);
  const rewritten = rewriteThrows(body, `__yao.raise<${result ?? "void"}>`, edits);
  const first = signature.parameters[0];
  let text;
  if (signature.parameters.length === 1 && !isOptionalType(first.type) && textOf(first.type) === RAW) {
    if (result !== RAW) fail(signature.returnType, `a raw handler gives its result as ${RAW} too`);
    text = `const payload = __yao.pack(ptr, len); return __yao.raw(payload, ${own}(payload));`;
  } else {
    const { reads, args } = parameters(signature, edits, fail);
    const call = `${own}(${args})`;
    text =
      `__yao.start(ptr, len); ${reads} if (!__yao.accept(ptr, len)) return __yao.reject(); ` +
      (result ? `return __yao.reply<${result}>(${call});` : `${call}; return __yao.finish();`);
  }
  const wrapper = `__yao_h_${exported}`;
  edits.append(`function ${wrapper}(ptr: usize, len: u32): u64 { ${text} }`);
  return { exports: [{ wrapper, exported }], rewritten };
}
