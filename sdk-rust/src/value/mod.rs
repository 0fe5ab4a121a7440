//! Any value, for handlers that do not know the shape of their arguments.

mod decode;
mod keys;
mod order;

use alloc::{string::String, vec::Vec};

#[cfg(feature = "serde")]
pub(crate) use keys::keep_last;

use crate::codec::{Encode, Writer};

/// Any value of the ABI. Integers keep 64 bits and their sign, floats their width, maps their order and keys of any
/// kind, extension values pass through.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// nil, and a missing argument.
    #[default]
    Nil,
    /// true or false.
    Bool(bool),
    /// An integer of at least 0.
    UInt(u64),
    /// An integer below 0; [`Value::from`] picks the right one of the two.
    Int(i64),
    /// A 32-bit float.
    F32(f32),
    /// A 64-bit float.
    F64(f64),
    /// Text.
    Str(String),
    /// Bytes.
    Bin(Vec<u8>),
    /// An array.
    Array(Vec<Value>),
    /// A map, in its order. When decoded, the last of equal keys counts.
    Map(Vec<(Value, Value)>),
    /// An extension value: its type and its bytes.
    Ext(i8, Vec<u8>),
}

impl Value {
    /// The value of a key in a map; the last of equal keys.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        let found = entries.iter().rev().find(|(name, _)| name.as_str() == Some(key));
        found.map(|(_, value)| value)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A number of at least 0.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::UInt(number) => Some(*number),
            _ => None,
        }
    }

    /// An integer that fits `i64`.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::UInt(number) => i64::try_from(*number).ok(),
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The items of an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Whether this is nil.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }
}

impl Encode for Value {
    #[inline(never)]
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Nil => writer.nil(),
            Self::Bool(value) => writer.bool(*value),
            Self::UInt(value) => writer.u64(*value),
            Self::Int(value) => writer.i64(*value),
            Self::F32(value) => writer.f32(*value),
            Self::F64(value) => writer.f64(*value),
            Self::Str(text) => writer.str(text),
            Self::Bin(bytes) => writer.bin(bytes),
            Self::Ext(kind, bytes) => writer.ext(*kind, bytes),
            Self::Array(items) => {
                writer.array(items.len());
                for item in items {
                    item.encode(writer);
                }
            }
            Self::Map(entries) => {
                writer.map(entries.len());
                for (key, value) in entries {
                    key.encode(writer);
                    value.encode(writer);
                }
            }
        }
    }
}

macro_rules! from {
    ($($type:ty, $value:ident => $made:expr;)*) => { $(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        }
    )* };
}
from! {
    (), _value => Self::Nil;
    bool, value => Self::Bool(value);
    u8, value => Self::UInt(value.into());
    u16, value => Self::UInt(value.into());
    u32, value => Self::UInt(value.into());
    u64, value => Self::UInt(value);
    i8, value => i64::from(value).into();
    i16, value => i64::from(value).into();
    i32, value => i64::from(value).into();
    i64, value => u64::try_from(value).map_or(Self::Int(value), Self::UInt);
    f32, value => Self::F32(value);
    f64, value => Self::F64(value);
    &str, value => Self::Str(value.into());
    String, value => Self::Str(value);
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nil, Into::into)
    }
}

#[cfg(test)]
mod tests;
