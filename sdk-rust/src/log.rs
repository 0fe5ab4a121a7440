//! Log lines at seven levels.

use crate::abi;
pub use crate::abi::Level;

/// Writes one line.
#[inline]
pub fn write(level: Level, message: &str) {
    abi::log(level.to_wire(), message.as_bytes());
}

/// Formats and writes one line; the macros call it where a message has arguments.
#[doc(hidden)]
#[cold]
pub fn write_fmt(level: Level, message: core::fmt::Arguments<'_>) {
    write(level, &alloc::fmt::format(message));
}

macro_rules! levels {
    ($($(#[$doc:meta])* $name:ident $level:ident;)*) => { levels! { @ ($) $($(#[$doc])* $name $level;)* } };
    (@ ($d:tt) $($(#[$doc:meta])* $name:ident $level:ident;)*) => { $(
        $(#[$doc])*
        ///
        /// Takes what `format!` takes. A message without arguments is passed as it is: no formatting code is linked.
        #[macro_export]
        macro_rules! $name {
            ($d($d message:tt)*) => { $d crate::__private::log!($d crate, $level, $d($d message)*) };
        }
    )* };
}
levels! {
    /// Logs at level 1: the guest cannot do its work. It does not end anything.
    fatal Fatal;
    /// Logs at level 2: something failed.
    error Error;
    /// Logs at level 3: something looks wrong.
    warn Warn;
    /// Logs at level 4: something worth knowing happened.
    info Info;
    /// Logs at level 5: for the guest's author.
    debug Debug;
    /// Logs at level 6: everything.
    trace Trace;
}
/// Logs at level 0 and nothing else; a real `panic!` does that and then ends the call.
#[macro_export]
macro_rules! log_panic {
    ($($message:tt)*) => { $crate::__private::log!($crate, Panic, $($message)*) };
}
