//! The two imports, safe to call: of the host in a guest, of the mock host natively.

use crate::mem::Packed;

/// Calls a process with encoded arguments. The caller owns what the packed result points to.
#[cfg(target_family = "wasm")]
#[allow(unsafe_code, reason = "one of the two imports")]
#[inline(never)]
pub(crate) fn process(name: &str, args: &[u8]) -> Packed {
    // SAFETY: both pointers come from slices, which are valid for their length during the call.
    let packed = unsafe { super::imports::process(name.as_ptr(), name.len(), args.as_ptr(), args.len()) };
    Packed::from_host(packed)
}

/// Writes a log line.
#[cfg(target_family = "wasm")]
#[allow(unsafe_code, reason = "one of the two imports")]
#[inline]
pub(crate) fn log(level: u32, message: &[u8]) {
    // SAFETY: the pointer comes from a slice, which is valid for its length during the call.
    unsafe { super::imports::log(level, message.as_ptr(), message.len()) };
}

#[cfg(not(target_family = "wasm"))]
pub(crate) fn process(name: &str, args: &[u8]) -> Packed {
    crate::testing::mock::process(name, args)
}

#[cfg(not(target_family = "wasm"))]
pub(crate) fn log(level: u32, message: &[u8]) {
    crate::testing::mock::log(level, message);
}
