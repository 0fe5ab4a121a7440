// A hook that runs before an order is saved: it checks the order, fills in what the shop knows, and computes the total.
// Called with the order as a record; gives the order to save, or an error that says what is wrong with it.

import { args, caught, Code, fail, failed, log, process, raise, Value, YaoError } from "@yao/sdk-assemblyscript";


@serializable
class Line {
  sku: string = "";
  quantity: u32 = 0;
  /** In cents; the catalogue's price when it is left out. */
  @optional price: i64 = -1;
}


@serializable
class Order {
  customer: u64 = 0;
  lines: Line[] = [];
  coupon: string | null = null;
  /** In cents; what the caller sends is not believed. */
  @optional total: i64 = 0;
  /** Whatever else the form had, kept as it came. */
  extra: Value = Value.nil();
}


@serializable
class Product {
  price: i64 = 0;
  stock: u32 = 0;
}

/** Why an order was refused, for programs. */
@serializable
class Refusal {
  sku: string = "";
  asked: u32 = 0;
  stock: u32 = 0;
}

const MOST_LINES = 200;


@handler("before_save")
function beforeSave(order: Order): Order {
  if (!order.lines.length) throw new YaoError(Code.BadRequest, "an order needs a line");
  if (order.lines.length > MOST_LINES) throw new YaoError(Code.TooLarge, "an order has at most 200 lines");
  let total: i64 = 0;
  for (let i = 0; i < order.lines.length; i++) {
    total += priced(order.lines[i]);
    // What a helper noted ends the call; the loop need not go on.
    if (failed()) return order;
  }
  order.total = total - discount(order.coupon, total);
  log.info("order of customer " + order.customer.toString() + ": " + order.total.toString() + " cents");
  return order;
}

// The price of a line, which is filled in. A helper cannot throw: it returns what `fail` gives.
function priced(line: Line): i64 {
  const product = process<Product>("models.product.Find", args(line.sku));
  if (failed()) return 0;
  if (!line.quantity || line.quantity > product.stock) {
    const refusal: Refusal = { sku: line.sku, asked: line.quantity, stock: product.stock };
    const error = new YaoError(Code.BadRequest, line.sku + ": not in stock").with(refusal);
    return raise<i64>(error);
  }
  if (line.price < 0) line.price = product.price;
  return line.price * line.quantity;
}

// What a coupon takes off. A shop without coupons is no reason to refuse an order: the error is caught.
function discount(coupon: string | null, total: i64): i64 {
  if (coupon === null) return 0;
  const percent = process<u32>("scripts.coupon.Percent", args(coupon));
  const error = caught();
  if (error) {
    log.warn("coupon " + coupon + " is not counted: " + error.message);
    return 0;
  }
  return percent > 100 ? fail<i64>(Code.Internal, "a coupon of more than 100 %") : (total * percent) / 100;
}
