//! The vectors of the spec and third-party encodings through the SDK's public API.

mod data;
// Error records are in the codec of the module.
#[cfg(any(not(feature = "json"), feature = "postcard"))]
mod errors;
#[cfg(not(feature = "postcard"))]
mod handles;
#[cfg(all(feature = "json", not(feature = "postcard")))]
mod json;
mod messagepack;
mod packed;
mod third_party;
mod typed;
