// What every guest has: takes a payload, gives nothing. The guest that others are measured against.

import { Packed, release } from "@yao/sdk-assemblyscript";


@handler
function empty(payload: Packed): Packed {
  release(payload);
  return 0;
}
