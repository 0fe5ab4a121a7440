//! What is known of a module without running a request.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::Codec;

/// A WebAssembly value type, as signatures show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
    /// 128-bit vector.
    V128,
    /// A reference.
    Ref,
}

impl ValueType {
    /// Whether a tool can pass it as a number.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::I32 | Self::I64 | Self::F32 | Self::F64)
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::V128 => "v128",
            Self::Ref => "ref",
        })
    }
}

/// A WebAssembly value that a test or a tool passes to an export.
#[derive(Clone, Copy, Debug)]
pub enum WasmValue {
    /// 32-bit integer.
    I32(i32),
    /// 64-bit integer.
    I64(i64),
    /// 32-bit float.
    F32(f32),
    /// 64-bit float.
    F64(f64),
}

impl WasmValue {
    /// Its type.
    #[must_use]
    pub fn ty(self) -> ValueType {
        match self {
            Self::I32(_) => ValueType::I32,
            Self::I64(_) => ValueType::I64,
            Self::F32(_) => ValueType::F32,
            Self::F64(_) => ValueType::F64,
        }
    }
}

/// The type of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Parameters.
    pub params: Vec<ValueType>,
    /// Results.
    pub results: Vec<ValueType>,
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", types(&self.params))?;
        match self.results.as_slice() {
            [] => Ok(()),
            [one] => write!(f, " -> {one}"),
            more => write!(f, " -> ({})", types(more)),
        }
    }
}

/// Types with commas between.
pub(crate) fn types(types: &[ValueType]) -> String {
    let mut text = String::new();
    for (i, ty) in types.iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&alloc::format!("{ty}"));
    }
    text
}

/// What a module asks its host for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The namespace.
    pub module: String,
    /// The name in it.
    pub name: String,
    /// Its type when it is a function.
    pub signature: Option<Signature>,
}

/// What an export is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The memory.
    Memory,
    /// One of the exports that the ABI itself gives a meaning: `yao_alloc`, `_initialize` and so on.
    Abi,
    /// A handler.
    Handler,
    /// Part of a class: `create`, `destroy`, `result_len`, `result_read`, or a method.
    Class {
        /// The class.
        class: String,
        /// The rest of the name.
        part: String,
    },
    /// A function that takes and gives only numbers, but is none of the above.
    Numeric,
    /// Nothing that the ABI gives a meaning.
    Other,
}

/// One export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its name.
    pub name: String,
    /// Its type when it is a function.
    pub signature: Option<Signature>,
    /// What it is for.
    pub role: Role,
}

/// A class of instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// Its methods, without the class's name in front, sorted.
    pub methods: Vec<String>,
    /// Whether it has `result_len` and `result_read`.
    pub pull: bool,
}

/// The memory that a module declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryInfo {
    /// Pages at the start.
    pub initial: u64,
    /// The most pages it may have.
    pub maximum: Option<u64>,
    /// Bytes of a page: 65536, or 1 where the host allows it.
    pub page_bytes: u64,
}

/// What is known of a module without running a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModuleInfo {
    /// The major version of the ABI; `None` for a plain module.
    pub abi_version: Option<u32>,
    /// The capability bitmask.
    pub capabilities: u32,
    /// The codec those bits say.
    pub codec: Codec,
    /// The names of handlers, sorted.
    pub handlers: Vec<String>,
    /// Classes with their methods, sorted.
    pub classes: Vec<Class>,
    /// Imports, in order.
    pub imports: Vec<Import>,
    /// Exports, in order.
    pub exports: Vec<Export>,
    /// Size of the module.
    pub bytes: usize,
    /// SHA-256 of the module.
    pub sha256: [u8; 32],
    /// Functions, imported ones included.
    pub functions: u64,
    /// Elements of all tables at the start.
    pub table_elements: u64,
    /// The memory.
    pub memory: Option<MemoryInfo>,
    /// Whether it has a `start` function.
    pub start: bool,
}

impl ModuleInfo {
    /// The export of this name.
    #[must_use]
    pub fn export(&self, name: &str) -> Option<&Export> {
        self.exports.iter().find(|export| export.name == name)
    }

    /// The class of this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.name == name)
    }
}
