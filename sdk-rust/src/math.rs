//! The functions of `libm` that `core` does not have.

pub use libm::*;
