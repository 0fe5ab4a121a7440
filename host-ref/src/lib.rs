//! Reference host of the yao ABI: loads WebAssembly guests, checks everything they say, and runs their handlers.
//!
//! Load modules with an [`Engine`], gather scripts and processes in a [`Host`], then call processes by name
//! ([`Host::call`]) or handlers by their bytes ([`Host::request`]). A [`Session`] keeps one guest instance for the
//! handles made in it. [`Instance`] is the low level, for test runners and tools.
//!
//! The core is `no_std` + `alloc`; feature `std` (on by default) adds the clock and the `tracing` log sink,
//! feature `trust` policies from a `yao.toml`, feature `wasi` WASI preview 1 for guests that need it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod abi;
pub mod backend;
mod blocks;
mod budget;
mod clock;
pub mod codec;
mod config;
mod dispatch;
mod engine;
mod error;
mod exception;
mod fault;
mod forged;
mod guest;
mod host;
pub mod imports;
mod instance;
mod limits;
pub mod log;
mod module;
#[cfg(feature = "trust")]
#[doc(hidden)]
pub mod near;
mod packed;
mod process;
mod protocol;
pub mod raw;
mod reply;
mod reuse;
mod session;
#[cfg(feature = "size")]
pub mod size;
mod state;
mod tree;
pub mod trust;
mod usage;
mod value;
#[cfg(feature = "wasi")]
pub mod wasi;

pub use abi::{Code, Level, Limit, Limits};
pub use blocks::keep_large_blocks;
pub use clock::Clock;
pub use codec::Codec;
pub use config::{Config, Translation};
pub use engine::Engine;
pub use error::{Error, LoadProblem};
pub use exception::Exception;
pub use fault::Fault;
pub use forged::{Forged, Place};
pub use host::{Host, HostBuilder};
pub use instance::Instance;
pub use limits::Profile;
pub use log::{LogLine, LogSink};
pub use module::{
    Class, Export, Import, MemoryInfo, Module, ModuleInfo, Role, Signature, ValueType, WasmValue, roles,
};
pub use packed::Packed;
pub use process::{Encoded, ProcessContext, ProcessRegistry, ProcessReply};
pub use reply::{Outcome, Reply, RequestOptions};
pub use session::{Handle, Session};
pub use state::State;
pub use usage::{ImportCall, Imported, Usage};
pub use value::Value;

/// The example of the README is compiled with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
