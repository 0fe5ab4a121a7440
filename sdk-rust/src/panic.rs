//! The panic handler: message and place at level 0, then a trap.

use core::panic::PanicInfo;

use crate::{abi, log::Level};

/// The longest line; a longer message is cut.
const LINE: usize = 256;

struct Line {
    bytes: [u8; LINE],
    len: usize,
}

impl Line {
    #[inline(never)]
    fn push(&mut self, text: &[u8]) {
        for byte in text {
            let Some(to) = self.bytes.get_mut(self.len) else { return };
            *to = *byte;
            self.len += 1;
        }
    }

    fn push_number(&mut self, number: u32) {
        if number > 9 {
            self.push_number(number / 10);
        }
        self.push(&[b'0' + (number % 10).to_le_bytes()[0]]);
    }
}

#[cfg(feature = "panic-format")]
impl core::fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.push(text.as_bytes());
        Ok(())
    }
}

#[cfg(feature = "panic-format")]
fn push_message(line: &mut Line, info: &PanicInfo<'_>) {
    // `Line` never fails, and a message that fails to format is cut where it failed.
    let _ = core::fmt::write(line, format_args!("{}", info.message()));
}

/// Only the text of `panic!("literal")` is there without formatting code; the place always is.
#[cfg(not(feature = "panic-format"))]
fn push_message(line: &mut Line, info: &PanicInfo<'_>) {
    line.push(info.message().as_str().unwrap_or("panic").as_bytes());
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let mut line = Line { bytes: [0; LINE], len: 0 };
    push_message(&mut line, info);
    if let Some(place) = info.location() {
        line.push(b" at ");
        line.push(place.file().as_bytes());
        line.push(b":");
        line.push_number(place.line());
    }
    abi::log(Level::Panic.to_wire(), line.bytes.get(..line.len).unwrap_or_default());
    core::arch::wasm32::unreachable()
}
