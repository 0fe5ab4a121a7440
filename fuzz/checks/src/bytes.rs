//! Bytes for messages.

use std::fmt::Write as _;

/// Bytes in hexadecimal, cut where nobody reads on.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const MOST: usize = 64;
    let mut out = String::new();
    for byte in bytes.iter().take(MOST) {
        // Writing to a string cannot fail.
        _ = write!(out, "{byte:02x}");
    }
    if bytes.len() > MOST {
        _ = write!(out, "... ({} bytes)", bytes.len());
    }
    out
}
