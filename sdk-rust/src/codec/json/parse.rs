//! JSON to MessagePack.

use alloc::string::String;

use super::{print::refused, refuse, special};
use crate::{
    abi::{MAX_DEPTH, MAX_ELEMENTS},
    codec::{Fault, Writer},
    error::Result,
    mem::{Buf, is_utf8},
};

/// Exactly one value of JSON.
///
/// # Errors
/// 400 when it is not, or is over a limit of the ABI.
pub(crate) fn parse(json: &[u8]) -> Result<Buf> {
    if !is_utf8(json) {
        return Err(refuse(Fault::UTF8));
    }
    // Never "": it was just checked.
    let text = core::str::from_utf8(json).unwrap_or_default();
    let mut parser = Parser { text, at: 0, depth: MAX_DEPTH, elements: MAX_ELEMENTS, writer: Writer::new() };
    parser.value()?;
    parser.space();
    if parser.at != text.len() {
        return Err(refuse(Fault::TRAILING));
    }
    Ok(parser.writer.into_buf())
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// How many containers may still open.
    depth: u32,
    /// How many elements may still come.
    elements: u32,
    writer: Writer,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes these characters after white space; whether they are there.
    fn take(&mut self, characters: &str) -> bool {
        self.space();
        let taken = self.rest().starts_with(characters);
        if taken {
            self.at += characters.len();
        }
        taken
    }

    fn expect(&mut self, characters: &str) -> Result<()> {
        if self.take(characters) { Ok(()) } else { refused() }
    }

    fn value(&mut self) -> Result<()> {
        self.space();
        match self.peek() {
            Some(b'{') => return self.object(),
            Some(b'[') => return self.array(),
            Some(b'"') => {
                let text = self.string()?;
                self.writer.str(&text);
            }
            Some(b'-' | b'0'..=b'9') => return self.number(),
            _ if self.take("null") => self.writer.nil(),
            _ if self.take("true") => self.writer.bool(true),
            _ if self.take("false") => self.writer.bool(false),
            _ => return refused(),
        }
        Ok(())
    }

    /// Counts elements and the container around them against the limits.
    fn open(&mut self) -> Result<()> {
        self.depth = self.depth.checked_sub(1).ok_or_else(|| refuse(Fault::LIMIT))?;
        Ok(())
    }

    fn element(&mut self, n: u32) -> Result<()> {
        self.elements = self.elements.checked_sub(n).ok_or_else(|| refuse(Fault::LIMIT))?;
        Ok(())
    }

    fn array(&mut self) -> Result<()> {
        self.expect("[")?;
        self.open()?;
        let start = self.writer.0.len();
        let mut n = 0;
        while !self.take("]") {
            if n != 0 {
                self.expect(",")?;
            }
            self.element(1)?;
            self.value()?;
            n += 1;
        }
        self.writer.insert_head(start, n, false);
        self.depth += 1;
        Ok(())
    }

    fn object(&mut self) -> Result<()> {
        self.expect("{")?;
        let inside = self.at;
        if self.special().is_some() {
            return Ok(());
        }
        self.at = inside;
        self.open()?;
        let start = self.writer.0.len();
        let mut n = 0;
        let mut dollar = false;
        while !self.take("}") {
            if n != 0 {
                self.expect(",")?;
            }
            self.element(2)?;
            self.space();
            let key = self.string()?;
            dollar = n == 0 && key.starts_with('$');
            self.writer.str(&key);
            self.expect(":")?;
            self.value()?;
            n += 1;
        }
        if dollar {
            return refused();
        }
        self.writer.insert_head(start, n, true);
        self.depth += 1;
        Ok(())
    }

    /// The inside of an object that stands for what JSON has no value for; nothing is written for any other.
    fn special(&mut self) -> Option<()> {
        self.space();
        let key = self.string().ok()?;
        self.expect(":").ok()?;
        self.space();
        match key.as_str() {
            "$bin" => {
                let bytes = special::bytes(&self.string().ok()?)?;
                self.expect("}").ok()?;
                self.writer.bin(&bytes);
            }
            "$ext" => {
                self.expect("[").ok()?;
                self.space();
                // Rust reads more as an integer than JSON does.
                let kind = Some(self.digits()).filter(|digits| is_number(digits.as_bytes()))?.parse().ok()?;
                self.expect(",").ok()?;
                self.space();
                let bytes = special::bytes(&self.string().ok()?)?;
                self.expect("]").ok()?;
                self.expect("}").ok()?;
                self.writer.ext(kind, &bytes);
            }
            "$float" => {
                let name = self.string().ok()?;
                self.expect("}").ok()?;
                return special::write_float(&name, &mut self.writer).then_some(());
            }
            _ => return None,
        }
        Some(())
    }

    /// A string, with its escapes replaced.
    fn string(&mut self) -> Result<String> {
        self.expect("\"")?;
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20) else {
                return refused();
            };
            out.push_str(rest.get(..end).unwrap_or_default());
            self.at += end + 1;
            match rest.as_bytes().get(end) {
                Some(b'"') => return Ok(out),
                Some(b'\\') => out.push(self.escape()?),
                _ => return refused(),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let letter = self.peek();
        self.at += 1;
        Ok(match letter {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.unit()?;
                let is_pair = (0xd800..0xdc00).contains(&first) && self.rest().starts_with("\\u");
                let code = if is_pair {
                    self.at += 2;
                    let second = self.unit()?;
                    // A second unit that is none makes a number that is no character: never up to 0x10ffff by chance.
                    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400);
                    low.map_or(u32::MAX, |low| 0x1_0000 + ((first - 0xd800) << 10 | low))
                } else {
                    first
                };
                // Lone surrogates are no characters.
                return char::from_u32(code).map_or_else(refused, Ok);
            }
            _ => return refused(),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32> {
        let digits =
            self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        self.at += 4;
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).map_or_else(refused, Ok)
    }

    /// The characters of a number.
    fn digits(&mut self) -> &'a str {
        let rest = self.rest();
        let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        let end = rest.bytes().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn number(&mut self) -> Result<()> {
        let digits = self.digits();
        if !is_number(digits.as_bytes()) {
            return refused();
        }
        if digits.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
            let float: f64 = digits.parse().or_else(|_| refused())?;
            if float.is_infinite() {
                return Err(refuse(Fault::RANGE));
            }
            // A negative zero is written in another way, so this is a float that was rounded to it.
            self.writer.f64(float);
        } else if let Ok(number) = digits.parse::<u64>() {
            self.writer.u64(number);
        } else if let Ok(number) = digits.parse::<i64>() {
            // -0 is the integer 0.
            self.writer.i64(number);
        } else {
            return Err(refuse(Fault::RANGE));
        }
        Ok(())
    }
}

/// Whether this is a number of RFC 8259: `-`, digits without a leading zero, a fraction, an exponent.
fn is_number(text: &[u8]) -> bool {
    fn digits(text: &[u8]) -> (usize, &[u8]) {
        let n = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (n, text.get(n..).unwrap_or_default())
    }
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let (n, mut rest) = digits(text);
    if n == 0 || n > 1 && text.first() == Some(&b'0') {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let (n, after) = digits(fraction);
        if n == 0 {
            return false;
        }
        rest = after;
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let unsigned =
            exponent.strip_prefix(b"-").or_else(|| exponent.strip_prefix(b"+")).unwrap_or(exponent);
        let (n, after) = digits(unsigned);
        return n > 0 && after.is_empty();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn numbers_are_those_of_the_rfc() {
        for text in ["0", "-0", "10", "1.5", "-1e9", "1E+2", "0.0e-1"] {
            assert!(is_number(text.as_bytes()), "{text}");
        }
        for text in ["", "-", "01", "-01", "1.", ".5", "1e", "1e+", "+1", "1.5.2", "1-2", "1e5e"] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn lists_need_their_commas() {
        for text in ["[1 2]", "[,]", "[1,]", "[,1]", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\":1 \"b\":2}"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn surrogates_come_in_pairs() {
        assert_eq!(&parse(br#""\ud83d\ude00""#).unwrap()[..], b"\xa4\xf0\x9f\x98\x80");
        for text in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\ud83d\u0041""#, r#""\ud83d\ud83d""#] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn nesting_does_not_reach_the_end_of_the_stack() {
        let deep: Vec<u8> = core::iter::repeat_n(b'[', 100_000).collect();
        assert!(parse(&deep).is_err());
    }
}
