//! Any value, written here and read by `rmpv` and `rmp`, and the other way round; any bytes, refused by both or by
//! neither.
#![cfg(not(miri))]

use proptest::prelude::*;
use rmpv::Value as Other;
use yao_sdk::{
    Value,
    codec::{Reader, decode, encode},
};

fn scalars() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Nil),
        any::<bool>().prop_map(Value::Bool),
        any::<u64>().prop_map(Value::UInt),
        any::<i64>().prop_map(Value::from),
        (0u32..64).prop_flat_map(|bits| any::<u64>().prop_map(move |n| Value::UInt(n >> bits))),
        (0u32..64).prop_flat_map(|bits| any::<i64>().prop_map(move |n| Value::from(n >> bits))),
        any::<f32>().prop_map(Value::F32),
        any::<f64>().prop_map(Value::F64),
        ".{0,40}".prop_map(Value::Str),
        proptest::collection::vec(any::<u8>(), 0..300).prop_map(Value::Bin),
        (any::<i8>(), proptest::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(kind, bytes)| Value::Ext(kind, bytes)),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    scalars().prop_recursive(6, 120, 20, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..20).prop_map(Value::Array),
            proptest::collection::btree_map(inner.clone(), inner, 0..20)
                .prop_map(|map| Value::Map(map.into_iter().collect())),
        ]
    })
}

fn other(value: &Value) -> Other {
    match value {
        Value::Nil => Other::Nil,
        Value::Bool(value) => (*value).into(),
        Value::UInt(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::F32(value) => (*value).into(),
        Value::F64(value) => (*value).into(),
        Value::Str(text) => text.as_str().into(),
        Value::Bin(bytes) => bytes.as_slice().into(),
        Value::Array(items) => Other::Array(items.iter().map(other).collect()),
        Value::Map(entries) => {
            Other::Map(entries.iter().map(|(key, value)| (other(key), other(value))).collect())
        }
        Value::Ext(kind, bytes) => Other::Ext(*kind, bytes.clone()),
    }
}

proptest! {
    #[test]
    fn bytes_are_those_that_rmpv_writes(value in values()) {
        let mut theirs = Vec::new();
        rmpv::encode::write_value(&mut theirs, &other(&value)).unwrap();
        let ours = encode(&value);
        prop_assert_eq!(&ours[..], &theirs[..]);
        let back: Value = decode(&theirs).unwrap();
        prop_assert_eq!(back, value);
    }

    #[test]
    fn any_bytes_are_refused_by_both_or_by_neither(bytes in proptest::collection::vec(any::<u8>(), 1..60)) {
        let mut rest = &bytes[..];
        // rmpv takes the byte c1 as nil, and text that is no UTF-8 as such.
        let theirs = rmpv::decode::read_value(&mut rest).ok().filter(|value| rest.is_empty() && !bytes.contains(&0xc1) && is_text(value));
        let mut reader = Reader::new(&bytes);
        reader.skip();
        let skipped = reader.finish().is_ok();
        let ours = decode::<Value>(&bytes).ok();
        prop_assert_eq!(skipped, ours.is_some());
        if !bytes.contains(&0xc1) {
            prop_assert_eq!(ours.is_some(), theirs.is_some(), "{:?} {:?}", ours, theirs);
        }
    }

    #[test]
    fn cut_or_changed_values_never_panic(value in values(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = encode(&value).to_vec();
        let at = cut.index(bytes.len());
        let _ = decode::<Value>(&bytes[..at]);
        bytes[at] = byte;
        let _ = decode::<Value>(&bytes);
        let _ = decode::<Vec<(String, Option<i8>)>>(&bytes);
    }

    #[test]
    fn numbers_are_read_as_rmp_writes_them(number in any::<i64>(), shift in 0u32..64) {
        let number = number >> shift;
        let mut bytes = Vec::new();
        rmp::encode::write_sint(&mut bytes, number).unwrap();
        prop_assert_eq!(decode::<i64>(&bytes).unwrap(), number);
        prop_assert_eq!(&encode(&number)[..], &bytes[..]);
        prop_assert_eq!(decode::<i16>(&bytes).ok(), i16::try_from(number).ok());
        prop_assert_eq!(decode::<u8>(&bytes).ok(), u8::try_from(number).ok());
        let written = encode(&number);
        prop_assert_eq!(rmp::decode::read_int::<i64, _>(&mut &written[..]).unwrap(), number);
    }

    #[test]
    fn floats_are_integers_when_they_are_whole(float in prop_oneof![any::<f64>(), (-1e20f64..1e20).prop_map(f64::trunc)]) {
        let bytes = encode(&float);
        let whole = float.is_finite() && float.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, reason = "saturates, and is compared in 128 bits")]
        let wide = float as i128;
        prop_assert_eq!(decode::<i64>(&bytes).ok(), i64::try_from(wide).ok().filter(|_| whole));
        prop_assert_eq!(decode::<u64>(&bytes).ok(), u64::try_from(wide).ok().filter(|_| whole));
    }
}

fn is_text(value: &Other) -> bool {
    match value {
        Other::String(text) => text.is_str(),
        Other::Array(items) => items.iter().all(is_text),
        Other::Map(entries) => entries.iter().all(|(key, value)| is_text(key) && is_text(value)),
        _ => true,
    }
}
