//! Why a guest instance stopped, before it is known whose request it was.

use alloc::{boxed::Box, string::String};

use crate::{abi::Limit, trust::Refusal};

/// The end of a guest call that did not return. The host turns it into an [`Error`](crate::Error) with names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The guest trapped or broke the ABI.
    Trap(String),
    /// A limit was hit.
    Limit {
        /// Which.
        limit: Limit,
        /// Its number.
        number: u64,
        /// What was asked for, where that is known.
        wanted: Option<u64>,
    },
    /// `yao_alloc` gave 0 for a payload of this length.
    OutOfMemory(u32),
    /// The policy does not admit the module.
    Forbidden(Box<Refusal>),
}

impl Fault {
    /// Whether nothing of the request can go on: the budgets that every further instruction needs are used up.
    pub(crate) fn ends_request(&self) -> bool {
        matches!(self, Self::Limit { limit: Limit::Fuel | Limit::DeadlineMs, .. })
    }

    /// Whether the guest was cut off in the middle: its instance must not be used again.
    pub(crate) fn kills_instance(&self) -> bool {
        matches!(self, Self::Trap(_) | Self::Limit { limit: Limit::InitFuel, .. }) || self.ends_request()
    }
}
