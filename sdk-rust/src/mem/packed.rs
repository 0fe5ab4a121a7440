//! The one 64-bit number that every call answers with.

use crate::abi::{PACKED_ERROR_SHIFT, PACKED_MAX_LEN, PACKED_PTR_SHIFT};

/// A packed result: `(address << 32) | (error << 31) | length`.
///
/// A plain number without ownership; [`Buf`](crate::mem::Buf) owns what it points to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packed(pub u64);

impl Packed {
    /// The empty result, which is the same value as an encoded nil.
    pub const EMPTY: Self = Self(0);
    /// The bit that marks an error record.
    pub const ERROR: u64 = 1 << PACKED_ERROR_SHIFT;

    /// Packs an address and a length of at most 2^31 - 1 bytes.
    #[inline]
    #[must_use]
    pub const fn new(address: u32, len: u32) -> Self {
        Self((address as u64) << PACKED_PTR_SHIFT | len as u64)
    }

    /// Where the bytes start.
    #[inline]
    #[must_use]
    pub const fn address(self) -> u32 {
        (self.0 >> PACKED_PTR_SHIFT) as u32
    }

    /// How many bytes there are.
    #[inline]
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the mask keeps 31 bits")]
    pub const fn len(self) -> u32 {
        (self.0 & PACKED_MAX_LEN as u64) as u32
    }

    /// Whether there are no bytes.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the bytes are an error record.
    #[inline]
    #[must_use]
    pub const fn is_error(self) -> bool {
        self.0 & Self::ERROR != 0
    }

    /// A packed number from the host, after a look at where its bytes are.
    ///
    /// A host that answers with bytes outside memory has broken the ABI: there is nobody to report an error to, so the
    /// guest ends.
    #[cfg(target_family = "wasm")]
    #[inline]
    pub(crate) fn from_host(packed: u64) -> Self {
        let packed = Self(packed);
        if !super::address::is_mapped(packed.address(), packed.len()) {
            core::arch::wasm32::unreachable();
        }
        packed
    }

    /// The same bytes, marked as an error record.
    #[inline]
    #[must_use]
    pub const fn into_error(self) -> Self {
        Self(self.0 | Self::ERROR)
    }
}
