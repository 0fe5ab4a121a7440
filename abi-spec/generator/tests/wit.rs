//! The WIT mirror parses and says what `abi.toml` says.

use wit_parser::{Resolve, TypeDefKind};
use yao_abi_generator::model::Abi;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn abi() -> Abi {
    Abi::parse(&std::fs::read_to_string(format!("{SPEC}/abi.toml")).unwrap()).unwrap()
}

fn wit() -> (Resolve, wit_parser::PackageId) {
    let mut resolve = Resolve::default();
    let text = std::fs::read_to_string(format!("{SPEC}/wit/yao.wit")).unwrap();
    let package = resolve.push_str("yao.wit", &text).unwrap_or_else(|e| panic!("{e:?}"));
    (resolve, package)
}

fn names(resolve: &Resolve, ty: &str) -> Vec<String> {
    let (_, def) = resolve.types.iter().find(|(_, t)| t.name.as_deref() == Some(ty)).unwrap();
    match &def.kind {
        TypeDefKind::Enum(e) => e.cases.iter().map(|c| c.name.clone()).collect(),
        TypeDefKind::Flags(f) => f.flags.iter().map(|f| f.name.clone()).collect(),
        TypeDefKind::Record(r) => r.fields.iter().map(|f| f.name.clone()).collect(),
        other => panic!("{ty} is {other:?}"),
    }
}

#[test]
fn levels_capabilities_and_record_keys_are_those_of_the_abi() {
    let (abi, (resolve, _)) = (abi(), wit());
    let levels: Vec<_> = abi.log_levels.iter().map(|l| l.name.clone()).collect();
    assert_eq!(names(&resolve, "level"), levels);
    let bits: Vec<_> = abi.capabilities.iter().map(|c| c.name.replace('_', "-")).collect();
    assert_eq!(names(&resolve, "capabilities"), bits);
    assert_eq!(names(&resolve, "error-record"), abi.error_record.keys);
}

#[test]
fn the_host_interface_holds_the_two_imports() {
    let (abi, (resolve, package)) = (abi(), wit());
    let version = resolve.packages[package].name.version.as_ref().unwrap();
    assert_eq!((version.major, version.minor), (abi.abi.major.into(), abi.abi.minor.into()));
    let host = resolve.packages[package].interfaces["host"];
    let functions: Vec<_> = resolve.interfaces[host].functions.keys().cloned().collect();
    let imports: Vec<_> = abi.imports.iter().map(|i| i.name.clone()).collect();
    assert_eq!(functions, imports);
    for import in &abi.imports {
        // A pointer and a length are one parameter in WIT.
        let expected: Vec<_> = import
            .params
            .iter()
            .filter(|p| !p.name.ends_with("_len"))
            .map(|p| p.name.trim_end_matches("_ptr").to_owned())
            .collect();
        let function = &resolve.interfaces[host].functions[&import.name];
        let params: Vec<_> = function.params.iter().map(|p| p.name.clone()).collect();
        assert_eq!(params, expected, "{}", import.name);
        assert_eq!(function.result.is_some(), import.result.is_some(), "{}", import.name);
    }
}
