//! The naive model: what a correct guest's memory and handles look like from outside.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Verdict, ensure};

/// Instances that a conformance guest keeps at a time.
const CAPACITY: usize = 8;
/// What the ABI demands of a block's address.
const ALIGNMENT: u32 = 8;

/// A block that the host holds.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) ptr: u32,
    pub(super) len: u32,
    /// What must be in it; bytes that nobody wrote are unknown.
    pub(super) bytes: Vec<Option<u8>>,
}

impl Block {
    fn end(&self) -> u64 {
        u64::from(self.ptr) + u64::from(self.len)
    }

    /// Whether bytes that were read are the ones that were written.
    pub(super) fn check(&self, read: &[u8]) -> Verdict {
        ensure!(
            read.len() == self.bytes.len(),
            "{} bytes were read of the block of {}",
            read.len(),
            self.len
        );
        let changed = self.bytes.iter().zip(read).position(|(known, byte)| known.is_some_and(|k| k != *byte));
        match changed {
            Some(at) => Err(format!(
                "byte {at} of the block of {} at {:#x} is {:#04x}, {:?} was written",
                self.len, self.ptr, read[at], self.bytes[at]
            )),
            None => Ok(()),
        }
    }
}

/// Everything that the model knows.
#[derive(Default)]
pub(super) struct Model {
    pub(super) blocks: Vec<Block>,
    counters: BTreeMap<u32, i64>,
    /// Every handle that was ever made.
    made: BTreeSet<u32>,
    gone: Vec<u32>,
    pub(super) dead: bool,
}

impl Model {
    /// Takes note of an allocation in a memory of so many bytes.
    pub(super) fn allocated(
        &mut self,
        ptr: u32,
        len: u32,
        size: u64,
        content: Option<&[u8]>,
    ) -> Result<usize, String> {
        let known = content
            .map_or_else(|| vec![None; len as usize], |content| content.iter().copied().map(Some).collect());
        let block = Block { ptr, len, bytes: known };
        ensure!(ptr != 0 && ptr.is_multiple_of(ALIGNMENT), "a block of {len} at {ptr:#x} is not aligned");
        ensure!(
            block.end() <= size,
            "a block of {len} at {ptr:#x} ends outside the memory of {size:#x} bytes"
        );
        if let Some(other) =
            self.blocks.iter().find(|other| other.end() > ptr.into() && block.end() > other.ptr.into())
        {
            return Err(format!(
                "a block of {len} at {ptr:#x} overlaps the live one of {} at {:#x}",
                other.len, other.ptr
            ));
        }
        self.blocks.push(block);
        Ok(self.blocks.len() - 1)
    }

    /// A live block, if there is any.
    pub(super) fn block(&mut self, choice: u8) -> Option<&mut Block> {
        let count = self.blocks.len().max(1);
        self.blocks.get_mut(usize::from(choice) % count)
    }

    /// Forgets a live block, if there is any.
    pub(super) fn freed(&mut self, choice: u8) -> Option<Block> {
        let at = usize::from(choice) % self.blocks.len().max(1);
        (at < self.blocks.len()).then(|| self.blocks.swap_remove(at))
    }

    /// Bytes in live blocks.
    pub(super) fn held(&self) -> u64 {
        self.blocks.iter().map(|block| u64::from(block.len)).sum()
    }

    /// Whether there is room for another counter.
    pub(super) fn has_room(&self) -> bool {
        self.counters.len() < CAPACITY
    }

    /// Takes note of a new counter.
    pub(super) fn created(&mut self, handle: u32, start: i64) -> Verdict {
        ensure!(handle > 0 && handle < 1 << 31, "handle {handle:#x} is not of 31 bits");
        ensure!(self.made.insert(handle), "handle {handle:#x} was made before");
        self.counters.insert(handle, start);
        Ok(())
    }

    /// A live counter: its handle and its number.
    pub(super) fn counter(&mut self, choice: u8) -> Option<(u32, &mut i64)> {
        let at = usize::from(choice) % self.counters.len().max(1);
        self.counters.iter_mut().nth(at).map(|(handle, number)| (*handle, number))
    }

    /// Takes note of the end of a counter.
    pub(super) fn destroyed(&mut self, handle: u32) {
        self.counters.remove(&handle);
        self.gone.push(handle);
    }

    /// Whether a handle is alive.
    pub(super) fn is_live(&self, handle: u32) -> bool {
        self.counters.contains_key(&handle)
    }

    /// A handle that was destroyed, if there is any.
    pub(super) fn stale(&self, choice: u8) -> Option<u32> {
        self.gone.get(usize::from(choice) % self.gone.len().max(1)).copied()
    }
}
