//! The limits of the host: a number each, a profile to start from, and an error of its own when one is hit.

use alloc::string::ToString;

use crate::Error;

/// A set of default limits for a kind of machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// A server that runs many guests: 64 MiB of memory, seconds of time.
    #[default]
    Server,
    /// A small device or a process beside others: 4 MiB.
    Embedded,
    /// A microcontroller: 256 KiB.
    Microkernel,
}

impl Profile {
    /// The profile called `name`: `server`, `embedded` or `microkernel`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "server" => Some(Self::Server),
            "embedded" => Some(Self::Embedded),
            "microkernel" => Some(Self::Microkernel),
            _ => None,
        }
    }
}

macro_rules! limits {
    ($($name:ident: $server:literal, $embedded:literal, $microkernel:literal, $doc:literal;)*) => {
        /// Every limit of the host. A field is named as in the spec's table; `get` and `set` take that name as text.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Limits {
            $(#[doc = $doc] pub $name: u64,)*
        }

        impl Limits {
            /// The names of all limits, in the order of the spec.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The defaults of a profile.
            #[must_use]
            pub fn profile(profile: Profile) -> Self {
                match profile {
                    Profile::Server => Self { $($name: $server),* },
                    Profile::Embedded => Self { $($name: $embedded),* },
                    Profile::Microkernel => Self { $($name: $microkernel),* },
                }
            }

            /// The limit called `name`, if there is one.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<u64> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }

            /// Sets the limit called `name`.
            ///
            /// # Errors
            ///
            /// [`Error::UnknownLimit`] when no limit has that name.
            pub fn set(&mut self, name: &str, number: u64) -> Result<(), Error> {
                match name {
                    $(stringify!($name) => self.$name = number,)*
                    _ => return Err(Error::UnknownLimit { name: name.to_string() }),
                }
                Ok(())
            }
        }
    };
}

limits! {
    fuel: 1000000000, 100000000, 10000000, "Instructions, in the engine's fuel units, of one request and everything it calls.";
    deadline_ms: 5000, 1000, 250, "Wall-clock time of one request and everything it calls.";
    memory_pages: 1024, 64, 4, "Linear memory of all guest instances of one request together, in pages of 64 KiB.";
    table_elements: 65536, 4096, 1024, "Elements of all tables of one guest instance.";
    payload_bytes: 33554432, 1048576, 65536, "Bytes of one payload, argument list, reply, result or error record.";
    payload_elements: 1000000, 100000, 10000, "Elements of one payload, argument list, reply or result.";
    boundary_bytes: 268435456, 8388608, 524288, "All bytes copied across guest boundaries in one request.";
    process_calls: 100000, 10000, 1000, "Calls of `yao.process` in one request.";
    process_name_bytes: 1024, 256, 256, "Length of a process name.";
    call_depth: 16, 8, 4, "Guest calls nested through the host; the outermost handler is level 1.";
    log_message_bytes: 16384, 1024, 256, "Bytes of one log message; the rest is cut and the cut is marked.";
    log_bytes: 1048576, 65536, 4096, "Bytes of all log messages of one request; further lines are dropped and counted.";
    log_lines: 10000, 1000, 100, "Log lines of one request; further lines are dropped and counted.";
    module_bytes: 67108864, 1048576, 65536, "Size of one module.";
    functions: 100000, 10000, 1000, "Functions of one module, imported ones included.";
    init_fuel: 10000000, 1000000, 100000, "Fuel of the throw-away instance that runs `_initialize` and `yao_abi_v1` at load.";
    instances: 10000, 64, 8, "Guest instances alive at a time in one host.";
    sessions: 1000, 16, 4, "Sessions alive at a time in one host.";
    session_idle_ms: 300000, 60000, 10000, "A session that is not used for so long is ended at the next look.";
}

impl Default for Limits {
    fn default() -> Self {
        Self::profile(Profile::default())
    }
}
