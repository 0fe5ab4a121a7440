//! The conformance suite of the yao ABI: cases as data, run on the guests of every SDK and on a host.
//!
//! `yao-conformance --help` says how to use it, `tests/cases/README.md` how to write a case.

pub mod bytes;
pub mod case;
pub mod codec;
pub mod data;
pub mod matching;
pub mod notation;
