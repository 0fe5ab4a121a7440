//! MessagePack: one reader and one writer.

pub(crate) mod kind;
mod reader;
mod record;
mod scalars;
mod writer;

pub use kind::Kind;
pub use reader::Reader;
#[cfg(any(feature = "serde", feature = "json"))]
pub(crate) use reader::WHOLE;
pub use record::{Label, Names};
pub use writer::Writer;
