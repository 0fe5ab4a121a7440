//! Numbers as bytes, and bytes as numbers.

/// A number that any bytes are a value of: its slices can be viewed in raw memory.
pub trait Plain: Copy + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! plain {
    ($($number:ty)*) => { $(
        impl sealed::Sealed for $number {}
        impl Plain for $number {}
    )* };
}
plain!(u8 u16 u32 u64 i8 i16 i32 i64 f32 f64);

/// The bytes as numbers; `None` when they are not aligned or not a whole number of them.
pub(crate) fn view<T: Plain>(bytes: &[u8]) -> Option<&[T]> {
    // SAFETY: every bit pattern is a value of a `Plain` number.
    match unsafe { bytes.align_to::<T>() } {
        ([], numbers, []) => Some(numbers),
        _ => None,
    }
}

/// The bytes as numbers to be written; `None` when they are not aligned or not a whole number of them.
pub(crate) fn view_mut<T: Plain>(bytes: &mut [u8]) -> Option<&mut [T]> {
    // SAFETY: every bit pattern is a value of a `Plain` number, and every number is initialised bytes.
    match unsafe { bytes.align_to_mut::<T>() } {
        ([], numbers, []) => Some(numbers),
        _ => None,
    }
}
