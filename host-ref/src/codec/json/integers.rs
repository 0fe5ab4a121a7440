//! Integers that the JSON parser would make floats of without a word: those over 64 bits, and `-0`.

use alloc::borrow::Cow;

use crate::codec::CodecError;

/// Finds the first integer outside -2^63 to 2^64-1; as a float it would lose digits.
pub(super) fn check(json: &[u8]) -> Result<(), CodecError> {
    match integers(json).find(|(_, token)| !fits(token)) {
        Some((at, _)) => Err(CodecError::at(at, "an integer over 64 bits")),
        None => Ok(()),
    }
}

/// The same text with `-0` written as ` 0`: it is the integer 0, and all other bytes stay where they are.
pub(super) fn without_minus_zero(json: &[u8]) -> Cow<'_, [u8]> {
    let mut text = Cow::Borrowed(json);
    for (at, _) in integers(json).filter(|(_, token)| *token == b"-0") {
        text.to_mut()[at] = b' ';
    }
    text
}

/// The tokens that look like integers, outside of strings, with where they start.
fn integers(json: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    core::iter::from_fn(move || {
        while at < json.len() {
            let start = at;
            match json[at] {
                b'"' => at = after_string(json, at + 1),
                b'-' | b'0'..=b'9' => {
                    let len = json[at..].iter().take_while(|byte| is_number(**byte)).count();
                    at += len;
                    let token = &json[start..at];
                    if !token.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
                        return Some((start, token));
                    }
                }
                _ => at += 1,
            }
        }
        None
    })
}

fn is_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

fn after_string(json: &[u8], mut at: usize) -> usize {
    while at < json.len() {
        match json[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// Whether it is in range; what is no number at all is left to the parser.
fn fits(token: &[u8]) -> bool {
    if token.len() < 19 {
        return true;
    }
    let Ok(text) = core::str::from_utf8(token) else { return true };
    text.parse::<u64>().is_ok()
        || text.parse::<i64>().is_ok()
        || !text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit())
}
