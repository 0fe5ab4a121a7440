//! The error record that guests, the host and process implementations pass to each other.

use alloc::string::String;
use core::fmt;

use crate::Value;

/// An error as a caller sees it: Yao's exception, `{code, message, details}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// 1 to 2147483647; the table of known codes is in the spec.
    pub code: u32,
    /// Text for people, at most 4 KiB.
    pub message: String,
    /// Anything a program may want to know; not every error has it.
    pub details: Option<Value>,
}

impl Exception {
    /// An error with a code and a message.
    #[must_use]
    pub fn new(code: u32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: None }
    }

    /// The same error with details.
    #[must_use]
    pub fn with_details(mut self, details: impl Into<Value>) -> Self {
        self.details = Some(details.into());
        self
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.message, self.code)
    }
}

impl core::error::Error for Exception {}
