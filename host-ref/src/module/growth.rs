//! How many instructions of a function grow a memory or a table.
//!
//! Each leaves a frame on the native stack until the guest is paused, and a guest can be paused between the blocks of a
//! function only. See `tree::SLICE`.

use alloc::format;

use wasmparser::{FunctionBody, Operator};

use super::check::problem;
use crate::LoadProblem;

/// As many as a function may have.
const MOST: usize = 64;

/// Checks one function body, the `index`th of the module.
pub(super) fn check(
    body: &FunctionBody<'_>,
    index: u64,
) -> Result<Result<(), LoadProblem>, wasmparser::Error> {
    // Nearly all have fewer of the bytes that such an instruction begins with, and need not be read.
    if body.as_bytes().iter().filter(|byte| matches!(byte, 0x40 | 0xfc)).count() <= MOST {
        return Ok(Ok(()));
    }
    let mut count = 0;
    for operator in body.get_operators_reader()? {
        if matches!(operator?, Operator::MemoryGrow { .. } | Operator::TableGrow { .. }) {
            count += 1;
        }
    }
    if count <= MOST {
        return Ok(Ok(()));
    }
    Ok(Err(problem(
        "growth_instructions",
        format!(
            "function body {index} has {count} instructions that grow memory or a table, {MOST} are the most"
        ),
        "grow in one function that the others call",
    )))
}
