//! The one error type of the crate.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::Exception;

/// Why something failed. Every variant names what was asked for, where, and the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// [`Limits::set`](crate::Limits::set) does not know this name.
    UnknownLimit {
        /// The name that was asked for.
        name: String,
    },
    /// The module cannot be loaded. Every problem that was found is listed.
    Load {
        /// The name given to the module.
        module: String,
        /// What is wrong, most basic first.
        problems: Vec<LoadProblem>,
    },
    /// The guest trapped, panicked or broke the ABI; the instance is gone.
    Trap {
        /// The module.
        module: String,
        /// The export that was being called.
        export: String,
        /// What happened, in words.
        reason: String,
    },
    /// A limit was hit.
    Limit {
        /// The module whose request it was.
        module: String,
        /// The limit's name, as in the spec's table.
        limit: &'static str,
        /// Its number.
        number: u64,
        /// What was asked for, where that is known.
        wanted: Option<u64>,
    },
    /// The guest has no such export, or it is not of the kind that was asked for.
    NoExport {
        /// The module.
        module: String,
        /// The export that was asked for.
        export: String,
        /// What it was looked up as: handler, class, method, numeric function.
        wanted: &'static str,
    },
    /// The guest, or a process, answered with an error record.
    Exception {
        /// The module or process that answered.
        module: String,
        /// The record.
        exception: Exception,
    },
}

/// One reason why a module cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadProblem {
    /// A stable name of the kind of problem, such as `unknown-import`.
    pub kind: &'static str,
    /// What is wrong, with names and numbers.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Error {
    /// The error record that a caller gets for this error.
    #[must_use]
    pub fn exception(&self) -> Exception {
        Exception::new(500, alloc::format!("{self}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl core::error::Error for Error {}
