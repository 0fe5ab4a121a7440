//! Reference host of the yao ABI: loads WebAssembly guests, checks everything they say, and runs their handlers.
//!
//! Load modules with an [`Engine`], gather scripts and processes in a [`Host`], then call processes by name
//! ([`Host::call`]) or handlers by their bytes ([`Host::request`]). A [`Session`] keeps one guest instance for the
//! handles made in it. [`Instance`] is the low level, for test runners and tools.
//!
//! The core is `no_std` + `alloc`; feature `std` (on by default) adds the clock and the `tracing` log sink.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod config;
mod engine;
mod error;
mod exception;
mod host;
mod instance;
mod limits;
pub mod log;
mod module;
mod process;
mod session;
mod usage;
mod value;

pub use config::Config;
pub use engine::Engine;
pub use error::{Error, LoadProblem};
pub use exception::Exception;
pub use host::{Clock, Host, HostBuilder, Outcome, Reply, RequestOptions};
pub use instance::Instance;
pub use limits::{Limits, Profile};
pub use log::{Level, LogLine, LogSink};
pub use module::{Class, Codec, Export, Import, Module, ModuleInfo, Role, Signature, ValueType, WasmValue};
pub use process::{Encoded, ProcessContext, ProcessRegistry, ProcessReply, decode_args};
pub use session::{Handle, Session};
pub use usage::{ImportCall, Imported, Usage};
pub use value::Value;

/// MessagePack and JSON: checking, decoding, encoding, transcoding.
pub mod codec {
    use alloc::vec::Vec;

    use crate::{Codec, Exception, Value};

    /// Decodes exactly one value.
    ///
    /// # Errors
    ///
    /// Code 400 with the offset and what is wrong there, 413 over the limit of elements.
    pub fn decode(codec: Codec, bytes: &[u8]) -> Result<Value, Exception> {
        let _ = (codec, bytes);
        Err(Exception::new(501, "not built yet"))
    }

    /// Encodes a value, in the shortest form.
    ///
    /// # Errors
    ///
    /// Code 400 for a value that the codec cannot write: in JSON, a map key that is not text.
    pub fn encode(codec: Codec, value: &Value) -> Result<Vec<u8>, Exception> {
        let _ = (codec, value);
        Err(Exception::new(501, "not built yet"))
    }
}
