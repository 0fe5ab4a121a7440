//! What the benchmarks share: the built guests, payloads of three sizes, a host, and the handlers compiled natively.

pub mod guests;
pub mod host;
pub mod native;
pub mod payload;
pub mod scenes;
