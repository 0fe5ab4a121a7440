//! The vendored data is what README.md beside it says, to the byte.

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");

fn read(path: &str) -> Vec<u8> {
    let path = format!("{FOLDER}/{path}");
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn files_have_the_hashes_in_the_readme() {
    let readme = String::from_utf8(read("README.md")).unwrap();
    for file in ["msgpack-test-suite.json", "LICENSE"] {
        let digest = Sha256::digest(read(&format!("msgpack-test-suite/{file}")));
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let line = readme.lines().find(|l| l.contains(&format!("{file}` | SHA-256"))).unwrap();
        assert!(line.contains(&hex), "{file} is {hex}, but the README says {line}");
    }
}

#[test]
fn the_suite_has_85_values_in_233_encodings_that_rmpv_reads() {
    let suite: Json = serde_json::from_slice(&read("msgpack-test-suite/msgpack-test-suite.json")).unwrap();
    let groups = suite.as_object().unwrap();
    assert_eq!(groups.len(), 15);
    let values: Vec<_> = groups.values().flat_map(|group| group.as_array().unwrap()).collect();
    assert_eq!(values.len(), 85);
    let mut count = 0;
    for hex in values.iter().flat_map(|v| v["msgpack"].as_array().unwrap()) {
        let bytes: Vec<u8> =
            hex.as_str().unwrap().split('-').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        let mut rest = bytes.as_slice();
        rmpv::decode::read_value(&mut rest).unwrap_or_else(|e| panic!("{hex}: {e}"));
        assert!(rest.is_empty(), "{hex} has trailing bytes");
        count += 1;
    }
    assert_eq!(count, 233);
}
