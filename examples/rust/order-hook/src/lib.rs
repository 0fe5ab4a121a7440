//! A hook that runs before an order is saved: it checks the order, fills in what the shop knows, and computes the
//! total. Called with the order as a record; gives the order to save, or an error that says what is wrong with it.

#![no_std]

extern crate alloc;

use alloc::{string::String, vec::Vec};

use yao::{Decode, Encode, Error, Result, Value};

#[derive(Decode, Encode)]
struct Line {
    sku: String,
    quantity: u32,
    /// In cents; the catalogue's price when it is left out.
    price: Option<u32>,
}

#[derive(Decode, Encode)]
struct Order {
    customer: u64,
    lines: Vec<Line>,
    coupon: Option<String>,
    /// In cents; what the caller sends is not believed.
    #[yao(default)]
    total: u64,
    /// Whatever else the form had, kept as it came.
    extra: Value,
}

#[derive(Decode)]
struct Product {
    price: u32,
    stock: u32,
}

/// Why an order was refused, for programs.
#[derive(Encode)]
struct Refusal<'a> {
    sku: &'a str,
    asked: u32,
    stock: u32,
}

const MOST_LINES: usize = 200;

#[yao::handler]
fn before_save(mut order: Order) -> Result<Order> {
    if order.lines.is_empty() {
        return Err(Error::bad_request("an order needs a line"));
    }
    if order.lines.len() > MOST_LINES {
        return Err(Error::new(413, "an order has at most 200 lines"));
    }
    // Cannot overflow: 200 products of two 32-bit numbers.
    let mut total = 0;
    for line in &mut order.lines {
        total += fill_in(line)?;
    }
    order.total = total - discount(order.coupon.as_deref(), total);
    yao::info!("order of customer {}: {} cents", order.customer, order.total);
    Ok(order)
}

/// Fills in the price of a line and gives what it costs.
fn fill_in(line: &mut Line) -> Result<u64> {
    // An error of the process ends the hook, unchanged.
    let product: Product = yao::process("models.product.Find", (&line.sku,))?;
    if line.quantity == 0 || line.quantity > product.stock {
        let refusal = Refusal { sku: &line.sku, asked: line.quantity, stock: product.stock };
        return Err(Error::bad_request("not in stock").with_details(&refusal));
    }
    let price = *line.price.get_or_insert(product.price);
    Ok(u64::from(price) * u64::from(line.quantity))
}

/// What a coupon takes off. A shop without coupons is no reason to refuse an order: the error ends here.
fn discount(coupon: Option<&str>, total: u64) -> u64 {
    let Some(coupon) = coupon else { return 0 };
    match yao::process::<u8>("scripts.coupon.Percent", (coupon,)) {
        Ok(percent) if percent <= 100 => {
            total / 100 * u64::from(percent) + total % 100 * u64::from(percent) / 100
        }
        Ok(_) => {
            yao::warn!("coupon {coupon} is not counted: more than 100 %");
            0
        }
        Err(error) => {
            yao::warn!("coupon {coupon} is not counted: {}", error.message());
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{collections::BTreeMap, string::ToString, vec};

    use super::*;
    use yao::{Level, testing::Host};

    /// A shop that sells one product at 250 cents and has 9 of it.
    fn shop() -> Host {
        let host = Host::new();
        host.on("models.product.Find", |(sku,): (String,)| {
            if sku != "tea" {
                return Err(Error::new(404, "no such product"));
            }
            Ok(BTreeMap::from([("price", 250), ("stock", 9)]))
        });
        host
    }

    fn order(sku: &str, quantity: u32, coupon: Option<&str>) -> Order {
        let line = Line { sku: sku.into(), quantity, price: None };
        let extra = Value::Map(vec![("gift".into(), true.into())]);
        Order { customer: 7, lines: vec![line], coupon: coupon.map(Into::into), total: 1, extra }
    }

    #[test]
    fn prices_and_total_are_filled_in_and_the_rest_is_kept() {
        let host = shop();
        let saved: Order = host.call("before_save", (order("tea", 3, None),)).unwrap();
        assert_eq!((saved.total, saved.lines[0].price), (750, Some(250)));
        assert_eq!(saved.extra.get("gift"), Some(&Value::Bool(true)));
        assert_eq!(host.logs(), [(Level::Info, "order of customer 7: 750 cents".to_string())]);
    }

    #[test]
    fn more_than_the_shop_has_is_refused_with_details() {
        let error = shop().call::<Order>("before_save", (order("tea", 10, None),)).map(|_| ()).unwrap_err();
        assert_eq!((error.code(), error.message()), (400, "not in stock"));
        let details: Value = error.details().unwrap();
        assert_eq!(details.get("stock").and_then(Value::as_u64), Some(9));
    }

    #[test]
    fn an_unknown_product_is_the_error_of_its_process() {
        let error = shop().call::<Order>("before_save", (order("coffee", 1, None),)).map(|_| ()).unwrap_err();
        assert_eq!((error.code(), error.message()), (404, "no such product"));
    }

    #[test]
    fn a_coupon_counts_where_the_shop_knows_it() {
        let host = shop();
        let saved: Order = host.call("before_save", (order("tea", 4, Some("spring")),)).unwrap();
        assert_eq!(saved.total, 1000);
        assert_eq!(host.logs()[0].0, Level::Warn);
        host.on("scripts.coupon.Percent", |_: (String,)| Ok(15));
        let saved: Order = host.call("before_save", (order("tea", 4, Some("spring")),)).unwrap();
        assert_eq!(saved.total, 850);
    }

    #[test]
    fn an_order_without_lines_is_refused() {
        let mut empty = order("tea", 1, None);
        empty.lines.clear();
        assert_eq!(shop().call::<Order>("before_save", (empty,)).map(|_| ()).unwrap_err().code(), 400);
    }
}
