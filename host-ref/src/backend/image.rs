//! What an instance was like at one moment: its memory and its globals, to be put back between two requests.

use alloc::{boxed::Box, vec::Vec};

use multiversion::multiversion;

use crate::ValueType;

/// Bytes that are looked at, and put back, as one.
const CHUNK: usize = 1024;

/// The memory of an instance, and the globals that it can change.
///
/// No engine tells which bytes a guest wrote, so the whole memory is looked at. To look costs no more than to write, and
/// leaves in the caches what was not touched. A guest with a smaller memory, of pages of one byte, is put back sooner.
pub struct Image {
    size: usize,
    /// Every [`CHUNK`] bytes; `None` is all zero.
    chunks: Vec<Option<Box<[u8]>>>,
    globals: Vec<Number>,
}

/// A global: its type and its bits, so that no float is changed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// A number.
    pub ty: ValueType,
    /// Its bits, in the low half where it has 32.
    pub bits: u64,
}

impl Image {
    /// Takes memory and globals as they are.
    #[must_use]
    pub fn new(memory: &[u8], globals: Vec<Number>) -> Self {
        let chunks = memory.chunks(CHUNK).map(|chunk| (!is_zero(chunk)).then(|| chunk.into())).collect();
        Self { size: memory.len(), chunks, globals }
    }

    /// Bytes of the memory.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The globals, in the order in which they were given.
    #[must_use]
    pub fn globals(&self) -> &[Number] {
        &self.globals
    }

    /// Puts the memory back. A memory that has grown since stays as it is, and the answer is false: no memory shrinks.
    #[must_use]
    pub fn restore(&self, memory: &mut [u8]) -> bool {
        if memory.len() != self.size {
            return false;
        }
        put_back(memory, &self.chunks);
        true
    }
}

/// Chunk for chunk. Nearly all of them are zero, and were: that is what the wide registers are for, which double the speed.
#[multiversion(targets("x86_64+avx2"))]
fn put_back(memory: &mut [u8], chunks: &[Option<Box<[u8]>>]) {
    for (now, then) in memory.chunks_mut(CHUNK).zip(chunks) {
        match then {
            Some(then) if *now != **then => now.copy_from_slice(then),
            None if !is_zero(now) => now.fill(0),
            _ => {}
        }
    }
}

/// Looks at every byte, without a branch for each: so the compiler takes whole registers. Always inlined, so that they
/// are those of the caller.
#[inline(always)]
fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |seen, byte| seen | byte) == 0
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Image};

    #[test]
    fn every_byte_that_was_written_is_put_back() {
        // A last chunk that is no whole one, nor a whole number of words.
        let mut memory = vec![0; 3 * CHUNK + 13];
        memory[CHUNK + 5] = 7;
        let then = memory.clone();
        let image = Image::new(&memory, vec![]);
        for at in 0..memory.len() {
            memory[at] ^= 0x80;
            assert!(image.restore(&mut memory));
            assert_eq!(memory, then, "byte {at}");
        }
        memory.fill(0xff);
        assert!(image.restore(&mut memory));
        assert_eq!(memory, then);
    }

    #[test]
    fn a_memory_of_another_size_stays_as_it_is() {
        let image = Image::new(&[1, 2], vec![]);
        let mut grown = [9, 9, 9];
        assert!(!image.restore(&mut grown));
        assert_eq!(grown, [9, 9, 9]);
    }
}
