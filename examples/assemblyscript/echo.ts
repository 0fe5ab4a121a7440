// The smallest guest: gives its payload back. Raw, so nothing is decoded, and no byte is copied.

import { Packed } from "@yao/sdk-assemblyscript";


@handler
function echo(payload: Packed): Packed {
  return payload;
}
