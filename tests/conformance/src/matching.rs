//! Whether a value is the expected one, and where it differs.

use rmpv::Value;

use crate::{data::Data, notation::show};

/// Where and how `actual` differs from `expected`; nothing when it is accepted.
///
/// Floats are compared by their bits, so width, sign of zero and NaN count.
#[must_use]
pub fn difference(expected: &Data, actual: &Value) -> Option<String> {
    at("value", expected, actual)
}

fn at(path: &str, expected: &Data, actual: &Value) -> Option<String> {
    let same = match (expected, actual) {
        (Data::Any, _) | (Data::Nil, Value::Nil) => true,
        (Data::Bool(expected), Value::Boolean(actual)) => expected == actual,
        (Data::Int(expected), Value::Integer(actual)) => {
            let actual = actual.as_u64().map(i128::from).or_else(|| actual.as_i64().map(i128::from));
            actual == Some(*expected)
        }
        (Data::F32(expected), Value::F32(actual)) => {
            expected.to_bits() == actual.to_bits() || (expected.is_nan() && actual.is_nan())
        }
        (Data::F64(expected), Value::F64(actual)) => {
            expected.to_bits() == actual.to_bits() || (expected.is_nan() && actual.is_nan())
        }
        (Data::Str(expected), Value::String(actual)) => expected.as_bytes() == actual.as_bytes(),
        (Data::Bin(expected), Value::Binary(actual)) => expected == actual,
        (Data::Ext(kind, expected), Value::Ext(actual_kind, actual)) => {
            kind == actual_kind && expected == actual
        }
        (Data::Array(expected), Value::Array(actual)) => return array(path, expected, actual),
        (Data::Map(expected), Value::Map(actual)) => return map(path, expected, actual),
        (Data::Record(expected), Value::Map(actual)) => return record(path, expected, actual),
        (Data::Encoded(bytes), _) => match crate::codec::decode(bytes) {
            // The bytes stand for a value here; their form does not count.
            Ok(expected) => {
                from_value(&expected).is_some_and(|expected| at(path, &expected, actual).is_none())
            }
            Err(_) => false,
        },
        _ => false,
    };
    (!same).then(|| format!("{path} is {}, expected {}", show(actual), describe(expected)))
}

fn array(path: &str, expected: &[Data], actual: &[Value]) -> Option<String> {
    if expected.len() != actual.len() {
        return Some(format!("{path} has {} items, expected {}", actual.len(), expected.len()));
    }
    let mut pairs = expected.iter().zip(actual).enumerate();
    pairs.find_map(|(index, (expected, actual))| at(&format!("{path}[{index}]"), expected, actual))
}

fn map(path: &str, expected: &[(Data, Data)], actual: &[(Value, Value)]) -> Option<String> {
    if expected.len() != actual.len() {
        return Some(format!("{path} has {} entries, expected {}", actual.len(), expected.len()));
    }
    let mut pairs = expected.iter().zip(actual).enumerate();
    pairs.find_map(|(index, (expected, actual))| {
        at(&format!("{path} key {index}"), &expected.0, &actual.0)
            .or_else(|| at(&format!("{path}{{{}}}", show(&actual.0)), &expected.1, &actual.1))
    })
}

/// A field that is nil and one that is left out are the same in a record.
fn record(path: &str, expected: &[(String, Data)], actual: &[(Value, Value)]) -> Option<String> {
    let find = |key: &str| actual.iter().filter(|(name, _)| name.as_str() == Some(key)).collect::<Vec<_>>();
    for (key, expected) in expected {
        let path = format!("{path}.{key}");
        let difference = match find(key).as_slice() {
            [] => at(&path, expected, &Value::Nil),
            [(_, value)] => at(&path, expected, value),
            more => Some(format!("{path} is there {} times", more.len())),
        };
        if difference.is_some() {
            return difference;
        }
    }
    let known = |name: &Value| expected.iter().any(|(key, _)| name.as_str() == Some(key.as_str()));
    let extra = actual.iter().find(|(name, value)| !known(name) && !value.is_nil());
    extra.map(|(name, value)| format!("{path} has {} = {}, which is not expected", show(name), show(value)))
}

/// Whether two decoded values are the same, order of maps and every bit of floats included.
#[must_use]
pub fn same(expected: &Value, actual: &Value) -> bool {
    from_value(expected).is_some_and(|expected| difference(&expected, actual).is_none())
}

/// The value as data, where order and every bit count.
fn from_value(value: &Value) -> Option<Data> {
    Some(match value {
        Value::Nil => Data::Nil,
        Value::Boolean(value) => Data::Bool(*value),
        Value::Integer(number) => {
            Data::Int(number.as_u64().map(i128::from).or_else(|| number.as_i64().map(i128::from))?)
        }
        Value::F32(number) => Data::F32(*number),
        Value::F64(number) => Data::F64(*number),
        Value::String(text) => Data::Str(text.as_str()?.into()),
        Value::Binary(bytes) => Data::Bin(bytes.clone()),
        Value::Array(items) => Data::Array(items.iter().map(from_value).collect::<Option<_>>()?),
        Value::Map(pairs) => {
            let pair = |(key, value): &(Value, Value)| Some((from_value(key)?, from_value(value)?));
            Data::Map(pairs.iter().map(pair).collect::<Option<_>>()?)
        }
        Value::Ext(kind, bytes) => Data::Ext(*kind, bytes.clone()),
    })
}

/// An expected value in one line.
#[must_use]
pub fn describe(data: &Data) -> String {
    match data {
        Data::Any => "anything".into(),
        _ if data.has_any() => crate::notation::cut(&format!("{data:?}")),
        _ => match crate::codec::encode(data).and_then(|bytes| crate::codec::decode(&bytes)) {
            Ok(value) => show(&value),
            Err(why) => why,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{decode, encode};

    fn accepts(expected: &Data, actual: &Data) -> bool {
        difference(expected, &decode(&encode(actual).unwrap()).unwrap()).is_none()
    }

    fn fields(entries: &[(&str, i128)]) -> Vec<(String, Data)> {
        entries.iter().map(|(key, value)| ((*key).into(), Data::Int(*value))).collect()
    }

    #[test]
    fn width_and_sign_of_floats_count() {
        assert!(accepts(&Data::F64(f64::NAN), &Data::F64(f64::NAN)));
        assert!(!accepts(&Data::F64(1.0), &Data::F32(1.0)));
        assert!(!accepts(&Data::F64(0.0), &Data::F64(-0.0)));
        assert!(!accepts(&Data::Int(1), &Data::F64(1.0)));
    }

    #[test]
    fn order_counts_in_maps_and_not_in_records() {
        let ab = fields(&[("a", 1), ("b", 2)]);
        let ba = Data::Record(fields(&[("b", 2), ("a", 1)]));
        let map = |record: &[(String, Data)]| {
            Data::Map(record.iter().map(|(key, value)| (Data::Str(key.clone()), value.clone())).collect())
        };
        assert!(accepts(&Data::Record(ab.clone()), &ba));
        assert!(!accepts(&map(&ab), &ba));
    }

    #[test]
    fn a_difference_says_where_it_is() {
        let expected = Data::Record(vec![("tags".into(), Data::Array(vec![Data::Any, Data::Int(2)]))]);
        let actual = Data::Record(vec![("tags".into(), Data::Array(vec![Data::Nil, Data::Int(3)]))]);
        let actual = decode(&encode(&actual).unwrap()).unwrap();
        assert_eq!(difference(&expected, &actual).unwrap(), "value.tags[1] is 3, expected 2");
    }

    #[test]
    fn an_unexpected_field_is_a_difference_unless_nil() {
        let one = Data::Record(fields(&[("a", 1)]));
        assert!(!accepts(&one, &Data::Record(fields(&[("a", 1), ("b", 2)]))));
        let with_nil = Data::Record(vec![("a".into(), Data::Int(1)), ("b".into(), Data::Nil)]);
        assert!(accepts(&one, &with_nil) && accepts(&with_nil, &one));
    }
}
