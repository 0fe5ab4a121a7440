//! Broken input: whatever the bytes are, the command describes or refuses them, and never panics.

use yao_host::size::outline::Outline;
use yao_host::{Config, Engine};

use super::exit::Exit;
use super::inspect;

fn guest(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/command/guests/{name}.wat", env!("CARGO_MANIFEST_DIR"));
    wat::parse_file(path).expect("a guest of the tests is valid text")
}

/// Everything that reads a module before it runs.
fn look_into(bytes: &[u8]) -> Result<Outline, Exit> {
    let seen = inspect::valid_core("m", bytes).map_err(|failure| failure.exit);
    inspect::report("m".into(), bytes);
    let loaded = Engine::new(Config::default()).load("m", bytes);
    assert!(seen.is_ok() || loaded.is_err(), "the host loads what the command calls invalid: {seen:?}");
    seen
}

#[test]
fn a_module_cut_anywhere_is_refused_unless_whole_sections_are_left() {
    for name in ["zoo", "counter", "simd"] {
        let bytes = guest(name);
        let whole = look_into(&bytes).expect("the whole guest is valid");
        let starts: Vec<_> = whole.sections.iter().map(|section| section.offset).collect();
        for cut in 0..bytes.len() {
            match look_into(&bytes[..cut]) {
                // What is left is a module of its own, such as the empty one.
                Ok(_) => assert!(starts.contains(&(cut as u64)), "{name} cut at {cut} is taken for whole"),
                Err(exit) => assert_eq!(exit, Exit::Load, "{name} cut at {cut}"),
            }
        }
        assert!(look_into(&bytes[..8]).is_ok(), "the header alone is the empty module");
    }
}

#[test]
fn a_module_with_any_byte_changed_never_panics() {
    let bytes = guest("counter");
    let mut refused = 0;
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            refused += usize::from(look_into(&changed).is_err());
        }
    }
    assert!(refused > bytes.len(), "only {refused} changes of {} bytes were refused", bytes.len());
}

#[test]
fn a_section_that_claims_more_items_than_it_has_bytes_is_refused() {
    // One type section of five bytes that claims 2^32 - 1 types.
    let bytes = b"\0asm\x01\0\0\0\x01\x05\xff\xff\xff\xff\x0f";
    assert_eq!(look_into(bytes).map(drop), Err(Exit::Load));
}

#[test]
fn names_of_a_module_reach_a_terminal_escaped() {
    let bytes = wat::parse_str(r#"(module (func (export "\1b[2Jx")))"#).expect("a module");
    let report = inspect::report("m".into(), &bytes);
    let mut text = Vec::new();
    inspect::text(&report, &mut text).expect("writing to memory works");
    let text = anstream::adapter::strip_bytes(&text).into_vec();
    assert!(String::from_utf8_lossy(&text).contains("\\x1b[2Jx"), "{}", String::from_utf8_lossy(&text));
}
