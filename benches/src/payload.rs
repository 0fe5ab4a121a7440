//! Payloads of three sizes, and the results that they must lead to.

use yao_host::{Codec, Value, codec};

/// The sizes, with their names.
pub const SIZES: [(usize, &str); 3] = [(64, "64 B"), (4096, "4 KiB"), (256 << 10, "256 KiB")];

fn encode(value: &Value) -> Vec<u8> {
    // MessagePack has a form for every value that is made here.
    codec::encode(Codec::MessagePack, value).unwrap_or_default()
}

/// Text of so many bytes.
#[must_use]
pub fn text(size: usize) -> String {
    "abcdefghijklmnopqrstuvwxyz".chars().cycle().take(size).collect()
}

/// What `echo` gets and gives: an array of one text, `size` bytes in all.
#[must_use]
pub fn echo(size: usize) -> Vec<u8> {
    let of = |len| encode(&Value::Array(vec![Value::Str(text(len))]));
    let overhead = of(size).len() - size;
    of(size.saturating_sub(overhead))
}

/// What `greet` gets: one record with a name of `size` bytes.
#[must_use]
pub fn greet(size: usize) -> Vec<u8> {
    encode(&Value::Array(vec![Value::Map(vec![("name".into(), Value::Str(text(size)))])]))
}

/// What the process `utils.greet` answers to a name.
#[must_use]
pub fn greeting(name: &str) -> String {
    format!("Hello, {name}")
}

/// What `greet` gives.
#[must_use]
pub fn greeted(size: usize) -> Vec<u8> {
    encode(&Value::Map(vec![("greeting".into(), Value::Str(greeting(&text(size))))]))
}

/// The payload of a guest, `echo` or `greet`, and the result that is right.
#[must_use]
pub fn of(guest: &str, size: usize) -> (Vec<u8>, Vec<u8>) {
    if guest == "greet" { (greet(size), greeted(size)) } else { (echo(size), echo(size)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn echo_has_the_size_that_is_asked_for() {
        for (size, name) in SIZES {
            assert!(echo(size).len().abs_diff(size) <= 1, "{name}: {}", echo(size).len());
        }
    }

    #[test]
    fn greet_and_its_result_are_well_formed() {
        for bytes in [greet(64), greeted(4096)] {
            assert!(codec::decode(Codec::MessagePack, &bytes, codec::Bounds::default()).is_ok());
        }
    }
}
