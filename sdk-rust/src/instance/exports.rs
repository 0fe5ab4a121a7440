//! What stands behind the exports of a class.

use alloc::boxed::Box;

use super::Registry;
use crate::{
    error::{Error, Result},
    export::{self, Source},
    mem::{Buf, Packed},
};

/// What `create` may give: the object, or a `Result` of it.
pub trait Created<T> {
    /// The object or the error.
    ///
    /// # Errors
    /// The class's own.
    fn created(self) -> Result<T>;
}

impl<T> Created<T> for T {
    fn created(self) -> Result<T> {
        Ok(self)
    }
}

impl<T, E: Into<Error>> Created<T> for core::result::Result<T, E> {
    fn created(self) -> Result<T> {
        self.map_err(Into::into)
    }
}

/// The body of `create`: a handle, or a packed error.
#[doc(hidden)]
pub fn create<T: 'static, const N: usize>(
    registry: &Registry<N>,
    address: u32,
    len: u32,
    body: fn(&mut Source<'_>) -> Result<T>,
) -> u64 {
    let payload = Buf::payload(address, len);
    let handle = export::read(&payload, body).and_then(|object| registry.insert(Box::new(object)));
    match handle {
        Ok(handle) => u64::from(handle),
        Err(error) => export::failure(error).0,
    }
}

/// The body of a method. The object is out of its slot meanwhile: a method that calls a process holds no borrow that
/// a call from outside could meet.
#[doc(hidden)]
pub fn method<T: 'static, const N: usize>(
    registry: &Registry<N>,
    handle: u32,
    address: u32,
    len: u32,
    body: fn(&mut T, &mut Source<'_>) -> Result<Packed>,
) -> u64 {
    let payload = Buf::payload(address, len);
    match registry.take::<T>(handle) {
        Ok(mut object) => {
            let packed = export::respond(payload, |source| body(&mut object, source));
            registry.restore(handle, object);
            packed.0
        }
        Err(error) => export::failure(error).0,
    }
}

/// The body of `destroy`: 0, or minus a code.
#[doc(hidden)]
pub fn destroy<T: 'static, const N: usize>(registry: &Registry<N>, handle: u32) -> i32 {
    match registry.take::<T>(handle) {
        Ok(object) => {
            registry.release(handle);
            drop(object);
            0
        }
        Err(error) => negative(&error),
    }
}

/// Minus the code of an error.
pub(super) fn negative(error: &Error) -> i32 {
    -i32::try_from(error.code()).unwrap_or(i32::MAX)
}
