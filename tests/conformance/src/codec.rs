//! MessagePack for the runner, by `rmp` and `rmpv`: independent of every SDK and host under test.

use rmpv::Value;

use crate::data::Data;

/// Encodes a value in the shortest form.
///
/// # Errors
///
/// Says why it cannot be sent.
pub fn encode(data: &Data) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    write(data, &mut out)?;
    Ok(out)
}

/// Encodes the array of arguments.
///
/// # Errors
///
/// Says why one cannot be sent.
pub fn encode_arguments(arguments: &[Data]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    head(rmp::encode::write_array_len(&mut out, length(arguments.len())?))?;
    for argument in arguments {
        write(argument, &mut out)?;
    }
    Ok(out)
}

fn write(data: &Data, out: &mut Vec<u8>) -> Result<(), String> {
    let leaf = match data {
        Data::Any => return Err("{any = true} is only for expected values".into()),
        Data::Encoded(bytes) => {
            out.extend(bytes);
            return Ok(());
        }
        Data::Array(items) => {
            head(rmp::encode::write_array_len(out, length(items.len())?))?;
            return items.iter().try_for_each(|item| write(item, out));
        }
        Data::Map(pairs) => {
            head(rmp::encode::write_map_len(out, length(pairs.len())?))?;
            return pairs
                .iter()
                .try_for_each(|(key, value)| write(key, out).and_then(|()| write(value, out)));
        }
        Data::Record(fields) => {
            head(rmp::encode::write_map_len(out, length(fields.len())?))?;
            return fields.iter().try_for_each(|(key, value)| {
                head(rmp::encode::write_str(out, key))?;
                write(value, out)
            });
        }
        Data::Nil => Value::Nil,
        Data::Bool(value) => Value::Boolean(*value),
        Data::Int(value) => match (u64::try_from(*value), i64::try_from(*value)) {
            (Ok(value), _) => value.into(),
            (_, Ok(value)) => value.into(),
            _ => return Err(format!("{value} is outside -2^63 to 2^64 - 1")),
        },
        Data::F32(value) => Value::F32(*value),
        Data::F64(value) => Value::F64(*value),
        Data::Str(text) => text.as_str().into(),
        Data::Bin(bytes) => Value::Binary(bytes.clone()),
        Data::Ext(kind, bytes) => Value::Ext(*kind, bytes.clone()),
    };
    head(rmpv::encode::write_value(out, &leaf))
}

fn head<T, E: std::fmt::Display>(written: Result<T, E>) -> Result<(), String> {
    written.map(|_| ()).map_err(|why| why.to_string())
}

fn length(items: usize) -> Result<u32, String> {
    u32::try_from(items).map_err(|_| format!("{items} items are more than MessagePack can carry"))
}

/// Decodes exactly one value; no bytes, the empty result, stand for nil.
///
/// # Errors
///
/// Says what is malformed: the bytes, text that is not UTF-8, or bytes that are left over.
pub fn decode(bytes: &[u8]) -> Result<Value, String> {
    if bytes.is_empty() {
        return Ok(Value::Nil);
    }
    let mut rest = bytes;
    let value = rmpv::decode::read_value(&mut rest).map_err(|why| format!("malformed MessagePack: {why}"))?;
    if !rest.is_empty() {
        let value_length = bytes.len() - rest.len();
        return Err(format!("{} bytes are left over after a value of {value_length} bytes", rest.len()));
    }
    check_text(&value)?;
    Ok(value)
}

fn check_text(value: &Value) -> Result<(), String> {
    match value {
        Value::String(text) if text.is_err() => Err("text is not valid UTF-8".into()),
        Value::Array(items) => items.iter().try_for_each(check_text),
        Value::Map(pairs) => {
            pairs.iter().try_for_each(|(key, value)| check_text(key).and_then(|()| check_text(value)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_form_is_written() {
        let data =
            Data::Array(vec![Data::Int(127), Data::Int(128), Data::Int(-33), Data::F32(1.0), Data::Nil]);
        assert_eq!(
            encode(&data).unwrap(),
            [0x95, 0x7f, 0xcc, 0x80, 0xd0, 0xdf, 0xca, 0x3f, 0x80, 0, 0, 0xc0]
        );
        let record = Data::Record(vec![("a".into(), Data::Encoded(vec![0xcd, 0, 1]))]);
        assert_eq!(encode_arguments(&[record]).unwrap(), [0x91, 0x81, 0xa1, b'a', 0xcd, 0, 1]);
    }

    #[test]
    fn a_result_is_exactly_one_value() {
        assert_eq!(decode(&[]).unwrap(), Value::Nil);
        assert_eq!(decode(&[0xc0, 0xc0]).unwrap_err(), "1 bytes are left over after a value of 1 bytes");
        assert_eq!(decode(&[0x91, 0xa1, 0xff]).unwrap_err(), "text is not valid UTF-8");
        assert!(decode(&[0x92, 0xc0]).unwrap_err().starts_with("malformed MessagePack"));
    }

    #[test]
    fn any_cannot_be_sent() {
        assert!(encode(&Data::Any).is_err());
    }
}
