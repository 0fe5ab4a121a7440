//! The one error type of the crate.

use alloc::{boxed::Box, format, string::String, vec::Vec};
use core::fmt;

use crate::{
    Exception,
    abi::{Code, Limit},
    fault::Fault,
    trust::Refusal,
};

/// Why something failed. Every variant names what was asked for, where, and the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No limit has this name.
    UnknownLimit {
        /// The name that was asked for.
        name: String,
    },
    /// The module cannot be loaded. Every problem that was found is listed.
    Load {
        /// The name given to the module.
        module: String,
        /// What is wrong, most basic first; never empty.
        problems: Vec<LoadProblem>,
    },
    /// The guest trapped, panicked or broke the ABI; its instance is gone.
    Trap {
        /// The module.
        module: String,
        /// The export that was being called.
        export: String,
        /// What happened, in words.
        reason: String,
    },
    /// A limit was hit.
    Limit {
        /// The module whose request it was.
        module: String,
        /// Which limit.
        limit: Limit,
        /// Its number.
        number: u64,
        /// What was asked for, where that is known.
        wanted: Option<u64>,
    },
    /// `yao_alloc` gave 0 for a payload.
    OutOfMemory {
        /// The module.
        module: String,
        /// Bytes of the payload.
        len: u32,
    },
    /// The guest has no such export, or it is not of the kind that was asked for.
    NoExport {
        /// The module.
        module: String,
        /// The export that was asked for.
        export: String,
        /// What it was looked up as: handler, class, method, function.
        wanted: &'static str,
        /// What it has of that kind.
        has: Vec<String>,
    },
    /// Raw arguments that are not of the types the function takes.
    Signature {
        /// The module.
        module: String,
        /// The export.
        export: String,
        /// Its type, such as `(i32, i32) -> i64`.
        expected: String,
        /// The types of the arguments.
        got: String,
    },
    /// A read or write outside the memory of a guest.
    Bounds {
        /// The module.
        module: String,
        /// Where it starts.
        address: u32,
        /// How long it is.
        len: u32,
        /// Bytes of the memory.
        size: u64,
    },
    /// The instance trapped before; nothing more can be asked of it.
    Dead {
        /// The module.
        module: String,
    },
    /// The guest never frees what it allocates: one call per instance, and no sessions.
    OneShot {
        /// The module.
        module: String,
    },
    /// A handle of another session.
    ForeignHandle {
        /// The module of the session that was asked.
        module: String,
        /// The number of the handle.
        handle: u32,
    },
    /// The session was not used for too long, and is over.
    SessionEnded {
        /// The module.
        module: String,
        /// Milliseconds without use.
        idle_ms: u64,
        /// The limit.
        number: u64,
    },
    /// The policy does not admit the module.
    Forbidden {
        /// The name given to the module.
        module: String,
        /// Which rule says so, and what to do.
        refusal: Box<Refusal>,
    },
    /// The guest, or a process, answered with an error record.
    Exception {
        /// The module or process that answered.
        module: String,
        /// The record.
        exception: Exception,
    },
}

/// One reason why a module cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadProblem {
    /// A stable name of the kind of problem, such as `unknown_import`.
    pub kind: &'static str,
    /// What is wrong, with names and numbers.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl Error {
    /// Says whose request a fault ended.
    pub(crate) fn from_fault(fault: Fault, module: &str, export: &str) -> Self {
        let module = module.into();
        match fault {
            Fault::Trap(reason) => Self::Trap { module, export: export.into(), reason },
            Fault::Limit { limit, number, wanted } => Self::Limit { module, limit, number, wanted },
            Fault::OutOfMemory(len) => Self::OutOfMemory { module, len },
            Fault::Forbidden(refusal) => Self::Forbidden { module, refusal },
        }
    }

    /// The code that a caller of the process gets.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Trap { .. } | Self::Dead { .. } => Code::TRAPPED,
            // A limit without a code never fails a request.
            Self::Limit { limit, .. } => limit.info().code.unwrap_or(Code::INTERNAL),
            Self::OutOfMemory { .. } => Code::OUT_OF_MEMORY,
            Self::Forbidden { .. } => Code::FORBIDDEN,
            Self::NoExport { .. } => Code::NOT_FOUND,
            Self::Signature { .. } | Self::UnknownLimit { .. } => Code::BAD_REQUEST,
            Self::OneShot { .. } => Code::NOT_IMPLEMENTED,
            Self::ForeignHandle { .. } | Self::SessionEnded { .. } => Code::GONE,
            Self::Exception { exception, .. } => Code::new(exception.code),
            Self::Load { .. } | Self::Bounds { .. } => Code::INTERNAL,
        }
    }

    /// The error record that a caller of the process gets.
    #[must_use]
    pub fn exception(&self) -> Exception {
        match self {
            Self::Exception { exception, .. } => exception.clone(),
            _ => Exception::new(self.code().get(), format!("{self}")),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLimit { name } => {
                let known: Vec<_> = Limit::ALL.iter().map(|limit| limit.info().name).collect();
                write!(f, "no limit is called {name}; the limits are {}", known.join(", "))
            }
            Self::Load { module, problems } => {
                write!(f, "module {module} cannot be loaded")?;
                problems
                    .iter()
                    .enumerate()
                    .try_for_each(|(i, problem)| write!(f, "{} {problem}", if i == 0 { ":" } else { " |" }))
            }
            Self::Trap { module, export, reason } => write!(f, "module {module}, export {export}: {reason}"),
            Self::Limit { module, limit, number, wanted } => {
                let info = limit.info();
                write!(f, "module {module}: limit {} of {number} {}", info.name, info.unit)?;
                match wanted {
                    Some(wanted) => write!(f, " exceeded by {wanted}"),
                    None => f.write_str(" is used up"),
                }
            }
            Self::OutOfMemory { module, len } => {
                write!(f, "module {module}: yao_alloc gave 0 for a payload of {len} bytes")
            }
            Self::NoExport { module, export, wanted, has } if has.is_empty() => {
                write!(f, "module {module} has no {wanted} {export}; it has none at all")
            }
            Self::NoExport { module, export, wanted, has } => {
                write!(f, "module {module} has no {wanted} {export}; it has {}", has.join(", "))
            }
            Self::Signature { module, export, expected, got } => {
                write!(
                    f,
                    "module {module}, export {export}: its type is {expected}, the arguments are ({got})"
                )
            }
            Self::Bounds { module, address, len, size } => {
                write!(f, "module {module}: {len} bytes at {address:#x} exceed the memory of {size:#x} bytes")
            }
            Self::Dead { module } => {
                write!(f, "module {module}: the instance trapped before; start another")
            }
            Self::OneShot { module } => {
                write!(
                    f,
                    "module {module} is a one-shot guest: one call per instance; build it with an allocator that frees"
                )
            }
            Self::ForeignHandle { module, handle } => {
                write!(f, "module {module}: handle {handle:#x} belongs to another session")
            }
            Self::SessionEnded { module, idle_ms, number } => {
                write!(
                    f,
                    "module {module}: the session was idle for {idle_ms} ms, the limit is {number}; open another"
                )
            }
            Self::Forbidden { refusal, .. } => write!(f, "{refusal}"),
            Self::Exception { module, exception } => write!(f, "{module}: {exception}"),
        }
    }
}

impl core::error::Error for Error {}
