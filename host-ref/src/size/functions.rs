//! How many bytes each function has, by name.

use alloc::{
    borrow::ToOwned as _,
    collections::BTreeMap,
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use wasmparser::{
    BinaryReader, BinaryReaderError, ExternalKind, KnownCustom, Name, NameSectionReader, Parser, Payload,
    TypeRef,
};

/// The name of everything that has none, in a module whose names were stripped.
pub const UNNAMED: &str = "(functions without a name)";

/// Bytes of the bodies of the functions, by name; functions of one name, such as the instances of a generic one,
/// are added up.
///
/// Names come from the `name` section, demangled; without one only exported functions have a name.
///
/// # Errors
///
/// What is malformed. A malformed `name` section, which no host reads, counts as absent.
pub(super) fn by_name(bytes: &[u8]) -> Result<BTreeMap<String, u64>, BinaryReaderError> {
    let mut imported = 0;
    let mut bodies: Vec<u64> = Vec::new();
    let mut exported: BTreeMap<u32, String> = BTreeMap::new();
    let mut named: BTreeMap<u32, String> = BTreeMap::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                        exported.entry(export.index).or_insert_with(|| export.name.to_owned());
                    }
                }
            }
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                let length = range.end - range.start;
                bodies.push(length + leb_bytes(length));
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    named = function_names(names).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    let mut sizes = BTreeMap::new();
    for (index, bytes) in (imported..).zip(bodies) {
        let name = named.get(&index).map(|name| readable(name)).or_else(|| exported.get(&index).cloned());
        *sizes.entry(name.unwrap_or_else(|| UNNAMED.to_owned())).or_insert(0) += bytes;
    }
    Ok(sizes)
}

fn function_names(names: NameSectionReader<'_>) -> Result<BTreeMap<u32, String>, BinaryReaderError> {
    let mut found = BTreeMap::new();
    for name in names {
        if let Name::Function(map) = name? {
            for naming in map {
                let naming = naming?;
                found.insert(naming.index, naming.name.to_owned());
            }
        }
    }
    Ok(found)
}

/// Without what changes from build to build: the hash of a Rust symbol, the number that LLVM gives a clone.
fn readable(name: &str) -> String {
    match rustc_demangle::try_demangle(name) {
        Ok(demangled) => format!("{demangled:#}"),
        Err(_) => {
            let clone =
                name.rsplit_once('.').filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
            clone.map_or(name, |(name, _)| name).to_string()
        }
    }
}

/// Bytes of a number in the binary format.
fn leb_bytes(number: u64) -> u64 {
    u64::from((64 - (number | 1).leading_zeros()).div_ceil(7))
}

/// Where bytes went: functions that grew or are new, then those that shrank or are gone, largest first.
#[must_use]
pub fn difference(was: &BTreeMap<String, u64>, is: &BTreeMap<String, u64>) -> Vec<(String, u64, u64)> {
    let names = was.keys().chain(is.keys().filter(|name| !was.contains_key(*name)));
    let mut changed: Vec<_> = names
        .map(|name| {
            let of = |sizes: &BTreeMap<String, u64>| sizes.get(name).copied().unwrap_or(0);
            (name.clone(), of(was), of(is))
        })
        .filter(|(_, was, is)| was != is)
        .collect();
    changed.sort_by_key(|(name, was, is)| (is <= was, u64::MAX - is.abs_diff(*was), name.clone()));
    changed
}

/// Whether any function has a name that is not its export's: the `name` section is there.
#[must_use]
pub fn has_names(bytes: &[u8]) -> bool {
    Parser::new(0).parse_all(bytes).any(|payload| {
        matches!(&payload, Ok(Payload::CustomSection(section))
            if section.name() == "name" && !BinaryReader::new(section.data(), 0).eof())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(wat: &str) -> BTreeMap<String, u64> {
        by_name(&wat::parse_str(wat).expect("the test's module is valid text")).expect("and valid")
    }

    #[test]
    fn imports_take_the_first_indices_and_have_no_body() {
        let sizes = of(r#"(module (import "yao" "log" (func (param i32 i32 i32)))
            (func $small) (func $big (drop (i32.const 1)) (drop (i32.const 2))))"#);
        // One byte of length, one of locals, one of end; 1 + 1 + 2 * 3 + 1.
        assert_eq!(sizes.into_iter().collect::<Vec<_>>(), [("big".into(), 9), ("small".into(), 3)]);
    }

    #[test]
    fn without_names_exports_are_names_and_the_rest_is_one_sum() {
        let sizes = of(r#"(module (func) (func) (func (export "go")))"#);
        assert_eq!(sizes.into_iter().collect::<Vec<_>>(), [(UNNAMED.into(), 6), ("go".into(), 3)]);
    }

    #[test]
    fn names_do_not_change_with_the_build() {
        assert_eq!(readable("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE"), "core::fmt::Formatter::pad");
        assert_eq!(readable("__rust_alloc.llvm.123"), "__rust_alloc.llvm");
        assert_eq!(readable("yao_read.42"), "yao_read");
        assert_eq!(readable("main.greet"), "main.greet");
    }

    #[test]
    fn what_grew_comes_first() {
        let sizes = |list: &[(&str, u64)]| {
            list.iter().map(|(n, b)| ((*n).to_owned(), *b)).collect::<BTreeMap<_, _>>()
        };
        let was = sizes(&[("a", 10), ("b", 20), ("gone", 5), ("same", 1)]);
        let is = sizes(&[("a", 12), ("b", 15), ("new", 30), ("same", 1)]);
        let names: Vec<_> = difference(&was, &is).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["new", "a", "b", "gone"]);
    }
}
