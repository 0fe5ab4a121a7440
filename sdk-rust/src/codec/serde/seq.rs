//! Containers, variants and extension values, as serde visits them.

use serde_core::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
        value::{BorrowedBytesDeserializer, I8Deserializer, SeqAccessDeserializer},
    },
};

use super::de::sound;
use crate::codec::{Fault, Reader};

type Result<T> = core::result::Result<T, Fault>;

/// The elements of a container that are left.
pub(super) struct Elements<'r, 'a> {
    reader: &'r mut Reader<'a>,
    left: u32,
}

/// Shows the items of an array to a visitor, which must take them all.
pub(super) fn seq<'a, V: Visitor<'a>>(reader: &mut Reader<'a>, left: u32, visitor: V) -> Result<V::Value> {
    sound(reader)?;
    let mut items = Elements { reader, left };
    let value = visitor.visit_seq(&mut items)?;
    items.end()?;
    Ok(value)
}

/// Shows the entries of a map to a visitor, which must take them all.
pub(super) fn map<'a, V: Visitor<'a>>(reader: &mut Reader<'a>, left: u32, visitor: V) -> Result<V::Value> {
    sound(reader)?;
    let mut entries = Elements { reader, left };
    let value = visitor.visit_map(&mut entries)?;
    entries.end()?;
    Ok(value)
}

impl Elements<'_, '_> {
    /// A tuple or array type takes so many items; more in the input are an error as fewer are.
    fn end(self) -> Result<()> {
        if self.left != 0 {
            return Err(Fault::TYPE);
        }
        self.reader.leave();
        Ok(())
    }

    /// Whether there is one more, counted down.
    fn next(&mut self) -> bool {
        let more = self.left != 0;
        self.left -= u32::from(more);
        more
    }
}

impl<'a> SeqAccess<'a> for &mut Elements<'_, 'a> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.next() { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'a> MapAccess<'a> for &mut Elements<'_, 'a> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.next() { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<T::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant as a map of its name to its content.
pub(super) struct Content<'r, 'a>(pub(super) &'r mut Reader<'a>);

impl<'a> EnumAccess<'a> for Content<'_, 'a> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<(T::Value, Self)> {
        let name = seed.deserialize(&mut *self.0)?;
        Ok((name, self))
    }
}

impl<'a> VariantAccess<'a> for Content<'_, 'a> {
    type Error = Fault;

    fn unit_variant(self) -> Result<()> {
        if self.0.nil() { Ok(()) } else { Err(Fault::TYPE) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.0.deserialize_map(visitor)
    }
}

/// Shows an extension value to a visitor: a newtype of its type and its bytes.
pub(super) fn ext<'a, V: Visitor<'a>>(kind: i8, bytes: &'a [u8], visitor: V) -> Result<V::Value> {
    let parts = SeqAccessDeserializer::new(Ext { kind: Some(kind), bytes: Some(bytes) });
    visitor.visit_newtype_struct(parts)
}

/// The two parts of an extension value.
struct Ext<'a> {
    kind: Option<i8>,
    bytes: Option<&'a [u8]>,
}

impl<'a> SeqAccess<'a> for Ext<'a> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if let Some(kind) = self.kind.take() {
            return seed.deserialize(I8Deserializer::new(kind)).map(Some);
        }
        match self.bytes.take() {
            Some(bytes) => seed.deserialize(BorrowedBytesDeserializer::new(bytes)).map(Some),
            None => Ok(None),
        }
    }
}
