//! Computes: a sort and a hash of its argument.

#![no_std]

extern crate alloc;

#[yao::handler]
fn digest(input: yao::Bytes<'_>) -> yao::Result<u64> {
    Ok(kernel::digest(input.0))
}
