//! AssemblyScript: inlined constants and the raw imports.

use super::NOTICE;
use crate::model::{Abi, ErrorCode, ValueType};
use crate::names::{camel, pascal, upper};
use std::fmt::Write as _;

/// `sdk-assemblyscript/assembly/abi.generated.ts`.
pub(crate) fn render(abi: &Abi) -> String {
    let mut out = format!("// {NOTICE}\n");
    let h = &abi.abi;
    let r = &abi.error_record;
    for (name, ty, value, doc) in [
        ("ABI_MAJOR", "u32", h.major.to_string(), "Major version, carried by the name of the marker export."),
        ("ABI_MINOR", "u32", h.minor.to_string(), "Minor version: additions that an older peer may ignore."),
        (
            "PACKED_PTR_SHIFT",
            "u64",
            abi.packed.ptr_shift.to_string(),
            "Where the pointer of a packed result starts.",
        ),
        (
            "PACKED_ERROR_SHIFT",
            "u64",
            abi.packed.error_shift.to_string(),
            "The error bit of a packed result.",
        ),
        (
            "PACKED_ERROR",
            "u64",
            format!("1 << {}", abi.packed.error_shift),
            "A packed result with only the error bit.",
        ),
        ("PACKED_MAX_LEN", "u32", abi.packed.max_len.to_string(), "The largest length in a packed result."),
        (
            "MAX_DEPTH",
            "u32",
            abi.values.max_depth.to_string(),
            "Arrays and maps around a value, the argument array included.",
        ),
        (
            "MAX_ELEMENTS",
            "u32",
            abi.values.max_elements.to_string(),
            "Array items plus two per map entry, over one whole payload or value.",
        ),
        (
            "MAX_MESSAGE_BYTES",
            "u32",
            abi.values.max_message_bytes.to_string(),
            "Bytes of the message of an error record.",
        ),
        ("CODE_MIN", "u32", r.code_min.to_string(), "The smallest error code."),
        ("CODE_MAX", "u32", r.code_max.to_string(), "The largest error code."),
        ("CODE_FALLBACK", "u32", r.fallback_code.to_string(), "Stands for a code out of range."),
        ("CODE_EMPTY", "u32", r.empty_code.to_string(), "The code of an error result without bytes."),
        ("HANDLE_BITS", "u32", abi.handles.bits.to_string(), "Bits of a handle; 0 is none."),
        (
            "DEFAULT_CAPACITY",
            "u32",
            abi.handles.default_capacity.to_string(),
            "Instances alive in one guest instance unless the guest says otherwise.",
        ),
    ] {
        constant(&mut out, name, ty, &value, doc);
    }
    for c in &abi.capabilities {
        constant(&mut out, &format!("CAP_{}", upper(&c.name)), "u32", &format!("1 << {}", c.bit), &c.doc);
    }
    out.push_str("\n/** Level of a log line. A label: none ends anything. */\nexport const enum Level {\n");
    for l in &abi.log_levels {
        let _ = writeln!(out, "  /** {} */\n  {} = {},", l.doc, pascal(&l.name), l.value);
    }
    out.push_str(
        "}\n\n/** Codes of error records that the ABI gives a meaning. */\nexport const enum Code {\n",
    );
    for c in &abi.error_codes {
        let _ = writeln!(out, "  /** {} */\n  {} = {},", c.doc, pascal(&c.name), c.code);
    }
    out.push_str("}\n");
    lookup(&mut out, abi, "codeName", "The name in snake_case", |c| &c.name);
    lookup(&mut out, abi, "codeText", "A short text for people", |c| &c.text);
    for import in &abi.imports {
        let result = import.result.as_ref().map_or("void", |r| match r.ty {
            ValueType::I32 => "u32",
            ValueType::I64 => "u64",
        });
        let _ = writeln!(
            out,
            "\n/** {} */\n@external(\"{}\", \"{}\")\nexport declare function raw{}(",
            import.doc,
            import.module,
            import.name,
            pascal(&import.name)
        );
        for p in &import.params {
            let _ = writeln!(out, "  {}: {},", camel(&p.name), if p.is_pointer() { "usize" } else { "u32" });
        }
        let _ = writeln!(out, "): {result};");
    }
    out
}

fn constant(out: &mut String, name: &str, ty: &str, value: &str, doc: &str) {
    // Inlined, so a guest pays for none that it does not use.
    let _ = writeln!(
        out,
        "\n/** {doc} */\n// @ts-ignore: decorator\n@inline\nexport const {name}: {ty} = {value};"
    );
}

fn lookup(out: &mut String, abi: &Abi, function: &str, what: &str, field: impl Fn(&ErrorCode) -> &String) {
    let _ = writeln!(
        out,
        "\n/** {what} of a code with a meaning of its own, else empty. */\n\
         export function {function}(code: u32): string {{\n  switch (code) {{"
    );
    for c in &abi.error_codes {
        let _ = writeln!(out, "    case Code.{}:\n      return {:?};", pascal(&c.name), field(c));
    }
    out.push_str("    default:\n      return \"\";\n  }\n}\n");
}
