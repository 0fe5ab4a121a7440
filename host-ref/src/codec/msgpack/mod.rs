//! MessagePack.

mod decode;
mod encode;
mod head;

pub(crate) use decode::{check, decode};
pub(crate) use encode::encode;
