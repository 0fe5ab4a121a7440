//! `messagepack.json`, `invalid.json` and `limits.json`.

use yao_sdk::{
    Value,
    codec::{Reader, decode, encode},
};

use crate::data::{bytes, same, text, value, vectors};

#[test]
fn values_have_their_canonical_bytes_and_other_accepted_ones() {
    for vector in vectors!("messagepack.json", "values") {
        let name = text(&vector, "name");
        let expected = value(&vector["value"]);
        let canonical = bytes(&vector["canonical"]);
        if cfg!(miri) && canonical.len() > 10_000 {
            continue;
        }
        assert_eq!(encode(&expected)[..], canonical, "{name}");
        let accepted = vector["accepted"].as_array().unwrap().iter().map(bytes);
        for input in accepted.chain([canonical.clone()]) {
            let got: Value = decode(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(same(&got, &expected), "{name}: {got:?}");
            let mut reader = Reader::new(&input);
            assert_eq!(reader.raw(), input, "{name}");
            reader.finish().unwrap();
        }
    }
}

#[test]
fn what_is_not_one_value_is_refused() {
    for vector in vectors!("invalid.json", "inputs") {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        let mut reader = Reader::new(&input);
        reader.skip();
        assert_eq!(reader.finish().unwrap_err().code(), 400, "{name}");
        // No bytes are a nil where a value is asked for.
        if !input.is_empty() {
            assert_eq!(decode::<Value>(&input).unwrap_err().code(), 400, "{name}");
        }
    }
}

#[test]
fn limits_hold() {
    for vector in vectors!("limits.json", "inputs") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        if cfg!(miri) && input.len() > 10_000 {
            continue;
        }
        let mut reader = Reader::new(&input);
        reader.skip();
        let skipped = reader.finish().map_err(|error| error.code());
        let decoded = decode::<Value>(&input).map(drop).map_err(|error| error.code());
        let expected = if text(&vector, "outcome") == "accepted" { Ok(()) } else { Err(400) };
        assert_eq!(skipped, expected, "{name}");
        assert_eq!(decoded, expected, "{name}");
    }
}
