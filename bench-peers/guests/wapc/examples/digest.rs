//! Computes: a sort and a hash of its payload.

use wapc_codec::messagepack::serialize;
use wapc_guest as wapc;

#[unsafe(no_mangle)]
pub fn wapc_init() {
    wapc::register_function("digest", digest);
}

fn digest(payload: &[u8]) -> wapc::CallResult {
    Ok(serialize(kernel::digest(payload))?)
}
