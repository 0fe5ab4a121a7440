//! The block of an error record.

use core::{mem::ManuallyDrop, num::NonZeroU64};

use super::{Packed, address, block, buf};

/// An owned block whose packed number has the error bit set, and so is never 0: `Result<(), Record>` is one number.
pub(crate) struct Record(NonZeroU64);

impl Record {
    /// Takes over the block of a packed number and marks it as an error.
    #[inline]
    pub(crate) fn adopt(packed: Packed) -> Self {
        // The fallback is the record without bytes; it is never taken, because the bit is set.
        Self(NonZeroU64::new(packed.into_error().0).unwrap_or(NonZeroU64::MIN))
    }

    /// The bytes; a record may have none.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: the record owns its block.
        unsafe { buf::bytes_of(Packed(self.0.get())) }
    }

    /// Changes one of the bytes.
    ///
    /// # Safety
    /// The record has more than `index` bytes.
    #[inline]
    pub(crate) unsafe fn set(&mut self, index: usize, byte: u8) {
        let start = address::resolve(Packed(self.0.get()).address());
        // SAFETY: the record owns the block, and the caller knows that the byte is inside.
        let to = unsafe { start.add(index) };
        // SAFETY: as above.
        unsafe { to.write(byte) };
    }

    /// The packed number; whoever has it owns the block.
    #[inline]
    pub(crate) fn into_packed(self) -> Packed {
        Packed(ManuallyDrop::new(self).0.get())
    }
}

impl Drop for Record {
    #[inline]
    fn drop(&mut self) {
        let packed = Packed(self.0.get());
        block::release(packed.address(), packed.len());
    }
}
