//! Processes: what `yao.process` reaches beside other scripts.

use alloc::vec::Vec;

use crate::{Codec, Exception, Value};

/// What an implementation of a process may know of its call, and the way to call further processes.
///
/// Such calls share the budgets of the request that led here.
pub struct ProcessContext<'a> {
    pub(crate) caller: &'a str,
}

impl ProcessContext<'_> {
    /// The module that called.
    #[must_use]
    pub fn caller(&self) -> &str {
        self.caller
    }

    /// How deep in guest calls this is; 1 is the outermost handler.
    #[must_use]
    pub fn depth(&self) -> u64 {
        1
    }

    /// Milliseconds until the deadline of the request. A slow process looks at it: the host cannot interrupt
    /// native code, only refuse its late reply.
    #[must_use]
    pub fn remaining_ms(&self) -> Option<u64> {
        None
    }

    /// Calls another process, script or native, inside the same request.
    ///
    /// # Errors
    ///
    /// Whatever the callee fails with, as the caller would see it.
    pub fn call(&mut self, _name: &str, _args: &[Value]) -> Result<Value, Exception> {
        Err(Exception::new(501, "not built yet"))
    }
}

/// Arguments or a result as bytes, with the codec they are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded<'a> {
    /// How the bytes are to be read. Never [`Codec::Opaque`] between a guest and a process.
    pub codec: Codec,
    /// One well-formed value of that codec; arguments are one array.
    pub bytes: &'a [u8],
}

/// What a process gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProcessReply {
    /// A value, which the host encodes for the caller.
    Value(Value),
    /// Bytes in a codec; the host checks them, and transcodes them when the caller's codec is another.
    Encoded(Codec, Vec<u8>),
}

/// A source of processes. The host asks its own closures and scripts first, then its registries in order.
pub trait ProcessRegistry: Send + Sync {
    /// Runs the process `name`, or gives `None` when it has none of that name.
    ///
    /// `args` was checked: it is one array, well formed, in the caller's codec.
    fn call(
        &self,
        cx: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>>;
}

/// Decodes arguments for a process written over values.
///
/// # Errors
///
/// Code 400 when the bytes are not an array of that codec.
pub fn decode_args(args: Encoded<'_>) -> Result<Vec<Value>, Exception> {
    let _ = args;
    Err(Exception::new(501, "not built yet"))
}
