//! `empty` and a panic with a literal message.

#![no_std]

#[yao::handler(raw)]
fn panic(payload: yao::Buf) {
    if payload.is_empty() {
        panic!("no payload");
    }
}
