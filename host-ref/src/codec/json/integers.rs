//! Integers that no 64-bit number holds.

use crate::codec::CodecError;

/// Finds the first integer outside -2^63 to 2^64-1. The JSON parser would make a float of it without a word, which
/// loses digits.
pub(super) fn check(json: &[u8]) -> Result<(), CodecError> {
    let mut at = 0;
    while at < json.len() {
        match json[at] {
            b'"' => at = after_string(json, at + 1),
            b'-' | b'0'..=b'9' => {
                let len = json[at..].iter().take_while(|byte| is_number(**byte)).count();
                let token = &json[at..at + len];
                let integer = !token.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
                if integer && !fits(token) {
                    return Err(CodecError::at(at, "an integer over 64 bits"));
                }
                at += len;
            }
            _ => at += 1,
        }
    }
    Ok(())
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
