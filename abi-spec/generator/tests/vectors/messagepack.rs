//! `messagepack.json`, `invalid.json` and `limits.json` against `rmpv`.

use crate::value::{bytes, decode, encode, is_utf8, same, value};
use crate::{group, text};
use rmpv::Value;

#[test]
fn canonical_and_accepted_encodings_are_those_of_rmpv() {
    for vector in [group("messagepack", "values"), group("messagepack", "large")].concat() {
        let name = text(&vector, "name");
        let expected = value(&vector["value"]);
        let canonical = bytes(&vector["canonical"]);
        assert_eq!(encode(&expected), canonical, "{name}: canonical");
        assert!(same(&decode(&canonical).unwrap(), &expected), "{name}: canonical reads as another value");
        for accepted in vector["accepted"].as_array().unwrap() {
            let accepted = bytes(accepted);
            assert!(accepted.len() >= canonical.len(), "{name}: canonical is not the shortest");
            assert!(same(&decode(&accepted).unwrap(), &expected), "{name}: {accepted:02x?}");
        }
    }
}

#[test]
fn every_format_of_messagepack_is_there() {
    let mut seen = [false; 256];
    for vector in [group("messagepack", "values"), group("messagepack", "large")].concat() {
        seen[usize::from(bytes(&vector["canonical"])[0])] = true;
        for accepted in vector["accepted"].as_array().unwrap() {
            seen[usize::from(bytes(accepted)[0])] = true;
        }
    }
    let missing: Vec<_> =
        (0xc0..=0xdf).filter(|&byte| byte != 0xc1 && !seen[byte]).map(|b| format!("{b:02x}")).collect();
    assert!(missing.is_empty(), "no vector begins with {missing:?}");
    for (family, range) in [("fixint", 0..0x80), ("fixmap", 0x80..0x90), ("fixarray", 0x90..0xa0)] {
        assert!(range.clone().any(|b| seen[b]), "{family}");
    }
    assert!((0xa0..0xc0).any(|b| seen[b]) && (0xe0..0x100).any(|b| seen[b]));
}

#[test]
fn invalid_inputs_are_invalid_for_the_reason_given() {
    for vector in group("invalid", "inputs") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        let mut rest = input.as_slice();
        let read = rmpv::decode::read_value(&mut rest);
        match text(&vector, "reason") {
            "truncated" => assert!(read.is_err(), "{name} is read as {read:?}"),
            "trailing" => assert!(read.is_ok() && !rest.is_empty(), "{name} has nothing after the value"),
            "utf8" => assert!(rest.is_empty() && !is_utf8(&read.unwrap()), "{name} is UTF-8"),
            "reserved" => {
                assert!(read.is_ok() && rest.is_empty() && decode(&input).is_none(), "{name}");
                let nil: Vec<_> = input.iter().map(|b| if *b == 0xc1 { 0xc0 } else { *b }).collect();
                assert!(decode(&nil).is_some(), "{name} has another fault than 0xc1");
            }
            other => panic!("unknown reason {other}"),
        }
    }
}

#[test]
fn limits_are_met_where_the_spec_says() {
    let abi = crate::packed::abi();
    for vector in group("limits", "inputs") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        let mut rest = input.as_slice();
        let expected = match rmpv::decode::read_value_with_max_depth(&mut rest, 200) {
            // Far over the limit, and deeper than a test thread can follow.
            Err(rmpv::decode::Error::DepthLimitExceeded) => Some(400),
            Err(e) => panic!("{name}: {e}"),
            Ok(value) => {
                assert!(rest.is_empty(), "{name}: trailing bytes");
                if depth(&value) > abi.values.max_depth {
                    Some(400)
                } else if elements(&value) > u64::from(abi.values.max_elements) {
                    Some(413)
                } else {
                    None
                }
            }
        };
        assert_eq!(vector["code"].as_u64(), expected, "{name}");
    }
}

fn depth(value: &Value) -> u32 {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Map(entries) => 1 + entries.iter().map(|(k, v)| depth(k).max(depth(v))).max().unwrap_or(0),
        _ => 0,
    }
}

fn elements(value: &Value) -> u64 {
    match value {
        Value::Array(items) => items.iter().map(|v| 1 + elements(v)).sum(),
        Value::Map(entries) => entries.iter().map(|(k, v)| 2 + elements(k) + elements(v)).sum(),
        _ => 0,
    }
}
