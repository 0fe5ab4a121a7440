//! An output of a guest, kept until the host makes log lines of it.

use std::{
    io::{self, Write},
    mem,
    sync::Arc,
};

use spin::Mutex;

/// Bytes that one write takes; the guest writes the rest again, and pays for it.
const MOST: usize = 1 << 16;

/// What was written and not taken yet. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    pub(crate) fn len(&self) -> usize {
        self.0.lock().len()
    }

    /// Takes all of it.
    pub(crate) fn take(&self) -> Vec<u8> {
        mem::take(&mut self.0.lock())
    }

    /// Takes its complete lines, and all of it when the last line is longer than `longest` already.
    pub(crate) fn take_lines(&self, longest: usize) -> Vec<u8> {
        let mut kept = self.0.lock();
        let end = kept.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        if kept.len() - end > longest {
            return mem::take(&mut kept);
        }
        let rest = kept.split_off(end);
        mem::replace(&mut kept, rest)
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(MOST);
        self.0.lock().extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_when_they_are_complete() {
        let mut output = Captured::default();
        output.write_all(b"one\ntwo\nthr").unwrap();
        assert_eq!(output.take_lines(100), b"one\ntwo\n");
        assert_eq!(output.take_lines(100), b"");
        output.write_all(b"ee").unwrap();
        assert_eq!(output.take_lines(4), b"three");
        assert_eq!(output.len(), 0);
    }

    #[test]
    fn one_write_takes_so_much_and_no_more() {
        assert_eq!(Captured::default().write(&vec![b'x'; MOST + 1]).unwrap(), MOST);
    }
}
