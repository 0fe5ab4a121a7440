//! Reads module files: the size is checked before the bytes are read, and `-` is standard input.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::exit::{Exit, Failure};

/// How messages call a file.
pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

/// Reads a file, or standard input for `-`, of at most `limit` bytes; `raise` is the option that raises the limit.
pub(crate) fn read(path: &Path, limit: u64, raise: &str) -> Result<Vec<u8>, Failure> {
    let name = name(path);
    if path.as_os_str() == "-" {
        return bounded(io::stdin().lock(), &name, 0, limit, raise);
    }
    let failed = |verb: &str, error: &io::Error| {
        Failure::new(Exit::Io, format!("cannot {verb} {name}: {}", plain(error))).help(match error.kind() {
            io::ErrorKind::NotFound => "check the path; `-` reads standard input",
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
        return Err(too_large(&name, Some(metadata.len()), limit, raise));
    }
    let file = File::open(path).map_err(|error| failed("open", &error))?;
    let hint = if metadata.is_file() { usize::try_from(metadata.len()).unwrap_or(0) } else { 0 };
    bounded(file, &name, hint, limit, raise)
}

/// Reads at most `limit` bytes, without trusting that a file keeps the size it had.
fn bounded(
    source: impl io::Read,
    name: &str,
    hint: usize,
    limit: u64,
    raise: &str,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(hint);
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(Exit::Io, format!("cannot read {name}: {}", plain(&error))))?;
    if bytes.len() as u64 > limit { Err(too_large(name, None, limit, raise)) } else { Ok(bytes) }
}

fn too_large(name: &str, size: Option<u64>, limit: u64, raise: &str) -> Failure {
    let size = size.map_or_else(|| format!("more than {limit} bytes"), |size| format!("{size} bytes"));
    Failure::new(Exit::Limit, format!("{name} has {size}, over the limit of {limit} bytes"))
        .help(format!("if the file is meant to be that large, raise the limit with `{raise}`"))
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
