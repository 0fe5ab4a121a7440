//! Bytes, which are not arrays of small integers.

use alloc::vec::Vec;

use super::{Decode, Encode, Reader, Writer};
use crate::mem;

/// Bytes borrowed from the input. Text is never taken for bytes, nor an array of numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a: 'b, 'b> Decode<'a> for Bytes<'b> {
    #[inline]
    fn placeholder() -> Self {
        Bytes(&[])
    }
    #[inline]
    fn decode(reader: &mut Reader<'a>) -> Self {
        Bytes(reader.bin())
    }
}

impl Encode for Bytes<'_> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.bin(self.0);
    }
}

/// Bytes of one's own. `Vec<u8>` is an array of numbers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ByteBuf(pub Vec<u8>);

impl<'a> Decode<'a> for ByteBuf {
    #[inline]
    fn placeholder() -> Self {
        Self(Vec::new())
    }
    fn decode(reader: &mut Reader<'a>) -> Self {
        Self(mem::owned_bytes(reader.bin()))
    }
}

impl Encode for ByteBuf {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.bin(&self.0);
    }
}
