//! What a request gives back.

use alloc::vec::Vec;

use crate::{
    Codec, Exception, ImportCall, Usage, Value,
    codec::{self, Bounds},
    dispatch,
};

/// What a request gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The result or the error record.
    pub reply: Reply,
    /// What it used.
    pub usage: Usage,
    /// Calls of imports, when they were asked for.
    pub trace: Vec<ImportCall>,
}

/// A handler's answer, copied out of the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The error bit was clear: one value in the module's codec; empty is nil. It was not looked at yet.
    Value(Vec<u8>),
    /// The error bit was set.
    Error {
        /// What the record says, or code 500 when it is malformed.
        exception: Exception,
        /// The record as the guest wrote it.
        bytes: Vec<u8>,
    },
}

impl Reply {
    /// The bytes of the result or of the error record.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Value(bytes) | Self::Error { bytes, .. } => bytes,
        }
    }

    /// The decoded result, or the exception.
    ///
    /// # Errors
    ///
    /// The guest's error record, or code 502 when the result is not one well-formed value of `codec`.
    pub fn decode(&self, codec: Codec) -> Result<Value, Exception> {
        match self {
            Self::Value(bytes) => codec::decode(codec, bytes, Bounds::default())
                .map_err(|error| dispatch::exception(error.fault("result"), "result", "decode")),
            Self::Error { exception, .. } => Err(exception.clone()),
        }
    }
}

/// Options of one request.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RequestOptions {
    /// Record every call of an import.
    pub trace: bool,
    /// Another budget of fuel than the host's limit.
    pub fuel: Option<u64>,
    /// Another deadline than the host's limit.
    pub deadline_ms: Option<u64>,
}

impl RequestOptions {
    /// The host's limits, with a trace.
    #[must_use]
    pub fn traced() -> Self {
        Self { trace: true, ..Self::default() }
    }

    /// The same options with another budget of fuel.
    #[must_use]
    pub fn with_fuel(mut self, fuel: u64) -> Self {
        self.fuel = Some(fuel);
        self
    }

    /// The same options with another deadline.
    #[must_use]
    pub fn with_deadline_ms(mut self, deadline_ms: u64) -> Self {
        self.deadline_ms = Some(deadline_ms);
        self
    }
}
