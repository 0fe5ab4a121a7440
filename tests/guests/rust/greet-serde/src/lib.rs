//! The `greet` example with serde's derives: what serde costs beside the SDK's own traits.

#![no_std]

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Request<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Reply {
    greeting: yao::Text,
}

#[yao::handler(serde)]
fn greet(request: Request<'_>) -> yao::Result<Reply> {
    let greeting = yao::codec::serde::process("utils.greet", (request.name,))?;
    yao::info!("greet");
    Ok(Reply { greeting })
}
