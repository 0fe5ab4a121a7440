//! What a request used, and the trace of what it asked its host for.

use alloc::{string::String, vec::Vec};

use crate::Level;

/// What one request tree used of its budgets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Fuel.
    pub fuel: u64,
    /// The most pages of memory that were alive at a time.
    pub peak_pages: u64,
    /// Calls of `yao.process`.
    pub process_calls: u64,
    /// Those of them that ran another script.
    pub nested_calls: u64,
    /// The deepest level of nested guest calls.
    pub peak_depth: u64,
    /// Bytes copied across guest boundaries.
    pub boundary_bytes: u64,
    /// Log lines that reached the sink.
    pub log_lines: u64,
    /// Bytes of those lines.
    pub log_bytes: u64,
    /// Log lines dropped because a limit was hit.
    pub log_dropped: u64,
}

/// One call of an import, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportCall {
    /// The module that called.
    pub module: String,
    /// How deep in guest calls; 1 is the outermost handler.
    pub depth: u64,
    /// What it called.
    pub call: Imported,
}

/// The import that was called, with what went in and out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// `yao.process`.
    Process {
        /// The name, as the guest gave it.
        name: Vec<u8>,
        /// The arguments, in the guest's codec.
        args: Vec<u8>,
        /// The reply in the guest's codec, and whether it was an error record; `None` when the call trapped.
        reply: Option<(Vec<u8>, bool)>,
    },
    /// `yao.log`.
    Log {
        /// The level, as the guest gave it.
        level: u32,
        /// The level it counts as.
        label: Level,
        /// The message, as the guest gave it.
        message: Vec<u8>,
    },
}
