//! One renderer per language.

mod assemblyscript;
mod c;
mod go;
mod rust;
mod rust_host;
mod typescript;

pub(crate) use assemblyscript::render as assemblyscript;
pub(crate) use c::render as c;
pub(crate) use go::{constants as go_constants, imports as go_imports};
pub(crate) use rust::render as rust_sdk;
pub(crate) use rust_host::render as rust_host;
pub(crate) use typescript::render as typescript;

/// Line 1 of every generated file.
pub(crate) const NOTICE: &str = "Generated from abi-spec/abi.toml by ./dev generate; do not edit.";
