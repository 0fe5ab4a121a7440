//! Bytes written in a case: hex, text and repetitions, expanded only when a step runs.

use serde::Deserialize;

/// Bytes as a case writes them: one piece, or a list of pieces that follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Bytes {
    /// Hex digits, blanks ignored.
    Hex(String),
    /// One piece that is not hex.
    Piece(Piece),
    /// Pieces in order.
    List(Vec<Bytes>),
    /// Bytes that the runner made; a case cannot write them.
    #[serde(skip)]
    Literal(Vec<u8>),
}

/// A piece of [`Bytes`] that is not plain hex.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Piece {
    /// UTF-8 text.
    Text {
        /// The text itself.
        text: String,
    },
    /// A piece, many times over.
    Repeat {
        /// What is repeated.
        repeat: Box<Bytes>,
        /// How often.
        times: usize,
    },
}

impl Bytes {
    /// The bytes this stands for.
    ///
    /// # Errors
    ///
    /// Says which hex text is malformed and where.
    pub fn expand(&self) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        self.append(&mut out)?;
        Ok(out)
    }

    fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        match self {
            Self::Hex(text) => out.extend(from_hex(text)?),
            Self::Literal(bytes) => out.extend(bytes),
            Self::Piece(Piece::Text { text }) => out.extend(text.as_bytes()),
            Self::Piece(Piece::Repeat { repeat, times }) => {
                let piece = repeat.expand()?;
                out.reserve(piece.len().saturating_mul(*times));
                for _ in 0..*times {
                    out.extend(&piece);
                }
            }
            Self::List(pieces) => {
                for piece in pieces {
                    piece.append(out)?;
                }
            }
        }
        Ok(())
    }
}

/// Reads hex digits; blanks and dashes between them are ignored.
///
/// # Errors
///
/// Says which character is no hex digit, or that their number is odd.
pub fn from_hex(text: &str) -> Result<Vec<u8>, String> {
    let mut digits = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if character.is_whitespace() || character == '-' {
            continue;
        }
        let digit = character
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or_else(|| format!("hex text has '{character}' at offset {at}; use 0 to 9 and a to f"))?;
        digits.push(digit);
    }
    if digits.len() % 2 == 1 {
        return Err(format!("hex text has {} digits; a byte needs two", digits.len()));
    }
    Ok(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// Hex digits of `bytes`, cut after `limit` bytes with the full length said.
#[must_use]
pub fn to_hex(bytes: &[u8], limit: usize) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(bytes.len().min(limit) * 2);
    for byte in bytes.iter().take(limit) {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    if bytes.len() > limit {
        let _ = write!(out, "... ({} bytes)", bytes.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Bytes {
        serde_json::from_str(json).expect("bytes parse")
    }

    #[test]
    fn pieces_follow_each_other() {
        let bytes = parse(r#"["91 dc", {"text": "é"}, {"repeat": ["c0"], "times": 3}]"#);
        assert_eq!(bytes.expand().unwrap(), [0x91, 0xdc, 0xc3, 0xa9, 0xc0, 0xc0, 0xc0]);
    }

    #[test]
    fn malformed_hex_says_what_is_wrong() {
        assert_eq!(
            parse("\"9g\"").expand().unwrap_err(),
            "hex text has 'g' at offset 1; use 0 to 9 and a to f"
        );
        assert_eq!(parse("\"901\"").expand().unwrap_err(), "hex text has 3 digits; a byte needs two");
    }

    #[test]
    fn long_bytes_are_cut_in_messages() {
        assert_eq!(to_hex(&[1, 2, 255], 8), "0102ff");
        assert_eq!(to_hex(&[7; 10], 2), "0707... (10 bytes)");
    }
}
