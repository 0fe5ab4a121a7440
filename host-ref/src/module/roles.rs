//! What each export is for: the ABI's own names, classes with their methods, handlers.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use wasmparser::ExternalKind;

use super::{
    info::{Class, Export, Role, Signature, ValueType},
    read::RawExport,
};
use crate::abi::{self, MEMORY_EXPORT, RESERVED_METHODS, RESERVED_PREFIXES};

/// Exports with their roles, and what callers may use of them.
pub(super) struct Roles {
    pub(super) exports: Vec<Export>,
    pub(super) handlers: Vec<String>,
    pub(super) classes: Vec<Class>,
}

/// Whether a signature is the one that the ABI says.
pub(super) fn is(signature: Option<&Signature>, wanted: abi::Signature) -> bool {
    signature.is_some_and(|found| {
        let same = |found: &[ValueType], wanted: &[abi::ValueType]| {
            found.len() == wanted.len()
                && found.iter().zip(wanted).all(|(found, wanted)| *found == from_abi(*wanted))
        };
        same(&found.params, wanted.params) && same(&found.results, wanted.result.as_slice())
    })
}

/// The ABI's signature as the module's would be written.
pub(super) fn of_abi(signature: abi::Signature) -> Signature {
    let types = |types: &[abi::ValueType]| types.iter().map(|ty| from_abi(*ty)).collect();
    Signature { params: types(signature.params), results: types(signature.result.as_slice()) }
}

fn from_abi(ty: abi::ValueType) -> ValueType {
    match ty {
        abi::ValueType::I32 => ValueType::I32,
        abi::ValueType::I64 => ValueType::I64,
    }
}

/// Whether a name has the form of the name of a handler: `[A-Za-z][A-Za-z0-9_]{0,127}`, not reserved.
fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let starts = bytes.next().is_some_and(|first| first.is_ascii_alphabetic());
    let reserved = RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    starts && name.len() <= 128 && !reserved && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Gives each export its role. In a plain module only numeric functions and the memory have one.
pub(super) fn assign(raw: &[RawExport], guest: bool) -> Roles {
    let by_name: BTreeMap<&str, Option<&Signature>> =
        raw.iter().map(|export| (export.name.as_str(), export.signature.as_ref())).collect();
    let has = |name: &str, wanted| by_name.get(name).is_some_and(|found| is(*found, wanted));
    let mut classes: BTreeMap<&str, Class> = BTreeMap::new();
    if guest {
        for name in by_name.keys() {
            let Some(class) = name.strip_suffix("_create").filter(|class| is_name(class)) else { continue };
            let part = |part: &str| alloc::format!("{class}_{part}");
            if is_name(name) && has(name, abi::CLASS_CREATE) && has(&part("destroy"), abi::CLASS_DESTROY) {
                let pull = has(&part("result_len"), abi::CLASS_RESULT_LEN)
                    && has(&part("result_read"), abi::CLASS_RESULT_READ);
                classes.insert(class, Class { name: class.into(), methods: Vec::new(), pull });
            }
        }
    }
    let mut handlers = Vec::new();
    let mut exports = Vec::with_capacity(raw.len());
    for export in raw {
        let role = role(export, guest, &mut classes);
        if role == Role::Handler {
            handlers.push(export.name.clone());
        }
        exports.push(Export { name: export.name.clone(), signature: export.signature.clone(), role });
    }
    handlers.sort_unstable();
    let mut classes: Vec<Class> = classes.into_values().collect();
    classes.iter_mut().for_each(|class| class.methods.sort_unstable());
    Roles { exports, handlers, classes }
}

fn role(export: &RawExport, guest: bool, classes: &mut BTreeMap<&str, Class>) -> Role {
    let name = export.name.as_str();
    if name == MEMORY_EXPORT && export.kind == ExternalKind::Memory {
        return Role::Memory;
    }
    let Some(signature) = &export.signature else { return Role::Other };
    if guest {
        if abi::EXPORTS.iter().any(|known| known.name == name && is(Some(signature), known.signature)) {
            return Role::Abi;
        }
        if is_name(name) {
            if let Some((class, part)) = class_of(name, signature, classes) {
                if let Some(class) = classes.get_mut(class.as_str())
                    && !RESERVED_METHODS.contains(&part.as_str())
                {
                    class.methods.push(part.clone());
                }
                return Role::Class { class, part };
            }
            if is(Some(signature), abi::HANDLER) {
                return Role::Handler;
            }
        }
    }
    let numeric = signature.params.iter().chain(&signature.results).all(|ty| ty.is_numeric());
    if numeric { Role::Numeric } else { Role::Other }
}

/// The class with the longest name that this export is a part of, and the part.
fn class_of(name: &str, signature: &Signature, classes: &BTreeMap<&str, Class>) -> Option<(String, String)> {
    // From the right, so that the longest class name is met first.
    for (at, _) in name.rmatch_indices('_') {
        let (class, part) = (&name[..at], &name[at + 1..]);
        if !classes.contains_key(class) || part.is_empty() {
            continue;
        }
        let wanted = match part {
            "create" => abi::CLASS_CREATE,
            "destroy" => abi::CLASS_DESTROY,
            "result_len" => abi::CLASS_RESULT_LEN,
            "result_read" => abi::CLASS_RESULT_READ,
            _ => abi::CLASS_METHOD,
        };
        // The longest name that fits decides; of another type, the export is no part of any class.
        return is(Some(signature), wanted).then(|| (class.into(), part.into()));
    }
    None
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec, vec::Vec};

    use wasmparser::ExternalKind;

    use super::{Role, Roles, assign};
    use crate::{Signature, ValueType, module::read::RawExport};

    const I32: ValueType = ValueType::I32;

    fn export(name: &str, params: usize, result: Option<ValueType>) -> RawExport {
        let signature = Signature { params: vec![I32; params], results: result.into_iter().collect() };
        RawExport { name: name.to_string(), kind: ExternalKind::Func, signature: Some(signature) }
    }

    fn handler(name: &str) -> RawExport {
        export(name, 2, Some(ValueType::I64))
    }

    fn method(name: &str) -> RawExport {
        export(name, 3, Some(ValueType::I64))
    }

    fn destroy(name: &str) -> RawExport {
        export(name, 1, Some(I32))
    }

    fn methods(roles: &Roles) -> Vec<(&str, Vec<&str>)> {
        roles
            .classes
            .iter()
            .map(|class| (class.name.as_str(), class.methods.iter().map(|method| method.as_str()).collect()))
            .collect()
    }

    #[test]
    fn the_longest_class_name_wins() {
        let exports = [
            handler("x_create"),
            destroy("x_destroy"),
            method("x_get"),
            handler("x_y_create"),
            destroy("x_y_destroy"),
            method("x_y_get"),
        ];
        let roles = assign(&exports, true);
        assert_eq!(methods(&roles), [("x", vec!["get"]), ("x_y", vec!["get"])]);
        assert!(roles.handlers.is_empty(), "{:?}", roles.handlers);
    }

    #[test]
    fn create_without_destroy_is_a_plain_handler() {
        let roles = assign(&[handler("x_create"), method("x_get")], true);
        assert_eq!(roles.handlers, ["x_create"]);
        assert!(roles.classes.is_empty());
    }

    #[test]
    fn destroy_of_another_type_makes_no_class() {
        let roles = assign(&[handler("x_create"), handler("x_destroy")], true);
        assert_eq!(roles.handlers, ["x_create", "x_destroy"]);
        assert!(roles.classes.is_empty());
    }

    #[test]
    fn an_export_with_the_name_of_a_method_and_the_type_of_a_handler_is_a_handler() {
        let roles = assign(&[handler("x_create"), destroy("x_destroy"), handler("x_get")], true);
        assert_eq!(roles.handlers, ["x_get"]);
        assert_eq!(methods(&roles), [("x", vec![])]);
    }

    #[test]
    fn reserved_words_are_no_methods_and_make_the_pull_form() {
        let exports = [
            handler("x_create"),
            destroy("x_destroy"),
            destroy("x_result_len"),
            export("x_result_read", 3, Some(I32)),
            method("x_a_b"),
        ];
        let roles = assign(&exports, true);
        assert!(roles.classes[0].pull);
        assert_eq!(methods(&roles), [("x", vec!["a_b"])]);
    }

    #[test]
    fn reserved_prefixes_and_odd_names_are_no_handlers() {
        let long = "h".repeat(129);
        for name in ["yao_new", "_start", "1st", "a-b", "a.b", "ä", "", long.as_str()] {
            let roles = assign(&[handler(name)], true);
            assert!(roles.handlers.is_empty(), "{name}");
        }
        assert_eq!(assign(&[handler(&"h".repeat(128))], true).handlers.len(), 1);
    }

    #[test]
    fn a_plain_module_has_numeric_exports_only() {
        let roles = assign(&[handler("echo"), export("add", 2, Some(I32))], false);
        assert!(roles.handlers.is_empty());
        assert!(roles.exports.iter().all(|export| export.role == Role::Numeric));
    }
}
