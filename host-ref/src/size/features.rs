//! The WebAssembly features that a module cannot do without, and the flags that turn each off.

use alloc::{format, string::String, vec::Vec};

use wasmparser::{BinaryReaderError, Validator, WasmFeatures};

/// Validates a module with every feature that is known.
///
/// # Errors
///
/// What is invalid, and at which byte.
pub fn validate(bytes: &[u8]) -> Result<(), BinaryReaderError> {
    validate_with(bytes, WasmFeatures::all())
}

fn validate_with(bytes: &[u8], features: WasmFeatures) -> Result<(), BinaryReaderError> {
    Validator::new_with_features(features).validate_all(bytes).map(drop)
}

/// The names of the features that a valid module cannot do without: each whose absence makes it invalid.
#[must_use]
pub fn needed(bytes: &[u8]) -> Vec<String> {
    let all = WasmFeatures::all();
    // Floats and reference types inside the engine are no proposals that a host could lack.
    all.difference(WasmFeatures::FLOATS | WasmFeatures::GC_TYPES)
        .iter_names()
        .filter(|(_, feature)| validate_with(bytes, all.difference(*feature)).is_err())
        .map(|(name, _)| name.to_lowercase().replace('_', "-"))
        .collect()
}

/// The features outside [`PROFILE`] that a valid module cannot do without. Quick for a module that needs none: it is
/// validated once.
#[must_use]
pub fn outside_profile(bytes: &[u8]) -> Vec<String> {
    let flag = |name: &str| WasmFeatures::from_name(&name.to_uppercase().replace('-', "_"));
    let profile: WasmFeatures = PROFILE.iter().filter_map(|name| flag(name)).collect();
    if validate_with(bytes, profile | WasmFeatures::FLOATS | WasmFeatures::GC_TYPES).is_ok() {
        return Vec::new();
    }
    needed(bytes).into_iter().filter(|name| !PROFILE.contains(&name.as_str())).collect()
}

/// What every engine that runs guests has: wasmi, wasmtime, wazero and V8 do, without a switch.
pub const PROFILE: [&str; 9] = [
    "mutable-global",
    "saturating-float-to-int",
    "sign-extension",
    "reference-types",
    "multi-value",
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "extended-const",
];

/// Flags of `wasm-opt` for the profile. Never `--all-features`: it then writes sections that engines refuse.
pub const WASM_OPT_FLAGS: &str = "-Oz --mvp-features --enable-bulk-memory --enable-bulk-memory-opt \
--enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals --enable-multivalue \
--enable-reference-types --enable-call-indirect-overlong --enable-extended-const \
--strip-debug --strip-producers --strip-target-features";

/// How a feature outside the profile is turned off, in the words of the tools that turn it on.
#[must_use]
pub fn turn_off(feature: &str) -> String {
    let by_target = |name: &str| {
        format!("Rust: RUSTFLAGS='-C target-feature=-{name}'; C: -mno-{name}; AssemblyScript: no --enable")
    };
    match feature {
        "simd" => {
            "Rust: RUSTFLAGS='-C target-feature=-simd128'; C: -mno-simd128; AssemblyScript: --disable simd".into()
        }
        "relaxed-simd" | "tail-call" | "wide-arithmetic" => by_target(feature),
        "threads" | "shared-everything-threads" => {
            "Rust: RUSTFLAGS='-C target-feature=-atomics'; C: -mno-atomics, no -pthread; AssemblyScript: no --enable threads".into()
        }
        "exceptions" | "legacy-exceptions" => {
            "Rust: panic = \"abort\" in the profile; C++: -fno-exceptions; AssemblyScript: no --enable exception-handling".into()
        }
        "multi-memory" => "keep one memory, or lower it with wasm-opt --multi-memory-lowering".into(),
        "memory64" => "build for wasm32, not wasm64".into(),
        "custom-page-sizes" => {
            "link without --page-size; or keep it for hosts that accept it (yao-host --custom-page-sizes), and give \
             wasm-opt --enable-custom-page-sizes"
                .into()
        }
        _ => format!(
            "build for WebAssembly 2.0 without {feature}, and give wasm-opt the features by name, never --all-features"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(wat: &str) -> Vec<String> {
        needed(&wat::parse_str(wat).expect("the test's module is valid text"))
    }

    #[test]
    fn a_feature_is_needed_where_the_module_is_invalid_without_it() {
        assert_eq!(of("(module)"), [""; 0]);
        assert_eq!(of("(module (func (result i32) (i32.extend8_s (i32.const 1))))"), ["sign-extension"]);
        assert_eq!(of("(module (func (drop (v128.const i64x2 0 0))))"), ["simd"]);
        assert_eq!(of("(module (func $f (return_call $f)))"), ["tail-call"]);
    }

    #[test]
    fn only_what_is_outside_the_profile_is_told() {
        let of = |wat: &str| outside_profile(&wat::parse_str(wat).expect("the test's module is valid text"));
        let inside = "(func (result i32) (i32.extend8_s (i32.const 1)))";
        assert_eq!(of(&alloc::format!("(module {inside})")), [""; 0]);
        assert_eq!(of(&alloc::format!("(module {inside} (func (drop (v128.const i64x2 0 0))))")), ["simd"]);
    }

    #[test]
    fn the_profile_names_features_that_exist() {
        for name in PROFILE {
            let flag = name.to_uppercase().replace('-', "_");
            assert!(WasmFeatures::from_name(&flag).is_some(), "{name}");
        }
    }

    #[test]
    fn every_feature_outside_the_profile_has_a_way_out() {
        for (name, _) in WasmFeatures::all().iter_names() {
            let name = name.to_lowercase().replace('_', "-");
            assert!(!turn_off(&name).is_empty());
        }
        assert!(turn_off("simd").contains("-simd128"));
        assert!(!WASM_OPT_FLAGS.contains("all-features"));
    }
}
