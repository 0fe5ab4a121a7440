//! JSON, and what it means for kinds that JSON has no form for.
//!
//! `{"$bin": base64}`, `{"$ext": [type, base64]}` and `{"$float": "NaN" | "Infinity" | "-Infinity" | "-0"}` are
//! those kinds; an object whose only key starts with `$` and is none of these is an error. A 32-bit float becomes
//! the number of the same value; JSON has no width.

mod decode;
mod encode;
mod integers;

pub(crate) use decode::{check, decode};
pub(crate) use encode::encode;

const BIN: &str = "$bin";
const EXT: &str = "$ext";
const FLOAT: &str = "$float";
