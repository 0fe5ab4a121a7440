//! UTF-8 validation in a third of the bytes that `core::str::from_utf8` takes.

/// Whether the bytes are UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
///
/// `core`'s validator costs 776 bytes in a guest. Sixteen ASCII bytes are checked at a time.
#[inline(never)]
pub(crate) fn is_utf8(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    loop {
        while let Some(sixteen) = rest.as_slice().first_chunk::<16>() {
            if u128::from_le_bytes(*sixteen) & 0x8080_8080_8080_8080_8080_8080_8080_8080 != 0 {
                break;
            }
            rest.nth(15);
        }
        let Some(&first) = rest.next() else { return true };
        let mut character = u32::from(first);
        if character < 0x80 {
            continue;
        }
        // A tail byte or an overlong two-byte form cannot start a character, and nothing starts with f5 to ff.
        if !(0xc2..=0xf4).contains(&character) {
            return false;
        }
        let tail = first.leading_ones() - 1;
        character &= 0x3f >> tail;
        for _ in 0..tail {
            // Past the end it is no tail byte either.
            let bits = rest.next().map_or(0xff, |byte| u32::from(byte ^ 0x80));
            if bits > 0x3f {
                return false;
            }
            character = character << 6 | bits;
        }
        if character < 1 << (5 * tail + 1) || character >> 11 == 0x1b || character > 0x10_ffff {
            return false;
        }
    }
}
