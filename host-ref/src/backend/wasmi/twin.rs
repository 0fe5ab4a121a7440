//! The twin of a module whose instances can be captured: the same code with a way to its globals.
//!
//! An instance is its memory, its globals, its tables and its passive segments. wasmi gives a host the memory and what
//! the module exports, so every global that can change gets an export of its own, under a name that no guest uses.
//! What no host can put back at all, a table that changed or a segment that was dropped, must not happen: a module
//! with such an instruction has no twin.

use alloc::{format, string::String, vec::Vec};

use wasmparser::{Operator, Parser, Payload, ValType};

use crate::{
    abi::IMPORT_MODULE,
    module::{rewrite, write_u32},
};

/// Names of the exports that are added start so.
const PREFIX: &str = "yao-host global ";

/// The kind of an export that is a global.
const GLOBAL: u8 = 3;

pub(super) struct Twin {
    pub(super) bytes: Vec<u8>,
    /// The names that its globals have, in order.
    pub(super) globals: Vec<String>,
}

/// Makes the twin of a module; `None` when its instances cannot be captured, or the module is no valid one.
pub(super) fn twin(wasm: &[u8]) -> Option<Twin> {
    let mut globals = Vec::new();
    let mut exports = None;
    // Where the last section ended.
    let mut end = 8;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.ok()?;
        match &payload {
            // WASI keeps a state of its own in the host, and what is imported is not the module's to restore.
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    let import = import.ok()?;
                    if import.module != IMPORT_MODULE || !matches!(import.ty, wasmparser::TypeRef::Func(_)) {
                        return None;
                    }
                }
            }
            Payload::GlobalSection(section) => {
                for (index, global) in section.clone().into_iter().enumerate() {
                    let ty = global.ok()?.ty;
                    match ty.content_type {
                        _ if !ty.mutable => {}
                        ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64 => {
                            globals.push(u32::try_from(index).ok()?);
                        }
                        _ => return None,
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section.clone() {
                    if export.ok()?.name.starts_with(PREFIX) {
                        return None;
                    }
                }
                exports = Some((end, section.range(), section.count()));
            }
            Payload::CodeSectionEntry(body) => {
                let mut operators = body.get_operators_reader().ok()?;
                while !operators.eof() {
                    if lasts(&operators.read().ok()?) {
                        return None;
                    }
                }
            }
            _ => {}
        }
        if let Some((_, range)) = payload.as_section() {
            end = usize::try_from(range.end).ok()?;
        }
    }
    let (start, range, count) = exports?;
    let (from, to) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
    let names: Vec<String> = globals.iter().map(|index| format!("{PREFIX}{index}")).collect();

    let mut section = Vec::new();
    write_u32(&mut section, count.checked_add(u32::try_from(globals.len()).ok()?)?);
    section.extend_from_slice(after_u32(wasm.get(from..to)?)?);
    for (name, index) in names.iter().zip(globals) {
        write_u32(&mut section, u32::try_from(name.len()).ok()?);
        section.extend_from_slice(name.as_bytes());
        section.push(GLOBAL);
        write_u32(&mut section, index);
    }
    let bytes = rewrite(wasm, start, &section, to)?;
    Some(Twin { bytes, globals: names })
}

/// Whether an instruction changes what no host can put back.
fn lasts(operator: &Operator<'_>) -> bool {
    use Operator as Op;
    matches!(
        operator,
        Op::TableSet { .. }
            | Op::TableGrow { .. }
            | Op::TableFill { .. }
            | Op::TableCopy { .. }
            | Op::TableInit { .. }
            | Op::ElemDrop { .. }
            | Op::DataDrop { .. }
    )
}

/// What comes after a number, which need not be written in its shortest form.
fn after_u32(bytes: &[u8]) -> Option<&[u8]> {
    let last = bytes.iter().position(|byte| byte & 0x80 == 0)?;
    bytes.get(last + 1..)
}

#[cfg(test)]
mod tests {
    use super::twin;

    #[test]
    fn an_export_section_is_longer_by_the_globals_that_can_change() {
        let wasm = [
            b"\0asm\x01\0\0\0".as_slice(),
            // Three globals: mutable i32, constant i32, mutable i64.
            b"\x06\x10\x03\x7f\x01\x41\0\x0b\x7f\0\x41\0\x0b\x7e\x01\x42\0\x0b",
            // One export, counted in five bytes, as linkers write numbers that they fill in later.
            b"\x07\x09\x81\x80\x80\x80\0\x01g\x03\x01",
            // A custom section behind it.
            b"\0\x03\x01ab",
        ]
        .concat();
        let twin = twin(&wasm).unwrap();
        assert_eq!(twin.globals, ["yao-host global 0", "yao-host global 2"]);
        let expected = [
            &wasm[..26],
            b"\x07\x2d\x03\x01g\x03\x01\x11yao-host global 0\x03\0\x11yao-host global 2\x03\x02",
            b"\0\x03\x01ab",
        ]
        .concat();
        assert_eq!(twin.bytes, expected);
        wasmi::Module::new(&wasmi::Engine::default(), &twin.bytes).unwrap();
        assert!(super::twin(&wasm[..30]).is_none(), "what is cut has no twin");
    }
}
