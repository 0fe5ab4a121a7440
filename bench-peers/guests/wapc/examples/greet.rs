//! A typed function: it calls the host, logs a line, and gives a record.

use serde::{Deserialize, Serialize};
use wapc_codec::messagepack::{deserialize, serialize};
use wapc_guest as wapc;

#[derive(Deserialize)]
struct Request {
    name: String,
}

#[derive(Serialize)]
struct Reply {
    greeting: String,
}

#[unsafe(no_mangle)]
pub fn wapc_init() {
    wapc::register_function("greet", greet);
}

fn greet(payload: &[u8]) -> wapc::CallResult {
    let request: Request = deserialize(payload)?;
    let reply = wapc::host_call("default", "utils", "greet", &serialize(request.name)?)?;
    wapc::console_log("greet");
    Ok(serialize(Reply { greeting: deserialize(&reply)? })?)
}
