//! What `#[handler]`, `#[instance]` and the derive macros export, called as a host calls it.
#![cfg(not(feature = "postcard"))]

use std::collections::BTreeMap;

use yao_sdk::{self as yao, ByteBuf, Bytes, Decode, Encode, Error, Level, Result, Value, testing::Host};

#[yao::handler]
fn add(a: i64, b: Option<i64>) -> i64 {
    a + b.unwrap_or(0)
}

#[yao::handler]
fn nothing() {}

#[yao::handler(name = "Check")]
fn renamed(value: Value) -> Value {
    value
}

#[yao::handler(rest)]
fn count(first: &str, others: Vec<Value>) -> String {
    format!("{first}{}", others.len())
}

#[yao::handler(raw)]
fn length(payload: &[u8]) -> Vec<u8> {
    payload.len().to_string().into_bytes()
}

#[yao::handler]
fn fails(code: u32) -> Result<()> {
    Err(Error::new(code, "as asked for"))
}

struct Trouble;
impl From<Trouble> for Error {
    fn from(_: Trouble) -> Self {
        Self::new(403, "trouble")
    }
}

#[yao::handler]
fn troubles() -> Result<u8, Trouble> {
    Err(Trouble)
}

#[yao::handler]
fn r#type(r#in: u8) -> u8 {
    r#in
}

#[derive(Clone, Debug, PartialEq, Decode, Encode)]
#[yao(rename_all = "camelCase")]
enum Shape {
    Empty,
    Circle(f64),
    Line(i32, i32),
    #[yao(rename = "box")]
    Rectangle {
        width: u8,
        height: Option<u8>,
    },
}

#[derive(Clone, Debug, PartialEq, Decode, Encode)]
struct Wrapped(Vec<Shape>);

#[derive(Clone, Debug, PartialEq, Decode, Encode)]
struct Marker;

#[derive(Clone, Debug, PartialEq, Decode, Encode)]
#[yao(rename_all = "kebab-case")]
struct All<T> {
    first_one: T,
    #[yao(rename = "2")]
    second: Option<Box<Wrapped>>,
    #[yao(default)]
    third: u16,
    marker: Marker,
    pair: (u8, char),
    three: [i8; 3],
    map: BTreeMap<String, f32>,
    bytes: ByteBuf,
}

#[yao::handler]
fn shapes(all: All<bool>) -> All<bool> {
    all
}

fn all() -> All<bool> {
    All {
        first_one: true,
        second: Some(Box::new(Wrapped(vec![
            Shape::Empty,
            Shape::Circle(1.5),
            Shape::Line(-1, 2),
            Shape::Rectangle { width: 3, height: None },
        ]))),
        third: 7,
        marker: Marker,
        pair: (1, 'é'),
        three: [1, -2, 3],
        map: BTreeMap::from([("a".into(), 0.5)]),
        bytes: ByteBuf(vec![0, 255]),
    }
}

fn code<T: yao::DecodeOwned>(outcome: Result<T>) -> (u32, String) {
    let Err(error) = outcome else { panic!("an error was expected") };
    (error.code(), error.message().to_owned())
}

#[test]
fn missing_arguments_are_nil_and_extra_ones_are_ignored() {
    let host = Host::new();
    assert_eq!(host.call("add", (1, 2)), Ok(3));
    assert_eq!(host.call("add", (1,)), Ok(1));
    assert_eq!(host.call("add", (1, (), "more", [1, 2])), Ok(1));
    assert_eq!(code(host.call::<i64>("add", ())), (400, "a: missing".into()));
    assert_eq!(code(host.call::<i64>("add", ("1",))), (400, "a: wrong type".into()));
    assert_eq!(code(host.call::<i64>("add", (1, u64::MAX))), (400, "b: out of range".into()));
}

#[test]
fn a_handler_without_a_value_gives_no_bytes() {
    let host = Host::new();
    assert_eq!(host.call_raw("nothing", b"").unwrap(), b"");
    assert_eq!(host.call("nothing", (1, 2)), Ok(()));
}

#[test]
fn names_are_those_that_were_asked_for() {
    let host = Host::new();
    assert_eq!(host.call("Check", ("x",)), Ok(Value::from("x")));
    assert_eq!(host.call("type", (7,)), Ok(7));
    assert!(yao::testing::exports().contains(&"Check") && !yao::testing::exports().contains(&"renamed"));
    assert_eq!(yao::testing::exports().iter().filter(|name| name.starts_with("tally_")).count(), 5);
}

#[test]
fn the_rest_of_the_arguments_is_an_array() {
    let host = Host::new();
    assert_eq!(host.call("count", ("n",)), Ok("n0".to_owned()));
    assert_eq!(host.call("count", ("n", 1, (), "x")), Ok("n3".to_owned()));
}

#[test]
fn raw_handlers_see_the_payload_as_it_is() {
    assert_eq!(Host::new().call_raw("length", b"12345").unwrap(), b"5");
    assert_eq!(Host::new().call_raw("length", b"").unwrap(), b"0");
}

#[test]
fn errors_are_the_records_that_were_made() {
    let host = Host::new();
    assert_eq!(code(host.call::<()>("fails", (404,))), (404, "as asked for".into()));
    assert_eq!(code(host.call::<u8>("troubles", ())), (403, "trouble".into()));
    let mut error = host.call::<()>("fails", (404,)).unwrap_err();
    error = error.with_details(&BTreeMap::from([("a", 1)]));
    assert_eq!(
        format!("{error} {error:?}"),
        "as asked for (code 404) Error { code: 404, message: \"as asked for\" }"
    );
}

#[test]
fn types_of_every_shape_come_back() {
    let host = Host::new();
    assert_eq!(host.call("shapes", (all(),)), Ok(all()));
    let value: Value = host.call("shapes", (all(),)).unwrap();
    assert_eq!(value.get("first-one"), Some(&Value::Bool(true)));
    let shapes = value.get("2").and_then(Value::as_array).unwrap();
    assert_eq!(shapes[0], "empty".into());
    assert_eq!(shapes[3].get("box").and_then(|shape| shape.get("width")), Some(&3u8.into()));
}

#[test]
fn fields_are_checked_by_name() {
    let host = Host::new();
    let without = |name: &str| {
        let Value::Map(mut entries) = host.call("shapes", (all(),)).unwrap() else { panic!("a map") };
        entries.retain(|(key, _)| key.as_str() != Some(name));
        Value::Map(entries)
    };
    assert_eq!(host.call::<All<bool>>("shapes", (without("2"),)).unwrap().second, None);
    assert_eq!(host.call::<All<bool>>("shapes", (without("third"),)).unwrap().third, 0);
    assert!(host.call::<All<bool>>("shapes", (without("marker"),)).is_ok());
    assert_eq!(code(host.call::<Value>("shapes", (without("three"),))), (400, "three: missing".into()));
}

#[test]
fn variants_are_checked_by_name_and_content() {
    let decode =
        |value: Value| yao::codec::decode::<Shape>(&yao::codec::encode(&value)).map_err(|error| error.code());
    let one = |key: &str, value: Value| Value::Map(vec![(key.into(), value)]);
    assert_eq!(decode("empty".into()), Ok(Shape::Empty));
    assert_eq!(decode(one("empty", Value::Nil)), Ok(Shape::Empty));
    assert_eq!(decode(one("circle", 2u8.into())), Ok(Shape::Circle(2.0)));
    for wrong in [
        "circle".into(),
        "other".into(),
        one("empty", 1u8.into()),
        one("line", Value::Array(vec![1u8.into()])),
        one("line", Value::Array(vec![1u8.into(), 2u8.into(), 3u8.into()])),
        Value::Map(vec![]),
        Value::Map(vec![("empty".into(), Value::Nil), ("circle".into(), 1u8.into())]),
        1u8.into(),
        Value::Nil,
    ] {
        assert_eq!(decode(wrong.clone()), Err(400), "{wrong:?}");
    }
}

struct Tally {
    total: i64,
}

#[yao::instance(pull)]
impl Tally {
    fn create(start: Option<i64>) -> Result<Self> {
        match start {
            Some(total) if total < 0 => Err(Error::bad_request("below zero")),
            start => Ok(Self { total: start.unwrap_or(0) }),
        }
    }

    #[yao(name = "Add")]
    fn add(&mut self, number: i64) -> Result<i64> {
        self.total = self.total.checked_add(number).ok_or_else(|| Error::bad_request("too much"))?;
        Ok(self.total)
    }
}

#[test]
fn instances_keep_what_they_are_between_calls() {
    let host = Host::new();
    let tally = host.create("tally", (40,)).unwrap();
    assert_eq!(host.method("tally", "Add", tally, (2,)), Ok(42));
    assert_eq!(code(host.method::<i64>("tally", "Add", tally, (i64::MAX,))), (400, "too much".into()));
    assert_eq!(host.method("tally", "Add", tally, (0,)), Ok(42));
    assert_eq!(host.destroy("tally", tally), Ok(()));
    assert_eq!(host.destroy("tally", tally), Err(410));
    assert_eq!(host.create("tally", (-1,)).unwrap_err().code(), 400);
    assert_eq!(host.live_blocks(), 0);
}

#[test]
fn processes_are_called_with_their_arguments_and_seen() {
    let host = Host::new();
    host.on("a.b", |(n, bytes): (u8, ByteBuf)| Ok(u64::from(n) + bytes.0.len() as u64));
    assert_eq!(yao::process::<u64>("a.b", (1, Bytes(b"xy"))), Ok(3));
    assert_eq!(host.calls()[0].name, "a.b");
    assert_eq!(host.calls()[0].args, Value::Array(vec![1u8.into(), Value::Bin(b"xy".to_vec())]));
    // Another type than it gives is an error of this guest, not of its caller.
    assert_eq!(code(yao::process::<String>("a.b", (1, Bytes(b"")))), (500, "value: wrong type".into()));
    assert_eq!(yao::process::<()>("no.such", ()).unwrap_err().code(), 404);
    let reply = yao::process::call("a.b", (1, Bytes(b""))).unwrap();
    assert_eq!(reply.decode::<u8>(), Ok(1));
    assert_eq!(reply.decode::<&str>().unwrap_err().code(), 500);
    drop(reply);
    assert_eq!(host.live_blocks(), 0);
}

#[test]
fn a_process_may_call_back_and_not_itself() {
    let host = Host::new();
    host.on("outer.one", |(): ()| yao::process::<u8>("inner.one", ()));
    host.on("inner.one", |(): ()| yao::process::<u8>("outer.one", ()));
    // `()` is no array of no arguments, which is what a reply gets.
    host.on_raw("outer.one", |_| yao::process::<u8>("inner.one", ()).map(|n| yao::codec::encode(&n)));
    host.on_raw("inner.one", |_| yao::process::<u8>("outer.one", ()).map(|n| yao::codec::encode(&n)));
    assert_eq!(yao::process::<u8>("outer.one", ()).unwrap_err().code(), 508);
}

#[test]
fn log_lines_have_their_level_and_text() {
    let host = Host::new();
    let (name, text) = ("x", String::from("text"));
    yao::log_panic!("zero");
    yao::fatal!("{name}");
    yao::error!("{} {}", 1, name);
    yao::warn!("braces {{}}");
    yao::info!(text);
    yao::debug!("plain",);
    yao::trace!("{text:?}");
    yao::log::write(Level::Info, "line");
    let lines = host.logs();
    let levels: Vec<_> = lines.iter().map(|(level, _)| level.to_wire()).collect();
    let texts: Vec<_> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(levels, [0, 1, 2, 3, 4, 5, 6, 4]);
    assert_eq!(texts, ["zero", "x", "1 x", "braces {}", "text", "plain", "\"text\"", "line"]);
}

#[test]
#[should_panic(expected = "no export missing of this kind; there is: Check")]
fn a_handler_that_is_not_there_is_said_so() {
    let _ = Host::new().call::<()>("missing", ());
}

#[test]
fn the_marker_says_that_there_is_a_class() {
    // Natively there is no linker to tell: only what is known when compiled.
    assert_eq!(yao::abi::capabilities() & yao::abi::CAP_CODEC_OPAQUE, 0);
}
