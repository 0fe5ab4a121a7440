// empty and a call of a process, arguments and reply undecoded.

import { lenOf, pack, Packed, processRaw, ptrOf, yao_alloc } from "@yao/sdk-assemblyscript";


@handler("process")
function call(payload: Packed): Packed {
  // The call frees what it is given, and the wrapper of a raw handler the payload: so each has its own.
  const len = lenOf(payload);
  const args = yao_alloc(len);
  memory.copy(args, ptrOf(payload), len);
  return processRaw("utils.greet", pack(args, len));
}
