//! Makes every generated file of the yao ABI from `abi-spec/abi.toml`, and checks the clauses of
//! `abi-spec/README.md` against the conformance cases that name them.
//!
//! `abi.toml` is read into [`model::Abi`], [`validate`] refuses what would generate nonsense, one module per
//! language renders, [`output`] compares or writes.

pub mod clauses;
pub mod model;
pub mod output;
pub mod validate;

mod lang;
mod marked;
mod names;
mod spec;
