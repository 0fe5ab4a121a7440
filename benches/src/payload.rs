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

/// What `dot` gets: two lists of `f32`, `size` bytes in all but for their heads.
#[must_use]
pub fn dot(size: usize) -> Vec<u8> {
    let list = |step: u16| {
        let numbers = (0..size / 8).zip((0..step).cycle()).map(|(_, n)| f32::from(n) / 8.0);
        Value::Bin(numbers.flat_map(f32::to_le_bytes).collect())
    };
    encode(&Value::Array(vec![list(7), list(5)]))
}

/// What `dot` gives. Its numbers are small eighths, so that every order of adding them gives the same.
#[must_use]
pub fn dotted(size: usize) -> Vec<u8> {
    let number = |n: usize, step: usize| f32::from(u8::try_from(n % step).unwrap_or(0)) / 8.0;
    encode(&Value::F32((0..size / 8).map(|n| number(n, 7) * number(n, 5)).sum()))
}

/// The payload of a guest, `echo`, `greet` or `dot`, and the result that is right.
#[must_use]
pub fn of(guest: &str, size: usize) -> (Vec<u8>, Vec<u8>) {
    match guest {
        "greet" => (greet(size), greeted(size)),
        "dot" => (dot(size), dotted(size)),
        _ => (echo(size), echo(size)),
    }
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
