//! Values of Rust's own types.

use alloc::{
    borrow::{Cow, ToOwned},
    boxed::Box,
    collections::BTreeMap,
    string::String,
    vec::Vec,
};

use super::{Decode, Encode, Fault, Reader, Writer};
use crate::mem;

macro_rules! scalars {
    ($($type:ty, $placeholder:expr, $read:ident, $write:ident;)*) => { $(
        impl<'a> Decode<'a> for $type {
            #[inline]
            fn placeholder() -> Self {
                $placeholder
            }
            #[inline]
            fn decode(reader: &mut Reader<'a>) -> Self {
                reader.$read()
            }
        }
        impl Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut Writer) {
                writer.$write(*self);
            }
        }
    )* };
}
scalars! {
    bool, false, bool, bool;
    u64, 0, u64, u64;
    i64, 0, i64, i64;
    f64, 0.0, f64, f64;
    f32, 0.0, f32, f32;
}

macro_rules! narrow {
    ($($type:ident $read:ident $limit:expr, $write:ident $wide:ident;)*) => { $(
        impl<'a> Decode<'a> for $type {
            #[inline]
            fn placeholder() -> Self {
                0
            }
            #[inline]
            fn decode(reader: &mut Reader<'a>) -> Self {
                // Never out of range: the reader checked it.
                $type::try_from(reader.$read($limit)).unwrap_or(0)
            }
        }
        impl Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut Writer) {
                writer.$write(*self as $wide);
            }
        }
    )* };
}
narrow! {
    u8 unsigned u64::from(u8::MAX), u64 u64;
    u16 unsigned u64::from(u16::MAX), u64 u64;
    u32 unsigned u64::from(u32::MAX), u64 u64;
    usize unsigned usize::MAX as u64, u64 u64;
    i8 signed 8, i64 i64;
    i16 signed 16, i64 i64;
    i32 signed 32, i64 i64;
    isize signed isize::BITS, i64 i64;
}

impl<'a: 'b, 'b> Decode<'a> for &'b str {
    #[inline]
    fn placeholder() -> Self {
        ""
    }
    #[inline]
    fn decode(reader: &mut Reader<'a>) -> Self {
        reader.str()
    }
}

impl Encode for str {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.str(self);
    }
}

impl<'a> Decode<'a> for String {
    #[inline]
    fn placeholder() -> Self {
        Self::new()
    }
    #[inline(never)]
    fn decode(reader: &mut Reader<'a>) -> Self {
        mem::owned(reader.str())
    }
}

impl Encode for String {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.str(self);
    }
}

/// A string of one character.
impl<'a> Decode<'a> for char {
    #[inline]
    fn placeholder() -> Self {
        '\0'
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        let mut characters = reader.str().chars();
        if let (Some(one), None) = (characters.next(), characters.next()) {
            return one;
        }
        reader.fail(Fault::TYPE);
        '\0'
    }
}

impl Encode for char {
    fn encode(&self, writer: &mut Writer) {
        writer.str(self.encode_utf8(&mut [0; 4]));
    }
}

/// nil
impl<'a> Decode<'a> for () {
    const NULLABLE: bool = true;
    #[inline]
    fn placeholder() -> Self {}
    fn decode(reader: &mut Reader<'a>) -> Self {
        if !reader.nil() {
            reader.fail(Fault::TYPE);
        }
    }
}

impl Encode for () {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.nil();
    }
    /// Nothing: the empty result is the same value and needs no block.
    #[inline]
    fn encode_result(&self, _: &mut Writer) {}
}

impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    const NULLABLE: bool = true;
    #[inline]
    fn placeholder() -> Self {
        None
    }
    #[inline]
    fn decode(reader: &mut Reader<'a>) -> Self {
        if reader.nil() { None } else { Some(T::decode(reader)) }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.nil(),
        }
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Box<T> {
    const NULLABLE: bool = T::NULLABLE;
    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        Self::new(T::decode(reader))
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

/// Borrows where the borrowed form can be decoded.
impl<'a: 'b, 'b, T: ToOwned + ?Sized> Decode<'a> for Cow<'b, T>
where
    &'b T: Decode<'a>,
{
    fn placeholder() -> Self {
        Self::Borrowed(Decode::placeholder())
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        Self::Borrowed(Decode::decode(reader))
    }
}

impl<T: Encode + ToOwned + ?Sized> Encode for Cow<'_, T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Vec<T> {
    #[inline]
    fn placeholder() -> Self {
        Self::new()
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        // Grown as items are read, never by the count that the input claims.
        let mut items = Self::new();
        let mut left = reader.array();
        while reader.more(&mut left) {
            let item = T::decode(reader);
            mem::push(&mut items, item);
        }
        items
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer) {
        writer.array(self.len());
        for item in self {
            item.encode(writer);
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

/// An array of exactly so many items.
impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for [T; N] {
    fn placeholder() -> Self {
        core::array::from_fn(|_| T::placeholder())
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        let mut left = reader.array();
        if left as usize != N {
            reader.fail(Fault::TYPE);
        }
        let items =
            core::array::from_fn(
                |_| if reader.more(&mut left) { T::decode(reader) } else { T::placeholder() },
            );
        reader.more(&mut left);
        items
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

/// A map of any size; the last of equal keys counts.
impl<'a, K: Decode<'a> + Ord, V: Decode<'a>> Decode<'a> for BTreeMap<K, V> {
    fn placeholder() -> Self {
        Self::new()
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        let mut map = Self::new();
        let mut left = reader.map();
        while reader.more(&mut left) {
            let key = K::decode(reader);
            map.insert(key, V::decode(reader));
        }
        map
    }
}

impl<K: Encode, V: Encode> Encode for BTreeMap<K, V> {
    fn encode(&self, writer: &mut Writer) {
        writer.map(self.len());
        for (key, value) in self {
            key.encode(writer);
            value.encode(writer);
        }
    }
}
