//! What the policy says when it refuses something, and what is wrong with a text of it.

use alloc::{boxed::Box, format, string::String};
use core::fmt;

/// Why a policy refuses a module. Its code is 403.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A stable name of the kind of refusal, such as `unsigned`.
    pub kind: &'static str,
    /// Which rule it breaks, and where that stands.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Refusal {
    pub(super) fn new(kind: &'static str, message: String, help: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, message, help: help.into() })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

/// The refusal of a module that another engine loaded, where one of the two has a policy.
pub(crate) fn foreign(module: &str) -> Box<Refusal> {
    Refusal::new(
        "foreign_module",
        format!("module {module} was loaded by another engine than that of this host, which has a policy"),
        "load it with the engine that the host is built on",
    )
}

/// A key, a hash, a pattern or a signature that is not written as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong.
    pub message: String,
    /// How it is written.
    pub help: &'static str,
}

impl Malformed {
    pub(super) fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl core::error::Error for Malformed {}
