//! Reads the outline of a module: what it imports, exports and declares. Function bodies are left to the engine,
//! which validates them in full.

use alloc::{format, string::String, vec::Vec};

use wasmparser::{
    Encoding, ExternalKind, FuncType, FunctionBody, Operator, Parser, Payload, TypeRef, ValType,
};

use super::{
    growth,
    info::{Import, Signature, ValueType},
};
use crate::{LoadProblem, abi::VERSION_EXPORT};

/// The first bytes of every WebAssembly binary.
const MAGIC: &[u8; 4] = b"\0asm";

/// What a module declares, before anyone decided whether that is allowed.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) imports: Vec<Import>,
    /// Kinds of imports that are no functions, in the order of `imports`; `None` for a function.
    pub(super) import_kinds: Vec<Option<&'static str>>,
    pub(super) exports: Vec<RawExport>,
    pub(super) memories: Vec<RawMemory>,
    pub(super) table_elements: u64,
    pub(super) functions: u64,
    pub(super) start: bool,
    /// What `yao_abi_v1` returns, where its body is nothing but that number: what it is compiled to.
    pub(super) version_constant: Option<u32>,
    /// Function bodies read so far.
    bodies: u64,
    /// The body of the function that is exported as `yao_abi_v1`.
    version_body: Option<u64>,
    /// Type indices of all functions, imported ones first.
    func_types: Vec<u32>,
    types: Vec<Signature>,
}

pub(super) struct RawExport {
    pub(super) name: String,
    pub(super) kind: ExternalKind,
    pub(super) signature: Option<Signature>,
}

pub(super) struct RawMemory {
    pub(super) imported: bool,
    pub(super) memory64: bool,
    pub(super) shared: bool,
    pub(super) initial: u64,
    pub(super) maximum: Option<u64>,
    /// The page size as a power of two; 16 is the ordinary one.
    pub(super) page_log2: u32,
}

/// Reads the outline.
pub(super) fn read(bytes: &[u8]) -> Result<Outline, LoadProblem> {
    if !bytes.starts_with(MAGIC) {
        return Err(not_wasm(bytes));
    }
    let mut outline = Outline::default();
    let mut ended = false;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(|error| malformed(&error, bytes.len()))? {
            Payload::Version { encoding: Encoding::Component, .. } => return Err(component()),
            Payload::End(_) => ended = true,
            Payload::CodeSectionEntry(body) => {
                growth::check(&body, outline.bodies).map_err(|error| malformed(&error, bytes.len()))??;
                if outline.version_body == Some(outline.bodies) {
                    outline.version_constant = constant(&body);
                }
                outline.bodies += 1;
            }
            payload => outline.section(payload).map_err(|error| malformed(&error, bytes.len()))?,
        }
    }
    if !ended {
        return Err(truncated(bytes.len()));
    }
    Ok(outline)
}

impl Outline {
    fn section(&mut self, payload: Payload<'_>) -> Result<(), wasmparser::Error> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    self.types.push(signature(&ty?));
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    self.import(import.module, import.name, import.ty);
                }
            }
            Payload::FunctionSection(functions) => {
                self.functions += u64::from(functions.count());
                for ty in functions {
                    self.func_types.push(ty?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.table_elements = self.table_elements.saturating_add(table?.ty.initial);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memory(memory?, false);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    let signature = match export.kind {
                        ExternalKind::Func => self.func_type(export.index),
                        _ => None,
                    };
                    if export.name == VERSION_EXPORT && signature.is_some() {
                        let imported = self.import_kinds.iter().filter(|kind| kind.is_none()).count();
                        self.version_body = u64::from(export.index).checked_sub(imported as u64);
                    }
                    self.exports.push(RawExport { name: export.name.into(), kind: export.kind, signature });
                }
            }
            Payload::StartSection { .. } => self.start = true,
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, module: &str, name: &str, ty: TypeRef) {
        let mut signature = None;
        let kind = match ty {
            TypeRef::Func(index) | TypeRef::FuncExact(index) => {
                self.functions += 1;
                self.func_types.push(index);
                signature = self.types.get(index as usize).cloned();
                None
            }
            TypeRef::Table(table) => {
                self.table_elements = self.table_elements.saturating_add(table.initial);
                Some("table")
            }
            TypeRef::Memory(memory) => {
                self.memory(memory, true);
                Some("memory")
            }
            TypeRef::Global(_) => Some("global"),
            TypeRef::Tag(_) => Some("tag"),
        };
        self.imports.push(Import { module: module.into(), name: name.into(), signature });
        self.import_kinds.push(kind);
    }

    fn memory(&mut self, memory: wasmparser::MemoryType, imported: bool) {
        self.memories.push(RawMemory {
            imported,
            memory64: memory.memory64,
            shared: memory.shared,
            initial: memory.initial,
            maximum: memory.maximum,
            page_log2: memory.page_size_log2.unwrap_or(16),
        });
    }

    fn func_type(&self, function: u32) -> Option<Signature> {
        let ty = self.func_types.get(function as usize)?;
        self.types.get(*ty as usize).cloned()
    }
}

/// The number that a function without locals returns and does nothing else.
fn constant(body: &FunctionBody<'_>) -> Option<u32> {
    if body.get_locals_reader().ok()?.get_count() > 0 {
        return None;
    }
    let mut operators = body.get_operators_reader().ok()?;
    let Operator::I32Const { value } = operators.read().ok()? else { return None };
    let ends = matches!(operators.read(), Ok(Operator::End)) && operators.eof();
    ends.then(|| value.cast_unsigned())
}

/// A function's type in the words of the library.
pub(crate) fn signature(ty: &FuncType) -> Signature {
    let types = |types: &[ValType]| types.iter().map(|ty| value_type(*ty)).collect();
    Signature { params: types(ty.params()), results: types(ty.results()) }
}

fn value_type(ty: ValType) -> ValueType {
    match ty {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        ValType::V128 => ValueType::V128,
        ValType::Ref(_) => ValueType::Ref,
    }
}

fn not_wasm(bytes: &[u8]) -> LoadProblem {
    let found = match bytes {
        [] => String::from("it is empty"),
        _ if MAGIC.starts_with(bytes) => return truncated(bytes.len()),
        [b'(', ..] => String::from("it starts with `(`, like the text format"),
        _ => format!("it starts with {:02x?}", &bytes[..bytes.len().min(4)]),
    };
    LoadProblem {
        kind: "not_wasm",
        message: format!("this is no WebAssembly binary: {found}"),
        help: "give the .wasm file that the build of the guest makes".into(),
    }
}

fn truncated(len: usize) -> LoadProblem {
    LoadProblem {
        kind: "truncated",
        message: format!("the module ends in the middle, after {len} bytes"),
        help: "copy or build it again".into(),
    }
}

fn component() -> LoadProblem {
    LoadProblem {
        kind: "component",
        message: "this is a component, and guests are core modules".into(),
        help: "build for wasm32-unknown-unknown, without wasm-tools component new".into(),
    }
}

fn malformed(error: &wasmparser::Error, len: usize) -> LoadProblem {
    let message = error.message();
    if message.contains("unexpected end") {
        return truncated(len);
    }
    LoadProblem {
        kind: "malformed",
        message: format!("malformed module: {message} at byte {:#x}", error.offset()),
        help: "build it again, for WebAssembly 2.0 features only".into(),
    }
}
