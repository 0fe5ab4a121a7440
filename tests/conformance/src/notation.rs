//! The notation of values in cases, written: for messages and for `--bless`.

use rmpv::Value;
use toml_edit::{Array, InlineTable};

use crate::bytes::to_hex;

/// A decoded value as a case would write it.
#[must_use]
pub fn write(value: &Value) -> toml_edit::Value {
    match value {
        Value::Nil => tagged("nil", true),
        Value::Boolean(value) => (*value).into(),
        Value::Integer(number) => match number.as_i64() {
            Some(number) => number.into(),
            None => tagged("int", number.to_string()),
        },
        Value::F32(number) => tagged("f32", float(f64::from(*number))),
        Value::F64(number) if number.is_finite() && !(*number == 0.0 && number.is_sign_negative()) => {
            (*number).into()
        }
        Value::F64(number) => tagged("f64", float(*number)),
        Value::String(text) => match text.as_str() {
            Some(text) => text.into(),
            None => tagged("encoded", to_hex(text.as_bytes(), usize::MAX)),
        },
        Value::Binary(bytes) => tagged("bin", to_hex(bytes, usize::MAX)),
        Value::Array(items) => items.iter().map(write).collect::<Array>().into(),
        Value::Map(pairs) => map(pairs),
        Value::Ext(kind, bytes) => {
            let mut body = InlineTable::new();
            body.insert("type", i64::from(*kind).into());
            body.insert("data", to_hex(bytes, usize::MAX).into());
            tagged("ext", body)
        }
    }
}

/// A decoded value in one line, cut where it gets long.
#[must_use]
pub fn show(value: &Value) -> String {
    cut(write(value).to_string().trim())
}

/// Text of at most 200 characters; what is cut is said.
#[must_use]
pub fn cut(text: &str) -> String {
    const LIMIT: usize = 200;
    match text.char_indices().nth(LIMIT) {
        Some((at, _)) => format!("{}... ({} characters)", &text[..at], text.chars().count()),
        None => text.into(),
    }
}

fn map(pairs: &[(Value, Value)]) -> toml_edit::Value {
    let keys: Option<Vec<&str>> = pairs.iter().map(|(key, _)| key.as_str()).collect();
    if let Some(keys) = keys {
        let mut fields = InlineTable::new();
        for (key, (_, value)) in keys.iter().zip(pairs) {
            fields.insert(*key, write(value));
        }
        // A repeated key would be lost in a table.
        if fields.len() == pairs.len() {
            return tagged("record", fields);
        }
    }
    let pair = |(key, value): &(Value, Value)| [write(key), write(value)].into_iter().collect::<Array>();
    tagged("map", pairs.iter().map(pair).collect::<Array>())
}

fn float(number: f64) -> toml_edit::Value {
    if number.is_nan() {
        "nan".into()
    } else if number.is_infinite() {
        if number > 0.0 { "inf".into() } else { "-inf".into() }
    } else if number == 0.0 && number.is_sign_negative() {
        "-0".into()
    } else {
        number.into()
    }
}

fn tagged(tag: &str, body: impl Into<toml_edit::Value>) -> toml_edit::Value {
    let mut table = InlineTable::new();
    table.insert(tag, body.into());
    table.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{codec, data::Data};

    #[test]
    fn what_is_written_reads_back_as_the_same_value() {
        let bytes = crate::bytes::from_hex(
            "9b c0 c3 cfffffffffffffffff ca3fc00000 cb8000000000000000 cb7ff8000000000000 a1e9 c401ff 81a16101 810203 d40500",
        );
        // Text is made valid so that only the notation is tested.
        let bytes: Vec<u8> =
            bytes.unwrap().iter().map(|byte| if *byte == 0xe9 { b'e' } else { *byte }).collect();
        let value = codec::decode(&bytes).unwrap();
        let json: serde_json::Value = toml::from_str(&format!("v = {}", write(&value))).unwrap();
        let data = Data::from_json(&json["v"]).unwrap();
        assert_eq!(codec::encode(&data).unwrap(), bytes);
    }

    #[test]
    fn a_map_with_repeated_keys_keeps_both() {
        let value = codec::decode(&[0x82, 0xa1, b'a', 1, 0xa1, b'a', 2]).unwrap();
        assert_eq!(show(&value), r#"{ map = [["a", 1], ["a", 2]] }"#);
    }
}
