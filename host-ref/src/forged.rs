//! Replies that no honest host gives: for tests of guests against a host that lies.

use alloc::vec::Vec;

use crate::{Fault, Packed, backend::Vm, protocol};

/// A reply whose packed number is made up. Nothing in it is checked: it is the guest that has to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forged {
    /// Bytes that are placed with `yao_alloc` as those of an honest reply; none for no block.
    pub bytes: Vec<u8>,
    /// Where the reply claims to be.
    pub at: Place,
    /// How long it claims to be; a packed result has 31 bits for it.
    pub len: u32,
    /// The error bit.
    pub error: bool,
}

/// Where a forged reply claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At this address.
    Address(u32),
    /// So far from the end of the guest's memory; negative is before it.
    End(i32),
    /// So far from the start of the arguments that the guest passed.
    Args(i32),
    /// So far from the start of the block with [`Forged::bytes`].
    Block(i32),
}

impl Forged {
    /// The packed number for a guest whose arguments are at `args`.
    pub(crate) fn pack(&self, vm: &mut (impl Vm + ?Sized), args: u32) -> Result<u64, Fault> {
        let block = protocol::place(vm, &self.bytes)?.unwrap_or(0);
        // A memory of 4 GiB ends at 2^32, which is 0 here as it is for a guest that wraps around.
        let end = u32::try_from(vm.memory().len()).unwrap_or(0);
        let ptr = match self.at {
            Place::Address(address) => address,
            Place::End(offset) => end.wrapping_add_signed(offset),
            Place::Args(offset) => args.wrapping_add_signed(offset),
            Place::Block(offset) => block.wrapping_add_signed(offset),
        };
        Ok(Packed { ptr, len: self.len, error: self.error }.pack())
    }
}
