//! A fault as serde's error: every message that serde would format is replaced by one of a few texts.

use core::fmt;

use serde_core::{
    de::{Expected, Unexpected},
    ser,
};

use crate::codec::Fault;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl core::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::INVALID
    }
}

impl serde_core::de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::INVALID
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::TYPE
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::RANGE
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::TYPE
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::VARIANT
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::INVALID
    }

    fn missing_field(_: &'static str) -> Self {
        Self::MISSING
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::DUPLICATE
    }
}
