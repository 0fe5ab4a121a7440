//! What the ABI demands of the outline of a module, checked before anything of it runs.

use alloc::{format, string::String, vec::Vec};

use super::{
    imports,
    info::{MemoryInfo, ModuleInfo},
    read::{self, Outline, RawMemory},
    roles::{self, is, of_abi},
};
use crate::{
    Codec, Config, Fault, LoadProblem,
    abi::{self, ABI_MAJOR, ALLOC_EXPORT, FREE_EXPORT, Limit, MEMORY_EXPORT, PROCESS_IMPORT, VERSION_EXPORT},
    tree::over,
};

/// What is wrong with a module.
pub(crate) enum Findings {
    /// Problems that no configuration takes away, all of them.
    Problems(Vec<LoadProblem>),
    /// A limit of this host.
    Limit(Fault),
}

impl From<Fault> for Findings {
    fn from(fault: Fault) -> Self {
        Self::Limit(fault)
    }
}

/// What the bytes of a module tell.
pub(crate) struct Checked {
    /// It still lacks what only running the module tells.
    pub(crate) info: ModuleInfo,
    /// What `yao_abi_v1` returns, where that can be seen without a call.
    pub(crate) capabilities: Option<u32>,
}

/// Checks a module's size and structure.
pub(crate) fn check(config: &Config, bytes: &[u8], sha256: [u8; 32]) -> Result<Checked, Findings> {
    let limits = &config.limits;
    let outline = read::read(bytes).map_err(|problem| Findings::Problems(alloc::vec![problem]))?;
    over(Limit::Functions, limits.functions, outline.functions)?;
    over(Limit::TableElements, limits.table_elements, outline.table_elements)?;

    let mut problems = Vec::new();
    let guest = outline.exports.iter().any(|export| export.name == VERSION_EXPORT);
    check_version(&outline, &mut problems);
    imports::check(config, &outline, guest, &mut problems);
    check_memory(config, &outline, guest, &mut problems);
    let roles = roles::assign(&outline.exports, guest);
    if guest {
        check_exports(&outline, &mut problems);
        let imports_process = outline.imports.iter().any(|import| import.name == PROCESS_IMPORT);
        let needs_bytes = imports_process || !roles.handlers.is_empty() || !roles.classes.is_empty();
        check_allocator(&outline, needs_bytes, &mut problems);
    }
    if !problems.is_empty() {
        return Err(Findings::Problems(problems));
    }
    let memory = outline.memories.first().map(|memory| MemoryInfo {
        initial: memory.initial,
        maximum: memory.maximum,
        page_bytes: 1 << memory.page_log2,
    });
    if let Some(memory) = memory {
        let pages = memory.initial.saturating_mul(memory.page_bytes).div_ceil(crate::tree::PAGE);
        over(Limit::MemoryPages, limits.memory_pages, pages)?;
    }
    let info = ModuleInfo {
        abi_version: guest.then_some(ABI_MAJOR),
        capabilities: 0,
        codec: Codec::default(),
        handlers: roles.handlers,
        classes: roles.classes,
        imports: outline.imports,
        exports: roles.exports,
        bytes: bytes.len(),
        sha256,
        functions: outline.functions,
        table_elements: outline.table_elements,
        memory,
        start: outline.start,
    };
    Ok(Checked { info, capabilities: outline.version_constant })
}

pub(super) fn problem(kind: &'static str, message: String, help: impl Into<String>) -> LoadProblem {
    LoadProblem { kind, message, help: help.into() }
}

/// A marker of another major version, and none of this one, is a guest for another host.
fn check_version(outline: &Outline, problems: &mut Vec<LoadProblem>) {
    let major = |name: &str| -> Option<u32> {
        let digits = name.strip_prefix("yao_abi_v")?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let mut others = outline.exports.iter().filter_map(|export| Some((export, major(&export.name)?)));
    if outline.exports.iter().any(|export| export.name == VERSION_EXPORT) {
        return;
    }
    if let Some((export, found)) = others.next() {
        problems.push(problem(
            "abi_version",
            format!("the module exports {}: it is for major version {found} of the ABI, this host has {ABI_MAJOR}", export.name),
            format!("build it with an SDK for version {ABI_MAJOR}, or use a host for version {found}"),
        ));
    }
}

fn check_memory(config: &Config, outline: &Outline, guest: bool, problems: &mut Vec<LoadProblem>) {
    match outline.memories.as_slice() {
        [] if guest => problems.push(problem(
            "no_memory",
            String::from("the module has no memory"),
            format!("export one memory, named {MEMORY_EXPORT}"),
        )),
        [] => {}
        [memory] => {
            check_memory_type(config, memory, problems);
            let exported = outline.exports.iter().any(|export| {
                export.name == MEMORY_EXPORT && export.kind == wasmparser::ExternalKind::Memory
            });
            if guest && !exported {
                problems.push(problem(
                    "memory_not_exported",
                    format!("the memory is not exported as {MEMORY_EXPORT}"),
                    format!("link with --export-memory, or export it as {MEMORY_EXPORT}"),
                ));
            }
        }
        memories => problems.push(problem(
            "many_memories",
            format!("the module has {} memories, a guest has one", memories.len()),
            "build without the multi-memory feature",
        )),
    }
}

fn check_memory_type(config: &Config, memory: &RawMemory, problems: &mut Vec<LoadProblem>) {
    if memory.imported {
        problems.push(problem(
            "imported_memory",
            String::from("the memory is imported, a guest brings its own"),
            "link without --import-memory",
        ));
    }
    if memory.memory64 {
        problems.push(problem(
            "memory64",
            String::from("the memory has 64-bit addresses, a guest's has 32"),
            "build for wasm32",
        ));
    }
    if memory.shared {
        problems.push(problem(
            "shared_memory",
            String::from("the memory is shared, a guest runs on one thread"),
            "build without threads (atomics, --shared-memory)",
        ));
    }
    let allowed = memory.page_log2 == 16 || (memory.page_log2 == 0 && config.custom_page_sizes);
    if !allowed {
        problems.push(problem(
            "custom_page_size",
            format!("the memory has pages of 2^{} bytes", memory.page_log2),
            "link without --page-size, or turn them on in the host: --custom-page-sizes, Config::custom_page_sizes",
        ));
    }
}

/// Names of the ABI have the types of the ABI.
fn check_exports(outline: &Outline, problems: &mut Vec<LoadProblem>) {
    for known in abi::EXPORTS {
        for export in outline.exports.iter().filter(|export| export.name == known.name) {
            if !is(export.signature.as_ref(), known.signature) {
                let found = match &export.signature {
                    Some(signature) => format!("{signature}"),
                    None => String::from("no function"),
                };
                problems.push(problem(
                    "export_type",
                    format!("export {} is {found}, the ABI says {}", known.name, of_abi(known.signature)),
                    "names that start with yao_ or _ belong to the ABI: use another, or the SDK's",
                ));
            }
        }
    }
}

fn check_allocator(outline: &Outline, needed: bool, problems: &mut Vec<LoadProblem>) {
    let has = |name: &str| outline.exports.iter().any(|export| export.name == name);
    let missing: Vec<_> = [ALLOC_EXPORT, FREE_EXPORT].into_iter().filter(|name| !has(name)).collect();
    // Neither is fine for a guest that never receives bytes.
    if missing.is_empty() || (missing.len() == 2 && !needed) {
        return;
    }
    for name in missing {
        problems.push(problem(
            "missing_export",
            format!("export {name} is missing in a module that receives bytes"),
            "link the SDK's allocator, or export both yao_alloc and yao_free",
        ));
    }
}
