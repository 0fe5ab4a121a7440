//! Tests of the library against small guests written in WAT.

mod guests;
mod requests;
