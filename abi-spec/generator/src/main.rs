//! Makes every generated file from `abi.toml`.
fn main() {}
