//! MessagePack: dynamic, typed and skipped values.

use std::collections::BTreeMap;

use yao_sdk::{
    Value,
    codec::{Decode, Reader, decode},
};

use crate::{
    data::{bytes, same, text, value, vectors},
    measured,
};

/// A record as a guest declares one.
#[derive(Debug, yao_sdk::Decode)]
#[expect(dead_code, reason = "only decoded")]
struct Record {
    id: u64,
    name: String,
    tags: Vec<String>,
    note: Option<String>,
}

fn typed<T>(name: &str, input: &[u8]) -> Result<(), u32>
where
    T: for<'a> Decode<'a>,
{
    // The input in an allocation of its own size, so that Miri sees a read past it.
    let exact: Box<[u8]> = input.into();
    measured(name, input, || decode::<T>(&exact).map(drop)).map_err(|error| error.code())
}

/// Decodes an input as a value after skipping it, which agree, and as types that it is not.
fn read(name: &str, input: &[u8]) -> Result<Value, u32> {
    let exact: Box<[u8]> = input.into();
    let mut reader = Reader::new(&exact);
    let skipped = measured(name, input, || {
        reader.skip();
        reader.finish().map_err(|error| error.code())
    });
    let decoded = measured(name, input, || decode::<Value>(&exact)).map_err(|error| error.code());
    assert_eq!(skipped.err().as_ref(), decoded.as_ref().err(), "{name}: skipping and decoding agree");
    for outcome in [
        typed::<Record>(name, input),
        typed::<Vec<Record>>(name, input),
        typed::<Vec<Vec<Vec<u64>>>>(name, input),
        typed::<BTreeMap<String, Vec<u8>>>(name, input),
        typed::<Option<(u8, String)>>(name, input),
    ] {
        assert!(decoded.is_ok() || outcome.is_err(), "{name}: no value, but of that type");
        assert!(outcome.is_ok() || outcome == Err(400), "{name}: {outcome:?}");
    }
    decoded
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn what_is_made_to_be_expensive_is_refused_cheaply() {
    for vector in vectors!("hostile.json", "refused") {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        assert_eq!(read(name, &input), Err(400), "{name}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn dense_values_are_read_in_proportion() {
    for vector in vectors!("hostile.json", "accepted") {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        let got = read(name, &input).unwrap_or_else(|code| panic!("{name}: error {code}"));
        if let Some(expected) = vector.get("value").map(value) {
            assert!(same(&got, &expected), "{name}: {got:?}");
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn broken_values_take_no_more_than_good_ones() {
    for vector in vectors!("invalid.json", "inputs") {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        if !input.is_empty() {
            assert_eq!(read(name, &input), Err(400), "{name}");
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn no_part_of_a_value_is_a_value() {
    for vector in vectors!("messagepack.json", "values") {
        let name = text(&vector, "name");
        let accepted = vector["accepted"].as_array().unwrap().iter().map(bytes);
        for whole in accepted.chain([bytes(&vector["canonical"])]) {
            for length in 1..whole.len() {
                assert_eq!(read(name, &whole[..length]), Err(400), "{name}: {length} bytes of it");
            }
            let longer = [&whole[..], &[0xc0]].concat();
            assert_eq!(read(name, &longer), Err(400), "{name}: with a byte behind it");
            let reserved = [&[0xc1], &whole[1..]].concat();
            assert_eq!(read(name, &reserved), Err(400), "{name}: with its first byte replaced");
        }
    }
}
