//! A typed plug-in function: it calls a host function, logs a line, and gives a record.

use extism_pdk::*;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Request {
    name: String,
}

#[derive(Serialize)]
struct Reply {
    greeting: String,
}

#[host_fn]
extern "ExtismHost" {
    fn utils_greet(name: String) -> String;
}

#[plugin_fn]
pub fn greet(Json(request): Json<Request>) -> FnResult<Json<Reply>> {
    let greeting = unsafe { utils_greet(request.name)? };
    info!("greet");
    Ok(Json(Reply { greeting }))
}
