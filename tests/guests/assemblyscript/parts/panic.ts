// empty and a panic with a literal message.

import { lenOf, Packed, release } from "@yao/sdk-assemblyscript";


@handler("panic")
function fail(payload: Packed): Packed {
  if (!lenOf(payload)) throw new Error("no payload");
  release(payload);
  return 0;
}
