//! `tests/size-budgets.toml`: what a guest may weigh, import and export, and which differences are what a feature costs.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budgets {
    /// Imports and exports of every guest.
    pub(crate) abi: Surface,
    /// What every guest of an SDK has besides.
    #[serde(default)]
    pub(crate) sdk: BTreeMap<String, Surface>,
    /// What a guest has besides, in every SDK.
    pub(crate) guest: BTreeMap<String, Surface>,
    /// Differences between guests.
    #[serde(default)]
    pub(crate) feature: Vec<Feature>,
    /// The budgets.
    pub(crate) budget: Vec<Budget>,
}

/// Imports as `module.name`, and exports.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Surface {
    #[serde(default)]
    pub(crate) imports: Vec<String>,
    #[serde(default)]
    pub(crate) exports: Vec<String>,
}

/// What a feature costs: the bytes of one guest less those of another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Feature {
    /// What a person calls it.
    pub(crate) name: String,
    /// The guest that has it, of every SDK; or `sdk/guest`, of that one only.
    pub(crate) guest: String,
    /// The guest that does not, of the same SDK; or `sdk/guest`.
    pub(crate) minus: String,
}

/// What one guest may weigh.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    /// The SDK's folder under `target/guests/`.
    pub(crate) sdk: String,
    /// The guest's file name without `.wasm`.
    pub(crate) guest: String,
    /// The guest whose imports and exports it has, when that is not its own name.
    #[serde(default)]
    pub(crate) like: Option<String>,
    /// All its imports, when they are not those of its guest and its SDK: a panic or a debug line may add one.
    #[serde(default)]
    pub(crate) imports: Option<Vec<String>>,
    /// What was chosen: allocator, codec, runtime, collector.
    pub(crate) config: String,
    /// Most bytes after `wasm-opt -Oz`.
    pub(crate) bytes: u64,
    /// Most bytes of its code section.
    pub(crate) code: u64,
    /// Most bytes of its data section.
    pub(crate) data: u64,
    /// Most initial memory pages of 64 KiB.
    pub(crate) pages: u64,
    /// Whether text of panics and formatting is wanted in it.
    #[serde(default)]
    pub(crate) text: bool,
    /// Features of WebAssembly outside the profile that it may need.
    #[serde(default)]
    pub(crate) features: Vec<String>,
}

impl Budgets {
    /// Reads the file; the error names it and the line.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Self::parse(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let budgets: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        for (i, a) in budgets.budget.iter().enumerate() {
            if budgets.budget[..i].iter().any(|b| b.sdk == a.sdk && b.guest == a.guest) {
                return Err(format!("two budgets for guest {} of {}; keep one", a.guest, a.sdk));
            }
            let kind = a.kind();
            if !budgets.guest.contains_key(kind) {
                return Err(format!(
                    "guest {} of {} has no imports and exports; write [guest.{kind}], or `like`",
                    a.guest, a.sdk
                ));
            }
        }
        Ok(budgets)
    }

    /// The exact imports and exports of a budgeted guest, sorted.
    pub(crate) fn surface(&self, budget: &Budget) -> Surface {
        let parts = [Some(&self.abi), self.sdk.get(&budget.sdk), self.guest.get(budget.kind())];
        let all = |of: fn(&Surface) -> &Vec<String>| {
            let mut names: Vec<String> = parts.iter().flatten().flat_map(|part| of(part)).cloned().collect();
            names.sort();
            names.dedup();
            names
        };
        let imports = budget.imports.clone().unwrap_or_else(|| all(|part| &part.imports));
        Surface { imports, exports: all(|part| &part.exports) }
    }
}

impl Budget {
    fn kind(&self) -> &str {
        self.like.as_deref().unwrap_or(&self.guest)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Budgets for the guest `echo` of `rust`, with 100 bytes and one page.
    pub(crate) const ONE: &str = r#"
        abi.exports = ["memory"]
        sdk.go.exports = ["_initialize"]
        guest.echo.exports = ["echo"]
        feature = [{ name = "one", guest = "log", minus = "empty" }]
        [[budget]]
        sdk = "rust"
        guest = "echo"
        config = "dlmalloc"
        bytes = 100
        code = 60
        data = 10
        pages = 1
    "#;

    #[test]
    fn two_budgets_for_one_guest_are_refused() {
        let (_, row) = ONE.split_once("[[budget]]").unwrap();
        assert_eq!(Budgets::parse(ONE).unwrap().budget.len(), 1);
        let twice = format!("{ONE}[[budget]]{row}");
        assert!(Budgets::parse(&twice).unwrap_err().contains("two budgets for guest echo of rust"));
    }

    #[test]
    fn an_unknown_key_and_a_guest_without_exports_are_named() {
        assert!(Budgets::parse(&format!("{ONE}\nbyte = 3")).unwrap_err().contains("byte"));
        let nobody = ONE.replace("guest = \"echo\"", "guest = \"nobody\"");
        assert!(Budgets::parse(&nobody).unwrap_err().contains("[guest.nobody]"));
        assert!(Budgets::parse(&format!("{nobody}\nlike = \"echo\"")).is_ok());
    }

    #[test]
    fn exports_are_those_of_the_abi_the_sdk_and_the_guest() {
        let budgets = Budgets::parse(&ONE.replace("\"rust\"", "\"go\"")).unwrap();
        assert_eq!(budgets.surface(&budgets.budget[0]).exports, ["_initialize", "echo", "memory"]);
        let other = Budgets::parse(&format!("{ONE}\nimports = [\"yao.log\"]")).unwrap();
        assert_eq!(other.surface(&other.budget[0]).imports, ["yao.log"]);
    }
}
