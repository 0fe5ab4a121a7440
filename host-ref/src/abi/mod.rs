//! Names, numbers, signatures and limits of the ABI, generated from `abi-spec/abi.toml`.

mod generated;

pub use generated::*;

/// `yao_alloc`, one of [`EXPORTS`].
pub const ALLOC_EXPORT: &str = "yao_alloc";
/// `yao_free`, one of [`EXPORTS`].
pub const FREE_EXPORT: &str = "yao_free";
/// `_initialize`, one of [`EXPORTS`].
pub const INITIALIZE_EXPORT: &str = "_initialize";
/// The import that calls a process, one of [`IMPORTS`].
pub const PROCESS_IMPORT: &str = "process";
/// The import that writes a log line, one of [`IMPORTS`].
pub const LOG_IMPORT: &str = "log";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_tables() {
        for name in [VERSION_EXPORT, ALLOC_EXPORT, FREE_EXPORT, INITIALIZE_EXPORT] {
            assert!(EXPORTS.iter().any(|export| export.name == name), "{name}");
        }
        for name in [PROCESS_IMPORT, LOG_IMPORT] {
            assert!(
                IMPORTS.iter().any(|import| import.name == name && import.module == IMPORT_MODULE),
                "{name}"
            );
        }
    }
}
