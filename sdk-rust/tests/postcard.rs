//! A guest whose payloads and results are postcard.
#![cfg(feature = "postcard")]

use serde::{Deserialize, Serialize};
use yao_sdk::{self as yao, testing::Host};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    id: u64,
    name: String,
    lines: Vec<(u16, f32)>,
    note: Option<String>,
}

#[yao::handler(serde)]
fn total(order: Order, factor: u8) -> yao::Result<f32> {
    if order.lines.is_empty() {
        return Err(yao::Error::bad_request("no lines"));
    }
    yao::info!("{}", order.name);
    let price: f32 = yao::process("a.price", (order.id,))?;
    Ok(order.lines.iter().map(|(n, each)| f32::from(*n) * each).sum::<f32>() * f32::from(factor) * price)
}

#[yao::handler(serde)]
fn nothing() {}

#[yao::handler(serde)]
fn borrowed(text: &str) -> usize {
    text.len()
}

#[yao::handler(raw)]
fn same(payload: yao::Buf) -> yao::Buf {
    payload
}

struct Sum(u64);

#[yao::instance(serde)]
impl Sum {
    fn create(start: u64) -> Self {
        Self(start)
    }
    fn add(&mut self, number: u64) -> u64 {
        self.0 += number;
        self.0
    }
}

fn order() -> Order {
    Order { id: 1, name: "x".into(), lines: vec![(2, 1.5)], note: None }
}

#[test]
fn arguments_are_what_postcard_makes_of_a_tuple() {
    let host = Host::new();
    // Processes stay MessagePack.
    host.on("a.price", |(id,): (u64,)| Ok(id * 2));
    assert_eq!(host.call("total", (order(), 3u8)), Ok(18.0f32));
    let payload = postcard::to_allocvec(&(order(), 3u8)).unwrap();
    assert_eq!(host.call_raw("total", &payload).unwrap(), postcard::to_allocvec(&18.0f32).unwrap());
    assert_eq!(host.logs().len(), 2);
}

#[test]
fn payloads_that_do_not_fit_are_bad_requests() {
    let host = Host::new();
    let payload = postcard::to_allocvec(&(order(), 3u8)).unwrap();
    let code = |payload: &[u8]| {
        let error = host.call_raw("total", payload).unwrap_err();
        (error.code(), error.message().to_owned())
    };
    assert_eq!(code(&payload[..payload.len() - 1]), (400, "factor: truncated".into()));
    assert_eq!(code(&[&payload[..], &[0]].concat()), (400, "value: bytes left".into()));
    assert_eq!(code(b""), (400, "order: truncated".into()));
    assert_eq!(code(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f]), (400, "order: truncated".into()));
    assert_eq!(host.call_raw("borrowed", &[1, 0xff]).unwrap_err().message(), "text: not UTF-8");
}

#[test]
fn errors_are_records_as_ever() {
    let mut empty = order();
    empty.lines.clear();
    let error = Host::new().call::<f32>("total", (empty, 1u8)).unwrap_err();
    assert_eq!((error.code(), error.message()), (400, "no lines"));
}

#[test]
fn nothing_is_no_bytes() {
    let host = Host::new();
    assert_eq!(host.call_raw("nothing", b"").unwrap(), b"");
    assert_eq!(host.call_raw("same", b"anything").unwrap(), b"anything");
    assert_eq!(host.call("borrowed", ("Zoë",)), Ok(4usize));
}

#[test]
fn instances_take_and_give_postcard() {
    let host = Host::new();
    let sum = host.create("sum", (40u64,)).unwrap();
    assert_eq!(host.method("sum", "add", sum, (2u64,)), Ok(42u64));
    assert_eq!(host.destroy("sum", sum), Ok(()));
}

#[test]
fn the_marker_says_opaque() {
    assert_eq!(yao::abi::capabilities(), yao::abi::CAP_CODEC_OPAQUE);
}
