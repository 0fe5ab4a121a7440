//! Text in the data of a module that only a panic or formatting needs: bytes that most guests do not want.

use alloc::{string::String, vec::Vec};

use wasmparser::{BinaryReaderError, Parser, Payload};

/// What such text holds, in the words of the runtimes that put it there. Two-digit pairs are the table that numbers are
/// formatted with.
const MARKS: [&str; 26] = [
    // Rust
    "panicked at",
    "called `",
    "index out of bounds",
    "out of range for slice",
    "attempt to ",
    "assertion ",
    "internal error: entered unreachable",
    "capacity overflow",
    "/rustc/",
    "library/core",
    "library/alloc",
    "already borrowed",
    "00010203040506070809",
    // C++
    "terminate called",
    "Assertion failed",
    // AssemblyScript
    "~lib/",
    "Index out of range",
    "Unexpected 'null'",
    "Allocation too large",
    "Invalid length",
    // Go
    "runtime error",
    "panic: ",
    "nil pointer dereference",
    "nil map",
    "index out of range",
    "goroutine ",
];

/// File names of sources, with the dot: places that panics tell.
const SOURCES: [&str; 4] = [".rs", ".ts", ".go", ".cpp"];

/// Longest piece of text that is shown.
const SHOWN: usize = 60;
/// Shortest run of printable characters that counts as text.
const SHORTEST: usize = 4;

/// The texts, shortened, in the order of the data.
///
/// # Errors
///
/// What is malformed.
pub(super) fn find(bytes: &[u8]) -> Result<Vec<String>, BinaryReaderError> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::DataSection(section) = payload? {
            for data in section {
                search(data?.data, &mut found);
            }
        }
    }
    Ok(found)
}

fn search(data: &[u8], found: &mut Vec<String>) {
    let mut texts = runs(data.iter().copied());
    // UTF-16, as AssemblyScript keeps strings, at either alignment.
    for start in 0..2 {
        let units = data.get(start..).unwrap_or_default().as_chunks::<2>().0;
        texts.extend(runs(units.iter().map(|unit| if unit[1] == 0 { unit[0] } else { 0 })));
    }
    for text in texts {
        if let Some(at) = mark(&text) {
            // A run may be all the text of a guest; what is around the mark tells whose it is.
            let from = at.saturating_sub(SHOWN / 4);
            found.push(text.chars().skip(from).take(SHOWN).collect());
        }
    }
}

/// Runs of printable ASCII.
fn runs(bytes: impl Iterator<Item = u8>) -> Vec<String> {
    let mut runs = Vec::new();
    let mut run = String::new();
    for byte in bytes.chain([0]) {
        if byte == b' ' || byte.is_ascii_graphic() {
            run.push(char::from(byte));
        } else {
            if run.len() >= SHORTEST {
                runs.push(core::mem::take(&mut run));
            }
            run.clear();
        }
    }
    runs
}

/// Where the first mark is.
fn mark(text: &str) -> Option<usize> {
    let words = MARKS.iter().filter_map(|mark| text.find(mark));
    let places = SOURCES.iter().filter_map(|source| {
        let at = text.find(source)?;
        let next = text.as_bytes().get(at + source.len());
        let ends = next.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        (ends && at > 0 && text.as_bytes()[at - 1].is_ascii_alphanumeric()).then_some(at)
    });
    words.chain(places).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(data: &str) -> Vec<String> {
        let module = alloc::format!("(module (memory 1) (data (i32.const 0) \"{data}\"))");
        find(&wat::parse_str(module).expect("the test's module is valid text")).expect("and valid")
    }

    #[test]
    fn text_of_a_panic_is_found() {
        assert_eq!(of("\\00\\01index out of bounds: the len is \\00"), ["index out of bounds: the len is "]);
        assert_eq!(of("src/lib.rs"), ["src/lib.rs"]);
        assert_eq!(of("0001020304050607080910"), ["0001020304050607080910"]);
    }

    #[test]
    fn utf_16_is_found_at_any_alignment() {
        assert_eq!(of("~\\00l\\00i\\00b\\00/\\00r\\00t\\00"), ["~lib/rt"]);
        assert_eq!(of("\\01~\\00l\\00i\\00b\\00/\\00r\\00t\\00"), ["~lib/rt"]);
    }

    #[test]
    fn a_guest_s_own_text_is_left_alone() {
        assert_eq!(of("utils.greet bad arguments name greeting"), [""; 0]);
        assert_eq!(of("models.rsa.Find"), [""; 0]);
    }
}
