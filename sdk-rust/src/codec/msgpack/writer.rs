//! Writing MessagePack, always in the shortest form.

use crate::mem::{Buf, Growing, Packed};

/// Writes values into a block of its own.
///
/// Nothing checks that what is written is one well-formed value: [`Encode`](crate::codec::Encode) and the derive
/// macros do that. Lengths and counts come first, so an array is [`array(n)`](Writer::array) and then `n` values.
pub struct Writer(pub(crate) Growing);

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// Nothing written, nothing allocated.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(Growing::new())
    }

    /// What is written so far.
    #[inline]
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The written bytes as a buffer.
    #[must_use]
    pub fn into_buf(self) -> Buf {
        self.0.into_buf()
    }

    /// The written bytes as a packed result; nothing written is the empty one.
    #[inline]
    pub(crate) fn finish(self) -> Packed {
        self.0.finish()
    }

    /// Adds bytes as they are, which must be well-formed MessagePack.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// A head: `fix` with the length in it where it is below `max`; otherwise `base` and 1, 2 or 4 bytes of length.
    #[inline(never)]
    fn sized(&mut self, fix: u32, max: u32, base: u32, len: usize) {
        // More than 32 bits never fit in memory; `Growing` refuses them when the bytes follow.
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        if len < max {
            return self.0.put(fix | len, 0, 0);
        }
        // Arrays and maps have no one-byte length: their base is one below.
        let wide = u32::from(len > 0xff || base >= 0xdb) + u32::from(len > 0xffff);
        self.0.put(base + wide, u64::from(len), 1 << wide);
    }

    /// Text.
    #[inline]
    pub fn str(&mut self, text: &str) {
        self.str_bytes(text.as_bytes());
    }

    #[inline(never)]
    pub(crate) fn str_bytes(&mut self, text: &[u8]) {
        self.str_head(text.len());
        self.raw(text);
    }

    /// The head of a text of `len` bytes, which follow.
    #[inline]
    pub(crate) fn str_head(&mut self, len: usize) {
        self.sized(0xa0, 32, 0xd9, len);
    }

    /// Bytes.
    #[inline(never)]
    pub fn bin(&mut self, bytes: &[u8]) {
        self.sized(0, 0, 0xc4, bytes.len());
        self.raw(bytes);
    }

    /// The head of an array of `n` items, which follow.
    #[inline]
    pub fn array(&mut self, n: usize) {
        self.sized(0x90, 16, 0xdb, n);
    }

    /// Puts the head of a container before its `n` elements, which were written from `at` on.
    #[cfg(any(feature = "serde", feature = "json"))]
    pub(crate) fn insert_head(&mut self, at: u32, n: u32, is_map: bool) {
        let mut head = Self::new();
        if is_map {
            head.map(n as usize);
        } else {
            head.array(n as usize);
        }
        self.0.insert(at, head.bytes());
    }

    /// The head of a map of `n` entries, which follow: key, value, key, value.
    #[inline]
    pub fn map(&mut self, n: usize) {
        self.sized(0x80, 16, 0xdd, n);
    }

    /// An extension value.
    pub fn ext(&mut self, kind: i8, bytes: &[u8]) {
        let n = bytes.len();
        if n <= 16 && n.is_power_of_two() {
            self.0.put(0xd4 + n.trailing_zeros(), 0, 0);
        } else {
            self.sized(0, 0, 0xc7, n);
        }
        self.0.put(u32::from(kind.cast_unsigned()), 0, 0);
        self.raw(bytes);
    }

    /// nil
    #[inline]
    pub fn nil(&mut self) {
        self.0.put(0xc0, 0, 0);
    }

    /// A boolean.
    #[inline]
    pub fn bool(&mut self, value: bool) {
        self.0.put(0xc2 | u32::from(value), 0, 0);
    }

    /// An unsigned integer.
    #[inline(never)]
    pub fn u64(&mut self, value: u64) {
        if value < 128 {
            return self.0.put(u32::from(value.to_le_bytes()[0]), 0, 0);
        }
        let wide = u32::from(value > 0xff) + u32::from(value > 0xffff) + u32::from(value > 0xffff_ffff);
        self.0.put(0xcc + wide, value, 1 << wide);
    }

    /// A signed integer.
    #[inline(never)]
    pub fn i64(&mut self, value: i64) {
        let bits = value.cast_unsigned();
        if value >= 0 {
            return self.u64(bits);
        }
        if value >= -32 {
            return self.0.put(u32::from(bits.to_le_bytes()[0]), 0, 0);
        }
        let wide = u32::from(value < -0x80) + u32::from(value < -0x8000) + u32::from(value < -0x8000_0000);
        self.0.put(0xd0 + wide, bits, 1 << wide);
    }

    /// A 64-bit float; the width stays, a float is never written as an integer.
    #[inline]
    pub fn f64(&mut self, value: f64) {
        self.0.put(0xcb, value.to_bits(), 8);
    }

    /// A 32-bit float.
    #[inline]
    pub fn f32(&mut self, value: f32) {
        self.0.put(0xca, u64::from(value.to_bits()), 4);
    }
}
