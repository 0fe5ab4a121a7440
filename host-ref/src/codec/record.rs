//! Error records: what guests write and what the host writes for them.

use alloc::{string::String, vec, vec::Vec};

use super::{Bounds, Codec, decode, encode};
use crate::{
    Exception, Value,
    abi::{self, Code, ERROR_KEYS},
};

/// Reads an error record, which no limit on elements but the ABI's applies to; what is malformed becomes code 500 with a message that says so.
pub(crate) fn read(codec: Codec, bytes: &[u8]) -> Exception {
    if bytes.is_empty() {
        return Exception::new(Code::EMPTY.get(), "");
    }
    let malformed = || Exception::new(Code::FALLBACK.get(), abi::MALFORMED_MESSAGE);
    let [code_key, message_key, details_key] = ERROR_KEYS;
    let Ok(record @ Value::Map(_)) = decode(codec.of_records(), bytes, Bounds::default()) else {
        return malformed();
    };
    // A key that stands twice says two things at once.
    if ERROR_KEYS.iter().any(|key| record.count(key) > 1) {
        return malformed();
    }
    let Some(code) = record.get(code_key).and_then(integer) else { return malformed() };
    let Some(message) = record.get(message_key).and_then(Value::as_str) else { return malformed() };
    let code = u32::try_from(code).map_or(Code::FALLBACK, Code::new);
    let details = record.get(details_key).filter(|details| **details != Value::Nil).cloned();
    Exception { code: code.get(), message: cut(message).into(), details }
}

/// A typed integer of the ABI: an integer, or a float of the same value.
fn integer(value: &Value) -> Option<i128> {
    match *value {
        Value::Int(n) => Some(n.into()),
        Value::UInt(n) => Some(n.into()),
        Value::F32(n) => whole(n.into()),
        Value::F64(n) => whole(n),
        _ => None,
    }
}

fn whole(n: f64) -> Option<i128> {
    // Codes are small; a float beyond 2^53 is out of range whichever integer it is.
    let bound = 9_007_199_254_740_992.0;
    if !(-bound..=bound).contains(&n) {
        return n.is_finite().then_some(-1);
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small below")]
    let integer = n as i64;
    #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
    let same = integer as f64 == n;
    same.then_some(integer.into())
}

/// Writes an error record in the codec of its reader.
pub(crate) fn write(codec: Codec, exception: &Exception) -> Vec<u8> {
    let codec = codec.of_records();
    let full = value(exception, true);
    // Details that the codec has no form for are left out rather than losing the error.
    encode(codec, &full).or_else(|_| encode(codec, &value(exception, false))).unwrap_or_default()
}

fn value(exception: &Exception, with_details: bool) -> Value {
    let [code, message, details] = ERROR_KEYS;
    let mut pairs = vec![
        (code.into(), Code::new(exception.code).get().into()),
        (message.into(), Value::Str(String::from(cut(&exception.message)))),
    ];
    if let (true, Some(value)) = (with_details, &exception.details) {
        pairs.push((details.into(), value.clone()));
    }
    Value::Map(pairs)
}

/// The message, cut to the bytes that a record may carry, between characters.
fn cut(message: &str) -> &str {
    &message[..message.floor_char_boundary(abi::MAX_MESSAGE_BYTES)]
}
