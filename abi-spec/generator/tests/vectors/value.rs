//! The notation of values and bytes, and its meaning as an `rmpv` value.

use rmpv::{Integer, Value};
use serde_json::Value as Json;

/// Hex, or pieces that may repeat.
pub(crate) fn bytes(json: &Json) -> Vec<u8> {
    match json {
        Json::String(hex) => {
            assert!(hex.len().is_multiple_of(2), "odd hex {hex}");
            (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
        }
        Json::Array(pieces) => pieces.iter().flat_map(bytes).collect(),
        Json::Object(piece) => bytes(&piece["repeat"]).repeat(times(json)),
        other => panic!("{other} is no bytes"),
    }
}

/// A string, or one repeated.
pub(crate) fn string(json: &Json) -> String {
    json.as_str().map_or_else(|| json["repeat"].as_str().unwrap().repeat(times(json)), str::to_owned)
}

fn times(json: &Json) -> usize {
    usize::try_from(json["times"].as_u64().unwrap()).unwrap()
}

/// The value that a tagged object stands for.
pub(crate) fn value(json: &Json) -> Value {
    let object = json.as_object().unwrap_or_else(|| panic!("{json} is no value"));
    assert_eq!(object.len(), 1, "{json} has not one kind");
    let (kind, body) = object.iter().next().unwrap();
    match kind.as_str() {
        "nil" => Value::Nil,
        "bool" => Value::Boolean(body.as_bool().unwrap()),
        "int" => integer(body.as_str().unwrap()),
        "f64" => Value::F64(f64::from_bits(u64::from_str_radix(body.as_str().unwrap(), 16).unwrap())),
        "f32" => Value::F32(f32::from_bits(u32::from_str_radix(body.as_str().unwrap(), 16).unwrap())),
        "str" => Value::from(string(body)),
        "bin" => Value::Binary(bytes(body)),
        "array" => match body {
            Json::Array(items) => Value::Array(items.iter().map(value).collect()),
            repeated => Value::Array(vec![value(&repeated["repeat"]); times(repeated)]),
        },
        "map" => Value::Map(
            body.as_array().unwrap().iter().map(|pair| (value(&pair[0]), value(&pair[1]))).collect(),
        ),
        "ext" => Value::Ext(i8::try_from(body["type"].as_i64().unwrap()).unwrap(), bytes(&body["data"])),
        other => panic!("unknown kind {other}"),
    }
}

fn integer(text: &str) -> Value {
    let number: i128 = text.parse().unwrap();
    u64::try_from(number).map_or_else(|_| Value::from(i64::try_from(number).unwrap()), Value::from)
}

/// An integer of 64 bits, signed or not.
pub(crate) fn wide(integer: Integer) -> i128 {
    integer.as_u64().map_or_else(|| i128::from(integer.as_i64().unwrap()), i128::from)
}

/// Equal in kind and bits; two NaN of one width are equal.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::F64(a), Value::F64(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
        (Value::F32(a), Value::F32(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&a.0, &b.0) && same(&a.1, &b.1))
        }
        (a, b) => a == b,
    }
}

/// Whether every string in it is UTF-8.
pub(crate) fn is_utf8(value: &Value) -> bool {
    match value {
        Value::String(s) => s.is_str(),
        Value::Array(items) => items.iter().all(is_utf8),
        Value::Map(entries) => entries.iter().all(|(k, v)| is_utf8(k) && is_utf8(v)),
        _ => true,
    }
}

/// One whole value: every string is UTF-8, 0xc1 is no format, nothing follows.
pub(crate) fn decode(bytes: &[u8]) -> Option<Value> {
    let value = lenient(bytes)?;
    // `rmpv` takes the format byte that MessagePack never uses for nil. Where changing it to the real nil changes
    // nothing, it was such a byte; inside a number or a string the change shows.
    let reserved = |i: usize| {
        let mut nil = bytes.to_vec();
        nil[i] = 0xc0;
        lenient(&nil).is_some_and(|v| encode(&v) == encode(&value))
    };
    let mut suspects = bytes.iter().enumerate().filter(|(_, byte)| **byte == 0xc1).map(|(i, _)| i);
    (!suspects.any(reserved)).then_some(value)
}

fn lenient(mut bytes: &[u8]) -> Option<Value> {
    let value = rmpv::decode::read_value(&mut bytes).ok()?;
    (bytes.is_empty() && is_utf8(&value)).then_some(value)
}

/// The shortest encoding, as `rmpv` writes it.
pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    rmpv::encode::write_value(&mut out, value).unwrap();
    out
}
