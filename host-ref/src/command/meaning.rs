//! What the ABI says about each export, told export by export: the roles of the library, and why one has none.

use yao_host::abi::{EXPORTS, MEMORY_EXPORT, RESERVED_PREFIXES, VERSION_EXPORT};
use yao_host::size::outline::{Export, Extern};
use yao_host::{Role, roles};

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

/// Whether the module says that it is a guest of this ABI.
pub(crate) fn is_guest(exports: &[Export]) -> bool {
    exports.iter().any(|export| export.name == VERSION_EXPORT)
}

/// The meaning of every export, in their order.
pub(crate) fn meanings(exports: &[Export]) -> Vec<Meaning> {
    let guest = is_guest(exports);
    let functions = exports.iter().filter_map(|export| match &export.ty {
        Extern::Func(signature) => Some((export.name.as_str(), signature.clone())),
        _ => None,
    });
    let mut roles = roles(functions, guest).into_iter();
    exports
        .iter()
        .map(|export| {
            let role = if matches!(export.ty, Extern::Func(_)) { roles.next() } else { None };
            meaning(export, role, guest)
        })
        .collect()
}

fn meaning(export: &Export, role: Option<Role>, guest: bool) -> Meaning {
    let name = export.name.as_str();
    // Whatever their types are: a wrong one is an error of loading, and must not vanish.
    if guest && (name == MEMORY_EXPORT || EXPORTS.iter().any(|export| export.name == name)) {
        return Meaning::Reserved;
    }
    match (role, &export.ty) {
        (Some(Role::Handler), _) => Meaning::Handler,
        (Some(Role::Class { class, part }), _) => Meaning::Class { class, part },
        (Some(Role::Numeric), _) if !guest => Meaning::Numeric,
        (_, Extern::Func(_)) if !guest => Meaning::None("not numeric"),
        (_, Extern::Func(_)) if RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) => {
            Meaning::None("reserved prefix, ignored")
        }
        (_, Extern::Func(_)) => Meaning::None("no name and type of the ABI"),
        (_, Extern::Memory { .. }) => Meaning::None("a memory"),
        (_, Extern::Global) => Meaning::None("a global"),
        (_, Extern::Table) => Meaning::None("a table"),
        (_, Extern::Tag) => Meaning::None("a tag"),
    }
}
