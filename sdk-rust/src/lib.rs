//! Guest SDK of the yao WebAssembly ABI: write a handler, a tool or a transform in Rust and get a module of a few
//! kilobytes.
//!
//! ```
//! use yao_sdk as yao;
//!
//! #[derive(yao::Decode)]
//! struct Request<'a> {
//!     name: &'a str,
//! }
//!
//! #[derive(yao::Encode)]
//! struct Reply {
//!     greeting: String,
//! }
//!
//! #[yao::handler]
//! fn greet(request: Request<'_>) -> yao::Result<Reply> {
//!     yao::info!("greet");
//!     Ok(Reply { greeting: yao::process("utils.greet", (request.name,))? })
//! }
//! # let host = yao::testing::Host::new();
//! # host.on("utils.greet", |(name,): (String,)| Ok(format!("Hello, {name}")));
//! # assert_eq!(greet(Request { name: "Ada" }).unwrap().greeting, "Hello, Ada");
//! ```
//!
//! - [`handler`]: a function as an export; [`instance`](macro@instance): a type with methods behind handles
//! - [`Decode`] and [`Encode`]: your own types; [`Value`]: any value
//! - [`process()`]: everything the host can do; [`info!`] and the other levels; [`Error`]: code, message, details
//! - [`testing::Host`]: run handlers natively under `cargo test`
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `msgpack` (default) | values cross as MessagePack |
//! | `json` | values cross as JSON; nothing else changes |
//! | `postcard` | payloads and results cross as postcard, for types with serde's traits |
//! | `serde` | `#[yao::handler(serde)]`, [`codec::serde`] |
//! | `rmp` | [`codec::Reader`] and [`codec::Writer`] for the `rmp` crate |
//! | `dlmalloc` (default), `talc`, `arena` | the allocator; without any bring your own |
//! | `panic` (default), `panic-format` | the panic handler; the second also formats messages |
//! | `math` | [`math`]: `libm` |

#![no_std]

extern crate alloc;
// The macros write `::yao_sdk`, also inside this crate.
extern crate self as yao_sdk;
#[cfg(not(target_family = "wasm"))]
extern crate std;

pub mod abi;
pub mod mem;

pub mod codec;
pub mod process;

pub mod log;

pub mod error;

#[doc(hidden)]
pub mod export;

pub mod instance;

#[cfg(not(target_family = "wasm"))]
pub mod testing;

#[cfg(all(target_family = "wasm", any(feature = "arena", feature = "dlmalloc", feature = "talc")))]
mod heap;
#[cfg(feature = "math")]
pub mod math;
#[cfg(all(target_family = "wasm", feature = "panic"))]
mod panic;
pub mod slices;
pub mod value;

pub use codec::{ByteBuf, Bytes, Decode, DecodeOwned, Encode};
pub use error::{Error, Result};
pub use log::Level;
pub use mem::{Buf, Text};
pub use process::process;
pub use value::Value;
pub use yao_sdk_macros::{Decode, Encode, handler, instance};

/// What the macros refer to.
#[doc(hidden)]
pub mod __private {
    #[cfg(all(target_family = "wasm", feature = "arena"))]
    pub use crate::heap::forget_all;
    #[cfg(not(target_family = "wasm"))]
    pub use inventory;
    pub use yao_sdk_macros::log;
}

// Natively all features build together, for lints and documentation; postcard counts then.
#[cfg(all(target_family = "wasm", feature = "json", feature = "postcard"))]
compile_error!("features `json` and `postcard` are two codecs: a guest has one, turn one of them off");
