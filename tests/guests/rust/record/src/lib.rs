//! A record of six fields, there and back: what a typed record costs.

#![no_std]

extern crate alloc;

use alloc::{string::String, vec::Vec};

#[derive(yao::Decode, yao::Encode)]
struct Record<'a> {
    id: u64,
    name: &'a str,
    score: f64,
    tags: Vec<String>,
    note: Option<&'a str>,
    blob: yao::Bytes<'a>,
}

#[yao::handler]
fn record(record: Record<'_>) -> Record<'_> {
    record
}
