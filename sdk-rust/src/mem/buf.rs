//! A block that crossed the boundary.

use core::mem::ManuallyDrop;

use super::{Packed, address, block};
use crate::{codec::Reader, error::Error};

/// A block of bytes that the host gave, or that goes to the host; freed when dropped.
///
/// It holds the packed address and length, so it is passed around as one 64-bit number. A payload or a reply can be
/// returned as it is: the host then gets the same block back, nothing is copied.
pub struct Buf(Packed);

impl Buf {
    /// No bytes, and no block.
    pub const EMPTY: Self = Self(Packed::EMPTY);

    /// Takes over the block of a packed number, whose error bit is clear.
    #[inline]
    pub(crate) fn adopt(packed: Packed) -> Self {
        Self(packed)
    }

    /// Takes over a payload.
    #[inline]
    pub(crate) fn payload(address: u32, len: u32) -> Self {
        Self(Packed::new(address, len))
    }

    /// A new block with a copy of `bytes`.
    ///
    /// # Panics
    /// When out of memory, and for 2^31 bytes or more.
    #[must_use]
    pub fn copy_from(bytes: &[u8]) -> Self {
        let mut growing = super::Growing::new();
        growing.extend(bytes);
        Self(growing.finish())
    }

    /// The bytes.
    #[inline]
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: the buffer owns its block.
        unsafe { bytes_of(self.0) }
    }

    /// The bytes, to be changed in place.
    #[inline]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        if self.0.is_empty() {
            return &mut [];
        }
        // SAFETY: as in `bytes`, and `&mut self` makes this the only view.
        unsafe { core::slice::from_raw_parts_mut(address::resolve(self.0.address()), self.0.len() as usize) }
    }

    /// Reads the bytes as values.
    #[inline]
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self.bytes())
    }

    /// Decodes the bytes as one value, which may borrow from them. No bytes are a nil.
    ///
    /// # Errors
    /// 400 when they are not exactly one well-formed value of this type.
    #[inline]
    pub fn decode<'a, T: crate::codec::Decode<'a>>(&'a self) -> Result<T, Error> {
        crate::codec::decode(self.bytes())
    }

    /// The packed number; whoever has it owns the block.
    #[inline]
    #[must_use]
    pub fn into_packed(self) -> Packed {
        ManuallyDrop::new(self).0
    }
}

impl Drop for Buf {
    #[inline]
    fn drop(&mut self) {
        block::release(self.0.address(), self.0.len());
    }
}

impl AsRef<[u8]> for Buf {
    fn as_ref(&self) -> &[u8] {
        self.bytes()
    }
}

impl core::ops::Deref for Buf {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes()
    }
}

impl core::fmt::Debug for Buf {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.bytes().fmt(f)
    }
}

/// The bytes of a packed number.
///
/// # Safety
/// The caller owns the block for as long as the bytes are used: the host wrote them, or `Growing` did.
#[inline]
pub(super) unsafe fn bytes_of<'a>(packed: Packed) -> &'a [u8] {
    let len = packed.len() as usize;
    // No bytes are at address 0, which no slice may start at.
    let start = address::resolve(packed.address()).cast_const();
    let start = if len == 0 { core::ptr::dangling() } else { start };
    // SAFETY: the caller owns that many initialised bytes at the address.
    unsafe { core::slice::from_raw_parts(start, len) }
}
