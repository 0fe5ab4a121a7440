//! The raw ABI: constants, the two imports, and the exports every guest has.

mod capability;
mod exports;
#[rustfmt::skip]
mod generated;
mod host;

#[doc(hidden)]
pub use capability::add as add_capability;
pub use capability::capabilities;
pub use generated::*;
pub(crate) use host::{log, process};
