//! Extension values, which serde does not have: a newtype of a special name around a type and bytes, as `rmp-serde`
//! writes them. Everything else inside such a newtype is refused.

use serde_core::{
    Serialize, Serializer,
    ser::{Impossible, SerializeTuple},
};

use crate::codec::{Fault, Writer};

type Result<T> = core::result::Result<T, Fault>;

/// Takes the type, then the bytes, and writes the value.
pub(super) struct Parts<'w> {
    writer: &'w mut Writer,
    kind: Option<i8>,
}

impl<'w> Parts<'w> {
    pub(super) fn new(writer: &'w mut Writer) -> Self {
        Self { writer, kind: None }
    }
}

impl SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(Part(self))
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

/// One of the two parts.
struct Part<'p, 'w>(&'p mut Parts<'w>);

macro_rules! refuse {
    ($($method:ident($($type:ty),*))*) => { $(
        fn $method(self, $(_: $type),*) -> Result<Self::Ok> {
            Err(Fault::TYPE)
        }
    )* };
}

macro_rules! refuse_all {
    ($tuple:ty) => {
        type Ok = ();
        type Error = Fault;
        type SerializeSeq = Impossible<(), Fault>;
        type SerializeTuple = $tuple;
        type SerializeTupleStruct = Impossible<(), Fault>;
        type SerializeTupleVariant = Impossible<(), Fault>;
        type SerializeMap = Impossible<(), Fault>;
        type SerializeStruct = Impossible<(), Fault>;
        type SerializeStructVariant = Impossible<(), Fault>;

        refuse! {
            serialize_bool(bool) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_u8(u8)
            serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_f32(f32) serialize_f64(f64)
            serialize_char(char) serialize_str(&str) serialize_none() serialize_unit() serialize_unit_struct(&'static str)
            serialize_unit_variant(&'static str, u32, &'static str)
        }

        fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<()> {
            Err(Fault::TYPE)
        }
        fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<()> {
            Err(Fault::TYPE)
        }
        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<()> {
            Err(Fault::TYPE)
        }
        fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
            Err(Fault::TYPE)
        }
        fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct> {
            Err(Fault::TYPE)
        }
        fn serialize_tuple_variant(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleVariant> {
            Err(Fault::TYPE)
        }
        fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
            Err(Fault::TYPE)
        }
        fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
            Err(Fault::TYPE)
        }
        fn serialize_struct_variant(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeStructVariant> {
            Err(Fault::TYPE)
        }
        fn collect_str<T: core::fmt::Display + ?Sized>(self, _: &T) -> Result<()> {
            Err(Fault::TYPE)
        }
    };
}

impl<'w> Serializer for Parts<'w> {
    refuse_all!(Self);
    refuse!(serialize_i8(i8) serialize_bytes(&[u8]));

    fn serialize_tuple(self, _: usize) -> Result<Self> {
        Ok(self)
    }
}

impl Serializer for Part<'_, '_> {
    refuse_all!(Impossible<(), Fault>);

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        Err(Fault::TYPE)
    }

    fn serialize_i8(self, kind: i8) -> Result<()> {
        self.0.kind = Some(kind);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        let kind = self.0.kind.ok_or(Fault::TYPE)?;
        self.0.writer.ext(kind, bytes);
        Ok(())
    }
}
