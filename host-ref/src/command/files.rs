//! Files that are written whole or not at all.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::path::Path;

use super::exit::{Exit, Failure};
use super::input;

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner only.
    Owner,
    /// Whoever the system's defaults say.
    Default,
}

/// Writes a file beside its place and then moves it there, so that nobody ever sees a part of it. Where a file is in
/// that place already, it stays unless `replace` is set.
pub(crate) fn write(path: &Path, bytes: &[u8], readers: Readers, replace: bool) -> Result<(), Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => Failure::new(Exit::Io, format!("cannot write {}: {}", path.display(), input::plain(&error)))
            .help("check that its folder exists and is writable"),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    if let Some(permissions) = permissions(readers) {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    let moved = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    moved.map(drop).map_err(|error| failed(error.error))
}

/// The failure of a file that is there already.
pub(crate) fn exists(path: &Path) -> Failure {
    Failure::new(Exit::Io, format!("{} exists, and stays as it is", path.display()))
        .help("give another name, or replace it with --force: what it signed cannot be signed with it again")
}

#[cfg(unix)]
fn permissions(readers: Readers) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    // What the process masks is taken away by the system.
    Some(Permissions::from_mode(if readers == Readers::Owner { 0o600 } else { 0o666 }))
}

#[cfg(not(unix))]
fn permissions(_readers: Readers) -> Option<Permissions> {
    None
}

/// Whether others than its owner may read or write a file. Pipes and the like are not asked.
#[cfg(unix)]
pub(crate) fn open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(crate) fn open_to_others(_path: &Path) -> bool {
    false
}
