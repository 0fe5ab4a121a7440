//! An engine that is wrong on purpose, in one respect, to show that the comparison sees it.

use wasmtime::Trap;
use yao_host::Packed;

/// In what respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The last byte of each reply has another lowest bit.
    Reply,
    /// A result that is not empty is one byte shorter.
    Result,
    /// Lines are logged one level further down.
    Log,
    /// No memory grows.
    Growth,
    /// `unreachable` counts as an access out of bounds.
    Trap,
    /// A handle is higher by one.
    Handle,
}

impl Wrong {
    /// Every one.
    pub(crate) const ALL: [Self; 6] =
        [Self::Reply, Self::Result, Self::Log, Self::Growth, Self::Trap, Self::Handle];

    /// The level that a line is logged at.
    pub(crate) fn level(self, level: u32) -> u32 {
        if self == Self::Log { level.wrapping_add(1) } else { level }
    }

    /// The kind of a trap.
    pub(crate) fn trap(self, trap: Trap) -> Trap {
        match (self, trap) {
            (Self::Trap, Trap::UnreachableCodeReached) => Trap::MemoryOutOfBounds,
            _ => trap,
        }
    }

    /// What an export gave.
    pub(crate) fn result(self, export: &str, number: u64) -> u64 {
        let result = Packed::unpack(number);
        match self {
            Self::Handle if export.ends_with("_create") && !result.error => number + 1,
            Self::Result if result.ptr != 0 && result.len > 1 => number - 1,
            _ => number,
        }
    }
}
