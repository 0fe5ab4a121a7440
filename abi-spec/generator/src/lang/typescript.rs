//! TypeScript: constants as frozen objects, and the shape of imports and exports for hosts in JavaScript.

use super::NOTICE;
use crate::model::{Abi, Param, ResultType, ValueType};
use crate::names::camel;
use std::fmt::Write as _;

/// `sdk-typescript/src/abi.generated.ts`.
pub(crate) fn render(abi: &Abi) -> String {
    let mut out = format!("// {NOTICE}\n");
    let h = &abi.abi;
    let r = &abi.error_record;
    for (name, value, doc) in [
        ("IMPORT_MODULE", format!("{:?}", h.name), "Module name of every import."),
        ("ABI_MAJOR", h.major.to_string(), "Major version, carried by the name of the marker export."),
        ("ABI_MINOR", h.minor.to_string(), "Minor version: additions that an older peer may ignore."),
        (
            "VERSION_EXPORT",
            format!("{:?}", h.version_export),
            "The export that marks a guest and gives its capability bits.",
        ),
        (
            "PACKED_PTR_SHIFT",
            format!("{}n", abi.packed.ptr_shift),
            "Where the pointer of a packed result starts.",
        ),
        ("PACKED_ERROR_SHIFT", format!("{}n", abi.packed.error_shift), "The error bit of a packed result."),
        (
            "PACKED_ERROR",
            format!("1n << {}n", abi.packed.error_shift),
            "A packed result with only the error bit.",
        ),
        ("PACKED_MAX_LEN", abi.packed.max_len.to_string(), "The largest length in a packed result."),
        (
            "MAX_DEPTH",
            abi.values.max_depth.to_string(),
            "Arrays and maps around a value, the argument array included.",
        ),
        (
            "MAX_ELEMENTS",
            abi.values.max_elements.to_string(),
            "Array items plus two per map entry, over one whole payload or value.",
        ),
        (
            "MAX_MESSAGE_BYTES",
            abi.values.max_message_bytes.to_string(),
            "Bytes of the message of an error record.",
        ),
        (
            "MALFORMED_MESSAGE",
            format!("{:?}", r.malformed_message),
            "Message of the record that replaces a malformed one.",
        ),
        ("CODE_MIN", r.code_min.to_string(), "The smallest error code."),
        ("CODE_MAX", r.code_max.to_string(), "The largest error code."),
        ("CODE_FALLBACK", r.fallback_code.to_string(), "Stands for a code out of range."),
        ("CODE_EMPTY", r.empty_code.to_string(), "The code of an error result without bytes."),
        ("HANDLE_BITS", abi.handles.bits.to_string(), "Bits of a handle; 0 is none."),
        (
            "DEFAULT_CAPACITY",
            abi.handles.default_capacity.to_string(),
            "Instances alive in one guest instance unless the guest says otherwise.",
        ),
    ] {
        let _ = writeln!(out, "\n/** {doc} */\nexport const {name} = {value};");
    }
    table(
        &mut out,
        "Capability",
        "Bits of the capability mask.",
        abi.capabilities.iter().map(|c| (camel(&c.name), format!("1 << {}", c.bit), c.doc.clone())),
    );
    table(
        &mut out,
        "Level",
        "Level of a log line. A label: none ends anything.",
        abi.log_levels.iter().map(|l| (camel(&l.name), l.value.to_string(), l.doc.clone())),
    );
    table(
        &mut out,
        "Code",
        "Codes of error records that the ABI gives a meaning.",
        abi.error_codes.iter().map(|c| (camel(&c.name), c.code.to_string(), c.doc.clone())),
    );
    out.push_str("\n/** A short text for people of every code in `Code`. */\nexport const CODE_TEXT: Readonly<Record<number, string>> = {\n");
    for c in &abi.error_codes {
        let _ = writeln!(out, "  {}: {:?},", c.code, c.text);
    }
    out.push_str("};\n");
    let _ = writeln!(
        out,
        "\n/** The imports of a guest, module `{}`, as a host in JavaScript gives them. */",
        h.name
    );
    out.push_str("export interface YaoImports {\n");
    for i in &abi.imports {
        let _ = writeln!(out, "  /** {} */", i.doc);
        let _ = writeln!(out, "  {}{};", i.name, function(&i.params, i.result.as_ref()));
    }
    out.push_str("}\n\n/** The exports with a name of their own. */\nexport interface YaoExports {\n");
    for e in abi.exports.iter().filter(|e| !e.is_family()) {
        let optional = if e.required == crate::model::Required::Always { "" } else { "?" };
        let _ = writeln!(out, "  /** {} */", e.doc);
        if e.kind == crate::model::ExportKind::Memory {
            let _ = writeln!(out, "  {}{optional}: WebAssembly.Memory;", e.name);
        } else {
            let _ = writeln!(out, "  {}{optional}{};", e.name, function(&e.params, e.result.as_ref()));
        }
    }
    out.push_str("}\n");
    for family in ["{handler}", "{class}_create", "{class}_{method}"] {
        let e = abi.export(family);
        let name = match family {
            "{handler}" => "Handler",
            "{class}_create" => "ClassCreate",
            _ => "ClassMethod",
        };
        let ty = function(&e.params, e.result.as_ref()).replacen("): ", ") => ", 1);
        let _ = writeln!(out, "\n/** {} */\nexport type {name} = {ty};", e.doc);
    }
    out
}

fn function(params: &[Param], result: Option<&ResultType>) -> String {
    let ty = |t: ValueType| match t {
        ValueType::I32 => "number",
        ValueType::I64 => "bigint",
    };
    let params: Vec<_> = params.iter().map(|p| format!("{}: {}", camel(&p.name), ty(p.ty))).collect();
    format!("({}): {}", params.join(", "), result.map_or("void", |r| ty(r.ty)))
}

fn table(out: &mut String, name: &str, doc: &str, entries: impl Iterator<Item = (String, String, String)>) {
    let _ = writeln!(out, "\n/** {doc} */\nexport const {name} = {{");
    for (key, value, doc) in entries {
        let _ = writeln!(out, "  /** {doc} */\n  {key}: {value},");
    }
    let _ = writeln!(
        out,
        "}} as const;\n\n/** A value of `{name}`. */\nexport type {name} = (typeof {name})[keyof typeof {name}];"
    );
}
