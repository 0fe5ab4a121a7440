//! `empty` and a log line.

#![no_std]

#[yao::handler(raw)]
fn log(payload: yao::Buf) {
    drop(payload);
    yao::info!("here");
}
