use alloc::{vec, vec::Vec};

use super::*;
use crate::codec::{decode, encode};

fn map(entries: &[(i64, i64)]) -> Value {
    Value::Map(entries.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect())
}

#[test]
fn the_last_of_equal_keys_counts_at_the_place_of_the_first() {
    let written = encode(&map(&[(3, 1), (1, 2), (3, 3), (2, 4), (1, 5), (3, 6)]));
    assert_eq!(decode::<Value>(&written).unwrap(), map(&[(3, 6), (1, 5), (2, 4)]));
}

#[test]
fn many_equal_keys_take_no_quadratic_time() {
    let n = if cfg!(miri) { 64 } else { 100_000 };
    let entries: Vec<_> = (0..n).map(|number| (n - number % (n / 2), number)).collect();
    let kept = decode::<Value>(&encode(&map(&entries))).unwrap();
    let Value::Map(kept) = kept else { panic!("a map stays one") };
    assert_eq!(kept.len(), usize::try_from(n / 2).unwrap());
    assert_eq!(kept[0], (n.into(), (n / 2).into()));
}

#[test]
fn keys_of_other_kinds_are_other_keys() {
    let entries = [
        Value::Nil,
        Value::Bool(false),
        1u8.into(),
        (-1).into(),
        1.0f32.into(),
        1.0f64.into(),
        "1".into(),
        Value::Bin(vec![b'1']),
        Value::Array(vec![1u8.into()]),
        Value::Ext(1, vec![]),
        Value::Ext(2, vec![]),
        map(&[(1, 1)]),
    ];
    let all = Value::Map(entries.iter().map(|key| (key.clone(), Value::Nil)).collect());
    assert_eq!(decode::<Value>(&encode(&all)).unwrap(), all);
    for (index, a) in entries.iter().enumerate() {
        for (other, b) in entries.iter().enumerate() {
            assert_eq!(a == b, index == other, "{a:?} {b:?}");
            assert_eq!(a.cmp(b), b.cmp(a).reverse());
        }
    }
}

#[test]
fn numbers_are_of_one_kind_whatever_they_were_made_from() {
    assert_eq!(Value::from(7i8), Value::UInt(7));
    assert_eq!(Value::from(7u64), Value::UInt(7));
    assert_eq!(Value::from(-7i64), Value::Int(-7));
    assert_eq!(Value::from(Some(7u8)), Value::UInt(7));
    assert_eq!(Value::from(None::<u8>), Value::Nil);
    assert_eq!(Value::from(vec![1u8]).as_array(), Some(&[Value::UInt(1)][..]));
}

#[test]
fn parts_are_found_by_kind() {
    let value =
        Value::Map(vec![("a".into(), 1u8.into()), ("a".into(), 2u8.into()), (1u8.into(), 3u8.into())]);
    assert_eq!(value.get("a").and_then(Value::as_u64), Some(2));
    assert!(value.get("b").is_none() && Value::Nil.get("a").is_none());
    assert_eq!(Value::UInt(u64::MAX).as_i64(), None);
    assert_eq!(Value::Int(-1).as_i64(), Some(-1));
    assert_eq!((Value::Int(-1).as_u64(), Value::from("x").as_str()), (None, Some("x")));
    assert!(Value::Nil.is_nil() && !Value::Bool(false).is_nil());
}

#[test]
fn a_nan_equals_itself() {
    assert_eq!(Value::F64(f64::NAN), Value::F64(f64::NAN));
    assert_ne!(Value::F64(0.0), Value::F64(-0.0));
}
