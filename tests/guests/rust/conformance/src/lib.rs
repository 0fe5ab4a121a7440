//! The conformance guest of the Rust SDK, written with its public API only.

#![no_std]

extern crate alloc;

mod instances;

use alloc::{string::String, vec::Vec};

use yao::{ByteBuf, Decode, Encode, Error, Level, Result, Value};

#[yao::handler]
fn conf_echo(value: Value) -> Value {
    value
}

#[yao::handler(rest)]
fn conf_args(arguments: Vec<Value>) -> Vec<Value> {
    arguments
}

#[yao::handler(raw)]
fn conf_raw(payload: yao::Buf) -> yao::Buf {
    payload
}

#[yao::handler]
fn conf_empty() {}

#[derive(Decode, Encode)]
struct Record {
    id: u64,
    name: String,
    score: f64,
    tags: Vec<String>,
    note: Option<String>,
    blob: ByteBuf,
}

#[yao::handler]
fn conf_typed(record: Record) -> Record {
    record
}

#[yao::handler]
fn conf_concat(first: &str, second: &str) -> String {
    [first, second].concat()
}

#[yao::handler]
fn conf_sum(numbers: Vec<i64>) -> Result<i64> {
    let sum = numbers.iter().try_fold(0i64, |sum, number| sum.checked_add(*number));
    sum.ok_or_else(|| Error::bad_request("the sum does not fit 64 bits"))
}

/// `{"ok": value}` or `{"error": {...}}`.
#[derive(Encode)]
#[yao(rename_all = "lowercase")]
enum Outcome {
    Ok(Value),
    Error { code: u32, message: String, details: Value },
}

#[yao::handler]
fn conf_process(name: &str, arguments: Option<Vec<Value>>) -> Outcome {
    match yao::process(name, arguments.unwrap_or_default()) {
        Ok(value) => Outcome::Ok(value),
        Err(error) => Outcome::Error {
            code: error.code(),
            message: error.message().into(),
            details: error.details().unwrap_or(Value::Nil),
        },
    }
}

#[yao::handler]
fn conf_forward(name: &str, arguments: Option<Vec<Value>>) -> Result<Value> {
    yao::process(name, arguments.unwrap_or_default())
}

#[yao::handler]
fn conf_log(level: u32, message: &str) {
    yao::log::write(Level::from_wire(level), message);
}

#[yao::handler]
fn conf_fail(code: i32, message: &str, details: Value) -> Result<()> {
    let error = Error::new(code, message);
    Err(if details.is_nil() { error } else { error.with_details(&details) })
}

#[yao::handler]
fn conf_panic(message: &str) {
    panic!("{message}");
}

#[yao::handler]
fn conf_alloc(bytes: u32) -> Result<u32> {
    let mut block: Vec<u8> = Vec::new();
    block.try_reserve_exact(bytes as usize).map_err(|_| Error::new(507, "out of memory"))?;
    block.resize(bytes as usize, 0xa5);
    let touched = core::hint::black_box(&block).iter().filter(|byte| **byte == 0xa5).count();
    u32::try_from(touched).map_err(|_| Error::new(500, "more bytes than were asked for"))
}

/// Adds after the call and hides the number, so that the optimiser cannot make a loop of it.
#[inline(never)]
fn depth(n: u32) -> u32 {
    if n == 0 { 0 } else { core::hint::black_box(depth(n - 1)) + 1 }
}

#[yao::handler]
fn conf_recurse(n: u32) -> u32 {
    depth(n)
}
