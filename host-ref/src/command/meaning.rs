//! What the ABI says about each export: the same rules as loading, told export by export.

use wasmparser::ValType::{self, F32, F64, I32, I64};

use super::outline::{Export, Extern};

/// The meaning of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// `memory` and the functions whose names the ABI reserves.
    Reserved,
    /// A handler.
    Handler,
    /// `create`, `destroy`, a method or a half of the pull form of a class.
    Class { class: String, part: String },
    /// A numeric function of a module that is no guest; callable by explicit request.
    Numeric,
    /// Nothing; why.
    None(&'static str),
}

impl Meaning {
    /// Whether the ABI gives the export a meaning.
    pub(crate) fn is_some(&self) -> bool {
        !matches!(self, Self::None(_))
    }

    /// One or two words for a table.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Reserved => "abi".into(),
            Self::Handler => "handler".into(),
            Self::Class { class, part } => format!("class {class}: {part}"),
            Self::Numeric => "numeric".into(),
            Self::None(why) => format!("none: {why}"),
        }
    }
}

const MARKER: &str = "yao_abi_v1";
const RESERVED: [&str; 6] = ["memory", MARKER, "yao_alloc", "yao_free", "yao_reset", "_initialize"];
const HANDLER: (&[ValType], &[ValType]) = (&[I32, I32], &[I64]);
const METHOD: (&[ValType], &[ValType]) = (&[I32, I32, I32], &[I64]);
const RESULT_READ: (&[ValType], &[ValType]) = (&[I32, I32, I32], &[I32]);
const OF_HANDLE: (&[ValType], &[ValType]) = (&[I32], &[I32]);

/// Whether the module says that it is a guest of this ABI.
pub(crate) fn is_guest(exports: &[Export]) -> bool {
    exports.iter().any(|export| export.name == MARKER)
}

/// The meaning of every export, in their order.
pub(crate) fn meanings(exports: &[Export]) -> Vec<Meaning> {
    let guest = is_guest(exports);
    let classes = classes(exports);
    exports.iter().map(|export| if guest { in_guest(export, &classes) } else { in_plain(export) }).collect()
}

/// The classes of a guest, longest name first, because the longest class name wins.
fn classes(exports: &[Export]) -> Vec<&str> {
    let has = |name: &str, ty| exports.iter().any(|e| e.name == name && e.ty.numeric() == Some(ty));
    let mut classes: Vec<&str> = exports
        .iter()
        .filter(|export| export.ty.numeric() == Some(HANDLER))
        .filter_map(|export| export.name.strip_suffix("_create"))
        .filter(|class| is_name(class) && has(&format!("{class}_destroy"), OF_HANDLE))
        .collect();
    classes.sort_by_key(|class| std::cmp::Reverse(class.len()));
    classes
}

fn in_guest(export: &Export, classes: &[&str]) -> Meaning {
    let name = export.name.as_str();
    if RESERVED.contains(&name) {
        // Kept whatever its type is: a wrong type is an error of loading and must not vanish.
        return Meaning::Reserved;
    }
    let Some(ty) = export.ty.numeric() else { return Meaning::None(not_a_function(&export.ty)) };
    if name.starts_with("yao_") || name.starts_with('_') {
        return Meaning::None("reserved prefix, ignored");
    }
    if !is_name(name) {
        return Meaning::None("not a handler's name");
    }
    for class in classes {
        let Some(part) = name.strip_prefix(class).and_then(|rest| rest.strip_prefix('_')) else { continue };
        let wanted = match part {
            "create" => HANDLER,
            "destroy" | "result_len" => OF_HANDLE,
            "result_read" => RESULT_READ,
            _ => METHOD,
        };
        if ty == wanted {
            return Meaning::Class { class: (*class).into(), part: part.into() };
        }
    }
    if ty == HANDLER { Meaning::Handler } else { Meaning::None("no signature of the ABI") }
}

fn in_plain(export: &Export) -> Meaning {
    match export.ty.numeric() {
        None => Meaning::None(not_a_function(&export.ty)),
        Some((params, results)) if params.iter().chain(results).all(|ty| is_number(*ty)) => Meaning::Numeric,
        Some(_) => Meaning::None("not numeric"),
    }
}

fn not_a_function(ty: &Extern) -> &'static str {
    match ty {
        Extern::Memory { .. } => "a memory",
        Extern::Global => "a global",
        Extern::Table => "a table",
        Extern::Tag => "a tag",
        Extern::Func(_) => "a function",
    }
}

fn is_number(ty: ValType) -> bool {
    matches!(ty, I32 | I64 | F32 | F64)
}

/// `[A-Za-z][A-Za-z0-9_]{0,127}`
fn is_name(name: &str) -> bool {
    name.len() <= 128
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
