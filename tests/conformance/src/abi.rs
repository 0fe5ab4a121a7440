//! Facts of the ABI, from its machine-readable source.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Abi {
    handles: Handles,
}

#[derive(Deserialize)]
struct Handles {
    default_capacity: u64,
}

static ABI: LazyLock<Option<Abi>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../abi-spec/abi.toml")).ok());

/// Instances that fit into the registry of one guest instance.
#[must_use]
pub fn default_capacity() -> u64 {
    ABI.as_ref().map_or(0, |abi| abi.handles.default_capacity)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_source_of_the_abi_is_understood() {
        assert!(super::default_capacity() > 0);
    }
}
