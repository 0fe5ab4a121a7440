//! WASI preview 1, on `wasmi_wasi`: for guests whose toolchain cannot do without it, as stock Go, and for commands.
//!
//! [`Config::wasi`](crate::Config::wasi) lets guests import it. Each guest instance has a world of its own, with
//! nothing in it: no files, no environment, no arguments, an empty standard input. Lines on standard output become log
//! lines, level info; standard error becomes level error, or the one line of level panic when the call ends in a trap.
//!
//! [`run`] is for commands, which do get arguments, an environment, files and this process's standard streams.

mod captured;
mod command;
mod functions;
mod guest;
mod seeded;
mod waits;

pub use command::{Setup, run};
pub(crate) use functions::{Call, Signatures, function};
pub(crate) use guest::Guest;

pub(crate) use crate::module::WASI as MODULE;
