//! `hostile.json` against `rmpv` and `serde_json`.

use crate::value::{bytes, decode, is_utf8, same, value};
use crate::{group, text};
use rmpv::decode::{Error, read_value_with_max_depth};
use serde_json::Value as Json;

/// Deeper than any value that is accepted, and no danger to the stack of a test.
const DEEP: usize = 200;

#[test]
fn refused_inputs_are_invalid_for_the_reason_given() {
    for vector in group("hostile", "refused") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        let mut rest = input.as_slice();
        let read = read_value_with_max_depth(&mut rest, DEEP);
        match text(&vector, "reason") {
            "truncated" => assert!(read.is_err(), "{name} is read"),
            "trailing" => assert!(read.is_ok() && !rest.is_empty(), "{name} has nothing after the value"),
            "utf8" => assert!(rest.is_empty() && !is_utf8(&read.unwrap()), "{name} is UTF-8"),
            "reserved" => assert!(input.contains(&0xc1) && decode(&input).is_none(), "{name} has no 0xc1"),
            "depth" => match read {
                Err(Error::DepthLimitExceeded) => {}
                Err(why) => panic!("{name}: {why}"),
                Ok(value) => assert!(depth(&value) > 64, "{name} is not too deep"),
            },
            other => panic!("unknown reason {other}"),
        }
    }
}

fn depth(value: &rmpv::Value) -> usize {
    match value {
        rmpv::Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        rmpv::Value::Map(pairs) => {
            1 + pairs.iter().map(|(key, value)| depth(key).max(depth(value))).max().unwrap_or(0)
        }
        _ => 0,
    }
}

#[test]
fn accepted_inputs_are_the_values_that_they_say() {
    for vector in group("hostile", "accepted") {
        let name = text(&vector, "name");
        let got = decode(&bytes(&vector["bytes"])).unwrap_or_else(|| panic!("{name} is no value"));
        assert!(depth(&got) <= 62, "{name} has no room for two lists around it");
        if let Some(expected) = vector.get("value").map(value) {
            assert!(same(&got, &expected), "{name}: {got}");
        }
    }
}

/// A text, or its pieces.
fn long(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(pieces) => pieces.iter().map(long).collect(),
        _ => long(&json["repeat"]).repeat(usize::try_from(json["times"].as_u64().unwrap()).unwrap()),
    }
}

#[test]
fn json_is_refused_for_the_reason_given_or_accepted() {
    for vector in group("hostile", "json_refused") {
        let name = text(&vector, "name");
        let json = long(&vector["json"]);
        let read = serde_json::from_str::<Json>(&json);
        match text(&vector, "reason") {
            "depth" => assert!(json.starts_with("[[") || json.starts_with("{\"a\":{"), "{name} is not deep"),
            "syntax" | "trailing" | "surrogate" => assert!(read.is_err(), "{name} is read"),
            // These are good JSON, but no value of the ABI.
            "range" => assert!(json.contains(&"9".repeat(1_000)), "{name} is in range"),
            "tag" => assert!(read.unwrap().get("$bin").is_some(), "{name} has no tag"),
            other => panic!("unknown reason {other}"),
        }
    }
    for vector in group("hostile", "json_accepted") {
        let json = long(&vector["json"]);
        assert!(serde_json::from_str::<Json>(&json).is_ok(), "{}", text(&vector, "name"));
    }
}
