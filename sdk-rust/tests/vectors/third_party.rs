//! The 233 encodings of npm `msgpack-test-suite`.

use serde_json::Value as Json;
use yao_sdk::{
    Value,
    codec::{decode, encode},
};

use crate::data::hex;

const SUITE: &str = include_str!("../../../tests/vectors/msgpack-test-suite/msgpack-test-suite.json");

/// The values that an entry stands for: a number may be an integer or a float.
fn values(entry: &serde_json::Map<String, Json>) -> Vec<Value> {
    let (kind, content) = entry
        .iter()
        .find(|(kind, _)| *kind != "msgpack" && *kind != "bignum")
        .unwrap_or_else(|| entry.iter().find(|(kind, _)| *kind == "bignum").unwrap());
    match kind.as_str() {
        "number" | "bignum" => numbers(content),
        "binary" => vec![Value::Bin(hex(content.as_str().unwrap()))],
        "ext" => {
            let kind = i8::try_from(content[0].as_i64().unwrap()).unwrap();
            vec![Value::Ext(kind, hex(content[1].as_str().unwrap()))]
        }
        "timestamp" => {
            timestamps(content[0].as_i64().unwrap(), u32::try_from(content[1].as_u64().unwrap()).unwrap())
        }
        _ => vec![plain(content)],
    }
}

fn numbers(content: &Json) -> Vec<Value> {
    let digits = content.as_str().map_or_else(|| content.to_string(), ToOwned::to_owned);
    let mut all = Vec::new();
    if let Ok(number) = digits.parse::<u64>() {
        all.push(Value::UInt(number));
    } else if let Ok(number) = digits.parse::<i64>() {
        all.push(Value::from(number));
    }
    let float: f64 = digits.parse().unwrap();
    if float == 0.0 {
        all.push(Value::UInt(0));
    }
    all.extend([Value::F64(float), Value::F64(-0.0)].into_iter().take(1 + usize::from(float == 0.0)));
    #[expect(clippy::cast_possible_truncation, reason = "compared with what it was")]
    let narrow = float as f32;
    if f64::from(narrow) == float {
        all.extend([Value::F32(narrow), Value::F32(-0.0)].into_iter().take(1 + usize::from(float == 0.0)));
        #[expect(clippy::cast_possible_truncation, reason = "whole, and compared with what it was")]
        if float.fract() == 0.0 && float.abs() < 9e18 {
            all.push(Value::from(float as i64));
        }
    }
    all
}

/// The three forms of a time, as the bytes of an extension value of type -1.
fn timestamps(seconds: i64, nanoseconds: u32) -> Vec<Value> {
    let wide = [&nanoseconds.to_be_bytes()[..], &seconds.to_be_bytes()].concat();
    let mut all = vec![wide];
    if let Ok(seconds) = u64::try_from(seconds) {
        if seconds < 1 << 34 {
            all.push((u64::from(nanoseconds) << 34 | seconds).to_be_bytes().to_vec());
        }
        if let (Ok(seconds), 0) = (u32::try_from(seconds), nanoseconds) {
            all.push(seconds.to_be_bytes().to_vec());
        }
    }
    all.into_iter().map(|bytes| Value::Ext(-1, bytes)).collect()
}

fn plain(content: &Json) -> Value {
    match content {
        Json::Null => Value::Nil,
        Json::Bool(value) => (*value).into(),
        Json::Number(_) => numbers(content).remove(0),
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::Array(items.iter().map(plain).collect()),
        Json::Object(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (key.as_str().into(), plain(value))).collect())
        }
    }
}

#[test]
fn every_encoding_is_read_and_the_shortest_written() {
    let suite: Json = serde_json::from_str(SUITE).unwrap();
    let mut count = 0;
    for (file, entries) in suite.as_object().unwrap() {
        for entry in entries.as_array().unwrap() {
            let entry = entry.as_object().unwrap();
            let values = values(entry);
            let encodings: Vec<_> = entry["msgpack"]
                .as_array()
                .unwrap()
                .iter()
                .map(|digits| hex(digits.as_str().unwrap()))
                .collect();
            for encoding in &encodings {
                let got: Value =
                    decode(encoding).unwrap_or_else(|error| panic!("{file}: {entry:?}: {error}"));
                assert!(values.contains(&got), "{file}: {encoding:x?} is {got:?}, none of {values:?}");
                // What is written again is an encoding of the same value of the suite, and no longer one.
                let written = encode(&got);
                assert!(
                    encodings.iter().any(|other| written[..] == *other),
                    "{file}: {got:?} as {written:x?}"
                );
                assert!(written.len() <= encoding.len(), "{file}: {got:?}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 233);
}
