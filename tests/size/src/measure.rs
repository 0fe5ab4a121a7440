//! Reads the built guests.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use yao_host::size::Size;

use crate::budget::Budgets;

/// Guests with more functions are told by package: stock Go has thousands.
const MOST_FUNCTIONS: usize = 800;

/// A guest that is built.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) sdk: String,
    pub(crate) guest: String,
    /// Bytes as the compiler left them, without custom sections; none where the build keeps no such file.
    pub(crate) raw: Option<u64>,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
    /// After wasm-opt; `functions` by the names of the twin that has them.
    pub(crate) size: Size,
}

/// Every budgeted guest that is built, in the budgets' order, then every other one.
pub(crate) fn all(root: &Path, budgets: &Budgets) -> Result<Vec<Guest>, String> {
    let mut names: Vec<(String, String)> =
        budgets.budget.iter().map(|b| (b.sdk.clone(), b.guest.clone())).collect();
    for name in built(&root.join("target/guests"))? {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut guests = Vec::new();
    for (sdk, guest) in names {
        guests.extend(one(root, &sdk, &guest)?);
    }
    Ok(guests)
}

fn built(dir: &Path) -> Result<Vec<(String, String)>, String> {
    let list = |d: &Path| -> Result<Vec<PathBuf>, String> {
        if !d.is_dir() {
            return Ok(Vec::new());
        }
        let entries = std::fs::read_dir(d).map_err(|e| format!("{}: {e}", d.display()))?;
        entries.map(|e| e.map(|e| e.path()).map_err(|e| format!("{}: {e}", d.display()))).collect()
    };
    let name = |p: &Path| p.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = Vec::new();
    for sdk in list(dir)? {
        for file in list(&sdk)? {
            if let Some(guest) = name(&file).strip_suffix(".wasm") {
                found.push((name(&sdk), guest.to_owned()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A guest, or none when it is not built.
fn one(root: &Path, sdk: &str, guest: &str) -> Result<Option<Guest>, String> {
    let path = |kind: &str| root.join(format!("target/{kind}/{sdk}/{guest}.wasm"));
    let Some(bytes) = read(&path("guests"))? else { return Ok(None) };
    let measured = |kind: &str, bytes: &[u8]| {
        Size::of(bytes).map_err(|e| format!("{}: {} at {:#x}", path(kind).display(), e.message(), e.offset()))
    };
    let mut size = measured("guests", &bytes)?;
    if let Some(named) = read(&path("guests-named"))? {
        let named = measured("guests-named", &named)?;
        // A twin of an older build would put the blame on the wrong function.
        if named.bytes - named.custom == size.bytes {
            size.functions = named.functions;
        }
    }
    if size.functions.len() > MOST_FUNCTIONS {
        size.functions = by_package(&size.functions);
    }
    let raw = match read(&path("guests-raw"))? {
        Some(raw) => Some(measured("guests-raw", &raw).map(|raw| raw.bytes - raw.custom)?),
        None => None,
    };
    let failed = |e: std::io::Error| format!("{}: {e}", path("guests").display());
    Ok(Some(Guest {
        sdk: sdk.to_owned(),
        guest: guest.to_owned(),
        raw,
        gzip: gzip(&bytes).map_err(failed)?,
        brotli: brotli(&bytes).map_err(failed)?,
        size,
    }))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(format!("{}: {e}", path.display())),
    }
}

/// Bytes by package: what stands before the first dot behind the last slash.
fn by_package(functions: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let mut packages = BTreeMap::new();
    for (name, bytes) in functions {
        let name = name.split('(').next().unwrap_or(name);
        let package = name.rfind('/').map_or(0, |at| at + 1);
        let end = name[package..].find(['.', '_']).map_or(name.len(), |at| package + at);
        *packages.entry(format!("{}/...", &name[..end])).or_insert(0) += bytes;
    }
    packages
}

fn gzip(bytes: &[u8]) -> std::io::Result<u64> {
    let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    z.write_all(bytes)?;
    Ok(z.finish()?.len() as u64)
}

fn brotli(bytes: &[u8]) -> std::io::Result<u64> {
    // Quality 11 takes seconds for the 2 MB of stock Go.
    let parameters = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_that_is_not_built_is_none() {
        assert!(one(Path::new("/nonexistent"), "rust", "echo").unwrap().is_none());
    }

    #[test]
    fn a_guest_has_the_names_of_its_twin_unless_that_is_another_build() {
        let root = tempfile::tempdir().unwrap();
        let put = |kind: &str, wat: &str| {
            let folder = root.path().join("target").join(kind).join("rust");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("echo.wasm"), wat::parse_str(wat).unwrap()).unwrap();
        };
        put("guests", "(module (memory 3) (func) (func (drop (i32.const 1))))");
        put("guests-named", "(module (memory 3) (func $a) (func $b (drop (i32.const 1))))");
        let guest = one(root.path(), "rust", "echo").unwrap().unwrap();
        assert_eq!(guest.size.functions.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((guest.size.pages, guest.raw), (3, None));
        put("guests-named", "(module (memory 3) (func $a) (func $b))");
        let guest = one(root.path(), "rust", "echo").unwrap().unwrap();
        assert_eq!(guest.size.functions.len(), 1);
    }

    #[test]
    fn go_packages_are_added_up() {
        let functions = [("runtime.mallocgc", 5), ("runtime.(*mheap).grow", 6), ("internal/abi.F", 7)];
        let functions = functions.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect();
        let packages = by_package(&functions);
        assert_eq!(packages["runtime/..."], 11);
        assert_eq!(packages["internal/abi/..."], 7);
    }

    #[test]
    fn compressed_bytes_are_fewer_for_what_repeats() {
        let bytes = [7; 1000];
        assert!(gzip(&bytes).unwrap() < 100 && brotli(&bytes).unwrap() < 100);
    }
}
