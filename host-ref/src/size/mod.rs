//! Bytes of a module: where they go, what the module needs, whether it grew, and what to do about it.
//!
//! One analysis for `yao-host size`, which is for anyone's guests, and for the budgets of this repository's own.

mod advice;
mod features;
mod functions;
mod gate;
pub mod outline;
mod texts;

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

use wasmparser::BinaryReaderError;

use self::outline::{Extern, Outline};
pub use self::{
    advice::advice,
    features::{PROFILE, WASM_OPT_FLAGS, needed as features_needed, outside_profile, turn_off, validate},
    functions::{UNNAMED, difference, has_names},
    gate::{
        Finding, GROWTH_BYTES, GROWTH_PERCENT, features_outside, grew, grew_too_much, over_budget,
        runtime_texts, too_many_pages, unexpected,
    },
};

/// What a module weighs and needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the code section, its header included.
    pub code: u64,
    /// Bytes of the data section, its header included.
    pub data: u64,
    /// Bytes of custom sections, which no host needs.
    pub custom: u64,
    /// Bytes of each kind of section, in the order of the file; custom ones by their names.
    pub sections: Vec<(String, u64)>,
    /// Pages of 64 KiB that its memory starts with, begun ones included.
    pub pages: u64,
    /// Bytes that its memory starts with.
    pub memory: u64,
    /// `module.name` of every import, sorted.
    pub imports: Vec<String>,
    /// Every export, sorted.
    pub exports: Vec<String>,
    /// WebAssembly features outside the profile that it cannot do without.
    pub features: Vec<String>,
    /// Text that only a panic or formatting needs, shortened.
    pub texts: Vec<String>,
    /// Bytes of each function by name.
    pub functions: BTreeMap<String, u64>,
}

impl Size {
    /// Measures a core module.
    ///
    /// # Errors
    ///
    /// Where and why the module is invalid.
    pub fn of(bytes: &[u8]) -> Result<Self, BinaryReaderError> {
        validate(bytes)?;
        let (outline, error) = Outline::read(bytes);
        if let Some(error) = error {
            return Err(error);
        }
        let mut sections: Vec<(String, u64)> = Vec::new();
        for section in &outline.sections {
            match sections.iter_mut().find(|(name, _)| *name == section.name) {
                Some((_, sum)) => *sum += section.bytes,
                None => sections.push((section.name.clone(), section.bytes)),
            }
        }
        let sum = |of: &dyn Fn(&str) -> bool| {
            sections.iter().filter(|(name, _)| of(name)).map(|(_, bytes)| bytes).sum::<u64>()
        };
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let memory = match outline.memory {
            Some(Extern::Memory { initial, page_bytes, .. }) => initial.saturating_mul(page_bytes),
            _ => 0,
        };
        Ok(Self {
            bytes: bytes.len() as u64,
            code: sum(&|name| name == "code"),
            data: sum(&|name| name == "data"),
            custom: sum(&|name| name.starts_with("custom ")),
            pages: memory.div_ceil(crate::tree::PAGE),
            memory,
            imports: sorted(outline.imports.iter().map(|i| format!("{}.{}", i.module, i.name)).collect()),
            exports: sorted(outline.exports.into_iter().map(|export| export.name).collect()),
            features: outside_profile(bytes),
            texts: texts::find(bytes)?,
            functions: functions::by_name(bytes)?,
            sections,
        })
    }
}
