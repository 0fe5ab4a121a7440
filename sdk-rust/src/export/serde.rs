//! Handlers whose types have serde's traits: what `#[handler(serde)]` writes instead.

use serde_core::Serialize;

use crate::{
    error::{Error, Result},
    mem::Packed,
};

#[cfg(not(feature = "postcard"))]
mod args {
    use alloc::vec::Vec;

    use serde_core::Deserialize;

    use crate::{
        codec::{
            Fault, NIL, Reader,
            serde::{read, refuse},
        },
        error::Result,
        export::Args,
    };

    impl Args {
        /// The next argument. A missing one is nil, which only some types take.
        ///
        /// # Errors
        /// 400 with what was wrong.
        #[inline]
        pub fn next_serde<'a, T: Deserialize<'a>>(&mut self, reader: &mut Reader<'a>) -> Result<T> {
            let mut nil = Reader::new(NIL);
            let missing = self.left == 0;
            self.left -= u32::from(!missing);
            // One call, whatever it reads from: the code of a type is in a guest once.
            T::deserialize(if missing { &mut nil } else { &mut *reader })
                .map_err(|fault| refuse(reader, if missing { Fault::MISSING } else { fault }))
        }

        /// All arguments that are left.
        ///
        /// # Errors
        /// 400 with what was wrong.
        pub fn rest_serde<'a, T: Deserialize<'a>>(&mut self, reader: &mut Reader<'a>) -> Result<Vec<T>> {
            let mut items = Vec::new();
            while self.left != 0 {
                self.left -= 1;
                items.push(read(reader)?);
            }
            Ok(items)
        }
    }
}

/// Packs a result that is a value. A unit is the empty result.
///
/// # Errors
/// 500 when the value refuses to be written.
#[doc(hidden)]
#[inline]
pub fn pack_serde<T: Serialize>(value: T) -> Result<Packed> {
    #[cfg(feature = "postcard")]
    {
        crate::codec::postcard::pack(&value)
    }
    #[cfg(not(feature = "postcard"))]
    {
        use crate::codec::{NIL, Writer, serde::write};

        let mut writer = Writer::new();
        write(&value, &mut writer)?;
        // Known when compiled, so that only a guest with such a handler has the comparison.
        if size_of::<T>() == 0 && writer.bytes() == NIL {
            writer.0.clear();
        }
        super::wire::result(writer)
    }
}

/// Packs a result that is a `Result`: serde has its own idea of one as a value, so the macro tells them apart.
///
/// # Errors
/// The handler's own, or 500 when the value refuses to be written.
#[doc(hidden)]
#[inline]
pub fn pack_serde_result<T: Serialize, E: Into<Error>>(
    outcome: core::result::Result<T, E>,
) -> Result<Packed> {
    match outcome {
        Ok(value) => pack_serde(value),
        Err(error) => Err(error.into()),
    }
}
