//! The guests that `./dev build` made.

use std::path::{Path, PathBuf};

/// One guest.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The SDK's folder: `rust`, `c`, ...
    pub sdk: String,
    /// Its name: `echo`, `greet`, ...
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// The module.
    pub wasm: Vec<u8>,
}

impl Guest {
    /// Whether its toolchain cannot do without WASI.
    #[must_use]
    pub fn needs_wasi(&self) -> bool {
        self.sdk == "go"
    }

    /// SDK and name, as reports call it.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}/{}", self.sdk, self.name)
    }
}

/// The folder of the guests.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/guests")
}

/// Every guest, sorted by SDK and name.
///
/// # Errors
///
/// When there is none, or one cannot be read.
pub fn all() -> Result<Vec<Guest>, String> {
    let folder = folder();
    let mut guests = Vec::new();
    for sdk in entries(&folder).map_err(|error| format!("{error}: ./dev build makes the guests"))? {
        if !sdk.is_dir() {
            continue;
        }
        for path in entries(&sdk)? {
            if path.extension().is_some_and(|ending| ending == "wasm") {
                guests.push(read(&sdk, path)?);
            }
        }
    }
    if guests.is_empty() {
        return Err(format!("{} has no guest: ./dev build makes them", folder.display()));
    }
    guests.sort_by_key(Guest::title);
    Ok(guests)
}

/// One guest of one SDK.
///
/// # Errors
///
/// When it is not there.
pub fn one(sdk: &str, name: &str) -> Result<Guest, String> {
    let folder = folder().join(sdk);
    let path = folder.join(name).with_extension("wasm");
    read(&folder, path).map_err(|error| format!("{error}: ./dev build makes it"))
}

/// Guests of this name, of every SDK that has one.
///
/// # Errors
///
/// As [`all`].
pub fn named(name: &str) -> Result<Vec<Guest>, String> {
    let mut guests = all()?;
    guests.retain(|guest| guest.name == name);
    Ok(guests)
}

fn read(sdk: &Path, path: PathBuf) -> Result<Guest, String> {
    let wasm = std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    Ok(Guest { sdk: text(sdk.file_name()), name: text(path.file_stem()), path, wasm })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let fail = |error| format!("cannot list {}: {error}", folder.display());
    std::fs::read_dir(folder)
        .map_err(fail)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(fail))
        .collect()
}

/// Modules for a start with many: `count` guests of 3 to 50 KB, small ones and large ones mixed. Where fewer are built
/// than that, some come again; a custom section makes every one a module of its own, as an engine keeps those it knows.
///
/// # Errors
///
/// As [`all`], and when no guest has such a size.
pub fn mixed(count: u32) -> Result<Vec<Vec<u8>>, String> {
    let sizes = 3_000..=50_000;
    let mut modules: Vec<_> =
        all()?.into_iter().map(|guest| guest.wasm).filter(|wasm| sizes.contains(&wasm.len())).collect();
    if modules.is_empty() {
        return Err("no guest has 3 to 50 KB: ./dev build makes the guests".into());
    }
    modules.sort_by_key(Vec::len);
    Ok(modules.into_iter().cycle().zip(0..count).map(|(wasm, number)| numbered(wasm, number)).collect())
}

/// The module with a custom section `n` that holds a number.
#[must_use]
pub fn numbered(mut wasm: Vec<u8>, number: u32) -> Vec<u8> {
    // Section 0, six bytes: a name of one byte, and the number.
    wasm.extend([0, 6, 1, b'n']);
    wasm.extend(number.to_le_bytes());
    wasm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_module_loads_as_one_of_its_own() {
        // The smallest module: nothing but its header.
        let plain = b"\0asm\x01\0\0\0".to_vec();
        let (a, b) = (numbered(plain.clone(), 1), numbered(plain, 2));
        assert_ne!(a, b);
        let engine = yao_host::Engine::new(yao_host::Config::default());
        for module in [a, b] {
            engine.load("numbered", &module).unwrap();
        }
    }
}
