//! The budgets: the most bytes that a guest may have.

use serde::Deserialize;
use std::path::Path;

/// One line of `tests/size-budgets.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    /// The SDK's folder under `target/guests/`.
    pub(crate) sdk: String,
    /// The guest's file name without `.wasm`.
    pub(crate) guest: String,
    /// What was chosen: allocator, codec, runtime.
    pub(crate) config: String,
    /// Most bytes after `wasm-opt -Oz`.
    pub(crate) bytes: u64,
    /// Most initial memory pages of 64 KiB.
    pub(crate) pages: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    budget: Vec<Budget>,
}

/// Reads the budgets; the error names the file and the line.
pub(crate) fn read(path: &Path) -> Result<Vec<Budget>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    parse(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn parse(text: &str) -> Result<Vec<Budget>, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    for (i, a) in file.budget.iter().enumerate() {
        if file.budget[..i].iter().any(|b| b.sdk == a.sdk && b.guest == a.guest) {
            return Err(format!("two budgets for guest {} of {}; keep one", a.guest, a.sdk));
        }
    }
    Ok(file.budget)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_budgets_for_one_guest_are_refused() {
        let one = "[[budget]]\nsdk = \"rust\"\nguest = \"echo\"\nconfig = \"\"\nbytes = 1\npages = 1\n";
        assert_eq!(parse(one).unwrap().len(), 1);
        assert!(parse(&one.repeat(2)).unwrap_err().contains("two budgets for guest echo of rust"));
    }

    #[test]
    fn an_unknown_key_is_named() {
        let text =
            "[[budget]]\nsdk = \"rust\"\nguest = \"echo\"\nconfig = \"\"\nbytes = 1\npages = 1\nbyte = 3\n";
        assert!(parse(text).unwrap_err().contains("byte"));
    }
}
