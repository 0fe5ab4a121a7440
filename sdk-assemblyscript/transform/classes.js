// @instance classes: exports for create, each public method, destroy, and the pull form where a method asks for it.

import { decorator, Flag, Kind, stringOf } from "./ast.js";
import { exportName, parameters, resultOf } from "./handlers.js";
import { rewriteThrows } from "./throws.js";

const RESERVED = ["create", "result_len", "result_read"];

function methodsOf(declaration) {
  const skipped = Flag.Static | Flag.Private | Flag.Protected | Flag.Get | Flag.Set | Flag.Constructor;
  return declaration.members.filter(
    (m) => m.kind === Kind.MethodDeclaration && !(m.flags & skipped) && !decorator(m, "skip"),
  );
}

/** Adds the wrappers of a class. Gives what to export, the statements it rewrote, and whether it has to be @final. */
export function instanceClass(declaration, mark, edits, fail) {
  const own = declaration.name.text;
  const name = exportName(stringOf(mark, fail) ?? own[0].toLowerCase() + own.substring(1), mark, fail);
  if (declaration.typeParameters?.length) fail(declaration.name, `@instance class ${own} cannot be generic`);
  const rewritten = [];
  const exports = [];
  const add = (method, signature, text) => {
    const exported = exportName(`${name}_${method}`, declaration.name, fail);
    const wrapper = `__yao_c_${exported}`;
    edits.append(`function ${wrapper}(${signature} { ${text} }`);
    exports.push({ wrapper, exported });
  };

  const constructor = declaration.members.find((m) => m.flags & Flag.Constructor);
  let refuses = false;
  let reads = "";
  let args = "";
  if (constructor) {
    const thrown = rewriteThrows(constructor.body, `__yao.refuse<${own}>`, edits);
    refuses = thrown.length > 0;
    rewritten.push(...thrown);
    ({ reads, args } = parameters(constructor.signature, edits, fail));
  }
  add(
    "create",
    "ptr: usize, len: u32): u64",
    `__yao.start(ptr, len); ${reads} if (!__yao.accept(ptr, len)) return __yao.reject(); ` +
      `return __yao.create<${own}>(new ${own}(${args}));`,
  );

  const methods = methodsOf(declaration);
  const pulls = methods.some((method) => decorator(method, "pull"));
  // What an earlier method left to pull is gone as soon as the next one runs.
  const forget = pulls ? `__yao.unkeep<${own}>(handle); ` : "";
  for (const method of methods) {
    const called = method.name.text;
    if (called === "destroy") {
      if (method.signature.parameters.length) fail(method.name, "destroy() takes no arguments");
      rewritten.push(...rewriteThrows(method.body, "__yao.raise<void>", edits));
      continue;
    }
    if (RESERVED.includes(called)) fail(method.name, `a method cannot be called ${called}: the ABI uses that name`);
    const result = resultOf(method.signature);
    rewritten.push(...rewriteThrows(method.body, `__yao.raise<${result ?? "void"}>`, edits));
    const pull = Boolean(decorator(method, "pull"));
    if (pull && !result) fail(method.name, `@pull method ${called} gives nothing that could be pulled`);
    const read = parameters(method.signature, edits, fail);
    const call = `self.${called}(${read.args})`;
    let end = result ? `return __yao.reply<${result}>(${call});` : `${call}; return __yao.finish();`;
    if (pull) end = `return __yao.keep<${own}, ${result}>(handle, ${call});`;
    add(
      called,
      "handle: u32, ptr: usize, len: u32): u64",
      `const self = __yao.instance<${own}>(handle); if (!self) return __yao.gone(ptr, len); ${forget}` +
        `__yao.start(ptr, len); ${read.reads} if (!__yao.accept(ptr, len)) return __yao.reject(); ${end}`,
    );
  }
  if (pulls) {
    add("result_len", "handle: u32): i32", `return __yao.resultLen<${own}>(handle);`);
    add("result_read", "handle: u32, ptr: usize, cap: u32): i32", `return __yao.resultRead<${own}>(handle, ptr, cap);`);
  }
  add("destroy", "handle: u32): i32", `return __yao.destroy<${own}>(handle);`);
  return { exports, rewritten, final: refuses };
}
