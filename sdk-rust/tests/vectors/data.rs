//! Reading vectors: plain JSON, bytes in hexadecimal.

use serde_json::Value as Json;
use yao_sdk::Value;

macro_rules! vectors {
    ($file:literal, $group:literal) => {
        crate::data::group(include_str!(concat!("../../../abi-spec/vectors/", $file)), $group)
    };
}
pub(crate) use vectors;

/// One group of a file, which has some.
pub(crate) fn group(file: &str, group: &str) -> Vec<Json> {
    let file: Json = serde_json::from_str(file).unwrap();
    let all = file[group].as_array().unwrap().clone();
    assert!(!all.is_empty());
    all
}

pub(crate) fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_else(|| panic!("no text {key} in {json}"))
}

pub(crate) fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(json: &Json, key: &str) -> T {
    text(json, key).parse().unwrap()
}

/// A string of digits, or pieces of such, some of them repeated.
pub(crate) fn bytes(json: &Json) -> Vec<u8> {
    match json {
        Json::String(digits) => hex(digits),
        Json::Array(pieces) => pieces.iter().flat_map(bytes).collect(),
        _ => bytes(&json["repeat"]).repeat(usize::try_from(json["times"].as_u64().unwrap()).unwrap()),
    }
}

pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<char> = digits.chars().filter(|digit| *digit != '-').collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect()
}

/// A text that may be written as repeated pieces.
pub(crate) fn long(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(pieces) => pieces.iter().map(long).collect(),
        _ => long(&json["repeat"]).repeat(usize::try_from(json["times"].as_u64().unwrap()).unwrap()),
    }
}

/// A value, as an object of its kind.
pub(crate) fn value(json: &Json) -> Value {
    let (kind, content) = json.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "nil" => Value::Nil,
        "bool" => Value::Bool(content.as_bool().unwrap()),
        "int" => {
            let digits = content.as_str().unwrap();
            digits.parse::<u64>().map_or_else(|_| Value::Int(digits.parse().unwrap()), Value::UInt)
        }
        "f64" => Value::F64(f64::from_bits(u64::from_str_radix(content.as_str().unwrap(), 16).unwrap())),
        "f32" => Value::F32(f32::from_bits(u32::from_str_radix(content.as_str().unwrap(), 16).unwrap())),
        "str" => Value::Str(long(content)),
        "bin" => Value::Bin(bytes(content)),
        "array" => match content {
            Json::Array(items) => Value::Array(items.iter().flat_map(items_of).collect()),
            one => Value::Array(items_of(one)),
        },
        "map" => {
            let pair = |pair: &Json| (value(&pair[0]), value(&pair[1]));
            Value::Map(content.as_array().unwrap().iter().map(pair).collect())
        }
        "ext" => {
            Value::Ext(i8::try_from(content["type"].as_i64().unwrap()).unwrap(), bytes(&content["data"]))
        }
        other => panic!("unknown kind {other}"),
    }
}

/// An item of an array, or a repeated one.
fn items_of(json: &Json) -> Vec<Value> {
    match json.get("repeat") {
        Some(piece) => {
            let piece = if let Json::Array(pieces) = piece {
                pieces.iter().map(value).collect()
            } else {
                vec![value(piece)]
            };
            let times = usize::try_from(json["times"].as_u64().unwrap()).unwrap();
            std::iter::repeat_n(piece, times).flatten().collect()
        }
        None => vec![value(json)],
    }
}

/// Equal, where two NaN are.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::F64(a), Value::F64(b)) => a.is_nan() && b.is_nan() || a.to_bits() == b.to_bits(),
        (Value::F32(a), Value::F32(b)) => a.is_nan() && b.is_nan() || a.to_bits() == b.to_bits(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&a.0, &b.0) && same(&a.1, &b.1))
        }
        _ => a == b,
    }
}
