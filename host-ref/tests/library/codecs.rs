//! The codecs against other implementations: `rmpv` and `serde_json`.

use proptest::prelude::*;
use yao_host::{
    Codec, Value,
    codec::{Bounds, CodecError, check, decode, encode, transcode},
};

use Codec::{Json, MessagePack};

fn bounds() -> Bounds {
    Bounds::default()
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Nil),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-300i64..300).prop_map(Value::Int),
        any::<u64>().prop_map(Value::from),
        any::<f32>().prop_map(Value::F32),
        any::<f64>().prop_map(Value::F64),
        ".{0,40}".prop_map(Value::Str),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Value::Bin),
        (any::<i8>(), prop::collection::vec(any::<u8>(), 0..20))
            .prop_map(|(kind, bytes)| Value::Ext(kind, bytes)),
    ];
    leaf.prop_recursive(5, 60, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(Value::Array),
            prop::collection::vec((inner.clone(), inner), 0..10).prop_map(Value::Map),
        ]
    })
}

/// The same value for `rmpv`.
fn oracle(value: &Value) -> rmpv::Value {
    match value {
        Value::Nil => rmpv::Value::Nil,
        Value::Bool(truth) => (*truth).into(),
        Value::Int(n) => (*n).into(),
        Value::UInt(n) => (*n).into(),
        Value::F32(n) => rmpv::Value::F32(*n),
        Value::F64(n) => rmpv::Value::F64(*n),
        Value::Str(text) => text.as_str().into(),
        Value::Bin(bytes) => rmpv::Value::Binary(bytes.clone()),
        Value::Array(items) => rmpv::Value::Array(items.iter().map(oracle).collect()),
        Value::Map(pairs) => {
            rmpv::Value::Map(pairs.iter().map(|(key, value)| (oracle(key), oracle(value))).collect())
        }
        Value::Ext(kind, bytes) => rmpv::Value::Ext(*kind, bytes.clone()),
    }
}

fn rmpv_bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &oracle(value)).unwrap();
    bytes
}

/// What `rmpv` makes of the bytes, when they are exactly one value with valid text in it.
fn rmpv_reads(mut bytes: &[u8]) -> Option<rmpv::Value> {
    fn text_is_valid(value: &rmpv::Value) -> bool {
        match value {
            rmpv::Value::String(text) => text.is_str(),
            rmpv::Value::Array(items) => items.iter().all(text_is_valid),
            rmpv::Value::Map(pairs) => {
                pairs.iter().all(|(key, value)| text_is_valid(key) && text_is_valid(value))
            }
            _ => true,
        }
    }
    let value = rmpv::decode::read_value(&mut bytes).ok()?;
    (bytes.is_empty() && text_is_valid(&value)).then_some(value)
}

/// `rmpv` takes the format that is never used for nil; the ABI says that it is an error.
fn is_never_used(error: &CodecError) -> bool {
    matches!(error, CodecError::Malformed { reason, .. } if reason.contains("0xc1"))
}

/// What JSON makes of a value: floats lose their width and NaNs their bits; text keys only.
fn through_json(value: &Value) -> Value {
    match value {
        Value::F32(n) => through_json(&Value::F64(f64::from(*n))),
        Value::F64(n) if n.is_nan() => Value::F64(f64::NAN),
        Value::Array(items) => Value::Array(items.iter().map(through_json).collect()),
        Value::Map(pairs) => {
            let key = |(i, (key, _)): (usize, &(Value, Value))| match key {
                Value::Str(text) => Value::Str(format!("{i}{text}")),
                _ => Value::Str(format!("{i}")),
            };
            let keys: Vec<_> = pairs.iter().enumerate().map(key).collect();
            Value::Map(keys.into_iter().zip(pairs.iter().map(|(_, value)| through_json(value))).collect())
        }
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn messagepack_is_written_as_rmpv_writes_it(value in values()) {
        let bytes = encode(MessagePack, &value).unwrap();
        prop_assert_eq!(&bytes, &rmpv_bytes(&value));
        prop_assert!(check(MessagePack, &bytes, bounds()).is_ok());
        prop_assert_eq!(decode(MessagePack, &bytes, bounds()).unwrap(), value);
    }

    #[test]
    fn messagepack_is_accepted_exactly_when_rmpv_accepts_it(bytes in prop::collection::vec(any::<u8>(), 1..40)) {
        let checked = check(MessagePack, &bytes, bounds());
        let decoded = decode(MessagePack, &bytes, bounds());
        prop_assert_eq!(checked.as_ref().err(), decoded.as_ref().err());
        match (decoded, rmpv_reads(&bytes)) {
            (Ok(value), Some(theirs)) => prop_assert_eq!(rmpv_bytes(&value), {
                let mut bytes = Vec::new();
                rmpv::encode::write_value(&mut bytes, &theirs).unwrap();
                bytes
            }),
            (Err(_), None) => {}
            (Err(error), Some(_)) if is_never_used(&error) => {}
            (ours, theirs) => prop_assert!(false, "{ours:?} and {theirs:?}"),
        }
    }

    #[test]
    fn a_value_with_a_byte_changed_is_judged_alike(value in values(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = encode(MessagePack, &value).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let checked = check(MessagePack, &bytes, bounds()).err();
        let decoded = decode(MessagePack, &bytes, bounds());
        prop_assert_eq!(checked, decoded.as_ref().err().cloned());
        if !decoded.as_ref().is_err_and(is_never_used) {
            prop_assert_eq!(decoded.is_ok(), rmpv_reads(&bytes).is_some());
        }
    }

    #[test]
    fn a_value_cut_anywhere_is_malformed(value in values()) {
        let bytes = encode(MessagePack, &value).unwrap();
        for len in 1..bytes.len() {
            prop_assert!(check(MessagePack, &bytes[..len], bounds()).is_err());
        }
    }

    #[test]
    fn json_and_back_is_the_same_value(value in values()) {
        let value = through_json(&value);
        let json = encode(Json, &value).unwrap();
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
        prop_assert!(check(Json, &json, bounds()).is_ok());
        prop_assert_eq!(&decode(Json, &json, bounds()).unwrap(), &value);
        let packed = transcode(Json, MessagePack, &json, bounds()).unwrap();
        prop_assert_eq!(transcode(MessagePack, Json, &packed, bounds()).unwrap(), json);
    }

    #[test]
    fn text_that_is_no_json_does_not_panic(text in "[\\[\\]{}\",:0-9eE.+\\-a-f$ \\\\]{0,40}") {
        let ours = decode(Json, text.as_bytes(), bounds());
        prop_assert_eq!(check(Json, text.as_bytes(), bounds()).is_ok(), ours.is_ok());
        if ours.is_ok() && !text.is_empty() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
    }
}

fn refused(codec: Codec, bytes: &[u8]) -> String {
    let error = decode(codec, bytes, bounds()).unwrap_err();
    assert_eq!(check(codec, bytes, bounds()).unwrap_err(), error, "both say the same");
    error.to_string()
}

#[test]
fn every_integer_format_is_read_and_the_shortest_is_written() {
    for (bytes, n) in [
        (&[0xcc, 1][..], 1),
        (&[0xcd, 0, 1], 1),
        (&[0xce, 0, 0, 0, 1], 1),
        (&[0xcf, 0, 0, 0, 0, 0, 0, 0, 1], 1),
        (&[0xd0, 1], 1),
        (&[0xd3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], -1),
    ] {
        let value = decode(MessagePack, bytes, bounds()).unwrap();
        assert_eq!(value, n.into());
        assert_eq!(encode(MessagePack, &value).unwrap().len(), 1);
    }
    assert_eq!(encode(MessagePack, &Value::UInt(5)).unwrap(), [5]);
}

#[test]
fn nesting_ends_at_sixty_four() {
    let nested = |depth: usize| [vec![0x91; depth], vec![0xc0]].concat();
    assert!(check(MessagePack, &nested(64), bounds()).is_ok());
    assert!(decode(MessagePack, &nested(64), bounds()).is_ok());
    assert!(refused(MessagePack, &nested(65)).contains("deeper than 64 at byte 64"));
    assert!(refused(MessagePack, &nested(1_000_000)).contains("deeper than 64"));
    let json = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(decode(Json, json(64).as_bytes(), bounds()).is_ok());
    assert!(refused(Json, json(65).as_bytes()).contains("deeper than 64"));
    assert!(refused(Json, json(100_000).as_bytes()).contains("deeper than 64"));
    let mut deep = Value::Nil;
    for _ in 0..65 {
        deep = Value::Array(vec![deep]);
    }
    assert!(matches!(encode(MessagePack, &deep), Err(CodecError::Unwritable { .. })));
    assert!(matches!(encode(Json, &deep), Err(CodecError::Unwritable { .. })));
}

#[test]
fn announced_elements_have_to_be_there() {
    assert!(
        refused(MessagePack, &[0xdd, 0xff, 0xff, 0xff, 0xff, 1]).contains("4294967295 elements announced")
    );
    assert!(
        refused(MessagePack, &[0xdc, 0xff, 0xff, 0xc0]).contains("65535 elements announced, 1 bytes left")
    );
    // Each level announces what only one of them can have.
    let bomb = [[0xdc, 0x00, 0x20].repeat(20), vec![0xc0; 40]].concat();
    assert!(refused(MessagePack, &bomb).contains("elements announced"));
    for bytes in [&[0xc6, 0xff, 0xff, 0xff, 0xff, 1][..], &[0xdb, 0, 0, 0, 2, b'a'], &[0xc9, 0, 0, 0, 1, 5]] {
        assert!(refused(MessagePack, bytes).contains("bytes announced"));
    }
}

#[test]
fn elements_are_counted_over_the_whole_value() {
    let bounds = Bounds { elements: 5, ..Bounds::default() };
    // Two items, one of them a map with one entry, the other an array of one: 2 + 2 + 1.
    let fits = [0x92, 0x81, 1, 2, 0x91, 3];
    assert!(check(MessagePack, &fits, bounds).is_ok() && decode(MessagePack, &fits, bounds).is_ok());
    let over = [0x92, 0x81, 1, 2, 0x92, 3, 4];
    assert_eq!(check(MessagePack, &over, bounds), Err(CodecError::Elements { limit: 5 }));
    assert!(decode(Json, br#"[{"a":1},[3]]"#, bounds).is_ok());
    assert_eq!(decode(Json, br#"[{"a":1},[3,4]]"#, bounds), Err(CodecError::Elements { limit: 5 }));
}

#[test]
fn malformed_messagepack_says_where() {
    assert!(refused(MessagePack, &[0xc1]).contains("0xc1"));
    assert!(refused(MessagePack, &[1, 2]).contains("1 bytes after the value at byte 1"));
    assert!(refused(MessagePack, &[0xa2, b'a', 0xff]).contains("not UTF-8 at byte 2"));
    assert!(refused(MessagePack, &[0xa3, 0xed, 0xa0, 0x80]).contains("not UTF-8"), "a surrogate");
    assert!(refused(MessagePack, &[0xa2, 0xc0, 0x80]).contains("not UTF-8"), "an overlong NUL");
}

#[test]
fn nothing_is_nil_and_opaque_is_bytes() {
    assert_eq!(decode(MessagePack, &[], bounds()).unwrap(), Value::Nil);
    assert_eq!(decode(Json, &[], bounds()).unwrap(), Value::Nil);
    assert_eq!(decode(Codec::Opaque, &[0xc1], bounds()).unwrap(), Value::Bin(vec![0xc1]));
    assert_eq!(encode(Codec::Opaque, &Value::Bin(vec![1])).unwrap(), [1]);
    assert!(encode(Codec::Opaque, &Value::Nil).is_err());
}

#[test]
fn json_integers_are_exact_or_refused() {
    let read = |text: &str| decode(Json, text.as_bytes(), bounds());
    assert_eq!(read("18446744073709551615").unwrap(), u64::MAX.into());
    assert_eq!(read("-9223372036854775808").unwrap(), i64::MIN.into());
    assert_eq!(read("[-0, -0.0, 0]").unwrap(), Value::Array(vec![0.into(), (-0.0).into(), 0.into()]));
    assert!(refused(Json, b"18446744073709551616").contains("over 64 bits at byte 0"));
    assert!(refused(Json, b"[1, -9223372036854775809]").contains("over 64 bits at byte 4"));
    assert!(refused(Json, br#"{"a\"1":99999999999999999999}"#).contains("at byte 8"));
    assert_eq!(read(r#""99999999999999999999""#).unwrap(), "99999999999999999999".into());
    assert_eq!(read("1e30").unwrap(), 1e30.into());
    assert_eq!(read("100000000000000000000.0").unwrap(), 1e20.into());
    assert!(read("1e400").is_err());
}

#[test]
fn json_floats_keep_their_kind_and_value() {
    for n in [
        5.0,
        0.1,
        1e16,
        1e300,
        f64::MIN_POSITIVE,
        5e-324,
        0.300_000_000_000_000_04,
        123_456_789_012_345_680.0,
    ] {
        let json = encode(Json, &n.into()).unwrap();
        assert_eq!(decode(Json, &json, bounds()).unwrap(), n.into());
    }
    assert_eq!(encode(Json, &Value::F32(0.1)).unwrap(), b"0.10000000149011612");
}

#[test]
fn special_forms_of_json_are_three_and_no_more() {
    let read = |text: &str| decode(Json, text.as_bytes(), bounds());
    assert_eq!(read(r#"{"$bin":"AAH/"}"#).unwrap(), Value::Bin(vec![0, 1, 255]));
    assert_eq!(read(r#"{"$bin":""}"#).unwrap(), Value::Bin(vec![]));
    assert_eq!(read(r#"{"$ext":[-128,"AQ=="]}"#).unwrap(), Value::Ext(-128, vec![1]));
    assert_eq!(read(r#"{"$float":"-Infinity"}"#).unwrap(), f64::NEG_INFINITY.into());
    for wrong in [
        r#"{"$bin":"AA"}"#,
        r#"{"$bin":"A==="}"#,
        r#"{"$bin":"AA-_"}"#,
        r#"{"$bin":1}"#,
        r#"{"$ext":[128,""]}"#,
        r#"{"$ext":["",1]}"#,
        r#"{"$ext":[1]}"#,
        r#"{"$ext":""}"#,
        r#"{"$float":"nan"}"#,
        r#"{"$float":1}"#,
        r#"{"$other":1}"#,
        r#"{"$":1}"#,
    ] {
        refused(Json, wrong.as_bytes());
    }
    assert!(read(r#"{"$bin":"AA==","x":1}"#).unwrap().get("$bin").is_some(), "two keys are an ordinary map");
    for unwritable in [Value::Map(vec![("$bin".into(), 1.into())]), Value::Map(vec![(1.into(), 1.into())])] {
        assert!(matches!(encode(Json, &unwritable), Err(CodecError::Unwritable { .. })));
    }
}

#[test]
fn odd_json_is_refused() {
    for text in [
        "\u{feff}1",
        "[1,]",
        "{a:1}",
        "01",
        "+1",
        "1.",
        ".5",
        "nul",
        "\"\\ud800\"",
        "\"\u{1}\"",
        "[1] 2",
        "NaN",
    ] {
        refused(Json, text.as_bytes());
    }
    refused(Json, b"\"\xff\"");
    assert!(refused(Json, b"[1,\n 2,\n x]").ends_with("at byte 9"), "{}", refused(Json, b"[1,\n 2,\n x]"));
}

#[test]
fn order_and_duplicates_of_keys_are_kept() {
    let json = br#"{"z":1,"a":2,"z":3}"#;
    let value = decode(Json, json, bounds()).unwrap();
    assert_eq!(value.get("z"), Some(&3.into()), "the last wins");
    assert_eq!(encode(Json, &value).unwrap(), json);
}
