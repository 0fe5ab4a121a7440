//! Go: the constants, and the raw imports in a file that only wasm builds see.

use super::NOTICE;
use crate::model::{Abi, ErrorCode, ValueType};
use crate::names::{camel, pascal};
use std::fmt::Write as _;

/// `sdk-go/abi_generated.go`.
pub(crate) fn constants(abi: &Abi) -> String {
    let mut out = format!("// Code {}\n\npackage yao\n\n", generated());
    let h = &abi.abi;
    let r = &abi.error_record;
    out.push_str("const (\n");
    for (name, value, doc) in [
        ("ABIMajor", h.major.to_string(), "is the major version, carried by the name of the marker export."),
        ("ABIMinor", h.minor.to_string(), "is the minor version: additions that an older peer may ignore."),
        (
            "PackedPtrShift",
            abi.packed.ptr_shift.to_string(),
            "is where the pointer of a packed result starts.",
        ),
        ("PackedErrorShift", abi.packed.error_shift.to_string(), "is the error bit of a packed result."),
        (
            "PackedError",
            format!("uint64(1) << {}", abi.packed.error_shift),
            "is a packed result with only the error bit.",
        ),
        ("PackedMaxLen", abi.packed.max_len.to_string(), "is the largest length in a packed result."),
        (
            "MaxDepth",
            abi.values.max_depth.to_string(),
            "limits the arrays and maps around a value, the argument array included.",
        ),
        (
            "MaxElements",
            abi.values.max_elements.to_string(),
            "limits array items plus two per map entry, over one whole payload or value.",
        ),
        (
            "MaxMessageBytes",
            abi.values.max_message_bytes.to_string(),
            "limits the message of an error record.",
        ),
        (
            "MalformedMessage",
            format!("{:?}", r.malformed_message),
            "is the message of the record that replaces a malformed one.",
        ),
        ("HandleBits", abi.handles.bits.to_string(), "is the width of a handle; 0 is none."),
        (
            "DefaultCapacity",
            abi.handles.default_capacity.to_string(),
            "is how many instances a guest holds unless it says otherwise.",
        ),
    ] {
        let _ = writeln!(out, "\t// {name} {doc}\n\t{name} = {value}");
    }
    out.push_str(")\n\n// Capability bits, the value of the marker export.\nconst (\n");
    for c in &abi.capabilities {
        let _ = writeln!(out, "\t// Cap{0}: {1}\n\tCap{0} = uint32(1) << {2}", pascal(&c.name), c.doc, c.bit);
    }
    out.push_str(")\n\n// Level labels a log line; none ends anything.\ntype Level uint32\n\nconst (\n");
    for l in &abi.log_levels {
        let _ = writeln!(out, "\t// Level{0}: {1}\n\tLevel{0} Level = {2}", pascal(&l.name), l.doc, l.value);
    }
    let _ = writeln!(
        out,
        ")\n\n// Code of an error record, {} to {}. Numbers without a constant are the guest's own.\ntype Code uint32\n\nconst (",
        r.code_min, r.code_max
    );
    for c in &abi.error_codes {
        let _ = writeln!(out, "\t// Code{0}: {1}\n\tCode{0} Code = {2}", pascal(&c.name), c.doc, c.code);
    }
    for (name, value, doc) in [
        ("CodeMin", r.code_min, "is the smallest code."),
        ("CodeMax", r.code_max, "is the largest code."),
        ("CodeFallback", r.fallback_code, "stands for a code out of range."),
        ("CodeEmpty", r.empty_code, "is the code of an error result without bytes."),
    ] {
        let _ = writeln!(out, "\t// {name} {doc}\n\t{name} Code = {value}");
    }
    out.push_str(")\n\n");
    lookup(&mut out, abi, "Name", "the name in snake_case", |c| &c.name);
    lookup(&mut out, abi, "Text", "a short text for people", |c| &c.text);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn lookup(out: &mut String, abi: &Abi, function: &str, what: &str, field: impl Fn(&ErrorCode) -> &String) {
    let _ = writeln!(
        out,
        "// {function} is {what} of a code with a meaning of its own, else empty.\n\
         func (c Code) {function}() string {{\n\tswitch c {{"
    );
    for c in &abi.error_codes {
        let _ = writeln!(out, "\tcase Code{}:\n\t\treturn {:?}", pascal(&c.name), field(c));
    }
    out.push_str("\t}\n\treturn \"\"\n}\n\n");
}

/// `sdk-go/abi_generated_imports.go`. A build tag and not a `_wasm` suffix, because TinyGo calls its wasm targets arm.
pub(crate) fn imports(abi: &Abi) -> String {
    let mut out = format!(
        "// Code {}\n\n//go:build wasm || tinygo.wasm\n\npackage yao\n\nimport \"unsafe\"\n",
        generated()
    );
    for import in &abi.imports {
        let params: Vec<_> = import
            .params
            .iter()
            .map(|p| {
                format!("{} {}", camel(&p.name), if p.is_pointer() { "unsafe.Pointer" } else { "uint32" })
            })
            .collect();
        let result = import.result.as_ref().map_or("", |r| match r.ty {
            ValueType::I32 => " uint32",
            ValueType::I64 => " uint64",
        });
        let function = format!("raw{}", pascal(&import.name));
        let _ = writeln!(
            out,
            "\n// {function}: {}\n//\n//go:wasmimport {} {}\nfunc {function}({}){result}",
            import.doc,
            import.module,
            import.name,
            params.join(", ")
        );
    }
    out
}

/// Go's tools know a generated file by `Code generated ... DO NOT EDIT.`.
fn generated() -> String {
    NOTICE.replace("Generated", "generated").replace("do not edit.", "DO NOT EDIT.")
}
