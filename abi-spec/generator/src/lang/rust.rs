//! Rust: the tables that guest and host share, and the raw imports of a guest.

use super::NOTICE;
use crate::model::{Abi, Import, ValueType};
use crate::names::{grouped, pascal, upper};
use std::fmt::Write as _;

/// `sdk-rust/src/abi/generated.rs`.
pub(crate) fn render(abi: &Abi) -> String {
    let mut out = format!("// {NOTICE}\n\n//! Names, numbers and raw imports of the ABI.\n\n");
    constants(&mut out, abi);
    levels(&mut out, abi);
    codes(&mut out, abi);
    out.push_str(
        "/// The raw imports. Only the `mem`, `process` and `log` modules call them.\n\
         #[cfg(target_arch = \"wasm32\")]\n\
         #[allow(unsafe_code, reason = \"declares the two functions of the host\")]\n\
         pub mod imports {\n",
    );
    let _ = writeln!(out, "#[link(wasm_import_module = {:?})]\nunsafe extern \"C\" {{", abi.abi.name);
    for import in &abi.imports {
        raw_import(&mut out, import);
    }
    out.push_str("}\n}\n");
    out
}

fn raw_import(out: &mut String, import: &Import) {
    let _ = writeln!(out, "/// {}", import.doc);
    let _ = writeln!(out, "///\n/// # Safety");
    let _ =
        writeln!(out, "/// Each pointer is valid for reads of the length that follows it during the call.");
    let mut params = String::new();
    for param in &import.params {
        let ty = match (param.is_pointer(), param.name.ends_with("_len")) {
            (true, _) => "*const u8",
            (_, true) => "usize",
            _ => "u32",
        };
        let _ = write!(params, "{}: {ty}, ", param.name);
    }
    let params = params.trim_end_matches(", ");
    let result = import.result.as_ref().map_or("", |r| match r.ty {
        ValueType::I32 => " -> u32",
        ValueType::I64 => " -> u64",
    });
    let _ = writeln!(out, "pub unsafe fn {}({params}){result};", import.name);
}

/// Names, packing, limits of values and capability bits.
pub(super) fn constants(out: &mut String, abi: &Abi) {
    let h = &abi.abi;
    text(out, "IMPORT_MODULE", &h.name, "Module name of every import.");
    number(
        out,
        "ABI_MAJOR",
        "u32",
        h.major.into(),
        "Major version: carried by the name of the marker export.",
    );
    number(
        out,
        "ABI_MINOR",
        "u32",
        h.minor.into(),
        "Minor version: additions that an older peer may ignore.",
    );
    text(
        out,
        "VERSION_EXPORT",
        &h.version_export,
        "The export that marks a guest and gives its capability bits.",
    );
    list(
        out,
        "RESERVED_PREFIXES",
        &h.reserved_prefixes,
        "Export names with these prefixes are not handlers.",
    );
    list(
        out,
        "RESERVED_METHODS",
        &abi.classes.reserved_methods,
        "Words after `class_` that are not names of methods.",
    );
    let p = &abi.packed;
    number(
        out,
        "PACKED_PTR_SHIFT",
        "u32",
        p.ptr_shift.into(),
        "Where the pointer of a packed result starts.",
    );
    number(out, "PACKED_ERROR_SHIFT", "u32", p.error_shift.into(), "The error bit of a packed result.");
    let _ = writeln!(out, "/// A packed result with only the error bit set.");
    let _ = writeln!(out, "pub const PACKED_ERROR: u64 = 1 << PACKED_ERROR_SHIFT;");
    number(out, "PACKED_MAX_LEN", "u32", p.max_len.into(), "The largest length in a packed result.");
    let v = &abi.values;
    number(
        out,
        "MAX_DEPTH",
        "u32",
        v.max_depth.into(),
        "Arrays and maps around a value, the argument array included.",
    );
    number(
        out,
        "MAX_ELEMENTS",
        "u32",
        v.max_elements.into(),
        "Array items plus two per map entry, over one whole payload or value.",
    );
    let bytes = "Bytes of the message of an error record.";
    number(out, "MAX_MESSAGE_BYTES", "usize", v.max_message_bytes.into(), bytes);
    let r = &abi.error_record;
    list(out, "ERROR_KEYS", &r.keys, "Keys of an error record, in canonical order.");
    text(
        out,
        "MALFORMED_MESSAGE",
        &r.malformed_message,
        "Message of the record that replaces a malformed one.",
    );
    number(out, "HANDLE_BITS", "u32", abi.handles.bits.into(), "Bits of a handle; 0 is none.");
    let capacity = "Instances alive in one guest instance unless the guest says otherwise.";
    number(out, "DEFAULT_CAPACITY", "usize", abi.handles.default_capacity.into(), capacity);
    for c in &abi.capabilities {
        let _ = writeln!(out, "/// {}", c.doc);
        let _ = writeln!(out, "pub const CAP_{}: u32 = 1 << {};", upper(&c.name), c.bit);
    }
    out.push('\n');
}

/// `enum Level`.
pub(super) fn levels(out: &mut String, abi: &Abi) {
    out.push_str(
        "/// Level of a log line. A label: none ends anything.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(u32)]\npub enum Level {\n",
    );
    for l in &abi.log_levels {
        let _ = writeln!(out, "/// {}\n{} = {},", l.doc, pascal(&l.name), l.value);
    }
    let last = abi.log_levels.last().map_or_else(String::new, |l| pascal(&l.name));
    let count = abi.log_levels.len();
    let _ = writeln!(
        out,
        "}}\n\nimpl Level {{\n/// Every level, in order.\npub const ALL: [Self; {count}] = [{}];\n",
        abi.log_levels.iter().map(|l| format!("Self::{}", pascal(&l.name))).collect::<Vec<_>>().join(", ")
    );
    out.push_str("/// The level of a number on the wire; an unknown one counts as the last.\n#[must_use]\n");
    out.push_str("pub const fn from_wire(value: u32) -> Self {\nmatch value {\n");
    for l in abi.log_levels.iter().rev().skip(1).rev() {
        let _ = writeln!(out, "{} => Self::{},", l.value, pascal(&l.name));
    }
    let _ = writeln!(out, "_ => Self::{last},\n}}\n}}\n");
    out.push_str(
        "/// The number on the wire.\n#[must_use]\npub const fn to_wire(self) -> u32 {\nself as u32\n}\n\n",
    );
    out.push_str(
        "/// The name in lower case.\n#[must_use]\npub const fn name(self) -> &'static str {\nmatch self {\n",
    );
    for l in &abi.log_levels {
        let _ = writeln!(out, "Self::{} => {:?},", pascal(&l.name), l.name);
    }
    out.push_str("}\n}\n}\n\n");
}

/// `struct Code` with a constant per code.
pub(super) fn codes(out: &mut String, abi: &Abi) {
    let r = &abi.error_record;
    let _ = writeln!(out, "/// Code of an error record, {} to {}.\n///", r.code_min, r.code_max);
    out.push_str(
        "/// The constants are the codes the ABI gives a meaning; any other number in the range is the guest's own.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(transparent)]\n\
         pub struct Code(u32);\n\nimpl Code {\n",
    );
    for c in &abi.error_codes {
        let _ = writeln!(out, "/// {}\npub const {}: Self = Self({});", c.doc, upper(&c.name), c.code);
    }
    let fallback = code_name(abi, r.fallback_code);
    let _ = writeln!(
        out,
        "/// Stands for a code out of range.\npub const FALLBACK: Self = Self::{fallback};\n\
         /// The code of an error result without bytes.\npub const EMPTY: Self = Self::{};\n\
         /// The smallest code.\npub const MIN: Self = Self({});\n/// The largest code.\npub const MAX: Self = Self({});\n\
         /// Every code with a meaning of its own, in order.\npub const ALL: [Self; {}] = [{}];\n",
        code_name(abi, r.empty_code),
        r.code_min,
        r.code_max,
        abi.error_codes.len(),
        abi.error_codes.iter().map(|c| format!("Self::{}", upper(&c.name))).collect::<Vec<_>>().join(", ")
    );
    out.push_str(
        "/// The code of this number; out of range it is [`Code::FALLBACK`].\n#[must_use]\n\
         pub const fn new(code: u32) -> Self {\nif code >= Self::MIN.0 && code <= Self::MAX.0 {\nSelf(code)\n} \
         else {\nSelf::FALLBACK\n}\n}\n\n\
         /// The number.\n#[must_use]\npub const fn get(self) -> u32 {\nself.0\n}\n\n",
    );
    lookup(out, abi, "name", "The name in `snake_case`, of a code with a meaning of its own.", |c| &c.name);
    lookup(out, abi, "text", "A short text for people, of a code with a meaning of its own.", |c| &c.text);
    out.push_str("}\n\n");
}

fn lookup(
    out: &mut String,
    abi: &Abi,
    function: &str,
    doc: &str,
    field: impl Fn(&crate::model::ErrorCode) -> &String,
) {
    let _ = writeln!(
        out,
        "/// {doc}\n#[must_use]\npub const fn {function}(self) -> Option<&'static str> {{\nSome(match self {{"
    );
    for c in &abi.error_codes {
        let _ = writeln!(out, "Self::{} => {:?},", upper(&c.name), field(c));
    }
    out.push_str("_ => return None,\n})\n}\n");
}

/// The constant of a listed code.
pub(super) fn code_name(abi: &Abi, code: u32) -> String {
    abi.error_codes.iter().find(|c| c.code == code).map_or_else(String::new, |c| upper(&c.name))
}

fn number(out: &mut String, name: &str, ty: &str, value: u64, doc: &str) {
    let _ = writeln!(out, "/// {doc}\npub const {name}: {ty} = {};", literal(value));
}

fn text(out: &mut String, name: &str, value: &str, doc: &str) {
    let _ = writeln!(out, "/// {doc}\npub const {name}: &str = {value:?};");
}

fn list(out: &mut String, name: &str, values: &[String], doc: &str) {
    let _ = writeln!(out, "/// {doc}\npub const {name}: [&str; {}] = {values:?};", values.len());
}

/// A number as clippy asks for it.
pub(super) fn literal(value: u64) -> String {
    if value < 10_000 { value.to_string() } else { grouped(value, '_') }
}
