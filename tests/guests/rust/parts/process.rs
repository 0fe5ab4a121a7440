//! `empty` and a call of a process, arguments and reply undecoded.

#![no_std]

#[yao::handler(raw)]
fn process(payload: yao::Buf) -> yao::Result<yao::Buf> {
    let reply = yao::process::call_raw("utils.greet", &payload)?;
    Ok(reply.into_buf())
}
