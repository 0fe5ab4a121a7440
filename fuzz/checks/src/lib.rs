//! What each fuzz target checks: bytes in, nothing or what went wrong out.
//!
//! The bodies live apart from libFuzzer, so that a plain `cargo test` replays the committed corpora and findings on the
//! stable toolchain. A target says in words what it found; panics, traps of the process and memory beyond the limits are
//! findings by themselves.

pub mod bytes;
pub mod codec;
pub mod guests;
pub mod host_calls;
pub mod modules;
pub mod mutate;
mod sdk;
pub mod transcode;

/// One fuzz target.
pub struct Target {
    /// Its name: of the binary, and of its folders of inputs.
    pub name: &'static str,
    /// Checks one input.
    pub run: fn(&[u8]) -> Verdict,
}

/// Nothing, or what is wrong.
pub type Verdict = Result<(), String>;

/// Every target.
pub const TARGETS: [Target; 5] = [
    Target { name: "host_calls", run: host_calls::run },
    Target { name: "modules", run: modules::run },
    Target { name: "codec", run: codec::run },
    Target { name: "transcode", run: transcode::run },
    Target { name: "mutate", run: mutate::run },
];

/// Runs a target as libFuzzer does.
///
/// # Panics
///
/// On a finding, with what is wrong.
pub fn fuzz(run: fn(&[u8]) -> Verdict, input: &[u8]) {
    if let Err(why) = run(input) {
        panic!("{why}");
    }
}

/// Says what is wrong unless something holds.
macro_rules! ensure {
    ($holds:expr, $($why:tt)+) => {
        if !$holds {
            return Err(format!($($why)+));
        }
    };
}
pub(crate) use ensure;
