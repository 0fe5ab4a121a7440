//! Tuples: arrays whose items have types of their own, and the arguments of a process.

use alloc::vec::Vec;

use super::{Decode, Encode, Fault, Reader, Writer};

/// The arguments of a process: a tuple (`()` for none, `(id,)` for one), or a slice of one type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the arguments of a process",
    label = "not a tuple",
    note = "pass a tuple: `()` for no arguments, `(id,)` for one"
)]
pub trait Arguments {
    /// Writes all arguments as one array.
    fn encode_all(&self, writer: &mut Writer);
}

impl Arguments for () {
    fn encode_all(&self, writer: &mut Writer) {
        writer.array(0);
    }
}

impl<T: Encode> Arguments for [T] {
    fn encode_all(&self, writer: &mut Writer) {
        self.encode(writer);
    }
}

impl<T: Encode> Arguments for Vec<T> {
    fn encode_all(&self, writer: &mut Writer) {
        self.encode(writer);
    }
}

impl<T: Encode, const N: usize> Arguments for [T; N] {
    fn encode_all(&self, writer: &mut Writer) {
        self.encode(writer);
    }
}

impl<A: Arguments + ?Sized> Arguments for &A {
    #[inline]
    fn encode_all(&self, writer: &mut Writer) {
        (**self).encode_all(writer);
    }
}

macro_rules! tuple {
    ($n:literal $($type:ident $index:tt),*) => {
        impl<$($type: Encode),*> Encode for ($($type,)*) {
            #[inline]
            fn encode(&self, writer: &mut Writer) {
                writer.raw(&[0x90 | $n]);
                $(self.$index.encode(writer);)*
            }
        }
        impl<$($type: Encode),*> Arguments for ($($type,)*) {
            #[inline]
            fn encode_all(&self, writer: &mut Writer) {
                self.encode(writer);
            }
        }
        impl<'a, $($type: Decode<'a>),*> Decode<'a> for ($($type,)*) {
            #[inline]
            fn placeholder() -> Self {
                ($($type::placeholder(),)*)
            }
            fn decode(reader: &mut Reader<'a>) -> Self {
                let mut left = reader.array();
                if left != $n {
                    reader.fail(Fault::TYPE);
                }
                let items = ($(item::<$type>(reader, &mut left),)*);
                reader.more(&mut left);
                items
            }
        }
    };
}
tuple!(1 A 0);
tuple!(2 A 0, B 1);
tuple!(3 A 0, B 1, C 2);
tuple!(4 A 0, B 1, C 2, D 3);
tuple!(5 A 0, B 1, C 2, D 3, E 4);
tuple!(6 A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7 A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8 A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

fn item<'a, T: Decode<'a>>(reader: &mut Reader<'a>, left: &mut u32) -> T {
    if reader.more(left) { T::decode(reader) } else { T::placeholder() }
}
