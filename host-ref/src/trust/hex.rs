//! SHA-256 hashes as text.

use alloc::{format, string::String};
use core::fmt::Write as _;

use super::Malformed;

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The hash of 64 hexadecimal digits, lower or upper case, as `sha256sum` and other tools print it.
///
/// # Errors
///
/// When there are more or fewer characters, or others than digits.
pub fn parse_sha256(text: &str) -> Result<[u8; 32], Malformed> {
    const HELP: &str = "a SHA-256 is 64 hexadecimal digits, as sha256sum prints it";
    if let Some((at, odd)) = text.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
        return Err(Malformed::new(format!("a hash with {odd:?} at character {}", at + 1), HELP));
    }
    let mut hash = [0; 32];
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return Err(Malformed::new(format!("a hash of {} digits", text.len()), HELP));
    };
    if pairs.len() != hash.len() {
        return Err(Malformed::new(format!("a hash of {} digits", text.len()), HELP));
    }
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
    for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
        *byte = digit(*high) << 4 | digit(*low);
    }
    Ok(hash)
}
