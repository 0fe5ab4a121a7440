//! `json.json`, through handlers of a guest whose codec is JSON.

use std::cell::RefCell;

use yao_sdk::{self as yao, Value, testing::Host};

use crate::data::{same, text, value, vectors};

thread_local! {
    static SEEN: RefCell<Value> = const { RefCell::new(Value::Nil) };
    static GIVEN: RefCell<Value> = const { RefCell::new(Value::Nil) };
}

#[yao::handler]
fn see(value: Value) {
    SEEN.set(value);
}

#[yao::handler]
fn give() -> Value {
    GIVEN.take()
}

/// What a handler sees of a text that stands for one value.
fn seen(host: &Host, json: &str) -> Result<Value, u32> {
    host.call_raw("see", format!("[{json}]").as_bytes()).map_err(|error| error.code())?;
    Ok(SEEN.take())
}

fn given(host: &Host, value: Value) -> Result<String, u32> {
    GIVEN.set(value);
    host.call_raw("give", b"").map(|json| String::from_utf8(json).unwrap()).map_err(|error| error.code())
}

/// Text that may be bytes in hexadecimal, for what is no text.
fn json_of(vector: &serde_json::Value) -> Option<&str> {
    vector["json"].as_str()
}

#[test]
fn values_have_their_json() {
    let host = Host::new();
    for vector in vectors!("json.json", "values") {
        let name = text(&vector, "name");
        let expected = value(&vector["value"]);
        let json = given(&host, expected.clone()).unwrap();
        let back = seen(&host, &json).unwrap();
        assert!(same(&back, &expected), "{name}: {json} comes back as {back:?}");
        if !json.contains(['.', 'e']) {
            assert_eq!(json, text(&vector, "json"), "{name}");
        }
        let accepted = vector["accepted"].as_array().unwrap().iter().map(|json| json.as_str().unwrap());
        for json in accepted.chain([text(&vector, "json")]) {
            let got = seen(&host, json).unwrap_or_else(|code| panic!("{name}: {json} is error {code}"));
            assert!(same(&got, &expected), "{name}: {json} is {got:?}");
        }
    }
}

#[test]
fn what_json_has_no_kind_for_comes_back_as_its_nearest() {
    let host = Host::new();
    for vector in vectors!("json.json", "one_way") {
        let json = given(&host, value(&vector["value"])).unwrap();
        let back = seen(&host, &json).unwrap();
        assert!(same(&back, &value(&vector["back"])), "{}: {json}", text(&vector, "name"));
    }
}

#[test]
fn texts_that_are_no_json_are_refused() {
    let host = Host::new();
    for vector in vectors!("json.json", "invalid") {
        let name = text(&vector, "name");
        let payload = match json_of(&vector) {
            Some(json) => format!("[{json}]").into_bytes(),
            None => [b"[", &crate::data::bytes(&vector["bytes"])[..], b"]"].concat(),
        };
        let outcome = host.call_raw("see", &payload).map_err(|error| error.code());
        // Inside the array of arguments no text, and white space, are no argument; bytes after it are still wrong.
        if payload.trim_ascii() == b"[]" || payload == b"[ ]" {
            continue;
        }
        assert_eq!(outcome, Err(400), "{name}");
    }
}

#[test]
fn what_json_cannot_hold_is_refused() {
    let host = Host::new();
    for vector in vectors!("json.json", "unrepresentable") {
        assert_eq!(given(&host, value(&vector["value"])), Err(400), "{}", text(&vector, "name"));
    }
}

#[test]
fn processes_and_errors_cross_as_json_and_are_the_same_inside() {
    #[yao::handler]
    fn relay(name: &str) -> yao::Result<Value> {
        yao::process(name, (u64::MAX, yao::Bytes(b"\xff")))
    }
    let host = Host::new();
    host.on("some.sum", |(number, bytes): (u64, yao::ByteBuf)| Ok((number, bytes.0.len())));
    host.on("some.error", |_: Value| {
        Err::<(), _>(yao::Error::new(404, "no\n\"such\"").with_details(&[1, 2]))
    });
    assert_eq!(host.call_raw("relay", br#"["some.sum"]"#).unwrap(), b"[18446744073709551615,1]");
    let error = host.call_raw("relay", br#"["some.error"]"#).unwrap_err();
    assert_eq!((error.code(), error.message()), (404, "no\n\"such\""));
    assert_eq!(error.details::<Vec<u8>>(), Some(vec![1, 2]));
    assert_eq!(yao::abi::capabilities(), yao::abi::CAP_CODEC_JSON);
}
