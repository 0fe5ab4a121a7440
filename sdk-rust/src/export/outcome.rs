//! What a handler may give back.

use crate::{
    codec::{Encode, Writer},
    error::{Error, Result},
};

/// What a handler may give back: nothing, a value, or a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a handler",
    label = "neither a value nor a `Result` of one",
    note = "add `#[derive(yao::Encode)]` to your own type, or use `#[yao::handler(serde)]` for one with serde's traits",
    note = "the error of a `Result` is `yao::Error` or anything with `Into<yao::Error>`"
)]
pub trait Outcome {
    /// Writes the value, or gives the error.
    ///
    /// # Errors
    /// The handler's own.
    fn write(self, writer: &mut Writer) -> Result<()>;
}

impl<T: Encode> Outcome for T {
    #[inline]
    fn write(self, writer: &mut Writer) -> Result<()> {
        self.encode_result(writer);
        Ok(())
    }
}

impl<T: Encode, E: Into<Error>> Outcome for core::result::Result<T, E> {
    #[inline]
    fn write(self, writer: &mut Writer) -> Result<()> {
        match self {
            Ok(value) => value.write(writer),
            Err(error) => Err(error.into()),
        }
    }
}
