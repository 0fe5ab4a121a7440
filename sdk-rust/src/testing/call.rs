//! Calling exports as the host does.

use std::{string::ToString, vec::Vec};

use super::{
    Entry, Export, Host,
    values::{Arguments, DecodeOwned, decode, give, payload, settle},
};
use crate::{
    codec::wire,
    error::{Error, Result},
    mem::{self, Buf, Packed},
};

/// A live instance, as the host sees it.
pub type Handle = u32;

/// The names of all exports, sorted.
#[must_use]
pub fn exports() -> Vec<&'static str> {
    let mut names: Vec<_> = inventory::iter::<Export>().map(|export| export.name).collect();
    names.sort_unstable();
    names
}

impl Host {
    /// Calls a handler with a tuple of arguments, encoded as the host does, and decodes its result.
    ///
    /// # Errors
    /// The handler's error; 400 when its result is not a `T`.
    ///
    /// # Panics
    /// If there is no such handler, or it leaks or frees twice.
    pub fn call<T: DecodeOwned>(&self, handler: &str, args: impl Arguments) -> Result<T> {
        self.balanced(handler, || settle(Packed(entry(handler)(payload(args)))))
    }

    /// Calls a handler with a payload and gives its result, both as they cross the boundary.
    ///
    /// # Errors
    /// The handler's error.
    ///
    /// # Panics
    /// If there is no such handler, or it leaks or frees twice.
    pub fn call_raw(&self, handler: &str, payload: &[u8]) -> Result<Vec<u8>> {
        self.balanced(handler, || {
            let packed = Packed(entry(handler)(give(payload)));
            if packed.is_error() { Err(wire::error_from(packed)) } else { Ok(Buf::adopt(packed).to_vec()) }
        })
    }

    /// Makes an instance.
    ///
    /// # Errors
    /// The error of `create`; 429 when the registry is full.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn create(&self, class: &str, args: impl Arguments) -> Result<Handle> {
        let name = [class, "_create"].concat();
        let Some(Entry::Create(create)) = Export::find(&name) else { unknown(&name) };
        let payload = payload(args);
        let packed = Packed(create(payload.address(), payload.len()));
        if packed.is_error() { Err(wire::error_from(packed)) } else { Ok(packed.len()) }
    }

    /// Calls a method of an instance; in the pull form, then pulls its value.
    ///
    /// # Errors
    /// The method's error; 410 when the handle is not one of this class.
    ///
    /// # Panics
    /// If there is no such method.
    pub fn method<T: DecodeOwned>(
        &self,
        class: &str,
        method: &str,
        handle: Handle,
        args: impl Arguments,
    ) -> Result<T> {
        let name = [class, "_", method].concat();
        let Some(Entry::Method(method)) = Export::find(&name) else { unknown(&name) };
        let payload = payload(args);
        let packed = Packed(method(handle, payload.address(), payload.len()));
        match self.pull(class, handle) {
            Some(value) if !packed.is_error() => decode(value?),
            _ => settle(packed),
        }
    }

    /// The waiting value of a class in the pull form.
    ///
    /// # Errors
    /// 410 when the handle is not one of this class.
    ///
    /// # Panics
    /// If the class says two lengths.
    pub fn pull(&self, class: &str, handle: Handle) -> Option<Result<Buf>> {
        let Some(Entry::ResultLen(result_len)) = Export::find(&[class, "_result_len"].concat()) else {
            return None;
        };
        let Some(Entry::ResultRead(result_read)) = Export::find(&[class, "_result_read"].concat()) else {
            return None;
        };
        let len = match u32::try_from(result_len(handle)) {
            Ok(len) => len,
            Err(_) => return Some(Err(Error::new(-result_len(handle), "no such instance"))),
        };
        let block = Buf::copy_from(&std::vec![0; len as usize]);
        let packed = block.into_packed();
        let read = result_read(handle, packed.address(), len);
        assert_eq!(
            u32::try_from(read),
            Ok(len),
            "result_read of {class} gave another length than result_len"
        );
        Some(Ok(Buf::adopt(packed)))
    }

    /// Destroys an instance.
    ///
    /// # Errors
    /// The code: 410 when the handle is not one of this class.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn destroy(&self, class: &str, handle: Handle) -> Result<(), u32> {
        let name = [class, "_destroy"].concat();
        let Some(Entry::Destroy(destroy)) = Export::find(&name) else { unknown(&name) };
        match destroy(handle) {
            0 => Ok(()),
            code => Err(code.unsigned_abs()),
        }
    }

    /// Runs a call and checks that it freed what it allocated.
    fn balanced<T>(&self, name: &str, call: impl FnOnce() -> Result<T>) -> Result<T> {
        // An error owns a block as well; it is set aside while blocks are counted.
        let before = mem::live();
        let outcome = call();
        let held = usize::from(outcome.as_ref().is_err_and(Error::holds_block));
        assert_eq!(mem::live(), before + held, "{name} leaks blocks");
        outcome
    }
}

/// A handler by its name.
fn entry(name: &str) -> impl Fn(Packed) -> u64 {
    let Some(Entry::Handler(handler)) = Export::find(name) else { unknown(name) };
    move |payload| handler(payload.address(), payload.len())
}

fn unknown(name: &str) -> ! {
    let known = exports().join(", ");
    let known = if known.is_empty() { "there are none".to_string() } else { known };
    panic!("no export {name} of this kind; there is: {known}")
}
