//! What every guest has: takes a payload, gives nothing. The guest that others are measured against.

#![no_std]

#[yao::handler(raw)]
fn empty(payload: yao::Buf) {
    drop(payload);
}
