//! Reading any value.

use alloc::vec::Vec;

use super::{Value, keys};
use crate::{
    codec::{
        Decode, Fault, Reader,
        kind::{ARRAY, BIN, BOOL, EXT, F32, F64, INT, MAP, NIL, STR, UINT},
    },
    mem,
};

impl<'a> Decode<'a> for Value {
    const NULLABLE: bool = true;

    #[inline]
    fn placeholder() -> Self {
        Self::Nil
    }

    #[inline(never)]
    fn decode(reader: &mut Reader<'a>) -> Self {
        let kind = reader.head();
        let (number, len) = (reader.value, reader.length());
        match kind {
            NIL => Self::Nil,
            BOOL => Self::Bool(reader.truth()),
            UINT => Self::UInt(number),
            INT => Self::Int(number.cast_signed()),
            F32 => Self::F32(f32::from_bits(u32::try_from(number).unwrap_or(0))),
            F64 => Self::F64(f64::from_bits(number)),
            STR => Self::Str(mem::owned(reader.cursor.text(len))),
            BIN => Self::Bin(mem::owned_bytes(reader.cursor.take(len))),
            EXT => {
                let kind = i8::from_le_bytes([reader.cursor.byte()]);
                Self::Ext(kind, mem::owned_bytes(reader.cursor.take(len)))
            }
            ARRAY => Self::Array(array(reader)),
            MAP => Self::Map(map(reader)),
            _ => {
                reader.fail(Fault::TYPE);
                Self::Nil
            }
        }
    }
}

// Containers are functions of their own, so that a level of nesting takes little of the small stack of a guest.

#[inline(never)]
fn array(reader: &mut Reader<'_>) -> Vec<Value> {
    let mut items = Vec::new();
    let mut left = reader.enter();
    while reader.more(&mut left) {
        let item = Value::decode(reader);
        mem::push(&mut items, item);
    }
    items
}

#[inline(never)]
fn map(reader: &mut Reader<'_>) -> Vec<(Value, Value)> {
    let mut entries = Vec::new();
    let mut left = reader.enter();
    while reader.more(&mut left) {
        let key = Value::decode(reader);
        let value = Value::decode(reader);
        mem::push(&mut entries, (key, value));
    }
    keys::keep_last(&mut entries);
    entries
}
