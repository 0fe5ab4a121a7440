//! Writing types with `Serialize`.

use core::fmt::Display;

use serde_core::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use crate::codec::{Fault, Writer};

type Result<T> = core::result::Result<T, Fault>;

macro_rules! scalars {
    ($($method:ident $type:ty, $write:ident;)*) => { $(
        #[inline]
        fn $method(self, value: $type) -> Result<()> {
            self.$write(value.into());
            Ok(())
        }
    )* };
}

/// The head of an array whose length is known when compiled: a short one is one byte, without the code of long ones.
#[inline(always)]
fn array(writer: &mut Writer, len: usize) {
    if len < 16 { writer.raw(&[0x90 | len.to_le_bytes()[0]]) } else { writer.array(len) }
}

/// The same of a map.
#[inline(always)]
fn map(writer: &mut Writer, len: usize) {
    if len < 16 { writer.raw(&[0x80 | len.to_le_bytes()[0]]) } else { writer.map(len) }
}

/// An array or map whose length is written before its elements, or once they are all there.
pub struct Compound<'w> {
    writer: &'w mut Writer,
    /// Where the elements start and how many there are, when their number was not known.
    open: Option<(u32, u32)>,
    is_map: bool,
}

impl<'w> Compound<'w> {
    #[inline]
    fn new(writer: &'w mut Writer, len: Option<usize>, is_map: bool) -> Self {
        let mut open = None;
        match len {
            Some(len) if is_map => writer.map(len),
            Some(len) => writer.array(len),
            None => open = Some((writer.0.len(), 0)),
        }
        Self { writer, open, is_map }
    }

    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        if let Some((_, count)) = &mut self.open {
            *count += 1;
        }
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn close(self) {
        if let Some((start, count)) = self.open {
            self.writer.insert_head(start, count, self.is_map);
        }
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    scalars! {
        serialize_bool bool, bool;
        serialize_u8 u8, u64;
        serialize_u16 u16, u64;
        serialize_u32 u32, u64;
        serialize_u64 u64, u64;
        serialize_i8 i8, i64;
        serialize_i16 i16, i64;
        serialize_i32 i32, i64;
        serialize_i64 i64, i64;
        serialize_f32 f32, f32;
        serialize_f64 f64, f64;
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.str(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<()> {
        self.str(value);
        Ok(())
    }

    #[inline]
    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        self.bin(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<()> {
        self.nil();
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.nil();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.nil();
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.str(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<()> {
        if name == super::EXT {
            return value.serialize(super::ext::Parts::new(self));
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        self.map(1);
        self.str(variant);
        value.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Compound<'w>> {
        Ok(Compound::new(self, len, false))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'w>> {
        Ok(Compound::new(self, len, true))
    }

    #[inline]
    fn serialize_tuple(self, len: usize) -> Result<Self> {
        array(self, len);
        Ok(self)
    }

    #[inline]
    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Self> {
        array(self, len);
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self> {
        self.map(1);
        self.str(variant);
        array(self, len);
        Ok(self)
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Self> {
        map(self, len);
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self> {
        self.map(1);
        self.str(variant);
        map(self, len);
        Ok(self)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        self.str(&alloc::format!("{value}"));
        Ok(())
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

macro_rules! items {
    ($($trait:ident $method:ident;)*) => { $(
        impl $trait for &mut Writer {
            type Ok = ();
            type Error = Fault;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                value.serialize(&mut **self)
            }

            #[inline]
            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )* };
}
items! {
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! fields {
    ($($trait:ident)*) => { $(
        impl $trait for &mut Writer {
            type Ok = ();
            type Error = Fault;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
                self.str(key);
                value.serialize(&mut **self)
            }

            #[inline]
            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )* };
}
fields!(SerializeStruct SerializeStructVariant);

impl SerializeSeq for Compound<'_> {
    type Ok = ();
    type Error = Fault;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Fault;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.element(key)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}
