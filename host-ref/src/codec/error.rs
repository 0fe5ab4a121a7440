//! What is wrong with encoded bytes, and where.

use alloc::{format, string::String};
use core::fmt;

use crate::{
    Exception,
    abi::{Code, Limit},
    fault::Fault,
};

/// Why bytes are not one well-formed value, or a value cannot be written in a codec.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodecError {
    /// The bytes are malformed.
    Malformed {
        /// Where.
        offset: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The value has more elements than the limit.
    Elements {
        /// The limit.
        limit: u64,
    },
    /// The value is well formed, but it has no form in the codec that it is to be written in.
    Unwritable {
        /// Why.
        reason: String,
    },
}

impl CodecError {
    pub(crate) fn at(offset: usize, reason: impl Into<String>) -> Self {
        Self::Malformed { offset, reason: reason.into() }
    }

    /// The code of the error record that stands for this error.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Elements { .. } => Code::TOO_LARGE,
            Self::Malformed { .. } | Self::Unwritable { .. } => Code::BAD_REQUEST,
        }
    }

    /// The error record for whoever sent `what`.
    pub(crate) fn exception(&self, what: &str) -> Exception {
        Exception::new(self.code().get(), format!("{what}: {self}"))
    }

    /// The fault of a guest that gave these bytes.
    pub(crate) fn fault(&self, what: &str) -> Fault {
        match *self {
            Self::Elements { limit } => {
                Fault::Limit { limit: Limit::PayloadElements, number: limit, wanted: None }
            }
            _ => Fault::Trap(format!("{what}: {self}")),
        }
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { offset, reason } => write!(f, "{reason} at byte {offset}"),
            Self::Elements { limit } => {
                write!(f, "more than the {limit} elements of the limit payload_elements")
            }
            Self::Unwritable { reason } => f.write_str(reason),
        }
    }
}

impl core::error::Error for CodecError {}
