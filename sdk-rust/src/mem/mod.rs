//! Memory that crosses the boundary: addresses, lengths, and who frees what.
//!
//! This module and [`crate::alloc`] are the only ones that touch raw memory. Everything above works on [`Buf`],
//! [`Growing`] and [`Cursor`], which keep their invariants behind safe functions.

#![allow(unsafe_code, reason = "raw memory is this module's job; everything above it is safe")]

mod address;
mod block;
mod buf;
mod cursor;
mod growing;
mod literal;
mod owned;
mod packed;
mod plain;
mod record;
mod text;
mod utf8;

#[cfg(not(target_family = "wasm"))]
pub(crate) use address::live;
#[cfg(target_family = "wasm")]
pub(crate) use address::page_shift;
pub(crate) use block::{allocate, fill};
pub use buf::Buf;
pub(crate) use cursor::{Cursor, Key, Mark};
pub(crate) use growing::Growing;
pub(crate) use literal::{Literal, Table};
pub(crate) use owned::{owned, owned_bytes, push};
pub use packed::Packed;
pub use plain::Plain;
pub(crate) use plain::{view, view_mut};
pub(crate) use record::Record;
pub use text::Text;
#[cfg(any(test, feature = "json"))]
pub(crate) use utf8::is_utf8;

/// Ends the guest when out of memory. It logs without the panic handler, which would be linked into every guest
/// otherwise.
#[cold]
#[inline(never)]
fn abort() -> ! {
    const WHY: &str = "out of memory";
    #[cfg(target_family = "wasm")]
    {
        crate::abi::log(crate::abi::Level::Panic.to_wire(), WHY.as_bytes());
        core::arch::wasm32::unreachable()
    }
    #[cfg(not(target_family = "wasm"))]
    panic!("{WHY}")
}

#[cfg(test)]
mod tests;
