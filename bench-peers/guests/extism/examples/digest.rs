//! Computes: a sort and a hash of its input.

use extism_pdk::*;

#[plugin_fn]
pub fn digest(input: Vec<u8>) -> FnResult<Json<u64>> {
    Ok(Json(kernel::digest(&input)))
}
