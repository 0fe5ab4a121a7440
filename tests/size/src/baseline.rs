//! `tests/sizes.json`: what every guest weighed when someone last said that this is right.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::measure::Guest;

/// Bytes of an ordinary page.
const PAGE: u64 = 65_536;

/// The whole file.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Baseline {
    /// Names and versions of what built each SDK's guests: other versions make other bytes.
    pub(crate) toolchains: BTreeMap<String, Vec<String>>,
    /// By SDK and guest.
    pub(crate) sizes: BTreeMap<String, BTreeMap<String, Weight>>,
}

/// What one guest weighed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    pub(crate) code: u64,
    pub(crate) data: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
    pub(crate) pages: u64,
    /// Bytes that its memory starts with, where pages are smaller than 64 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) memory: Option<u64>,
    /// Bytes of each function, or of each package of a guest with very many.
    pub(crate) functions: BTreeMap<String, u64>,
}

impl From<&Guest> for Weight {
    fn from(guest: &Guest) -> Self {
        let size = &guest.size;
        Self {
            bytes: size.bytes,
            code: size.code,
            data: size.data,
            gzip: guest.gzip,
            brotli: guest.brotli,
            pages: size.pages,
            memory: (!size.memory.is_multiple_of(PAGE)).then_some(size.memory),
            functions: size.functions.clone(),
        }
    }
}

impl Baseline {
    /// Reads the file; without one there is no baseline yet.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text).map_err(|e| {
                format!(
                    "{}: {e}; take the file of the last commit, then run `./dev size --update`",
                    path.display()
                )
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(format!("{}: {e}", path.display())),
        }
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|e| e.to_string())?;
        std::fs::write(path, text + "\n").map_err(|e| format!("{}: {e}", path.display()))
    }

    pub(crate) fn get(&self, sdk: &str, guest: &str) -> Option<&Weight> {
        self.sizes.get(sdk)?.get(guest)
    }

    pub(crate) fn insert(&mut self, guest: &Guest) {
        self.sizes.entry(guest.sdk.clone()).or_default().insert(guest.guest.clone(), guest.into());
    }

    /// What differs between the toolchains of the baseline and those here; none where they are the same.
    pub(crate) fn other_toolchain(&self, sdk: &str, here: &[String]) -> Option<String> {
        let then = self.toolchains.get(sdk)?;
        let changed: Vec<String> = here.iter().filter(|version| !then.contains(version)).cloned().collect();
        (!changed.is_empty())
            .then(|| format!("{} here, {} in the baseline", changed.join(", "), then.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_of_a_toolchain_is_told() {
        let baseline = Baseline {
            toolchains: BTreeMap::from([("c".into(), vec!["clang 19.1.7".into(), "wasm-opt 132".into()])]),
            ..Baseline::default()
        };
        assert_eq!(baseline.other_toolchain("c", &["wasm-opt 132".into(), "clang 19.1.7".into()]), None);
        let told = baseline.other_toolchain("c", &["clang 20.0.0".into(), "wasm-opt 132".into()]).unwrap();
        assert_eq!(told, "clang 20.0.0 here, clang 19.1.7, wasm-opt 132 in the baseline");
        assert_eq!(baseline.other_toolchain("rust", &["rustc 1".into()]), None);
    }

    #[test]
    fn a_broken_file_says_what_to_do_and_a_missing_one_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sizes.json");
        assert_eq!(Baseline::read(&path).unwrap(), Baseline::default());
        std::fs::write(&path, "{").unwrap();
        assert!(Baseline::read(&path).unwrap_err().contains("./dev size --update"));
    }
}
