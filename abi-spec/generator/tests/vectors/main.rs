//! Every vector of `abi-spec/vectors` against the schema and against implementations that are not ours.

mod errors;
mod handles;
mod hostile;
mod json;
mod messagepack;
mod names;
mod packed;
mod typed;
mod value;

use serde_json::Value as Json;
use std::collections::HashSet;
use std::path::PathBuf;

const FILES: [&str; 10] =
    ["packed", "messagepack", "invalid", "limits", "typed", "errors", "handles", "json", "names", "hostile"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}

fn file(kind: &str) -> Json {
    let path = folder().join(kind).with_extension("json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The vectors of one group; an empty group would test nothing.
fn group(kind: &str, name: &str) -> Vec<Json> {
    let list = file(kind)[name].as_array().unwrap_or_else(|| panic!("{kind}.json has no `{name}`")).clone();
    assert!(!list.is_empty(), "{kind}.json, `{name}` is empty");
    list
}

fn text<'a>(vector: &'a Json, key: &str) -> &'a str {
    vector[key].as_str().unwrap_or_else(|| panic!("no text `{key}` in {vector}"))
}

fn number<T: std::str::FromStr>(vector: &Json, key: &str) -> T {
    text(vector, key).parse().unwrap_or_else(|_| panic!("no number `{key}` in {vector}"))
}

#[test]
fn every_file_fits_the_schema() {
    let schema: Json =
        serde_json::from_str(&std::fs::read_to_string(folder().join("schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for kind in FILES {
        let data = file(kind);
        assert_eq!(data["kind"], kind);
        let faults: Vec<_> =
            validator.iter_errors(&data).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{kind}.json:\n{}", faults.join("\n"));
    }
}

#[test]
fn the_schema_refuses_what_it_should() {
    let schema: Json =
        serde_json::from_str(&std::fs::read_to_string(folder().join("schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut unknown_group = file("packed");
    unknown_group["more"] = serde_json::json!([]);
    assert!(!validator.is_valid(&unknown_group));
    let mut upper_case = file("invalid");
    upper_case["inputs"][1]["bytes"] = "C1".into();
    assert!(!validator.is_valid(&upper_case));
    let mut two_outcomes = file("typed");
    two_outcomes["decode"][0]["code"] = 400.into();
    assert!(!validator.is_valid(&two_outcomes));
}

#[test]
fn no_file_is_left_out_and_names_are_unique() {
    let mut found: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json") && name != "schema.json")
        .collect();
    let mut listed: Vec<_> = FILES.iter().map(|kind| format!("{kind}.json")).collect();
    found.sort();
    listed.sort();
    assert_eq!(found, listed);
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for kind in FILES {
        assert!(readme.contains(&format!("| `{kind}.json` |")), "README.md has no line for {kind}.json");
        for (name, list) in file(kind).as_object().unwrap() {
            let mut seen = HashSet::new();
            for vector in list.as_array().into_iter().flatten() {
                assert!(seen.insert(text(vector, "name").to_owned()), "{kind}.json, {name}: {vector} twice");
            }
        }
    }
}
