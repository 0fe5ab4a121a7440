//! A module without the export that no request needs.
//!
//! An engine gives every instance a table of its exports by name, which is among the dearest things of a short
//! request: about a twentieth of it for each export. What `yao_abi_v1` returns is nearly always a number that stands
//! in its body, and then nobody calls it.

use alloc::vec::Vec;

use wasmparser::{Parser, Payload};

use crate::abi::VERSION_EXPORT;

/// The section of the exports.
const EXPORTS: u8 = 7;

/// The same module without its export `yao_abi_v1`. `None` when it has not exactly one export of this name, or is
/// malformed: then nothing can be left out without hiding what is wrong.
pub(crate) fn without_version(wasm: &[u8]) -> Option<Vec<u8>> {
    // Where the last section ended.
    let mut end = 8;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.ok()?;
        if let Payload::ExportSection(section) = &payload {
            let range = section.range();
            let to = usize::try_from(range.end).ok()?;
            let mut entries = Vec::new();
            for entry in section.clone().into_iter_with_offsets() {
                let (offset, export) = entry.ok()?;
                entries.push((usize::try_from(offset).ok()?, export.name == VERSION_EXPORT));
            }
            let mut found = entries.iter().enumerate().filter(|(_, (_, is_version))| *is_version);
            let (Some((at, &(start, _))), None) = (found.next(), found.next()) else { return None };
            let first = entries.first()?.0;
            let after = entries.get(at + 1).map_or(to, |next| next.0);

            let mut body = Vec::with_capacity(to - first);
            write_u32(&mut body, section.count() - 1);
            body.extend_from_slice(wasm.get(first..start)?);
            body.extend_from_slice(wasm.get(after..to)?);
            return rewrite(wasm, end, &body, to);
        }
        if let Some((_, range)) = payload.as_section() {
            end = usize::try_from(range.end).ok()?;
        }
    }
    None
}

/// The module with another export section, instead of the one that lies in `start..end` with its header.
pub(crate) fn rewrite(wasm: &[u8], start: usize, section: &[u8], end: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(wasm.len() + section.len());
    bytes.extend_from_slice(wasm.get(..start)?);
    bytes.push(EXPORTS);
    write_u32(&mut bytes, u32::try_from(section.len()).ok()?);
    bytes.extend_from_slice(section);
    bytes.extend_from_slice(wasm.get(end..)?);
    Some(bytes)
}

/// Writes a number as WebAssembly does: seven bits a byte, the lowest first.
pub(crate) fn write_u32(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::without_version;

    fn module(exports: &str) -> Vec<u8> {
        let text = format!(
            r#"(module (memory 1) (func $v (result i32) (i32.const 5)) (global i32 (i32.const 0)) {exports}
                (@custom "after" "bytes"))"#
        );
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn only_the_one_export_goes() {
        let version = r#"(export "yao_abi_v1" (func $v))"#;
        let (memory, global) = (r#"(export "memory" (memory 0))"#, r#"(export "g" (global 0))"#);
        for (with, without) in [
            (format!("{version}{memory}{global}"), format!("{memory}{global}")),
            (format!("{memory}{version}{global}"), format!("{memory}{global}")),
            (format!("{memory}{global}{version}"), format!("{memory}{global}")),
        ] {
            assert_eq!(without_version(&module(&with)), Some(module(&without)), "{with}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_module_is_not_left_out() {
        assert_eq!(without_version(&module(r#"(export "memory" (memory 0))"#)), None);
        let mut twice = module(r#"(export "yao_abi_v1" (func $v)) (export "yao_abi_w1" (func $v))"#);
        let at = twice.windows(10).position(|bytes| bytes == b"yao_abi_w1").unwrap();
        twice[at + 8] = b'v';
        assert_eq!(without_version(&twice), None, "a name that is exported twice is invalid");
        let whole = module(r#"(export "yao_abi_v1" (func $v))"#);
        for len in 0..whole.len() {
            drop(without_version(&whole[..len]));
        }
    }
}
