//! A kernel for which vectors pay: the dot product of two lists of little-endian `f32`.
//!
//! One source, built twice: `dot` without SIMD, and `dot-simd` with `-C target-feature=+simd128`, where the compiler
//! keeps the sums in vectors. Both add in the same order, so their results have the same bits.

#![no_std]

use yao::{Bytes, Error};

/// Sums side by side: two vectors of four.
const LANES: usize = 8;
const WIDTH: usize = size_of::<f32>();

#[yao::handler]
fn dot(a: Bytes<'_>, b: Bytes<'_>) -> Result<f32, Error> {
    let (a, b) = (a.0, b.0);
    if a.len() != b.len() || a.len() % WIDTH != 0 {
        return Err(Error::new(400, "two lists of f32 of the same length are wanted, as bin"));
    }
    let (a, b) = (a.as_chunks::<WIDTH>().0, b.as_chunks::<WIDTH>().0);
    let ((a, rest_a), (b, rest_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += f32::from_le_bytes(*a) * f32::from_le_bytes(*b);
        }
    }
    let mut total = 0.0;
    for sum in sums {
        total += sum;
    }
    for (a, b) in rest_a.iter().zip(rest_b) {
        total += f32::from_le_bytes(*a) * f32::from_le_bytes(*b);
    }
    Ok(total)
}
