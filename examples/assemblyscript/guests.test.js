// Run with `npm run build && npm test`. GUESTS is the folder of the built guests.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Guest, GuestError } from "@yao/sdk-assemblyscript/testing";

const load = (name, processes) => Guest.load(`${process.env.GUESTS ?? "build"}/${name}.wasm`, processes);

test("echo gives its payload back", () => {
  assert.deepEqual(load("echo").callBytes("echo", new Uint8Array([1, 2])).bytes, new Uint8Array([1, 2]));
});

test("greet asks a process and logs", () => {
  const guest = load("greet", { "utils.greet": (name) => `Grüß Gott, ${name}` });
  assert.deepEqual(guest.call("greet", { name: "Ada 😀" }), { greeting: "Grüß Gott, Ada 😀" });
  assert.deepEqual(guest.logs, [{ level: 4, message: "greeted" }]);
});

test("a counter keeps its total", () => {
  const counter = load("counter").create("counter", 2n ** 63n - 2n);
  assert.equal(counter.call("add", 1), 2n ** 63n - 1n);
  assert.throws(() => counter.call("add", 1), { code: 400 });
  assert.equal(counter.call("get"), 2n ** 63n - 1n);
  assert.equal(counter.destroy(), 0);
});

const shop = {
  "models.product.Find": (sku) => {
    if (sku !== "tea") throw new GuestError(404, `no product ${sku}`);
    return { price: 250, stock: 5, name: "Tea" };
  },
  "scripts.coupon.Percent": () => 20,
};
const order = (line, more = {}) => ({ customer: 7, lines: [{ sku: "tea", quantity: 2, ...line }], ...more });

test("an order is priced, and keeps what else it had", () => {
  const saved = load("order-hook", shop).call("before_save", order({}, { total: 1, extra: { gift: true } }));
  assert.deepEqual(saved, {
    customer: 7,
    lines: [{ sku: "tea", quantity: 2, price: 250 }],
    coupon: null,
    total: 500,
    extra: { gift: true },
  });
});

test("a coupon counts, and its failing process is no reason to refuse", () => {
  assert.equal(load("order-hook", shop).call("before_save", order({}, { coupon: "X" })).total, 400);
  const guest = load("order-hook", { ...shop, "scripts.coupon.Percent": undefined });
  assert.equal(guest.call("before_save", order({}, { coupon: "X" })).total, 500);
  assert.equal(guest.logs[0].level, 3);
});

test("an order that cannot be filled is refused with details", () => {
  const guest = load("order-hook", shop);
  assert.throws(() => guest.call("before_save", order({ quantity: 9 })), {
    code: 400,
    details: { sku: "tea", asked: 9, stock: 5 },
  });
  assert.throws(() => guest.call("before_save", order({ sku: "coffee" })), { code: 404 });
  assert.throws(() => guest.call("before_save", { customer: 7, lines: [] }), { code: 400 });
});
