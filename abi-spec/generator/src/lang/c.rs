//! C: the block inside `sdk-c/include/yao.h`. C99 and C++17, freestanding.

use crate::model::{Abi, Import, ValueType};
use crate::names::upper;
use std::fmt::Write as _;

/// The lines between the markers.
pub(crate) fn render(abi: &Abi) -> String {
    let mut out = String::from("/* clang-format off */\n");
    let h = &abi.abi;
    let defines = [
        ("ABI_MAJOR", h.major.to_string(), "major version, carried by the name of the marker export"),
        ("ABI_MINOR", h.minor.to_string(), "minor version: additions that an older peer may ignore"),
        ("PACKED_PTR_SHIFT", abi.packed.ptr_shift.to_string(), "where the pointer of a packed result starts"),
        ("PACKED_ERROR_SHIFT", abi.packed.error_shift.to_string(), "the error bit of a packed result"),
        ("PACKED_ERROR", format!("((uint64_t)1 << {})", abi.packed.error_shift), "only the error bit"),
        ("PACKED_MAX_LEN", format!("{}u", abi.packed.max_len), "the largest length in a packed result"),
        ("MAX_DEPTH", format!("{}u", abi.values.max_depth), "arrays and maps around a value"),
        ("MAX_ELEMENTS", format!("{}u", abi.values.max_elements), "array items plus two per map entry"),
        ("MAX_MESSAGE_BYTES", format!("{}u", abi.values.max_message_bytes), "message of an error record"),
        ("CODE_MIN", format!("{}u", abi.error_record.code_min), "the smallest error code"),
        ("CODE_MAX", format!("{}u", abi.error_record.code_max), "the largest error code"),
        ("CODE_FALLBACK", format!("{}u", abi.error_record.fallback_code), "stands for a code out of range"),
        ("CODE_EMPTY", format!("{}u", abi.error_record.empty_code), "of an error result without bytes"),
        ("HANDLE_BITS", format!("{}u", abi.handles.bits), "bits of a handle; 0 is none"),
        ("DEFAULT_CAPACITY", format!("{}u", abi.handles.default_capacity), "instances unless told otherwise"),
    ];
    for (name, value, doc) in defines {
        let _ = writeln!(out, "#define YAO_{name} {value} /* {doc} */");
    }
    let malformed = &abi.error_record.malformed_message;
    let _ = writeln!(out, "#define YAO_MALFORMED_MESSAGE {malformed:?}");
    out.push_str("\n/* Capability bits, the value of the marker export. */\n");
    for c in &abi.capabilities {
        let _ = writeln!(out, "#define YAO_CAP_{} {:#04x}u /* {} */", upper(&c.name), 1u64 << c.bit, c.doc);
    }
    out.push_str("\n/* Levels of yao_log: labels, none ends anything. */\nenum yao_level {\n");
    for l in &abi.log_levels {
        let comma = if l.value as usize + 1 == abi.log_levels.len() { " " } else { "," };
        let _ = writeln!(out, "    YAO_LEVEL_{} = {}{comma} /* {} */", upper(&l.name), l.value, l.doc);
    }
    out.push_str("};\n\n/* Codes of error records that the ABI gives a meaning. */\nenum yao_code {\n");
    for (i, c) in abi.error_codes.iter().enumerate() {
        let comma = if i + 1 == abi.error_codes.len() { " " } else { "," };
        let _ = writeln!(out, "    YAO_CODE_{} = {}{comma} /* {} */", upper(&c.name), c.code, c.doc);
    }
    out.push_str("};\n\n");
    lookup(
        &mut out,
        abi,
        "name",
        "The name in snake_case of a code with a meaning of its own, else a null pointer.",
    );
    lookup(
        &mut out,
        abi,
        "text",
        "A short text for people of a code with a meaning of its own, else a null pointer.",
    );
    out.push_str(
        "#if defined(__wasm__)\n\
         #define YAO_IMPORT(module, name) __attribute__((import_module(module), import_name(name)))\n\
         #else\n\
         #define YAO_IMPORT(module, name) /* natively a mock host defines the two functions */\n\
         #endif\n\n\
         #ifdef __cplusplus\nextern \"C\" {\n#endif\n",
    );
    for import in &abi.imports {
        raw_import(&mut out, import);
    }
    out.push_str("#ifdef __cplusplus\n}\n#endif\n/* clang-format on */\n");
    out
}

fn raw_import(out: &mut String, import: &Import) {
    let params: Vec<_> =
        import
            .params
            .iter()
            .map(|p| {
                if p.is_pointer() {
                    format!("const void *{}", p.name)
                } else {
                    format!("uint32_t {}", p.name)
                }
            })
            .collect();
    let result = import.result.as_ref().map_or("void", |r| match r.ty {
        ValueType::I32 => "uint32_t",
        ValueType::I64 => "uint64_t",
    });
    let _ = writeln!(out, "/* {} */", import.doc);
    let _ = writeln!(
        out,
        "YAO_IMPORT({:?}, {:?}) {result} yao_import_{}({});",
        import.module,
        import.name,
        import.name,
        params.join(", ")
    );
}

fn lookup(out: &mut String, abi: &Abi, function: &str, doc: &str) {
    let _ = writeln!(out, "/* {doc} */");
    let _ = writeln!(
        out,
        "static inline const char *yao_code_{function}(uint32_t code) {{\n    switch (code) {{"
    );
    for c in &abi.error_codes {
        let value = if function == "name" { &c.name } else { &c.text };
        let _ = writeln!(out, "    case YAO_CODE_{}: return {value:?};", upper(&c.name));
    }
    out.push_str("    default: return (const char *)0;\n    }\n}\n\n");
}
