//! Gives back its payload.

use wapc_guest as wapc;

#[unsafe(no_mangle)]
pub fn wapc_init() {
    wapc::register_function("echo", echo);
}

fn echo(payload: &[u8]) -> wapc::CallResult {
    Ok(payload.to_vec())
}
