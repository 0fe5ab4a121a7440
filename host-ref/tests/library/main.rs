//! Tests of the library against small guests written in WAT.

mod codecs;
mod deadlines;
mod guests;
mod hostile_values;
mod imports;
mod instances;
mod limits;
mod load;
mod logs;
mod nested;
mod requests;
mod reuse;
mod sessions;
mod traps;
#[cfg(feature = "trust")]
mod trust;
mod vectors;
#[cfg(feature = "wasi")]
mod wasi;
