//! Hostile values through both codecs of the host: refused with the code that the vectors say, or read, and never with
//! more memory than a fixed multiple of the input.

use yao_host::{
    Codec, Value,
    codec::{self, Bounds, CodecError},
};

use crate::vectors::{bytes, file, group, same, text, value};

/// Bytes of memory for a byte of input at any moment: the shortest list of one takes one byte more than its item, and a
/// list has room for four from the start; a longer one is copied to one of twice the length when it is full.
const BYTES_PER_BYTE: usize = 4 * size_of::<Value>();
/// Bytes that are allocated whatever the input: messages, first blocks.
const SLACK: usize = 2_048;

/// Runs something on an input, and looks at how much memory was taken at a time.
fn measured<T>(name: &str, input: &[u8], run: impl FnOnce() -> T) -> T {
    let mut result = None;
    let used = allocation_counter::measure(|| result = Some(run()));
    let most = BYTES_PER_BYTE * input.len() + SLACK;
    let peak = usize::try_from(used.bytes_max).unwrap();
    assert!(peak <= most, "{name}: {peak} bytes for an input of {}, at most {most} allowed", input.len());
    result.unwrap()
}

/// Decodes, checks and transcodes an input, which agree on whether it is a value.
fn read(name: &str, from: Codec, to: Codec, input: &[u8]) -> Result<Value, u32> {
    let code = |error: CodecError| error.code().get();
    let bounds = Bounds::default();
    let checked = measured(name, input, || codec::check(from, input, bounds).map(drop).map_err(code));
    let decoded = measured(name, input, || codec::decode(from, input, bounds)).map_err(code);
    assert_eq!(decoded.as_ref().err(), checked.as_ref().err(), "{name}: checking and decoding agree");
    let transcoded = measured(name, input, || codec::transcode(from, to, input, bounds)).map_err(code);
    match (&decoded, transcoded) {
        (Err(refused), transcoded) => {
            assert_eq!(transcoded.err().as_ref(), Some(refused), "{name}: transcoded")
        }
        // What the other codec cannot hold is refused there.
        (Ok(_), Ok(bytes)) => assert!(codec::check(to, &bytes, bounds).is_ok(), "{name}: transcoded"),
        (Ok(_), Err(code)) => assert_eq!(code, 400, "{name}: transcoded"),
    }
    decoded
}

fn messagepack(name: &str, input: &[u8]) -> Result<Value, u32> {
    read(name, Codec::MessagePack, Codec::Json, input)
}

#[test]
fn what_is_made_to_be_expensive_is_refused_cheaply() {
    for vector in group(&file("hostile"), "refused") {
        let name = vector["name"].as_str().unwrap();
        let code = messagepack(name, &bytes(&vector["bytes"])).unwrap_err();
        let codes = [vector["code"].as_u64(), vector["or_code"].as_u64()];
        assert!(codes.contains(&Some(u64::from(code))), "{name}: {code}");
    }
}

#[test]
fn dense_values_are_read_in_proportion() {
    for vector in group(&file("hostile"), "accepted") {
        let name = vector["name"].as_str().unwrap();
        let got = messagepack(name, &bytes(&vector["bytes"])).unwrap_or_else(|code| panic!("{name}: {code}"));
        if let Some(expected) = vector.get("value").map(value) {
            assert!(same(&got, &expected), "{name}: {got:?}");
        }
    }
}

#[test]
fn json_that_is_made_to_be_expensive_is_refused_cheaply() {
    for vector in group(&file("hostile"), "json_refused") {
        let name = vector["name"].as_str().unwrap();
        let code = read(name, Codec::Json, Codec::MessagePack, text(&vector["json"]).as_bytes()).unwrap_err();
        assert_eq!(Some(u64::from(code)), vector["code"].as_u64(), "{name}");
    }
}

#[test]
fn dense_json_is_read_in_proportion() {
    for vector in group(&file("hostile"), "json_accepted") {
        let name = vector["name"].as_str().unwrap();
        let got = read(name, Codec::Json, Codec::MessagePack, text(&vector["json"]).as_bytes());
        assert!(got.is_ok(), "{name}: {got:?}");
    }
}

#[test]
fn no_part_of_a_value_is_a_value() {
    for vector in group(&file("messagepack"), "values") {
        let name = vector["name"].as_str().unwrap();
        let forms = std::iter::once(&vector["canonical"]).chain(vector["accepted"].as_array().unwrap());
        for whole in forms.map(bytes) {
            for length in 1..whole.len() {
                assert_eq!(messagepack(name, &whole[..length]), Err(400), "{name}: {length} bytes of it");
            }
            let longer = [&whole[..], &[0xc0]].concat();
            assert_eq!(messagepack(name, &longer), Err(400), "{name}: with a byte behind it");
            let reserved = [&[0xc1], &whole[1..]].concat();
            assert_eq!(messagepack(name, &reserved), Err(400), "{name}: with its first byte replaced");
        }
    }
}

#[test]
fn no_part_of_a_json_list_is_a_text() {
    for vector in group(&file("json"), "values") {
        let whole = format!("[{}]", vector["json"].as_str().unwrap());
        for length in 1..whole.len() {
            let part = &whole.as_bytes()[..length];
            assert_eq!(
                read(&whole, Codec::Json, Codec::MessagePack, part),
                Err(400),
                "{length} bytes of {whole}"
            );
        }
    }
}

#[test]
fn broken_values_take_no_more_than_good_ones() {
    for vector in group(&file("invalid"), "inputs") {
        let input = bytes(&vector["bytes"]);
        if !input.is_empty() {
            assert_eq!(messagepack(vector["name"].as_str().unwrap(), &input), Err(400), "{vector}");
        }
    }
    for vector in group(&file("json"), "invalid") {
        let input = vector["json"].as_str().unwrap().as_bytes();
        if !input.is_empty() {
            assert_eq!(read("json", Codec::Json, Codec::MessagePack, input), Err(400), "{vector}");
        }
    }
}
