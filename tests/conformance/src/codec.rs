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
    if let Some(at) = reserved(bytes) {
        return Err(format!("malformed MessagePack: 0xc1, which is no format, at byte {at}"));
    }
    check_text(&value)?;
    Ok(value)
}

/// Where a value that `rmpv` reads has the format that MessagePack never uses, which `rmpv` takes for nil.
fn reserved(bytes: &[u8]) -> Option<usize> {
    use rmp::Marker as M;
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        // A length, big-endian, in so many bytes behind the format.
        let length = |width: usize| {
            let digits = bytes.get(at + 1..at + 1 + width).unwrap_or_default();
            width + digits.iter().fold(0, |number, &digit| number << 8 | usize::from(digit))
        };
        // What stands between this head and the next; the items of an array or map are heads of their own.
        at += 1 + match M::from_u8(first) {
            M::Reserved => return Some(at),
            M::FixPos(_) | M::FixNeg(_) | M::Null | M::True | M::False | M::FixArray(_) | M::FixMap(_) => 0,
            M::U8 | M::I8 => 1,
            M::U16 | M::I16 | M::Array16 | M::Map16 => 2,
            M::U32 | M::I32 | M::F32 | M::Array32 | M::Map32 => 4,
            M::U64 | M::I64 | M::F64 => 8,
            M::FixStr(len) => len.into(),
            M::Str8 | M::Bin8 => length(1),
            M::Str16 | M::Bin16 => length(2),
            M::Str32 | M::Bin32 => length(4),
            M::FixExt1 => 2,
            M::FixExt2 => 3,
            M::FixExt4 => 5,
            M::FixExt8 => 9,
            M::FixExt16 => 17,
            M::Ext8 => 1 + length(1),
            M::Ext16 => 1 + length(2),
            M::Ext32 => 1 + length(4),
        };
    }
    None
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
    fn a_format_that_is_never_used_is_no_nil() {
        // Behind one head of each kind, whose bytes hold 0xc1 where it means something else.
        let heads: &[&[u8]] = &[
            &[],
            &[0xcc, 0xc1],
            &[0xd1, 0xc1, 0xc1],
            &[0xca, 0xc1, 0xc1, 0xc1, 0xc1],
            &[0xcf, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1],
            &[0xa2, 0xc3, 0x81],
            &[0xd9, 1, 0x41],
            &[0xc4, 1, 0xc1],
            &[0xc5, 0, 1, 0xc1],
            &[0xc6, 0, 0, 0, 1, 0xc1],
            &[0xd4, 0xc1, 0xc1],
            &[0xd8, 5, 0xc1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc1],
            &[0xc7, 1, 0xc1, 0xc1],
            &[0xc9, 0, 0, 0, 1, 0xc1, 0xc1],
            &[0xdc, 0, 1, 0x81, 0x01, 0xc0],
            &[0x91, 0xde, 0, 0],
        ];
        for head in heads {
            let filler: &[u8] = if head.is_empty() { &[0xc0] } else { &[] };
            let good = [&[0x92], *head, filler, &[0xc0]].concat();
            assert!(decode(&good).is_ok(), "{head:02x?}: {:?}", decode(&good));
            let bad = [&good[..good.len() - 1], &[0xc1]].concat();
            let at = bad.len() - 1;
            assert_eq!(
                decode(&bad).unwrap_err(),
                format!("malformed MessagePack: 0xc1, which is no format, at byte {at}")
            );
        }
    }

    #[test]
    fn any_cannot_be_sent() {
        assert!(encode(&Data::Any).is_err());
    }
}
