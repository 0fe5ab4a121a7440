//! Reads the built guests.

use crate::budget::Budget;
use serde::Serialize;
use std::io::Write;
use std::path::Path;
use wasmparser::{Parser, Payload};

/// One guest: `bytes` is its size after wasm-opt, 0 with `built` false when there is no such file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) sdk: String,
    pub(crate) guest: String,
    pub(crate) config: String,
    /// Bytes as the compiler left them; none where the build keeps no such file.
    pub(crate) raw: Option<u64>,
    pub(crate) bytes: u64,
    pub(crate) gzip: u64,
    pub(crate) pages: u64,
    /// None for a guest that is measured without a budget.
    pub(crate) budget: Option<u64>,
    #[serde(skip)]
    pub(crate) budget_pages: Option<u64>,
    #[serde(skip)]
    pub(crate) built: bool,
}

/// Every budgeted guest in the budgets' order, then every other guest that is built.
pub(crate) fn all(root: &Path, budgets: &[Budget]) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for b in budgets {
        let mut row = one(root, &b.sdk, &b.guest)?;
        row.config.clone_from(&b.config);
        row.budget = Some(b.bytes);
        row.budget_pages = Some(b.pages);
        rows.push(row);
    }
    for (sdk, guest) in built(&root.join("target/guests"))? {
        if !budgets.iter().any(|b| b.sdk == sdk && b.guest == guest) {
            rows.push(one(root, &sdk, &guest)?);
        }
    }
    Ok(rows)
}

fn built(dir: &Path) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    let list = |d: &Path| -> Result<Vec<std::path::PathBuf>, String> {
        if !d.is_dir() {
            return Ok(Vec::new());
        }
        let entries = std::fs::read_dir(d).map_err(|e| format!("{}: {e}", d.display()))?;
        entries.map(|e| e.map(|e| e.path()).map_err(|e| format!("{}: {e}", d.display()))).collect()
    };
    for sdk in list(dir)? {
        for file in list(&sdk)? {
            let name = |p: &Path| p.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Some(guest) = name(&file).strip_suffix(".wasm") {
                found.push((name(&sdk), guest.to_owned()));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn one(root: &Path, sdk: &str, guest: &str) -> Result<Row, String> {
    let mut row = Row {
        sdk: sdk.to_owned(),
        guest: guest.to_owned(),
        config: String::new(),
        raw: std::fs::metadata(root.join(format!("target/guests-raw/{sdk}/{guest}.wasm")))
            .ok()
            .map(|m| m.len()),
        bytes: 0,
        gzip: 0,
        pages: 0,
        budget: None,
        budget_pages: None,
        built: false,
    };
    let path = root.join(format!("target/guests/{sdk}/{guest}.wasm"));
    if !path.exists() {
        return Ok(row);
    }
    let said = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let bytes = std::fs::read(&path).map_err(|e| said(&e))?;
    row.built = true;
    row.bytes = bytes.len() as u64;
    row.gzip = gzip(&bytes).map_err(|e| said(&e))?;
    row.pages = pages(&bytes).map_err(|e| said(&e))?;
    Ok(row)
}

fn gzip(bytes: &[u8]) -> std::io::Result<u64> {
    let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    z.write_all(bytes)?;
    Ok(z.finish()?.len() as u64)
}

/// Initial pages of the module's memories, 0 when it has none.
fn pages(bytes: &[u8]) -> Result<u64, wasmparser::BinaryReaderError> {
    let mut sum = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::MemorySection(memories) = payload? {
            for memory in memories {
                sum += memory?.initial;
            }
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_module_are_its_initial_memory() {
        // (module (memory 3))
        let module = b"\0asm\x01\0\0\0\x05\x03\x01\x00\x03";
        assert_eq!(pages(module).unwrap(), 3);
        assert_eq!(pages(&module[..8]).unwrap(), 0);
        assert!(pages(&module[..11]).is_err());
    }

    #[test]
    fn a_guest_that_is_not_built_is_seen_as_such() {
        let row = one(Path::new("/nonexistent"), "rust", "echo").unwrap();
        assert!(!row.built);
    }
}
