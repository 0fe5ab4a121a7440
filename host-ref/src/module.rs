//! A loaded module and what is known of it.

use alloc::{string::String, sync::Arc, vec::Vec};

/// How a module's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Codec {
    /// MessagePack.
    #[default]
    MessagePack,
    /// JSON.
    Json,
    /// Bytes that only the guest and its caller understand: payload and result; everything else is MessagePack.
    Opaque,
}

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

/// A WebAssembly value that a test or a tool passes to a numeric export.
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

/// The type of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Parameters.
    pub params: Vec<ValueType>,
    /// Results.
    pub results: Vec<ValueType>,
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
    /// Its methods, without the class's name in front.
    pub methods: Vec<String>,
    /// Whether it has `result_len` and `result_read`.
    pub pull: bool,
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
    /// The names of handlers.
    pub handlers: Vec<String>,
    /// Classes with their methods.
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
    pub functions: u32,
    /// Initial and maximum pages of the memory.
    pub memory_pages: Option<(u64, Option<u64>)>,
}

/// A module that was checked and compiled. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Module {
    name: Arc<str>,
    info: Arc<ModuleInfo>,
}

impl Module {
    /// The name given at load.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is known of it.
    #[must_use]
    pub fn info(&self) -> &ModuleInfo {
        &self.info
    }

    /// Whether it is a plain module: no `yao_abi_v1`, only numeric exports.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.info.abi_version.is_none()
    }
}
