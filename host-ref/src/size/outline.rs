//! The outline of a module as its bytes tell it: sections, imports and exports, without running or
//! compiling anything. It also reads modules that the host would refuse, so that they can be described.

use alloc::{
    borrow::ToOwned as _,
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use wasmparser::{BinaryReaderError, CompositeInnerType, ExternalKind, MemoryType, Parser, Payload, TypeRef};

use crate::{Signature, module::signature};

/// What the bytes are.
#[derive(Debug)]
pub enum Kind {
    /// No bytes at all.
    Empty,
    /// No wasm header; what it looks like instead, where that is known.
    NotWasm(&'static str),
    /// The header of a core module was cut off, or has a version that nobody uses.
    BadHeader(String),
    /// A component: core modules are what the ABI loads.
    Component,
    /// A core module.
    Core,
}

/// Says what the bytes are, by their first ones.
#[must_use]
pub fn kind(bytes: &[u8]) -> Kind {
    const MAGIC: &[u8] = b"\0asm";
    match bytes {
        [] => Kind::Empty,
        [0, b'a', b's', b'm', 1, 0, 0, 0, ..] => Kind::Core,
        [0, b'a', b's', b'm', _, _, 1, 0, ..] => Kind::Component,
        [0, b'a', b's', b'm', a, b, c, d, ..] => {
            let version = u32::from_le_bytes([*a, *b, *c, *d]);
            Kind::BadHeader(format!("of wasm version {version:#x}; only version 1 exists"))
        }
        short if short.len() < 8 && (MAGIC.starts_with(short) || short.starts_with(MAGIC)) => {
            Kind::BadHeader(format!("truncated, with {} of the 8 bytes of the wasm header", short.len()))
        }
        [b'(', ..] => Kind::NotWasm("wasm text"),
        [0x7f, b'E', b'L', b'F', ..] => Kind::NotWasm("an ELF binary for another machine"),
        [b'!', b'<', b'a', b'r', ..] => Kind::NotWasm("an archive of object files"),
        [b'#', b'!', ..] => Kind::NotWasm("a script"),
        [0x1f, 0x8b, ..] => Kind::NotWasm("a gzip file"),
        [b'P', b'K', ..] => Kind::NotWasm("a zip archive"),
        [b'{' | b'[', ..] => Kind::NotWasm("a text file like JSON"),
        text if core::str::from_utf8(text).is_ok() => Kind::NotWasm("a text file"),
        _ => Kind::NotWasm("a binary file"),
    }
}

/// One section of the file.
#[derive(Debug)]
pub struct Section {
    /// What the standard calls it; custom ones with their own name.
    pub name: String,
    /// Where its header begins.
    pub offset: u64,
    /// Bytes with the header of the section.
    pub bytes: u64,
    /// How many items it holds, where it is a list.
    pub items: Option<u32>,
}

/// The wasm type of an import or export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extern {
    /// A function.
    Func(Signature),
    /// A memory.
    Memory {
        /// Pages it starts with.
        initial: u64,
        /// Pages it may grow to.
        maximum: Option<u64>,
        /// Bytes of a page.
        page_bytes: u64,
    },
    /// A global.
    Global,
    /// A table.
    Table,
    /// A tag of exceptions.
    Tag,
}

impl Extern {
    fn memory(ty: MemoryType) -> Self {
        let page_bytes = 1 << ty.page_size_log2.unwrap_or(16);
        Self::Memory { initial: ty.initial, maximum: ty.maximum, page_bytes }
    }

    /// The type as a person reads it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Func(ty) => ty.to_string(),
            Self::Memory { initial, maximum: None, .. } => format!("memory {initial}"),
            Self::Memory { initial, maximum: Some(maximum), .. } => format!("memory {initial} to {maximum}"),
            Self::Global => "global".into(),
            Self::Table => "table".into(),
            Self::Tag => "tag".into(),
        }
    }
}

/// An import.
#[derive(Debug)]
pub struct Import {
    /// The namespace.
    pub module: String,
    /// The name in it.
    pub name: String,
    /// Its type.
    pub ty: Extern,
}

/// An export.
#[derive(Debug)]
pub struct Export {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Extern,
    /// Its index among the functions, memories and so on, to write the entry again.
    pub index: u32,
}

/// What a pass over the sections finds.
#[derive(Debug, Default)]
pub struct Outline {
    /// Sections in their order.
    pub sections: Vec<Section>,
    /// Imports in their order.
    pub imports: Vec<Import>,
    /// Exports in their order.
    pub exports: Vec<Export>,
    /// Functions, imported ones included.
    pub functions: u64,
    /// The first memory, imported or defined.
    pub memory: Option<Extern>,
    /// Whether a function runs on instantiation.
    pub start: bool,
    /// Byte range of the whole export section, header included.
    pub export_section: Option<core::ops::Range<u64>>,
    /// Compilers and languages that the `producers` section names.
    pub producers: Vec<String>,
}

/// Index spaces that imports fill before definitions do.
#[derive(Default)]
struct Spaces {
    types: Vec<Option<Signature>>,
    functions: Vec<u32>,
    memories: Vec<Extern>,
}

impl Spaces {
    fn func(&self, index: u32) -> Option<Extern> {
        let ty = *self.functions.get(index as usize)?;
        self.types.get(ty as usize)?.clone().map(Extern::Func)
    }
}

impl Outline {
    /// Reads the sections of a core module.
    ///
    /// The outline holds what was read before an error, so that a broken file can still be described.
    #[must_use]
    pub fn read(bytes: &[u8]) -> (Self, Option<BinaryReaderError>) {
        let mut outline = Self::default();
        let mut spaces = Spaces::default();
        let mut end = 8;
        for payload in Parser::new(0).parse_all(bytes) {
            let read = payload.and_then(|payload| {
                if let Some((id, range)) = payload.as_section() {
                    let whole = end..range.end;
                    end = range.end;
                    outline.section(id, &payload, whole);
                }
                outline.payload(&payload, &mut spaces)
            });
            if let Err(error) = read {
                return (outline.counted(spaces), Some(error));
            }
        }
        (outline.counted(spaces), None)
    }

    fn counted(mut self, spaces: Spaces) -> Self {
        self.functions = spaces.functions.len() as u64;
        self.memory = spaces.memories.into_iter().next();
        self
    }

    fn section(&mut self, id: u8, payload: &Payload<'_>, whole: core::ops::Range<u64>) {
        let (name, items) = match payload {
            Payload::TypeSection(s) => ("type", Some(s.count())),
            Payload::ImportSection(s) => ("import", Some(s.count())),
            Payload::FunctionSection(s) => ("function", Some(s.count())),
            Payload::TableSection(s) => ("table", Some(s.count())),
            Payload::MemorySection(s) => ("memory", Some(s.count())),
            Payload::TagSection(s) => ("tag", Some(s.count())),
            Payload::GlobalSection(s) => ("global", Some(s.count())),
            Payload::ExportSection(s) => ("export", Some(s.count())),
            Payload::StartSection { .. } => ("start", None),
            Payload::ElementSection(s) => ("element", Some(s.count())),
            Payload::DataCountSection { .. } => ("data count", None),
            Payload::DataSection(s) => ("data", Some(s.count())),
            Payload::CodeSectionStart { count, .. } => ("code", Some(*count)),
            Payload::CustomSection(_) => ("custom", None),
            _ => ("unknown", None),
        };
        let name = match payload {
            Payload::CustomSection(custom) => format!("custom {:?}", custom.name()),
            _ if name == "unknown" => format!("unknown {id}"),
            _ => name.to_owned(),
        };
        if matches!(payload, Payload::ExportSection(_)) {
            self.export_section = Some(whole.clone());
        }
        self.sections.push(Section { name, offset: whole.start, bytes: whole.end - whole.start, items });
    }

    fn payload(&mut self, payload: &Payload<'_>, spaces: &mut Spaces) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section.clone() {
                    for ty in group?.into_types() {
                        spaces.types.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(ty) => Some(signature(&ty)),
                            _ => None,
                        });
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.clone().into_imports() {
                    let import = import?;
                    let ty = match import.ty {
                        TypeRef::Func(index) | TypeRef::FuncExact(index) => {
                            spaces.functions.push(index);
                            let ty = spaces.types.get(index as usize).cloned().flatten();
                            Extern::Func(ty.unwrap_or(Signature { params: Vec::new(), results: Vec::new() }))
                        }
                        TypeRef::Memory(ty) => {
                            let memory = Extern::memory(ty);
                            spaces.memories.push(memory.clone());
                            memory
                        }
                        TypeRef::Table(_) => Extern::Table,
                        TypeRef::Global(_) => Extern::Global,
                        TypeRef::Tag(_) => Extern::Tag,
                    };
                    self.imports.push(Import { module: import.module.into(), name: import.name.into(), ty });
                }
            }
            Payload::FunctionSection(section) => {
                for index in section.clone() {
                    spaces.functions.push(index?);
                }
            }
            Payload::MemorySection(section) => {
                for ty in section.clone() {
                    let ty = ty?;
                    spaces.memories.push(Extern::memory(ty));
                }
            }
            Payload::ExportSection(section) => {
                for export in section.clone() {
                    let export = export?;
                    let ty = match export.kind {
                        ExternalKind::Func | ExternalKind::FuncExact => spaces.func(export.index),
                        ExternalKind::Memory => spaces.memories.get(export.index as usize).cloned(),
                        ExternalKind::Table => Some(Extern::Table),
                        ExternalKind::Global => Some(Extern::Global),
                        ExternalKind::Tag => Some(Extern::Tag),
                    };
                    // An index without a definition is an error of validation, which tells it better.
                    let Some(ty) = ty else { continue };
                    self.exports.push(Export { name: export.name.into(), ty, index: export.index });
                }
            }
            Payload::StartSection { .. } => self.start = true,
            Payload::CustomSection(custom) if custom.name() == "producers" => {
                self.producers = producers(custom.data(), custom.data_offset()).unwrap_or_default();
            }
            _ => {}
        }
        Ok(())
    }
}

/// The entries of a `producers` section; it is advisory, so a malformed one counts as absent.
fn producers(data: &[u8], offset: u64) -> Result<Vec<String>, BinaryReaderError> {
    let reader = wasmparser::BinaryReader::new(data, offset);
    let mut found = Vec::new();
    for field in wasmparser::ProducersSectionReader::new(reader)? {
        for value in field?.values {
            let value = value?;
            found.push(format!("{} {}", value.name, value.version).trim().to_owned());
        }
    }
    Ok(found)
}
