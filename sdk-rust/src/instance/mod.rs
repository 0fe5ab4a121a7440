//! Instances: objects that stay in the guest between calls, behind handles. `#[instance]` writes the exports; this
//! keeps the objects.

mod exports;
mod pull;
mod registry;
mod slots;

pub use exports::{Created, create, destroy, method};
pub use pull::{Pulled, result_len, result_read};
pub use registry::{DEFAULT, Registry};

#[cfg(test)]
mod tests;
