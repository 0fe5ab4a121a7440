// empty and a call of a process, arguments and reply undecoded.

import { Packed, processRaw } from "@yao/sdk-assemblyscript";


@handler("process")
function call(payload: Packed): Packed {
  return processRaw("utils.greet", payload);
}
