//! Nothing: see the examples in `Cargo.toml`.

#![no_std]
