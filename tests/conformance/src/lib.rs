//! The conformance suite of the yao ABI: cases as data, run on the guests of every SDK and on a host.
//!
//! `yao-conformance --help` says how to use it, `tests/cases/README.md` how to write a case.

pub mod abi;
pub mod app;
pub mod bless;
pub mod build;
pub mod bytes;
pub mod case;
pub mod cli;
pub mod codec;
pub mod columns;
pub mod data;
pub mod explain;
pub mod folder;
pub mod guest_text;
pub mod host;
pub mod matching;
pub mod matrix;
pub mod module;
pub mod mutants;
pub mod notation;
pub mod parallel;
pub mod progress;
pub mod report;
pub mod run;
pub mod sdk;
pub mod self_test;
pub mod suite;
