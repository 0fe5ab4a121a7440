//! Hostile values through the decoders of the SDK: refused with the code that the vectors say, or read, and never with
//! more memory than a fixed multiple of the input. Under Miri only the short lies of `replies`: a read past a buffer
//! needs no size.

// One folder of helpers for the vectors, with more than these tests need.
#[allow(dead_code, unused_macros, unused_imports, reason = "other tests use the rest")]
#[path = "../vectors/data.rs"]
mod data;
#[cfg(all(feature = "json", not(feature = "postcard")))]
mod json;
mod messagepack;
#[cfg(any(not(feature = "json"), feature = "postcard"))]
mod replies;

use yao_sdk::Value;

/// Bytes of memory for a byte of input at any moment: the shortest list of one takes one byte more than its item, and a
/// list has room for four from the start; a longer one is copied to one of twice the length when it is full.
const BYTES_PER_BYTE: usize = 4 * size_of::<Value>();
/// Bytes that are allocated whatever the input: messages, first blocks.
const SLACK: usize = 2_048;

/// Runs something on an input, and looks at how much memory was taken at a time.
fn measured<T>(name: &str, input: &[u8], run: impl FnOnce() -> T) -> T {
    let mut result = None;
    let used = allocation_counter::measure(|| result = Some(run()));
    let most = BYTES_PER_BYTE * input.len() + SLACK;
    let peak = usize::try_from(used.bytes_max).unwrap();
    assert!(peak <= most, "{name}: {peak} bytes for an input of {}, at most {most} allowed", input.len());
    result.unwrap()
}
