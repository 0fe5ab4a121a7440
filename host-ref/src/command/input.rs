//! Reads module files: the size is checked before the bytes are read, and `-` is standard input.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::exit::{Exit, Failure};

/// Reads a file, or standard input for `-`, of at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() == "-" {
        return bounded(io::stdin().lock(), "standard input", 0, limit);
    }
    let name = path.display().to_string();
    let failed = |verb: &str, error: &io::Error| {
        Failure::new(Exit::Io, format!("cannot {verb} {name}: {}", plain(error))).help(match error.kind() {
            io::ErrorKind::NotFound => "check the path; a module file ends in .wasm and `-` reads standard input",
            io::ErrorKind::PermissionDenied => "make the file readable for this user",
            _ => "check that the path names a readable file",
        })
    };
    // The size is looked at before anything is opened or allocated; pipes have none and are bounded below.
    let metadata = fs::metadata(path).map_err(|error| failed("read", &error))?;
    if metadata.is_dir() {
        return Err(Failure::new(Exit::Io, format!("{name} is a directory"))
            .help("name a file inside it, such as target/guests/rust/greet.wasm"));
    }
    if metadata.is_file() && metadata.len() > limit {
        return Err(too_large(&name, Some(metadata.len()), limit));
    }
    let file = File::open(path).map_err(|error| failed("open", &error))?;
    let hint = if metadata.is_file() { usize::try_from(metadata.len()).unwrap_or(0) } else { 0 };
    bounded(file, &name, hint, limit)
}

/// Reads at most `limit` bytes, without trusting that a file keeps the size it had.
fn bounded(source: impl io::Read, name: &str, hint: usize, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(hint);
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(Exit::Io, format!("cannot read {name}: {}", plain(&error))))?;
    if bytes.len() as u64 > limit { Err(too_large(name, None, limit)) } else { Ok(bytes) }
}

fn too_large(name: &str, size: Option<u64>, limit: u64) -> Failure {
    let size = size.map_or_else(|| format!("more than {limit} bytes"), |size| format!("{size} bytes"));
    Failure::new(Exit::Limit, format!("{name} has {size}, over the limit of {limit} bytes"))
        .help("if the file is meant to be that large, raise the limit with `--limit module_bytes=N`")
        .field("limit", "module_bytes")
}

/// Writes a file, or standard output for `-`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = if path.as_os_str() == "-" {
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush())
    } else {
        fs::write(path, bytes)
    };
    written.map_err(|error| {
        Failure::new(Exit::Io, format!("cannot write {}: {}", path.display(), plain(&error)))
            .help("check that its folder exists and is writable")
    })
}

/// The text of an I/O error in our own style: lower case, without the number of the system.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
