//! MessagePack to JSON.

use core::fmt::{self, Write};

use super::{refuse, special};
use crate::{
    codec::{
        Fault, Reader,
        kind::{ARRAY, BIN, BOOL, EXT, F32, F64, INT, MAP, NIL, STR, UINT},
    },
    error::Result,
    mem::{Buf, Growing},
};

/// One value as JSON.
///
/// # Errors
/// 400 when the bytes are not one well-formed value, or one that JSON cannot hold.
pub(crate) fn print(msgpack: &[u8]) -> Result<Buf> {
    let mut reader = Reader::new(msgpack);
    let mut out = Text(Growing::new());
    value(&mut reader, &mut out);
    reader.finish()?;
    Ok(out.0.into_buf())
}

/// JSON as it grows.
pub(super) struct Text(Growing);

impl Text {
    pub(super) fn raw(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
    }

    /// A string; its quotes, backslashes and control characters are escaped.
    pub(super) fn quoted(&mut self, text: &str) {
        self.raw("\"");
        let mut plain = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte >= 0x20 && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.raw(text.get(plain..at).unwrap_or_default());
            plain = at + 1;
            match byte {
                b'"' => self.raw("\\\""),
                b'\\' => self.raw("\\\\"),
                b'\n' => self.raw("\\n"),
                b'\r' => self.raw("\\r"),
                b'\t' => self.raw("\\t"),
                _ => self.display(format_args!("\\u{byte:04x}")),
            }
        }
        self.raw(text.get(plain..).unwrap_or_default());
        self.raw("\"");
    }

    pub(super) fn display(&mut self, text: fmt::Arguments<'_>) {
        // Writing into memory does not fail.
        let _ = self.write_fmt(text);
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.raw(text);
        Ok(())
    }
}

fn value(reader: &mut Reader<'_>, out: &mut Text) {
    let kind = reader.head();
    let (number, len) = (reader.value, reader.length());
    match kind {
        NIL => out.raw("null"),
        BOOL => out.raw(if reader.truth() { "true" } else { "false" }),
        UINT => out.display(format_args!("{number}")),
        INT => out.display(format_args!("{}", number.cast_signed())),
        F32 => float(f32::from_bits(reader.count()).into(), out),
        F64 => float(f64::from_bits(number), out),
        STR => out.quoted(reader.cursor.text(len)),
        BIN => special::bin(reader.cursor.take(len), out),
        EXT => {
            let kind = i8::from_le_bytes([reader.cursor.byte()]);
            special::ext(kind, reader.cursor.take(len), out);
        }
        ARRAY => array(reader, out),
        MAP => map(reader, out),
        _ => reader.fail(Fault::TYPE),
    }
}

/// Digits that read back as the same float, with a fraction or an exponent.
fn float(float: f64, out: &mut Text) {
    if float.is_nan() || float.is_infinite() || float == 0.0 && float.is_sign_negative() {
        special::float(float, out);
    } else {
        out.display(format_args!("{float:?}"));
    }
}

fn array(reader: &mut Reader<'_>, out: &mut Text) {
    let mut left = reader.enter();
    let mut before = "[";
    while reader.more(&mut left) {
        out.raw(before);
        value(reader, out);
        before = ",";
    }
    out.raw(if before == "[" { "[]" } else { "]" });
}

fn map(reader: &mut Reader<'_>, out: &mut Text) {
    let mut left = reader.enter();
    let alone = left == 1;
    let mut before = "{";
    while reader.more(&mut left) {
        let key = reader.str();
        // It would read back as something else, or not at all.
        if alone && key.starts_with('$') {
            reader.fail(Fault::JSON);
        }
        out.raw(before);
        out.quoted(key);
        out.raw(":");
        value(reader, out);
        before = ",";
    }
    out.raw(if before == "{" { "{}" } else { "}" });
}

/// The error of a text that is refused.
pub(super) fn refused<T>() -> Result<T> {
    Err(refuse(Fault::JSON))
}
