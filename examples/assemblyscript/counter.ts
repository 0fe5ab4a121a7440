// An object that lives across the calls of a session. The exports are counter_create, counter_add, counter_get and
// counter_destroy.

import { Code, YaoError } from "@yao/sdk-assemblyscript";


@instance
class Counter {
  constructor(private total: i64) {}

  add(n: i64): i64 {
    const total = this.total + n;
    // Adding wraps: it has when both numbers have one sign and the total has the other.
    if (((this.total ^ total) & (n ^ total)) < 0) {
      throw new YaoError(Code.BadRequest, "the counter would leave 64 bits");
    }
    this.total = total;
    return total;
  }

  get(): i64 {
    return this.total;
  }
}
