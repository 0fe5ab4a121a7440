//! `typed.json` against a naive decoder over `rmpv` values and 128-bit integers.

use crate::value::{bytes, decode, encode, same, value, wide};
use crate::{group, text};
use rmpv::Value;

#[test]
fn typed_decoding_is_what_a_naive_decoder_does() {
    for vector in group("typed", "decode") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        let got = decode(&input).and_then(|v| typed(text(&vector, "type"), &v));
        match (vector.get("value").map(value), got) {
            (None, None) => {}
            (Some(expected), Some(got)) => assert!(same(&got, &expected), "{name}: {got}, not {expected}"),
            (expected, got) => panic!("{name}: {got:?}, not {expected:?}"),
        }
    }
}

#[test]
fn every_type_has_values_and_errors() {
    for ty in
        ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "bool", "str", "bin", "record"]
    {
        let list: Vec<_> = group("typed", "decode").into_iter().filter(|v| v["type"] == ty).collect();
        assert!(list.iter().any(|v| v.get("value").is_some()), "{ty}");
        assert!(list.iter().any(|v| v.get("code").is_some()), "{ty}");
    }
}

fn typed(ty: &str, value: &Value) -> Option<Value> {
    if let Some(inner) = ty.strip_suffix('?') {
        return if value.is_nil() { Some(Value::Nil) } else { typed(inner, value) };
    }
    match ty {
        "i8" => integer(value, i8::MIN.into(), i8::MAX.into()),
        "i16" => integer(value, i16::MIN.into(), i16::MAX.into()),
        "i32" => integer(value, i32::MIN.into(), i32::MAX.into()),
        "i64" => integer(value, i64::MIN.into(), i64::MAX.into()),
        "u8" => integer(value, 0, u8::MAX.into()),
        "u16" => integer(value, 0, u16::MAX.into()),
        "u32" => integer(value, 0, u32::MAX.into()),
        "u64" => integer(value, 0, u64::MAX.into()),
        "f64" => float(value).map(Value::F64),
        "f32" => narrow(value).map(Value::F32),
        "bool" => value.is_bool().then(|| value.clone()),
        "str" => matches!(value, Value::String(_)).then(|| value.clone()),
        "bin" => matches!(value, Value::Binary(_)).then(|| value.clone()),
        "[i64]" => list(value, "i64"),
        "[str]" => list(value, "str"),
        "record" => record(value),
        other => panic!("unknown type {other}"),
    }
}

fn list(value: &Value, item: &str) -> Option<Value> {
    value.as_array()?.iter().map(|v| typed(item, v)).collect::<Option<_>>().map(Value::Array)
}

/// The one integer that a number is, if it is one.
#[allow(clippy::cast_possible_truncation, reason = "the float is whole and smaller than 2^100")]
fn whole(value: &Value) -> Option<i128> {
    let float = match value {
        Value::Integer(i) => return Some(wide(*i)),
        Value::F64(f) => *f,
        Value::F32(f) => f64::from(*f),
        _ => return None,
    };
    (float.is_finite() && float.fract() == 0.0 && float.abs() < 2f64.powi(100)).then_some(float as i128)
}

fn integer(value: &Value, min: i128, max: i128) -> Option<Value> {
    let number = whole(value).filter(|n| (min..=max).contains(n))?;
    Some(u64::try_from(number).map_or_else(|_| Value::from(i64::try_from(number).unwrap()), Value::from))
}

#[allow(clippy::cast_possible_truncation, reason = "compared with the integer it came from")]
fn float(value: &Value) -> Option<f64> {
    match value {
        Value::F64(f) => Some(*f),
        Value::F32(f) => Some(f64::from(*f)),
        Value::Integer(i) => Some(wide(*i) as f64).filter(|f| *f as i128 == wide(*i)),
        _ => None,
    }
}

#[allow(clippy::cast_possible_truncation, reason = "compared with the number it came from")]
fn narrow(value: &Value) -> Option<f32> {
    match value {
        Value::F32(f) => Some(*f),
        Value::F64(f) => Some(*f as f32).filter(|n| n.is_finite() || !f.is_finite()),
        Value::Integer(i) => Some(wide(*i) as f32).filter(|f| *f as i128 == wide(*i)),
        _ => None,
    }
}

const RECORD: [(&str, &str); 6] =
    [("id", "u64"), ("name", "str"), ("score", "f64"), ("tags", "[str]"), ("note", "str?"), ("blob", "bin")];

fn record(value: &Value) -> Option<Value> {
    let entries = value.as_map()?;
    let field = |(name, ty): &(&str, &str)| {
        let mut found = entries.iter().filter(|(key, _)| key.as_str() == Some(name)).map(|(_, v)| v);
        let first = found.next().unwrap_or(&Value::Nil);
        let one = if found.next().is_some() { None } else { typed(ty, first) };
        one.map(|v| (Value::from(*name), v))
    };
    let record = RECORD.iter().map(field).collect::<Option<Vec<_>>>().map(Value::Map)?;
    // The result is a value that can be written.
    assert!(decode(&encode(&record)).is_some());
    Some(record)
}
