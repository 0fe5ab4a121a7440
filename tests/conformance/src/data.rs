//! Values as a case writes them, and what an expected value accepts.
//!
//! Plain TOML says most of it: `1`, `1.5`, `"x"`, `true`, `[1, 2]`. A table with one key says the rest:
//! `{nil = true}`, `{int = "18446744073709551615"}`, `{f32 = 1.5}`, `{f64 = "nan"}`, `{bin = "00ff"}`,
//! `{ext = {type = 5, data = "00"}}`, `{map = [[key, value], ...]}` (ordered), `{record = {id = 1}}` (text keys; any
//! order is accepted when it is expected), `{encoded = "cd0001"}` (these bytes, to send forms that are not canonical),
//! `{repeat = {value = 1, times = 9}}`, `{repeat_text = {text = "é", times = 9}}`,
//! `{nest = {of = "array", depth = 64, leaf = 1}}` and, only where a value is expected, `{any = true}`.

use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use crate::bytes::Bytes;

/// A value in a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Accepts every value; cannot be sent.
    Any,
    /// nil.
    Nil,
    /// A boolean.
    Bool(bool),
    /// An integer of -2^63 to 2^64 - 1.
    Int(i128),
    /// A 32-bit float.
    F32(f32),
    /// A 64-bit float.
    F64(f64),
    /// Text.
    Str(String),
    /// Bytes.
    Bin(Vec<u8>),
    /// An array.
    Array(Vec<Data>),
    /// A map whose order counts.
    Map(Vec<(Data, Data)>),
    /// A map with text keys whose order does not count when it is expected.
    Record(Vec<(String, Data)>),
    /// An extension value.
    Ext(i8, Vec<u8>),
    /// Bytes that are put where a value belongs, as they are.
    Encoded(Vec<u8>),
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_json(&Json::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Data {
    /// Reads a value out of the parsed case.
    ///
    /// # Errors
    ///
    /// Says which tag or number is not understood.
    pub fn from_json(json: &Json) -> Result<Self, String> {
        Ok(match json {
            Json::Null => return Err("nan and inf are written {f64 = \"nan\"}".into()),
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(value), _, _) => Self::Int(value.into()),
                (_, Some(value), _) => Self::Int(value.into()),
                (_, _, Some(value)) => Self::F64(value),
                _ => return Err(format!("number {number} fits neither 64-bit integers nor floats")),
            },
            Json::String(text) => Self::Str(text.clone()),
            Json::Array(items) => Self::Array(items.iter().map(Self::from_json).collect::<Result<_, _>>()?),
            Json::Object(table) => {
                let mut entries = table.iter();
                match (entries.next(), entries.next()) {
                    (Some((tag, body)), None) => {
                        Self::tagged(tag, body).map_err(|why| format!("{tag}: {why}"))?
                    }
                    _ => {
                        return Err(format!(
                            "a table stands for a value only with one tag; this has {} keys: use {{record = {{...}}}}",
                            table.len()
                        ));
                    }
                }
            }
        })
    }

    fn tagged(tag: &str, body: &Json) -> Result<Self, String> {
        Ok(match tag {
            "any" => Self::Any,
            "nil" => Self::Nil,
            "int" => Self::Int(integer(body)?),
            "f32" => {
                let value = float(body)?;
                #[expect(clippy::cast_possible_truncation, reason = "checked by the comparison that follows")]
                let narrow = value as f32;
                if !value.is_nan() && f64::from(narrow) != value {
                    return Err(format!("{value} is no exact 32-bit float"));
                }
                Self::F32(narrow)
            }
            "f64" => Self::F64(float(body)?),
            "bin" => Self::Bin(bytes(body)?),
            "encoded" => Self::Encoded(bytes(body)?),
            "ext" => {
                let kind = body.get("type").and_then(Json::as_i64).and_then(|kind| i8::try_from(kind).ok());
                let data = body.get("data").ok_or("needs data = \"hex\"")?;
                Self::Ext(kind.ok_or("needs type = -128 to 127")?, bytes(data)?)
            }
            "map" => {
                let pairs = body.as_array().ok_or("needs a list of [key, value]")?;
                Self::Map(pairs.iter().map(pair).collect::<Result<_, _>>()?)
            }
            "record" => {
                let fields = body.as_object().ok_or("needs a table")?;
                let read = |(key, value)| Ok((String::clone(key), Self::from_json(value)?));
                Self::Record(fields.iter().map(read).collect::<Result<_, String>>()?)
            }
            "repeat" => {
                let value = Self::from_json(body.get("value").ok_or("needs a value")?)?;
                Self::Array(vec![value; count(body, "times")?])
            }
            "repeat_text" => {
                let text = body.get("text").and_then(Json::as_str).ok_or("needs a text")?;
                Self::Str(text.repeat(count(body, "times")?))
            }
            "nest" => {
                let mut value = Self::from_json(body.get("leaf").ok_or("needs a leaf")?)?;
                let maps = body.get("of").and_then(Json::as_str) == Some("map");
                for _ in 0..count(body, "depth")? {
                    value = if maps {
                        Self::Map(vec![(Self::Str("k".into()), value)])
                    } else {
                        Self::Array(vec![value])
                    };
                }
                value
            }
            _ => {
                return Err("no such tag; a map is written {record = {...}} or {map = [[key, value]]}".into());
            }
        })
    }

    /// Whether the value says only what is accepted and so cannot be sent.
    #[must_use]
    pub fn has_any(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Array(items) => items.iter().any(Self::has_any),
            Self::Map(pairs) => pairs.iter().any(|(key, value)| key.has_any() || value.has_any()),
            Self::Record(fields) => fields.iter().any(|(_, value)| value.has_any()),
            _ => false,
        }
    }
}

fn pair(json: &Json) -> Result<(Data, Data), String> {
    match json.as_array().map(Vec::as_slice) {
        Some([key, value]) => Ok((Data::from_json(key)?, Data::from_json(value)?)),
        _ => Err("each entry is [key, value]".into()),
    }
}

fn integer(json: &Json) -> Result<i128, String> {
    let value = match json {
        Json::String(text) => text.parse::<i128>().map_err(|_| format!("'{text}' is no integer"))?,
        _ => json.as_i64().ok_or("needs an integer or its digits as text")?.into(),
    };
    if (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value) {
        Ok(value)
    } else {
        Err(format!("{value} is outside -2^63 to 2^64 - 1"))
    }
}

fn float(json: &Json) -> Result<f64, String> {
    match json {
        Json::Number(number) => number.as_f64().ok_or_else(|| format!("{number} is no float")),
        Json::String(text) => match text.as_str() {
            "nan" => Ok(f64::NAN),
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "-0" => Ok(-0.0),
            _ => text.parse().map_err(|_| format!("'{text}' is no float; use nan, inf, -inf, -0 or digits")),
        },
        _ => Err("needs a number, or nan, inf, -inf or -0 as text".into()),
    }
}

fn count(body: &Json, key: &str) -> Result<usize, String> {
    let number = body.get(key).and_then(Json::as_u64).and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("needs {key} = 0 or more"))
}

fn bytes(json: &Json) -> Result<Vec<u8>, String> {
    serde_json::from_value::<Bytes>(json.clone())
        .map_err(|_| {
            "needs bytes: hex, {text = ...}, {repeat = ..., times = ...} or a list of these".to_string()
        })?
        .expand()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(toml: &str) -> Result<Data, String> {
        let table: Json = toml::from_str(&format!("v = {toml}")).expect("toml parses");
        Data::from_json(&table["v"])
    }

    #[test]
    fn plain_toml_says_most_values() {
        let expected = vec![Data::Int(1), Data::F64(1.0), Data::Str("x".into()), Data::Bool(true)];
        assert_eq!(parse("[1, 1.0, \"x\", true]").unwrap(), Data::Array(expected));
    }

    #[test]
    fn tags_say_the_rest() {
        assert_eq!(parse("{nil = true}").unwrap(), Data::Nil);
        assert_eq!(parse("{int = \"18446744073709551615\"}").unwrap(), Data::Int(u64::MAX.into()));
        assert_eq!(parse("{f32 = 1.5}").unwrap(), Data::F32(1.5));
        assert_eq!(parse("{ext = {type = -1, data = \"00\"}}").unwrap(), Data::Ext(-1, vec![0]));
        let record = Data::Record(vec![("b".into(), Data::Int(1)), ("a".into(), Data::Nil)]);
        assert_eq!(parse("{record = {b = 1, a = {nil = true}}}").unwrap(), record);
        let nested = Data::Array(vec![Data::Array(vec![Data::Int(7)])]);
        assert_eq!(parse("{nest = {of = \"array\", depth = 2, leaf = 7}}").unwrap(), nested);
        assert_eq!(parse("{repeat_text = {text = \"é\", times = 2}}").unwrap(), Data::Str("éé".into()));
    }

    #[test]
    fn wrong_values_say_what_to_write() {
        assert!(parse("{a = 1, b = 2}").unwrap_err().contains("{record = {...}}"));
        assert!(parse("{nul = true}").unwrap_err().contains("nul: no such tag"));
        assert!(parse("{f32 = 0.1}").unwrap_err().contains("no exact 32-bit float"));
        assert!(parse("{int = \"18446744073709551616\"}").unwrap_err().contains("outside"));
        assert!(parse("{bin = \"0\"}").unwrap_err().contains("a byte needs two"));
        assert!(parse("nan").unwrap_err().contains("{f64 = \"nan\"}"));
    }
}
