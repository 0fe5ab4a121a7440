//! How bytes get into a guest and out of it: the calls that every request is made of.
//!
//! Nothing a guest says is used before it was checked against its memory as it is at that moment.

use alloc::{format, vec::Vec};

use crate::{
    Fault, Packed,
    abi::{self, INITIALIZE_EXPORT},
    backend::{Entry, Returns, Vm},
    state::Phase,
    tree::Tree,
};

/// Checks that a range lies inside a memory of `size` bytes, and gives it as indices.
pub(crate) fn range(what: &str, ptr: u32, len: u32, size: usize) -> Result<core::ops::Range<usize>, Fault> {
    if len == 0 {
        // The pointer of nothing is ignored, whatever it is.
        return Ok(0..0);
    }
    let (start, count) = (ptr as usize, len as usize);
    if count <= size && start <= size - count {
        return Ok(start..start + count);
    }
    Err(Fault::Trap(format!("{what} of {len} bytes at {ptr:#x} exceeds memory of {size:#x} bytes")))
}

/// Takes fuel from the guest for what the host does for it.
pub(crate) fn charge(vm: &mut (impl Vm + ?Sized), cost: u64) -> Result<(), Fault> {
    if cost == 0 {
        return Ok(());
    }
    let held = vm.fuel();
    let held = if held < cost {
        vm.set_fuel(0);
        vm.state_mut().refuel(held, cost)?
    } else {
        held
    };
    vm.set_fuel(held - cost);
    Ok(())
}

/// Runs one export in a phase, and puts the phase back.
fn invoke(
    vm: &mut (impl Vm + ?Sized),
    phase: Phase,
    entry: Entry<'_>,
    args: &[u32],
    returns: Returns,
) -> Result<u64, Fault> {
    let before = core::mem::replace(&mut vm.state_mut().phase, phase);
    let result = vm.invoke(entry, args, returns);
    vm.state_mut().phase = before;
    result
}

/// `_initialize`.
pub(crate) fn initialize(vm: &mut (impl Vm + ?Sized)) -> Result<(), Fault> {
    invoke(vm, Phase::Starting, Entry::Named(INITIALIZE_EXPORT), &[], Returns::Nothing).map(drop)
}

/// An export of the ABI itself that gives one number.
pub(crate) fn query(vm: &mut (impl Vm + ?Sized), export: &str, args: &[u32]) -> Result<u32, Fault> {
    let number = invoke(vm, Phase::Serving, Entry::Named(export), args, Returns::I32)?;
    Ok(low(number))
}

/// `yao_alloc` for a length over 0: the pointer, checked; `None` when the guest has no memory left.
pub(crate) fn alloc(vm: &mut (impl Vm + ?Sized), len: u32) -> Result<Option<u32>, Fault> {
    let ptr = low(invoke(vm, Phase::Serving, Entry::Alloc, &[len], Returns::I32)?);
    if ptr == 0 {
        return Ok(None);
    }
    range("block from yao_alloc", ptr, len, vm.memory().len())?;
    Ok(Some(ptr))
}

/// `yao_free`.
pub(crate) fn free(vm: &mut (impl Vm + ?Sized), ptr: u32, len: u32) -> Result<(), Fault> {
    invoke(vm, Phase::Serving, Entry::Free, &[ptr, len], Returns::Nothing).map(drop)
}

/// Allocates a block in the guest and fills it; no bytes are pointer 0 and no block.
pub(crate) fn place(vm: &mut (impl Vm + ?Sized), bytes: &[u8]) -> Result<Option<u32>, Fault> {
    let len = length(bytes)?;
    if len == 0 {
        return Ok(Some(0));
    }
    let Some(ptr) = alloc(vm, len)? else { return Ok(None) };
    let (memory, _) = vm.split();
    let block = range("block from yao_alloc", ptr, len, memory.len())?;
    memory[block].copy_from_slice(bytes);
    Ok(Some(ptr))
}

/// The length of bytes that are to cross, which has to fit a packed result.
fn length(bytes: &[u8]) -> Result<u32, Fault> {
    u32::try_from(bytes.len()).ok().filter(|len| *len <= abi::PACKED_MAX_LEN).ok_or_else(|| {
        Fault::Trap(format!("{} bytes to pass, a packed result holds {}", bytes.len(), abi::PACKED_MAX_LEN))
    })
}

/// An export of a class that takes and gives numbers: a number, or minus an error code.
pub(crate) fn ask(vm: &mut (impl Vm + ?Sized), export: &str, args: &[u32]) -> Result<i32, Fault> {
    let number = invoke(vm, Phase::Running, Entry::Named(export), args, Returns::I32)?;
    Ok(low(number).cast_signed())
}

/// Calls a handler, a `create` or a method with a payload; gives the number that it returned.
pub(crate) fn call(
    vm: &mut (impl Vm + ?Sized),
    export: &str,
    handle: Option<u32>,
    payload: &[u8],
) -> Result<u64, Fault> {
    vm.state_mut().count_bytes(payload.len())?;
    let len = length(payload)?;
    charge(vm, Tree::copy_cost(payload.len()))?;
    let ptr = place(vm, payload)?.ok_or(Fault::OutOfMemory(len))?;
    let entry = Entry::Named(export);
    match handle {
        None => invoke(vm, Phase::Running, entry, &[ptr, len], Returns::I64),
        Some(handle) => invoke(vm, Phase::Running, entry, &[handle, ptr, len], Returns::I64),
    }
}

/// Copies the bytes of a result out of the guest and frees them there.
pub(crate) fn take(vm: &mut (impl Vm + ?Sized), result: Packed) -> Result<Vec<u8>, Fault> {
    let Packed { ptr, len, .. } = result;
    if len == 0 {
        return Ok(Vec::new());
    }
    let block = range("result", ptr, len, vm.memory().len())?;
    let counted = vm.state_mut().count_bytes(block.len());
    // Bytes over a limit are freed like others: a session goes on after that error. They cost nothing, as nothing is
    // copied.
    let bytes = match counted {
        Ok(()) => {
            charge(vm, Tree::copy_cost(block.len()))?;
            Ok(vm.memory()[block].to_vec())
        }
        Err(fault) => Err(fault),
    };
    free(vm, ptr, len)?;
    bytes
}

/// The low half of a number that the engine gave for an `i32`.
#[expect(clippy::cast_possible_truncation, reason = "the engine widened an i32")]
pub(crate) fn low(number: u64) -> u32 {
    number as u32
}
