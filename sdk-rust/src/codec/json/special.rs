//! What JSON has no value for: `{"$bin": base64}`, `{"$ext": [type, base64]}`, `{"$float": name}`.

use alloc::vec::Vec;

use base64ct::{Base64, Encoding};

use super::print::Text;
use crate::codec::Writer;

pub(super) fn bin(bytes: &[u8], out: &mut Text) {
    out.raw("{\"$bin\":\"");
    base64(bytes, out);
    out.raw("\"}");
}

pub(super) fn ext(kind: i8, bytes: &[u8], out: &mut Text) {
    out.display(format_args!("{{\"$ext\":[{kind},\""));
    base64(bytes, out);
    out.raw("\"]}");
}

pub(super) fn float(float: f64, out: &mut Text) {
    let name = match float {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ if float == 0.0 => "-0",
        _ => "NaN",
    };
    out.display(format_args!("{{\"$float\":\"{name}\"}}"));
}

fn base64(bytes: &[u8], out: &mut Text) {
    // A multiple of three at a time, so that only the end is padded.
    let mut text = [0; 64];
    for chunk in bytes.chunks(48) {
        out.raw(Base64::encode(chunk, &mut text).unwrap_or_default());
    }
}

/// Writes the float of this name; whether there is one.
pub(super) fn write_float(name: &str, writer: &mut Writer) -> bool {
    writer.f64(match name {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        "-0" => -0.0,
        _ => return false,
    });
    true
}

/// The bytes behind base64 with padding.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}
