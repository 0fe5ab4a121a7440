//! Numbers and booleans, with the conversions that the ABI allows.

use super::{
    Reader,
    kind::{BOOL, F32, INT, UINT},
};
use crate::codec::Fault;

impl Reader<'_> {
    /// `true` or `false`.
    #[inline]
    pub fn bool(&mut self) -> bool {
        self.want(BOOL);
        self.truth()
    }

    /// An integer; a float counts as one when it has no fraction and fits 64 bits. Gives the kind, the value as its
    /// 64 bits.
    #[inline(never)]
    pub(crate) fn integer(&mut self) -> u32 {
        let kind = self.head();
        if !Self::is_float(kind) {
            return kind;
        }
        let float = self.float(kind);
        #[expect(clippy::cast_possible_truncation, reason = "saturates; what does not come back is refused")]
        let (signed, unsigned) = (float as i64, unsigned(float));
        // `as` saturates, and the bounds are powers of two: at them, what comes back is the float that was refused.
        if unsigned as f64 == float && unsigned != u64::MAX {
            self.value = unsigned;
            UINT
        } else if signed as f64 == float && float < 0.0 {
            self.value = signed.cast_unsigned();
            INT
        } else {
            kind
        }
    }

    /// The last head as a float.
    #[inline]
    fn float(&self, kind: u32) -> f64 {
        if kind == F32 { f64::from(f32::from_bits(low(self.value))) } else { f64::from_bits(self.value) }
    }

    /// An unsigned integer of at most `max`.
    #[inline(never)]
    pub(crate) fn unsigned(&mut self, max: u64) -> u64 {
        match self.integer() {
            UINT if self.value <= max => return self.value,
            UINT | INT => self.fail(Fault::RANGE),
            _ => self.fail(Fault::TYPE),
        }
        0
    }

    /// A signed integer that fits in `bits` bits.
    #[inline(never)]
    pub(crate) fn signed(&mut self, bits: u32) -> i64 {
        let kind = self.integer();
        let value = self.value.cast_signed();
        if kind != UINT && kind != INT {
            self.fail(Fault::TYPE);
        } else if (kind == UINT) == (value >= 0) && value << (64 - bits) >> (64 - bits) == value {
            return value;
        } else {
            self.fail(Fault::RANGE);
        }
        0
    }

    /// An unsigned integer.
    #[inline]
    pub fn u64(&mut self) -> u64 {
        self.unsigned(u64::MAX)
    }

    /// A signed integer.
    #[inline]
    pub fn i64(&mut self) -> i64 {
        self.signed(64)
    }

    /// A float; an integer counts as one when the float is exactly it.
    #[inline]
    pub fn f64(&mut self) -> f64 {
        self.real(53)
    }

    /// A float; a wider one is rounded, and an integer must be exact.
    pub fn f32(&mut self) -> f32 {
        let wide = self.real(24);
        #[expect(clippy::cast_possible_truncation, reason = "rounding is what the type asks for")]
        let narrow = wide as f32;
        if narrow.is_infinite() && wide.is_finite() {
            self.fail(Fault::RANGE);
        }
        narrow
    }

    /// A float, or an integer of at most so many significant bits.
    #[inline(never)]
    fn real(&mut self, significant: u32) -> f64 {
        let kind = self.head();
        if Self::is_float(kind) {
            return self.float(kind);
        }
        let signed = self.value.cast_signed();
        let (magnitude, float) = match kind {
            UINT => (self.value, self.value as f64),
            INT => (signed.unsigned_abs(), signed as f64),
            _ => {
                self.fail(Fault::TYPE);
                return 0.0;
            }
        };
        if magnitude != 0 && 64 - magnitude.leading_zeros() - magnitude.trailing_zeros() > significant {
            self.fail(Fault::RANGE);
        }
        float
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
#[inline]
fn unsigned(float: f64) -> u64 {
    float as u64
}

#[expect(clippy::cast_possible_truncation, reason = "a 32-bit float has 32 bits")]
#[inline]
fn low(value: u64) -> u32 {
    value as u32
}
