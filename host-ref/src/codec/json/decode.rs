//! Reading JSON: one visitor that checks depth and elements, and builds the value or throws it away.

use alloc::{format, string::String, vec::Vec};
use core::{cell::Cell, fmt};

use base64ct::{Base64, Encoding};
use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::{BIN, EXT, FLOAT, integers};
use crate::{
    Value,
    codec::{Bounds, CodecError, Outline},
};

/// Checks that the bytes are exactly one well-formed value.
pub(crate) fn check(json: &[u8], bounds: Bounds) -> Result<Outline, CodecError> {
    let array = json.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    // Building and dropping the value is how the `$` forms are checked, too.
    decode(json, bounds)?;
    Ok(if array { Outline::Array } else { Outline::Other })
}

/// Decodes exactly one value.
pub(crate) fn decode(json: &[u8], bounds: Bounds) -> Result<Value, CodecError> {
    let value = read(&integers::without_minus_zero(json), bounds)?;
    integers::check(json)?;
    Ok(value)
}

fn read(json: &[u8], bounds: Bounds) -> Result<Value, CodecError> {
    let account = Account { bounds, elements: Cell::new(0), over: Cell::new(false) };
    let mut parser = serde_json::Deserializer::from_slice(json);
    let value = Seed { account: &account, depth: 0, form: false }.deserialize(&mut parser);
    value.and_then(|value| parser.end().map(|()| value)).map_err(|error| {
        if account.over.get() {
            return CodecError::Elements { limit: bounds.elements };
        }
        let offset = offset(json, error.line(), error.column());
        let text = format!("{error}");
        let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
        CodecError::at(offset, reason)
    })
}

/// The byte of a line and column, both of which count from 1.
fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let start: usize =
        json.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    (start + column.saturating_sub(1)).min(json.len())
}

struct Account {
    bounds: Bounds,
    elements: Cell<u64>,
    over: Cell<bool>,
}

impl Account {
    fn count<E: serde_core::de::Error>(&self, elements: u64) -> Result<(), E> {
        self.elements.set(self.elements.get() + elements);
        if self.elements.get() > self.bounds.elements {
            self.over.set(true);
            return Err(E::custom("too many elements"));
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    account: &'a Account,
    depth: u32,
    /// The value under a key that begins one of the `$` forms. A form stands for a value that nests nothing and has no
    /// elements, but whether it is one is known only at its end.
    form: bool,
}

impl Seed<'_> {
    fn check_depth<E: serde_core::de::Error>(self) -> Result<(), E> {
        if self.depth >= self.account.bounds.depth {
            return Err(E::custom(format!("nesting deeper than {}", self.account.bounds.depth)));
        }
        Ok(())
    }

    fn inner(self, form: bool) -> Self {
        Self { depth: self.depth + 1, form, ..self }
    }

    /// Counts the first pair of an object that began like a form and is none.
    fn no_form<E: serde_core::de::Error>(self, first: &Value) -> Result<(), E> {
        self.check_depth()?;
        self.account.count(2)?;
        if let Value::Array(items) = first {
            self.inner(false).check_depth()?;
            self.account.count(items.len().min(EXT_ITEMS) as u64)?;
        }
        Ok(())
    }
}

/// What the array of an ext holds: its type and its bytes.
const EXT_ITEMS: usize = 2;

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
        Ok(Value::Int(n))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
        Ok(Value::from(n))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Value, E> {
        Ok(Value::F64(n))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Str(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Str(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        if !self.form {
            self.check_depth()?;
        }
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.inner(false))? {
            if !self.form || items.len() >= EXT_ITEMS {
                self.account.count(1)?;
            }
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        let mut form = false;
        while let Some(key) = map.next_key::<String>()? {
            match pairs.as_slice() {
                // A form may stand where one more array may not.
                [] => {
                    form =
                        [BIN, EXT, FLOAT].contains(&key.as_str()) && self.depth <= self.account.bounds.depth
                }
                [(_, first)] if form => {
                    self.no_form(first)?;
                    form = false;
                }
                _ => {}
            }
            if !form {
                self.check_depth()?;
                self.account.count(2)?;
            }
            pairs.push((Value::Str(key), map.next_value_seed(self.inner(form))?));
        }
        if let [(Value::Str(key), value)] = pairs.as_slice()
            && key.starts_with('$')
        {
            return special(key, value).map_err(A::Error::custom);
        }
        self.check_depth()?;
        Ok(Value::Map(pairs))
    }
}

/// The value that an object with one `$` key stands for.
fn special(key: &str, value: &Value) -> Result<Value, String> {
    match (key, value) {
        (BIN, Value::Str(text)) => bytes(text).map(Value::Bin),
        (EXT, Value::Array(parts)) => match parts.as_slice() {
            [kind, Value::Str(text)] => {
                let kind = kind.as_i64().and_then(|kind| i8::try_from(kind).ok());
                let kind = kind.ok_or_else(|| format!("{EXT} with a type outside -128 to 127"))?;
                bytes(text).map(|bytes| Value::Ext(kind, bytes))
            }
            _ => Err(format!("{EXT} that is not [type, base64]")),
        },
        (FLOAT, Value::Str(text)) => match text.as_str() {
            "NaN" => Ok(Value::F64(f64::NAN)),
            "Infinity" => Ok(Value::F64(f64::INFINITY)),
            "-Infinity" => Ok(Value::F64(f64::NEG_INFINITY)),
            "-0" => Ok(Value::F64(-0.0)),
            _ => Err(format!("{FLOAT} that is not NaN, Infinity, -Infinity or -0")),
        },
        (BIN | FLOAT, other) => Err(format!("{key} with {} instead of str", other.kind())),
        (EXT, other) => Err(format!("{key} with {} instead of array", other.kind())),
        _ => Err(format!("an object whose only key is {key:?}, which is none of {BIN}, {EXT}, {FLOAT}")),
    }
}

fn bytes(base64: &str) -> Result<Vec<u8>, String> {
    Base64::decode_vec(base64).map_err(|_| String::from("text that is not base64 with padding"))
}
