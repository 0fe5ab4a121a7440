//! Writing JSON.

use alloc::{format, string::String, vec::Vec};

use base64ct::{Base64, Encoding};
use serde_core::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::{BIN, EXT, FLOAT};
use crate::{Value, abi, codec::CodecError};

/// Encodes a value.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>, CodecError> {
    serde_json::to_vec(&Json { value, depth: 0 })
        .map_err(|error| CodecError::Unwritable { reason: format!("{error}") })
}

struct Json<'a> {
    value: &'a Value,
    depth: u32,
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Nil => to.serialize_unit(),
            Value::Bool(truth) => to.serialize_bool(*truth),
            Value::Int(n) => to.serialize_i64(*n),
            Value::UInt(n) => to.serialize_u64(*n),
            Value::F32(n) => float(to, f64::from(*n)),
            Value::F64(n) => float(to, *n),
            Value::Str(text) => to.serialize_str(text),
            Value::Bin(bytes) => single(to, BIN, &Base64::encode_string(bytes)),
            Value::Ext(kind, bytes) => single(to, EXT, &(kind, Base64::encode_string(bytes))),
            Value::Array(items) => {
                let depth = self.deeper()?;
                to.collect_seq(items.iter().map(|value| Json { value, depth }))
            }
            Value::Map(pairs) => {
                let depth = self.deeper()?;
                if let [(Value::Str(key), _)] = pairs.as_slice()
                    && key.starts_with('$')
                {
                    return Err(S::Error::custom(format!(
                        "a map whose only key is {key:?} has no form in JSON"
                    )));
                }
                let mut map = to.serialize_map(Some(pairs.len()))?;
                for (key, value) in pairs {
                    let Value::Str(key) = key else {
                        let reason = format!("a map key that is {} has no form in JSON", key.kind());
                        return Err(S::Error::custom(reason));
                    };
                    map.serialize_entry(key, &Json { value, depth })?;
                }
                map.end()
            }
        }
    }
}

impl Json<'_> {
    fn deeper<E: serde_core::ser::Error>(&self) -> Result<u32, E> {
        if self.depth >= abi::MAX_DEPTH {
            return Err(E::custom(format!("nesting deeper than {}", abi::MAX_DEPTH)));
        }
        Ok(self.depth + 1)
    }
}

fn single<S: Serializer, T: Serialize + ?Sized>(to: S, key: &str, value: &T) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

fn float<S: Serializer>(to: S, n: f64) -> Result<S::Ok, S::Error> {
    let special: Option<String> = if n.is_nan() {
        Some("NaN".into())
    } else if n.is_infinite() {
        Some(if n > 0.0 { "Infinity".into() } else { "-Infinity".into() })
    } else if n == 0.0 && n.is_sign_negative() {
        Some("-0".into())
    } else {
        None
    };
    match special {
        Some(name) => single(to, FLOAT, &name),
        None => to.serialize_f64(n),
    }
}
