//! MessagePack: one reader and one writer.

pub(crate) mod kind;
mod reader;
mod record;
mod scalars;
mod writer;

pub use kind::Kind;
pub use reader::Reader;
#[cfg(feature = "serde")]
pub(crate) use reader::WHOLE;
pub use record::{Label, Names};
pub use writer::Writer;

#[cfg(test)]
mod tests;
