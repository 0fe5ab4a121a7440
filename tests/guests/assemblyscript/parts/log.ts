// empty and a log line.

import { log, Packed, release } from "@yao/sdk-assemblyscript";


@handler("log")
function line(payload: Packed): Packed {
  release(payload);
  log.info("here");
  return 0;
}
