//! What has to hold in `abi.toml` beyond its shape. All faults are reported at once.

use crate::model::{Abi, ExportKind, Param, ResultType, ValueType};
use std::collections::BTreeSet;

/// Exports that the renderers and the host give a meaning of their own.
const KNOWN_EXPORTS: [&str; 12] = [
    "memory",
    "yao_abi_v1",
    "yao_alloc",
    "yao_free",
    "yao_reset",
    "_initialize",
    "{handler}",
    "{class}_create",
    "{class}_{method}",
    "{class}_result_len",
    "{class}_result_read",
    "{class}_destroy",
];

/// Check everything.
///
/// # Errors
/// One line per fault, each with the entry, the value and what is expected.
pub fn validate(abi: &Abi) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    header(abi, &mut faults);
    functions(abi, &mut faults);
    tables(abi, &mut faults);
    numbers(abi, &mut faults);
    limits(abi, &mut faults);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn header(abi: &Abi, faults: &mut Vec<String>) {
    let h = &abi.abi;
    identifier("abi.name", &h.name, faults);
    let expected = format!("{}_abi_v{}", h.name, h.major);
    if h.version_export != expected {
        faults.push(format!("abi.version_export is `{}`, expected `{expected}`", h.version_export));
    }
    if !["draft", "stable"].contains(&h.status.as_str()) {
        faults.push(format!("abi.status is `{}`, expected `draft` or `stable`", h.status));
    }
    if h.reserved_prefixes.iter().any(String::is_empty) {
        faults.push("abi.reserved_prefixes holds an empty prefix, which would reserve every name".into());
    }
    unique("abi.reserved_prefixes", h.reserved_prefixes.iter(), faults);
    unique("classes.reserved_methods", abi.classes.reserved_methods.iter(), faults);
}

fn functions(abi: &Abi, faults: &mut Vec<String>) {
    unique("imports", abi.imports.iter().map(|i| format!("{}.{}", i.module, i.name)), faults);
    for import in &abi.imports {
        let at = format!("import `{}.{}`", import.module, import.name);
        identifier(&at, &import.name, faults);
        if import.module != abi.abi.name {
            faults.push(format!("{at}: module is not `{}`", abi.abi.name));
        }
        signature(&at, &import.params, import.result.as_ref(), faults);
        sentence(&at, &import.doc, faults);
    }
    unique("exports", abi.exports.iter().map(|e| &e.name), faults);
    for export in &abi.exports {
        let at = format!("export `{}`", export.name);
        signature(&at, &export.params, export.result.as_ref(), faults);
        sentence(&at, &export.doc, faults);
        if export.kind == ExportKind::Memory && (!export.params.is_empty() || export.result.is_some()) {
            faults.push(format!("{at}: a memory has no parameters and no result"));
        }
        if !KNOWN_EXPORTS.contains(&export.name.as_str()) {
            faults.push(format!("{at}: no renderer knows it; add it to the generator first"));
        }
    }
    for name in KNOWN_EXPORTS {
        if !abi.exports.iter().any(|e| e.name == name) {
            faults.push(format!("export `{name}` is missing"));
        }
    }
}

fn signature(at: &str, params: &[Param], result: Option<&ResultType>, faults: &mut Vec<String>) {
    unique(&format!("{at}, parameters"), params.iter().map(|p| &p.name), faults);
    for (i, param) in params.iter().enumerate() {
        identifier(&format!("{at}, parameter {i}"), &param.name, faults);
        if param.is_pointer() {
            if param.ty != ValueType::I32 || !param.unsigned {
                faults.push(format!("{at}: pointer `{}` is not an unsigned i32", param.name));
            }
            let pair = param.name.trim_end_matches("ptr").to_owned();
            let sized = params.get(i + 1).is_some_and(|next| {
                next.name == format!("{pair}len") || (pair.is_empty() && next.name == "cap")
            });
            if !sized {
                faults.push(format!("{at}: pointer `{}` is not followed by its length", param.name));
            }
        }
    }
    if let Some(result) = result
        && result.ty == ValueType::I64
        && !result.unsigned
    {
        faults.push(format!("{at}: an i64 result is a packed result and unsigned"));
    }
}

fn tables(abi: &Abi, faults: &mut Vec<String>) {
    unique("log_levels, values", abi.log_levels.iter().map(|l| l.value), faults);
    unique("log_levels, names", abi.log_levels.iter().map(|l| &l.name), faults);
    for (i, level) in abi.log_levels.iter().enumerate() {
        let at = format!("log level `{}`", level.name);
        identifier(&at, &level.name, faults);
        sentence(&at, &level.doc, faults);
        if usize::try_from(level.value) != Ok(i) {
            faults.push(format!("{at}: value {} at place {i}; levels count up from 0", level.value));
        }
    }
    unique("error_codes, codes", abi.error_codes.iter().map(|c| c.code), faults);
    unique("error_codes, names", abi.error_codes.iter().map(|c| &c.name), faults);
    unique("error_codes, texts", abi.error_codes.iter().map(|c| &c.text), faults);
    for code in &abi.error_codes {
        let at = format!("error code {} `{}`", code.code, code.name);
        identifier(&at, &code.name, faults);
        sentence(&at, &code.doc, faults);
        let range = abi.error_record.code_min..=abi.error_record.code_max;
        if !range.contains(&code.code) {
            faults.push(format!("{at}: outside {} to {}", range.start(), range.end()));
        }
        if code.text.is_empty() || code.text.ends_with('.') || code.text != code.text.to_lowercase() {
            faults.push(format!("{at}: text `{}` is not lower case without a full stop", code.text));
        }
    }
    unique("capabilities, bits", abi.capabilities.iter().map(|c| c.bit), faults);
    unique("capabilities, names", abi.capabilities.iter().map(|c| &c.name), faults);
    for capability in &abi.capabilities {
        let at = format!("capability `{}`", capability.name);
        identifier(&at, &capability.name, faults);
        sentence(&at, &capability.doc, faults);
        if capability.bit > 31 {
            faults.push(format!("{at}: bit {} does not fit in 32 bits", capability.bit));
        }
    }
}

fn numbers(abi: &Abi, faults: &mut Vec<String>) {
    let record = &abi.error_record;
    for (key, code) in [("fallback_code", record.fallback_code), ("empty_code", record.empty_code)] {
        if !abi.error_codes.iter().any(|c| c.code == code) {
            faults.push(format!("error_record.{key} is {code}, which error_codes does not list"));
        }
    }
    unique("error_record.keys", record.keys.iter(), faults);
    if record.code_min == 0 || record.code_min > record.code_max {
        faults.push(format!("error_record: codes {} to {} are no range", record.code_min, record.code_max));
    }
    // A code comes back as minus an i32 from `destroy` and `result_len`.
    if i32::try_from(record.code_max).is_err() {
        faults.push(format!("error_record.code_max is {}, more than 2147483647", record.code_max));
    }
    let packed = &abi.packed;
    if packed.ptr_shift != 32 || packed.error_shift != 31 || packed.max_len != (1 << 31) - 1 {
        faults.push(format!(
            "packed: pointer at {}, error bit at {} and lengths to {} overlap or leave a gap in 64 bits",
            packed.ptr_shift, packed.error_shift, packed.max_len
        ));
    }
    if abi.handles.bits != 31 {
        faults.push(format!("handles.bits is {}; 0 and the sign are taken, so 31", abi.handles.bits));
    }
    if abi.handles.default_capacity == 0 {
        faults.push("handles.default_capacity is 0, so no instance could be made".into());
    }
    for (key, value) in [
        ("max_depth", abi.values.max_depth),
        ("max_elements", abi.values.max_elements),
        ("max_message_bytes", abi.values.max_message_bytes),
    ] {
        if value == 0 {
            faults.push(format!("values.{key} is 0"));
        }
    }
}

fn limits(abi: &Abi, faults: &mut Vec<String>) {
    unique("limits", abi.limits.iter().map(|l| &l.name), faults);
    for limit in &abi.limits {
        let at = format!("limit `{}`", limit.name);
        identifier(&at, &limit.name, faults);
        sentence(&at, &limit.doc, faults);
        if limit.code != 0 && !abi.error_codes.iter().any(|c| c.code == limit.code) {
            faults.push(format!("{at}: code {} is not in error_codes", limit.code));
        }
        if limit.microkernel == 0 {
            faults.push(format!("{at}: 0 in profile microkernel allows nothing"));
        }
        if limit.server < limit.embedded || limit.embedded < limit.microkernel {
            faults.push(format!(
                "{at}: server {}, embedded {}, microkernel {} do not shrink",
                limit.server, limit.embedded, limit.microkernel
            ));
        }
    }
}

fn identifier(at: &str, name: &str, faults: &mut Vec<String>) {
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !good {
        faults.push(format!("{at}: `{name}` is not snake_case"));
    }
}

fn sentence(at: &str, doc: &str, faults: &mut Vec<String>) {
    // The text goes into comments and table cells of six languages.
    if !doc.ends_with('.') || doc.contains(['|', '\n', '\\']) || doc.contains("*/") {
        faults.push(format!(
            "{at}: doc `{doc}` is not sentences that end in a full stop and fit in a table cell"
        ));
    }
}

fn unique<T: Ord + ToString>(at: &str, values: impl Iterator<Item = T>, faults: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for value in values {
        if seen.contains(&value) {
            faults.push(format!("{at}: `{}` is there twice", value.to_string()));
        } else {
            seen.insert(value);
        }
    }
}
