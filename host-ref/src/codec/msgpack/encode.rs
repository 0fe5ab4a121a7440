//! Encoding, always in the shortest form.

use alloc::vec::Vec;

use crate::{Value, abi, codec::CodecError};

/// Encodes a value.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>, CodecError> {
    // Most values are small: one allocation is enough for them.
    let mut out = Vec::with_capacity(match value {
        Value::Str(text) => text.len() + 5,
        Value::Bin(bytes) => bytes.len() + 5,
        Value::Array(_) | Value::Map(_) => 64,
        _ => 9,
    });
    write(&mut out, value, 0)?;
    Ok(out)
}

fn write(out: &mut Vec<u8>, value: &Value, depth: u32) -> Result<(), CodecError> {
    match value {
        Value::Nil => out.push(0xc0),
        Value::Bool(truth) => out.push(0xc2 + u8::from(*truth)),
        Value::Int(n) => write_int(out, *n),
        Value::UInt(n) => match i64::try_from(*n) {
            Ok(n) => write_int(out, n),
            Err(_) => head(out, 0xcf, &n.to_be_bytes()),
        },
        Value::F32(n) => head(out, 0xca, &n.to_be_bytes()),
        Value::F64(n) => head(out, 0xcb, &n.to_be_bytes()),
        Value::Str(text) => {
            let lens = Lens { fix: Some((0xa0, 31)), one: Some(0xd9), two: 0xda, four: 0xdb };
            lens.write(out, text.len())?;
            out.extend_from_slice(text.as_bytes());
        }
        Value::Bin(bytes) => {
            Lens { fix: None, one: Some(0xc4), two: 0xc5, four: 0xc6 }.write(out, bytes.len())?;
            out.extend_from_slice(bytes);
        }
        Value::Ext(kind, bytes) => {
            match bytes.len() {
                1 => out.push(0xd4),
                2 => out.push(0xd5),
                4 => out.push(0xd6),
                8 => out.push(0xd7),
                16 => out.push(0xd8),
                len => Lens { fix: None, one: Some(0xc7), two: 0xc8, four: 0xc9 }.write(out, len)?,
            }
            out.push(kind.cast_unsigned());
            out.extend_from_slice(bytes);
        }
        Value::Array(items) => {
            check_depth(depth)?;
            Lens { fix: Some((0x90, 15)), one: None, two: 0xdc, four: 0xdd }.write(out, items.len())?;
            for item in items {
                write(out, item, depth + 1)?;
            }
        }
        Value::Map(pairs) => {
            check_depth(depth)?;
            Lens { fix: Some((0x80, 15)), one: None, two: 0xde, four: 0xdf }.write(out, pairs.len())?;
            for (key, value) in pairs {
                write(out, key, depth + 1)?;
                write(out, value, depth + 1)?;
            }
        }
    }
    Ok(())
}

fn check_depth(depth: u32) -> Result<(), CodecError> {
    if depth < abi::MAX_DEPTH {
        return Ok(());
    }
    Err(CodecError::Unwritable { reason: alloc::format!("nesting deeper than {}", abi::MAX_DEPTH) })
}

fn head(out: &mut Vec<u8>, format: u8, number: &[u8]) {
    out.push(format);
    out.extend_from_slice(number);
}

fn write_int(out: &mut Vec<u8>, n: i64) {
    // The shortest form that holds the number; unsigned forms for what is not negative.
    if let Ok(n) = u64::try_from(n) {
        if let Ok(n) = u8::try_from(n) {
            if n < 0x80 { out.push(n) } else { head(out, 0xcc, &[n]) }
        } else if let Ok(n) = u16::try_from(n) {
            head(out, 0xcd, &n.to_be_bytes());
        } else if let Ok(n) = u32::try_from(n) {
            head(out, 0xce, &n.to_be_bytes());
        } else {
            head(out, 0xcf, &n.to_be_bytes());
        }
    } else if let Ok(n) = i8::try_from(n) {
        if n >= -32 { out.push(n.cast_unsigned()) } else { head(out, 0xd0, &n.to_be_bytes()) }
    } else if let Ok(n) = i16::try_from(n) {
        head(out, 0xd1, &n.to_be_bytes());
    } else if let Ok(n) = i32::try_from(n) {
        head(out, 0xd2, &n.to_be_bytes());
    } else {
        head(out, 0xd3, &n.to_be_bytes());
    }
}

/// The format bytes of a kind that carries a length.
struct Lens {
    /// The base of the fix form, and the longest length it holds.
    fix: Option<(u8, usize)>,
    one: Option<u8>,
    two: u8,
    four: u8,
}

impl Lens {
    fn write(&self, out: &mut Vec<u8>, len: usize) -> Result<(), CodecError> {
        if let (Some((base, max)), Ok(short)) = (self.fix, u8::try_from(len))
            && len <= max
        {
            out.push(base | short);
            return Ok(());
        }
        if let (Some(format), Ok(len)) = (self.one, u8::try_from(len)) {
            head(out, format, &[len]);
        } else if let Ok(len) = u16::try_from(len) {
            head(out, self.two, &len.to_be_bytes());
        } else if let Ok(len) = u32::try_from(len) {
            head(out, self.four, &len.to_be_bytes());
        } else {
            return Err(CodecError::Unwritable { reason: alloc::format!("length {len} over 32 bits") });
        }
        Ok(())
    }
}
