//! What a handler may give back.

use crate::{
    codec::{Encode, Writer},
    error::{Error, Result},
    mem::Packed,
};

/// What a handler may give back: nothing, a value, or a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a handler",
    label = "neither a value nor a `Result` of one",
    note = "add `#[derive(yao::Encode)]` to your own type, or use `#[yao::handler(serde)]` for one with serde's traits",
    note = "the error of a `Result` is `yao::Error` or anything with `Into<yao::Error>`"
)]
pub trait Outcome {
    /// The packed value, or the error.
    ///
    /// # Errors
    /// The handler's own.
    fn pack(self) -> Result<Packed>;
}

impl<T: Encode> Outcome for T {
    #[inline]
    fn pack(self) -> Result<Packed> {
        let mut writer = Writer::new();
        self.encode_result(&mut writer);
        super::wire::result(writer)
    }
}

impl<T: Encode, E: Into<Error>> Outcome for core::result::Result<T, E> {
    #[inline]
    fn pack(self) -> Result<Packed> {
        match self {
            Ok(value) => value.pack(),
            Err(error) => Err(error.into()),
        }
    }
}
