//! `errors.json` against a naive reader over `rmpv` values.

use crate::packed::abi;
use crate::value::{bytes, decode, encode, same, string, value, wide};
use crate::{group, text};
use rmpv::Value;

type Record = (u32, String, Option<Value>);

#[test]
fn records_are_what_a_naive_reader_makes() {
    for vector in group("errors", "records") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        let expected = &vector["record"];
        let (code, message, details) = read(&input);
        assert_eq!(u64::from(code), expected["code"].as_u64().unwrap(), "{name}: code");
        assert_eq!(message, text(expected, "message"), "{name}: message");
        match (details.as_ref(), expected.get("details").map(value)) {
            (None, None) => {}
            (Some(a), Some(b)) => assert!(same(a, &b), "{name}: details {a}, not {b}"),
            (a, b) => panic!("{name}: details {a:?}, not {b:?}"),
        }
        let canonical = write(code, &message, details);
        assert_eq!(vector["canonical"], canonical == input, "{name}: canonical is {canonical:02x?}");
    }
}

#[test]
fn long_messages_are_cut_at_a_character() {
    let max = usize::try_from(abi().values.max_message_bytes).unwrap();
    for vector in group("errors", "long_messages") {
        let (code, mut message, _) = read(&bytes(&vector["bytes"]));
        message.truncate(message.floor_char_boundary(max));
        assert_eq!(u64::from(code), vector["code"].as_u64().unwrap());
        assert_eq!(message, string(&vector["message"]), "{}", text(&vector, "name"));
    }
}

fn read(input: &[u8]) -> Record {
    let rules = abi().error_record;
    if input.is_empty() {
        return (rules.empty_code, String::new(), None);
    }
    decode(input).and_then(|v| well_formed(&v)).map_or(
        (rules.fallback_code, rules.malformed_message, None),
        |(code, message, details)| {
            let range = i128::from(rules.code_min)..=i128::from(rules.code_max);
            let code = if range.contains(&code) { u32::try_from(code).unwrap() } else { rules.fallback_code };
            (code, message, details)
        },
    )
}

#[allow(clippy::cast_possible_truncation, reason = "a whole number")]
fn well_formed(value: &Value) -> Option<(i128, String, Option<Value>)> {
    let entries = value.as_map()?;
    let only = |name: &str| {
        let all: Vec<_> = entries.iter().filter(|(k, _)| k.as_str() == Some(name)).map(|(_, v)| v).collect();
        if all.len() > 1 { None } else { Some(all.first().copied().cloned()) }
    };
    let code = match only("code")?? {
        Value::Integer(i) => wide(i),
        Value::F64(f) if f.fract() == 0.0 && f.is_finite() => f as i128,
        _ => return None,
    };
    let message = only("message")??.as_str()?.to_owned();
    Some((code, message, only("details")?.filter(|d| !d.is_nil())))
}

fn write(code: u32, message: &str, details: Option<Value>) -> Vec<u8> {
    let mut entries = vec![("code".into(), code.into()), ("message".into(), message.into())];
    entries.extend(details.map(|d| ("details".into(), d)));
    encode(&Value::Map(entries))
}
