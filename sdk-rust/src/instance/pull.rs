//! The pull form: a method keeps its value, and the host reads it into memory of its own choice.

use alloc::boxed::Box;

use super::{Registry, exports::negative};
use crate::{
    abi::Code,
    error::{Error, Result},
    export::{self, Source},
    mem::{Buf, Packed, fill},
};

/// An object with the value of its last successful method.
#[doc(hidden)]
pub struct Pulled<T> {
    object: T,
    value: Buf,
}

impl<T: 'static> Pulled<T> {
    /// An object without a value.
    pub fn new(object: T) -> Self {
        Self { object, value: Buf::EMPTY }
    }

    /// The body of a method: 0 and a value to be pulled, or a packed error.
    pub fn method<const N: usize>(
        registry: &Registry<N>,
        handle: u32,
        address: u32,
        len: u32,
        body: fn(&mut T, &mut Source<'_>) -> Result<Packed>,
    ) -> u64 {
        let payload = Buf::payload(address, len);
        let mut pulled: Box<Self> = match registry.take(handle) {
            Ok(pulled) => pulled,
            Err(error) => return export::failure(error).0,
        };
        pulled.value = Buf::EMPTY;
        let packed = export::respond(payload, |source| body(&mut pulled.object, source));
        let answer = if packed.is_error() {
            packed
        } else {
            pulled.value = Buf::adopt(packed);
            Packed::EMPTY
        };
        registry.restore(handle, pulled);
        answer.0
    }
}

/// Calls `f` with the value that waits on an object.
fn waiting<T: 'static, const N: usize>(
    registry: &Registry<N>,
    handle: u32,
    f: impl FnOnce(&[u8]) -> Result<u32>,
) -> i32 {
    let outcome = registry.take::<Pulled<T>>(handle).and_then(|pulled| {
        let outcome = f(&pulled.value);
        registry.restore(handle, pulled);
        outcome
    });
    match outcome {
        Ok(len) => i32::try_from(len).unwrap_or(i32::MAX),
        Err(error) => negative(&error),
    }
}

/// The body of `result_len`.
#[doc(hidden)]
pub fn result_len<T: 'static, const N: usize>(registry: &Registry<N>, handle: u32) -> i32 {
    waiting::<T, N>(registry, handle, |value| Ok(length(value)))
}

/// The body of `result_read`: 413 when the value does not fit, and then nothing is written.
#[doc(hidden)]
pub fn result_read<T: 'static, const N: usize>(
    registry: &Registry<N>,
    handle: u32,
    address: u32,
    capacity: u32,
) -> i32 {
    waiting::<T, N>(registry, handle, |value| {
        if fill(address, capacity, value) {
            Ok(length(value))
        } else {
            Err(Error::new(Code::TOO_LARGE, "the value does not fit"))
        }
    })
}

/// A value is a block, so it has fewer than 2^31 bytes.
fn length(value: &[u8]) -> u32 {
    u32::try_from(value.len()).unwrap_or(u32::MAX)
}
