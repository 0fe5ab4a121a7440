//! The packed result: pointer, error bit and length in one 64-bit number.

use crate::abi;

/// An unpacked result. Nothing in it is trusted: the range is checked against the memory before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Where the bytes start.
    pub ptr: u32,
    /// How many there are, at most 2^31 - 1.
    pub len: u32,
    /// Whether they are an error record.
    pub error: bool,
}

impl Packed {
    /// Takes a packed number apart.
    #[must_use]
    pub fn unpack(packed: u64) -> Self {
        let low = low_half(packed);
        let error = low >> abi::PACKED_ERROR_SHIFT == 1;
        Self { ptr: low_half(packed >> abi::PACKED_PTR_SHIFT), len: low & abi::PACKED_MAX_LEN, error }
    }

    /// Puts it together again.
    #[must_use]
    pub fn pack(self) -> u64 {
        u64::from(self.ptr) << abi::PACKED_PTR_SHIFT
            | u64::from(self.error) << abi::PACKED_ERROR_SHIFT
            | u64::from(self.len & abi::PACKED_MAX_LEN)
    }
}

/// The low 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "the truncation is the point")]
fn low_half(number: u64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn extremes_survive_a_round_trip() {
        for ptr in [0, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
            for len in [0, 1, 0x7fff_fffe, 0x7fff_ffff] {
                for error in [false, true] {
                    let packed = Packed { ptr, len, error };
                    assert_eq!(Packed::unpack(packed.pack()), packed);
                }
            }
        }
    }

    #[test]
    fn the_parts_lie_where_the_spec_puts_them() {
        assert_eq!(Packed::unpack(0x8000_0001_8000_0005), Packed { ptr: 0x8000_0001, len: 5, error: true });
        assert_eq!(Packed { ptr: 16, len: 3, error: false }.pack(), 0x10_0000_0003);
        assert_eq!(Packed::unpack(0), Packed { ptr: 0, len: 0, error: false });
    }
}
