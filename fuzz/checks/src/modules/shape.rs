//! Modules of `wasm-smith` that look like guests of this ABI.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use wasm_encoder::{
    CodeSection, Function, Module,
    reencode::{self, Reencode, utils},
};
use wasm_smith::Config;
use wasmparser::{ExternalKind, FunctionBody, Parser, Payload, TypeRef};

/// What the module may import.
const IMPORTS: &str = r#"(module
    (import "yao" "process" (func (param i32 i32 i32 i32) (result i64)))
    (import "yao" "log" (func (param i32 i32 i32))))"#;

/// What it exports: two handlers, a class in the pull form, and what the ABI demands.
const EXPORTS: &str = r#"(module
    (memory (export "memory") 1 8)
    (func (export "yao_abi_v1") (result i32) unreachable)
    (func (export "yao_alloc") (param i32) (result i32) unreachable)
    (func (export "yao_free") (param i32 i32) unreachable)
    (func (export "first") (param i32 i32) (result i64) unreachable)
    (func (export "second") (param i32 i32) (result i64) unreachable)
    (func (export "thing_create") (param i32 i32) (result i64) unreachable)
    (func (export "thing_use") (param i32 i32 i32) (result i64) unreachable)
    (func (export "thing_result_len") (param i32) (result i32) unreachable)
    (func (export "thing_result_read") (param i32 i32 i32) (result i32) unreachable)
    (func (export "thing_destroy") (param i32) (result i32) unreachable))"#;

/// Choices of the first byte of an input.
#[derive(Clone, Copy)]
pub(super) struct Choices(pub(super) u8);

impl Choices {
    fn has(self, bit: u8) -> bool {
        self.0 & 1 << bit != 0
    }

    /// Bodies that let a host get as far as the handlers, instead of any body at all.
    pub(super) fn plausible(self) -> bool {
        !self.has(0)
    }

    /// Functions that may not validate.
    pub(super) fn invalid(self) -> bool {
        self.has(1)
    }

    /// Features that guests may not use.
    fn foreign(self) -> bool {
        self.has(2)
    }

    /// An `_initialize` as well.
    fn initialize(self) -> bool {
        self.has(3)
    }

    /// An engine that translates functions when they are first called.
    pub(super) fn late(self) -> bool {
        self.has(4)
    }
}

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|why| panic!("the shape of modules does not assemble: {why}"))
}

static IMPORTED: LazyLock<Vec<u8>> = LazyLock::new(|| wasm(IMPORTS));
static EXPORTED: LazyLock<Vec<u8>> = LazyLock::new(|| wasm(EXPORTS));
static EXPORTED_WITH_INITIALIZE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    wasm(&EXPORTS.replacen("(memory", "(func (export \"_initialize\") unreachable) (memory", 1))
});

/// A module for these choices.
///
/// # Errors
///
/// When there are too few bytes to make one of.
pub(super) fn module(choices: Choices, data: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let exports = if choices.initialize() { &EXPORTED_WITH_INITIALIZE } else { &EXPORTED };
    let foreign = choices.foreign();
    let config = Config {
        available_imports: Some(IMPORTED.clone()),
        exports: Some(exports.to_vec()),
        allow_invalid_funcs: choices.invalid(),
        gc_enabled: foreign,
        exceptions_enabled: foreign,
        threads_enabled: foreign,
        memory64_enabled: foreign,
        wide_arithmetic_enabled: foreign,
        custom_page_sizes_enabled: foreign,
        compact_imports_enabled: foreign,
        max_memories: if foreign { 2 } else { 1 },
        max_instructions: 300,
        max_table_elements: 2_000,
        max_funcs: 30,
        max_data_segments: 8,
        max_element_segments: 8,
        ..Config::default()
    };
    let module = wasm_smith::Module::new(config, data)?.to_bytes();
    Ok(if choices.plausible() { plausible(&module).unwrap_or(module) } else { module })
}

/// The same module with bodies in the exports of the ABI that a host can work with: an allocator that always gives
/// the same block, the capability of instances.
fn plausible(module: &[u8]) -> Option<Vec<u8>> {
    let mut bodies = Bodies { next: 0, abi: u32::MAX, alloc: u32::MAX, free: u32::MAX };
    for payload in Parser::new(0).parse_all(module) {
        match payload.ok()? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let function = matches!(import.ok()?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                    bodies.next += u32::from(function);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export.ok()?;
                    let found = match (export.kind, export.name) {
                        (ExternalKind::Func, "yao_abi_v1") => &mut bodies.abi,
                        (ExternalKind::Func, "yao_alloc") => &mut bodies.alloc,
                        (ExternalKind::Func, "yao_free") => &mut bodies.free,
                        _ => continue,
                    };
                    *found = export.index;
                }
            }
            _ => {}
        }
    }
    let mut out = Module::new();
    bodies.parse_core_module(&mut out, Parser::new(0), module).ok()?;
    Some(out.finish())
}

struct Bodies {
    /// The index of the next function with a body.
    next: u32,
    abi: u32,
    alloc: u32,
    free: u32,
}

impl Reencode for Bodies {
    type Error = std::convert::Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> std::result::Result<(), reencode::Error<Self::Error>> {
        let index = self.next;
        self.next += 1;
        let constant = match index {
            _ if index == self.abi => Some(0x08),
            _ if index == self.alloc => Some(1024),
            _ if index == self.free => None,
            _ => return utils::parse_function_body(self, code, body),
        };
        let mut function = Function::new([]);
        let mut instructions = function.instructions();
        if let Some(constant) = constant {
            instructions.i32_const(constant);
        }
        instructions.end();
        code.function(&function);
        Ok(())
    }
}
