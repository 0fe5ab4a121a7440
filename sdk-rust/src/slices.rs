//! Typed views of bytes, checked before a kernel runs: offset, length, alignment, dimensions and overlap.
//!
//! ```
//! use yao_sdk::slices::{Extent, views};
//!
//! /// out = a * b, for matrices of n x n that lie in one block.
//! fn multiply(block: &mut [u8], n: u32) -> yao_sdk::Result<()> {
//!     let matrix = |index| Extent::of::<f32>(index * n * n * 4, &[n, n]);
//!     let [a, b, out] = views::<f32, 3>(block, [matrix(0)?, matrix(1)?, matrix(2)?])?;
//!     let n = n as usize;
//!     for (index, cell) in out.iter_mut().enumerate() {
//!         let (row, column) = (index / n, index % n);
//!         *cell = (0..n).map(|k| a[row * n + k] * b[k * n + column]).sum();
//!     }
//!     Ok(())
//! }
//! # let mut block = yao_sdk::Buf::copy_from(&[0; 48]);
//! # multiply(block.bytes_mut(), 2).unwrap();
//! # assert!(multiply(block.bytes_mut(), 3).is_err());
//! ```

use core::ops::Range;

use crate::{
    error::{Error, Result},
    mem,
};

pub use mem::Plain;

/// Where a view lies: an offset in bytes and as many bytes as its dimensions take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    offset: usize,
    len: usize,
}

impl Extent {
    /// The place of numbers of type `T`: where they start, in bytes, and how many there are in each dimension. No
    /// dimensions are one number.
    ///
    /// # Errors
    /// 400 when the dimensions take more bytes than memory has.
    pub fn of<T: Plain>(offset: u32, dimensions: &[u32]) -> Result<Self> {
        let mut len = size_of::<T>();
        for dimension in dimensions {
            len = usize::try_from(*dimension).ok().and_then(|n| len.checked_mul(n)).ok_or_else(too_large)?;
        }
        let offset = usize::try_from(offset).ok().ok_or_else(too_large)?;
        offset.checked_add(len).map(|_| Self { offset, len }).ok_or_else(too_large)
    }

    fn range(self) -> Range<usize> {
        // `of` checked the sum.
        self.offset..self.offset + self.len
    }
}

/// Bytes as numbers.
///
/// # Errors
/// 400 when they are not aligned for the type or not a whole number of them.
pub fn numbers<T: Plain>(bytes: &[u8]) -> Result<&[T]> {
    mem::view(bytes).ok_or_else(misaligned)
}

/// Bytes as numbers to be written.
///
/// # Errors
/// 400 when they are not aligned for the type or not a whole number of them.
pub fn numbers_mut<T: Plain>(bytes: &mut [u8]) -> Result<&mut [T]> {
    mem::view_mut(bytes).ok_or_else(misaligned)
}

/// Views of one block as bytes, at the same time.
///
/// # Errors
/// 400 when one lies outside the block or two overlap.
pub fn parts<const N: usize>(bytes: &mut [u8], extents: [Extent; N]) -> Result<[&mut [u8]; N]> {
    if extents.iter().any(|extent| extent.range().end > bytes.len()) {
        return Err(Error::bad_request("a view lies outside its block"));
    }
    bytes.get_disjoint_mut(extents.map(Extent::range)).map_err(|_| Error::bad_request("two views overlap"))
}

/// Views of one block as numbers of one type, at the same time.
///
/// # Errors
/// 400 when one lies outside the block or is not aligned for the type, or two overlap.
pub fn views<T: Plain, const N: usize>(bytes: &mut [u8], extents: [Extent; N]) -> Result<[&mut [T]; N]> {
    let mut views = parts(bytes, extents)?.map(mem::view_mut);
    if views.iter().any(Option::is_none) {
        return Err(misaligned());
    }
    Ok(core::array::from_fn(|index| views[index].take().unwrap_or_default()))
}

fn too_large() -> Error {
    Error::bad_request("the dimensions of a view are too large")
}

fn misaligned() -> Error {
    Error::bad_request("a view is not aligned for its type, or not a whole number of it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_found_where_they_lie() {
        let mut block = crate::Buf::copy_from(&[0; 64]);
        let [a, b] = views::<u32, 2>(
            block.bytes_mut(),
            [Extent::of::<u32>(0, &[2, 3]).unwrap(), Extent::of::<u32>(24, &[4]).unwrap()],
        )
        .unwrap();
        assert_eq!((a.len(), b.len()), (6, 4));
        b[0] = 0x0403_0201;
        assert_eq!(block[24..28], [1, 2, 3, 4]);
    }

    #[test]
    fn overlapping_misaligned_and_outside_views_are_refused() {
        let mut block = crate::Buf::copy_from(&[0; 64]);
        let of = |offset, n| Extent::of::<u64>(offset, &[n]).unwrap();
        let mut code =
            |extents| views::<u64, 2>(block.bytes_mut(), extents).map(|_| ()).map_err(|error| error.code());
        assert_eq!(code([of(0, 2), of(16, 6)]), Ok(()));
        assert_eq!(code([of(0, 2), of(8, 1)]), Err(400));
        assert_eq!(code([of(0, 1), of(13, 1)]), Err(400));
        assert_eq!(code([of(0, 1), of(16, 7)]), Err(400));
        assert_eq!(code([of(64, 0), of(0, 8)]), Ok(()));
    }

    #[test]
    fn dimensions_do_not_wrap() {
        let huge = [u32::MAX; 4];
        assert_eq!(Extent::of::<f64>(0, &huge).unwrap_err().code(), 400);
        assert_eq!(Extent::of::<f64>(0, &[]).unwrap().range(), 0..8);
        assert_eq!(Extent::of::<f64>(8, &[0, u32::MAX]).unwrap().range(), 8..8);
    }
}
