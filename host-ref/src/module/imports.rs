//! What the ABI demands of the imports of a module.

use alloc::{format, string::String, vec::Vec};

use super::{
    check::problem,
    info::{Import, Signature},
    read::Outline,
    roles::{is, of_abi},
};
#[cfg(feature = "wasi")]
use crate::wasi::Signatures;
use crate::{
    Config, LoadProblem,
    abi::{IMPORT_MODULE, IMPORTS, VERSION_EXPORT},
};

/// The namespace of WASI preview 1.
pub(crate) const WASI: &str = "wasi_snapshot_preview1";

/// The names of a module's imports from one namespace, all of which are wrong for one reason.
type Group<'a> = (&'a str, Vec<String>);

/// Checks that a guest imports what the ABI has, and WASI where the configuration allows it; a plain module nothing.
pub(super) fn check(config: &Config, outline: &Outline, guest: bool, problems: &mut Vec<LoadProblem>) {
    #[cfg(feature = "wasi")]
    let mut wasi = None;
    let (mut unknown, mut mistyped, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    for (import, kind) in outline.imports.iter().zip(&outline.import_kinds) {
        #[cfg(feature = "wasi")]
        let of_wasi = (config.wasi && import.module == WASI)
            .then(|| wasi.get_or_insert_with(Signatures::new).of(&import.name))
            .flatten();
        #[cfg(not(feature = "wasi"))]
        let of_wasi: Option<Signature> = None;
        let known = IMPORTS.iter().find(|known| known.module == import.module && known.name == import.name);
        let (right, wanted, help) = match (&of_wasi, known) {
            (Some(wanted), _) => (
                import.signature.as_ref() == Some(wanted),
                format!("WASI preview 1 says {wanted}"),
                "declare it as the toolchain's libc does",
            ),
            (None, Some(known)) => (
                is(import.signature.as_ref(), known.signature),
                format!("the ABI says {}", of_abi(known.signature)),
                "declare it as the SDK does",
            ),
            (None, None) => {
                add(&mut unknown, import, *kind);
                continue;
            }
        };
        if !right {
            let (module, name) = (&import.module, &import.name);
            let found = found(import.signature.as_ref(), *kind);
            mistyped.push(problem(
                "import_type",
                format!("import {module}.{name} is {found}, {wanted}"),
                help,
            ));
        } else if !guest {
            add(&mut plain, import, None);
        }
    }
    let command = outline.exports.iter().any(|export| export.name == "_start");
    for group in &unknown {
        let message = format!("{} not part of the ABI", are(group));
        problems.push(problem("unknown_import", message, unknown_help(config, group, command && !guest)));
    }
    problems.append(&mut mistyped);
    for group in &plain {
        let help = if group.0 == WASI && command {
            String::from("run a command with `yao-host wasi`")
        } else {
            format!("export {VERSION_EXPORT} to make it a guest, or drop what needs the import")
        };
        let message = format!("{} nothing for a module without {VERSION_EXPORT}", are(group));
        problems.push(problem("plain_import", message, help));
    }
}

fn add<'a>(groups: &mut Vec<Group<'a>>, import: &'a Import, kind: Option<&str>) {
    let name = kind.map_or_else(|| import.name.clone(), |kind| format!("{} ({kind})", import.name));
    match groups.iter_mut().find(|(module, _)| *module == import.module) {
        Some((_, names)) => names.push(name),
        None => groups.push((&import.module, alloc::vec![name])),
    }
}

/// Begins a sentence about the imports of a group.
fn are((module, names): &Group<'_>) -> String {
    match names.as_slice() {
        [one] => format!("import {module}.{one} is"),
        names => format!("imports {} of {module} are", names.join(", ")),
    }
}

/// What an import is, in words.
fn found(signature: Option<&Signature>, kind: Option<&str>) -> String {
    match (signature, kind) {
        (Some(signature), _) => format!("{signature}"),
        (None, Some(kind)) => format!("a {kind}"),
        (None, None) => String::from("a function of no known type"),
    }
}

/// How to get rid of imports, for those that toolchains add without being asked.
fn unknown_help(config: &Config, (module, names): &Group<'_>, command: bool) -> String {
    match *module {
        WASI if config.wasi && cfg!(feature = "wasi") => String::from(
            "WASI preview 1 has nothing of that name: build the guest with a toolchain for wasip1",
        ),
        WASI if config.wasi => String::from("this host was built without WASI: build it with feature wasi"),
        WASI if command => String::from("this is a command: run it with `yao-host wasi`"),
        WASI => String::from(
            "build for a target without WASI (wasm32-unknown-unknown), or turn WASI on in the host: --wasi, `wasi = true` \
             in an SDK's manifest, or Config::wasi",
        ),
        "wasi_unstable" => String::from(
            "this is WASI from before preview 1: build for wasip1, or better for a target without WASI",
        ),
        "env" => {
            String::from("the linker left a symbol undefined: define it, or link without --allow-undefined")
        }
        "__wbindgen_placeholder__" | "__wbindgen_externref_xform__" => {
            String::from("a dependency uses wasm-bindgen, which needs a browser; turn its js feature off")
        }
        IMPORT_MODULE => {
            format!("the ABI has process and log only; call the process for {} instead", names.join(", "))
        }
        _ => String::from("remove what needs it; a guest imports yao.process and yao.log only"),
    }
}
