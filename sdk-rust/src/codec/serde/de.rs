//! Reading types with `Deserialize`. Each method reads its own kind: through `deserialize_any` a guest would be twice
//! as large.

use serde_core::{
    Deserializer,
    de::{Visitor, value::BorrowedStrDeserializer},
};

use super::seq::{Content, ext, map, seq};
use crate::codec::{Fault, Kind, Reader, kind};

type Result<T> = core::result::Result<T, Fault>;

/// A value is only shown to a visitor when the read did not fail.
#[inline]
pub(super) fn sound(reader: &Reader<'_>) -> Result<()> {
    match reader.fault() {
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}

macro_rules! scalars {
    ($($method:ident $read:ident $visit:ident;)*) => { $(
        #[inline]
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
            let value = self.$read();
            sound(self)?;
            visitor.$visit(value)
        }
    )* };
}

impl<'a> Deserializer<'a> for &mut Reader<'a> {
    type Error = Fault;

    scalars! {
        deserialize_bool bool visit_bool;
        deserialize_u8 u64 visit_u64;
        deserialize_u16 u64 visit_u64;
        deserialize_u32 u64 visit_u64;
        deserialize_u64 u64 visit_u64;
        deserialize_i8 i64 visit_i64;
        deserialize_i16 i64 visit_i64;
        deserialize_i32 i64 visit_i64;
        deserialize_i64 i64 visit_i64;
        deserialize_f32 f32 visit_f32;
        deserialize_f64 f64 visit_f64;
        deserialize_char str visit_borrowed_str;
        deserialize_str str visit_borrowed_str;
        deserialize_string str visit_borrowed_str;
        deserialize_bytes bin visit_borrowed_bytes;
        deserialize_byte_buf bin visit_borrowed_bytes;
    }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let kind = self.head();
        let (value, len) = (self.value, self.length());
        match kind {
            kind::NIL => visitor.visit_unit(),
            kind::BOOL => visitor.visit_bool(self.truth()),
            kind::UINT => visitor.visit_u64(value),
            kind::INT => visitor.visit_i64(value.cast_signed()),
            kind::F32 => visitor.visit_f32(f32::from_bits(self.count())),
            kind::F64 => visitor.visit_f64(f64::from_bits(value)),
            kind::STR => {
                let text = self.cursor.text(len);
                sound(self)?;
                visitor.visit_borrowed_str(text)
            }
            kind::BIN => {
                let bytes = self.cursor.take(len);
                sound(self)?;
                visitor.visit_borrowed_bytes(bytes)
            }
            kind::ARRAY => {
                let left = self.enter();
                seq(self, left, visitor)
            }
            kind::MAP => {
                let left = self.enter();
                map(self, left, visitor)
            }
            kind::EXT => {
                let kind = i8::from_le_bytes([self.cursor.byte()]);
                let bytes = self.cursor.take(len);
                sound(self)?;
                ext(kind, bytes, visitor)
            }
            _ => Err(self.fault().unwrap_or(Fault::TYPE)),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        if self.nil() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        if self.nil() { visitor.visit_unit() } else { Err(Fault::TYPE) }
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        if name == super::EXT {
            return self.deserialize_any(visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let left = self.array();
        seq(self, left, visitor)
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let left = self.map();
        map(self, left, visitor)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    /// A variant is its name, or a map of its name to its content.
    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if self.peek() == Kind::Str {
            let name = self.str();
            sound(self)?;
            let name: BorrowedStrDeserializer<'a, Fault> = BorrowedStrDeserializer::new(name);
            return visitor.visit_enum(name);
        }
        if self.map() != 1 {
            return Err(Fault::TYPE);
        }
        let value = visitor.visit_enum(Content(self))?;
        self.leave();
        Ok(value)
    }

    /// A key of a record or the name of a variant. A key that is no text is unknown, which only a number beyond all
    /// fields says whatever the type.
    fn deserialize_identifier<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let text = self.text();
        sound(self)?;
        match text {
            Some(text) => visitor.visit_borrowed_str(text),
            None => visitor.visit_u64(u64::MAX),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        self.skip();
        sound(self)?;
        visitor.visit_unit()
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}
