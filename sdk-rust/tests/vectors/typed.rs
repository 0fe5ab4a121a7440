//! `typed.json`, with the SDK's own traits and with serde's.

use yao_sdk::{
    ByteBuf, Decode, DecodeOwned, Encode, Value,
    codec::{decode, encode},
};

use crate::data::{bytes, same, text, value, vectors};

#[derive(Decode, Encode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Record {
    id: u64,
    name: String,
    score: f64,
    tags: Vec<String>,
    note: Option<String>,
    blob: ByteBuf,
}

type Outcome = Result<Value, u32>;

fn own<T: DecodeOwned + Encode>(input: &[u8]) -> Outcome {
    let value: T = decode(input).map_err(|error| error.code())?;
    Ok(decode(&encode(&value)).unwrap())
}

#[test]
fn types_take_what_they_may_and_nothing_else() {
    check(|ty, input| match ty {
        "i8" => own::<i8>(input),
        "i16" => own::<i16>(input),
        "i32" => own::<i32>(input),
        "i64" => own::<i64>(input),
        "u8" => own::<u8>(input),
        "u16" => own::<u16>(input),
        "u32" => own::<u32>(input),
        "u64" => own::<u64>(input),
        "f32" => own::<f32>(input),
        "f64" => own::<f64>(input),
        "bool" => own::<bool>(input),
        "str" => own::<String>(input),
        "bin" => own::<ByteBuf>(input),
        "i64?" => own::<Option<i64>>(input),
        "str?" => own::<Option<String>>(input),
        "[i64]" => own::<Vec<i64>>(input),
        "[str]" => own::<Vec<String>>(input),
        "record" => own::<Record>(input),
        other => panic!("unknown type {other}"),
    });
}

#[cfg(feature = "serde")]
#[test]
fn types_with_serdes_traits_take_the_same() {
    use yao_sdk::codec::serde::{decode, encode};

    fn with<T: serde::de::DeserializeOwned + serde::Serialize>(input: &[u8]) -> Outcome {
        let value: T = decode(input).map_err(|error| error.code())?;
        Ok(decode(&encode(&value).unwrap()).unwrap())
    }
    check(|ty, input| match ty {
        "i8" => with::<i8>(input),
        "i16" => with::<i16>(input),
        "i32" => with::<i32>(input),
        "i64" => with::<i64>(input),
        "u8" => with::<u8>(input),
        "u16" => with::<u16>(input),
        "u32" => with::<u32>(input),
        "u64" => with::<u64>(input),
        "f32" => with::<f32>(input),
        "f64" => with::<f64>(input),
        "bool" => with::<bool>(input),
        "str" => with::<String>(input),
        "bin" => with::<ByteBuf>(input),
        "i64?" => with::<Option<i64>>(input),
        "str?" => with::<Option<String>>(input),
        "[i64]" => with::<Vec<i64>>(input),
        "[str]" => with::<Vec<String>>(input),
        "record" => with::<Record>(input),
        other => panic!("unknown type {other}"),
    });
}

fn check(read: impl Fn(&str, &[u8]) -> Outcome) {
    for vector in vectors!("typed.json", "decode") {
        let name = text(&vector, "name");
        let got = read(text(&vector, "type"), &bytes(&vector["bytes"]));
        match (vector.get("value").map(value), got) {
            (None, Err(400)) => {}
            (Some(expected), Ok(got)) => assert!(same(&got, &expected), "{name}: {got:?}, not {expected:?}"),
            (expected, got) => panic!("{name}: {got:?}, not {expected:?}"),
        }
    }
}
