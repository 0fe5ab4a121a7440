use super::*;
use crate::{codec::Fault, error::Error};

const NAME: Literal = Literal::new(b"\x04name");

#[test]
fn packed_numbers_keep_their_parts() {
    for (address, len) in
        [(0, 0), (1, 1), (0x7fff_ffff, 0x7fff_ffff), (0x8000_0000, 1), (u32::MAX, 0x7fff_ffff)]
    {
        let packed = Packed::new(address, len);
        assert_eq!((packed.address(), packed.len(), packed.is_error()), (address, len, false));
        let error = packed.into_error();
        assert_eq!((error.address(), error.len(), error.is_error()), (address, len, true));
    }
    assert!(Packed::EMPTY.is_empty() && Packed::EMPTY.0 == 0);
}

#[test]
fn blocks_are_aligned_and_freed_with_their_length() {
    for len in [1, 15, 16, 17, 4096] {
        let address = allocate(len);
        assert_ne!(address, 0);
        assert_eq!(address % 16, 0);
        assert_eq!(live(), 1);
        block::release(address, len);
        assert_eq!(live(), 0);
    }
}

#[test]
fn nothing_and_too_much_are_not_allocated() {
    for len in [0, 0x7fff_fff1, 0x8000_0000, u32::MAX] {
        assert_eq!(allocate(len), 0, "{len:#x}");
    }
    // Nothing to free either.
    block::release(0, 0);
    block::release(0, 32);
    block::release(4096, 0);
}

#[test]
#[should_panic(expected = "another length")]
fn a_block_is_not_freed_with_another_length() {
    let buf = Buf::copy_from(b"four").into_packed();
    let _freed = scopeguard(buf);
    block::release(buf.address(), 3);
}

/// Frees the block when the test unwinds, so that Miri sees no leak.
fn scopeguard(packed: Packed) -> impl Drop {
    struct Free(Packed);
    impl Drop for Free {
        fn drop(&mut self) {
            block::release(self.0.address(), self.0.len());
        }
    }
    Free(packed)
}

#[test]
fn a_growing_block_keeps_what_was_written() {
    let mut growing = Growing::new();
    let mut all = alloc::vec::Vec::new();
    for n in 0..40u8 {
        growing.put(u32::from(n), 0x0102_0304_0506_0708, u32::from(n % 9));
        all.push(n);
        all.extend_from_slice(&0x0102_0304_0506_0708u64.to_be_bytes()[8 - usize::from(n % 9)..]);
        growing.extend(&all.clone());
        all.extend_from_within(..);
        if all.len() > 5000 {
            break;
        }
    }
    assert_eq!(growing.bytes(), all);
    let buf = growing.into_buf();
    assert_eq!(buf.bytes(), all);
}

#[test]
fn nothing_written_is_the_empty_result() {
    assert_eq!(Growing::new().finish(), Packed::EMPTY);
    assert_eq!(Buf::copy_from(b"").into_packed(), Packed::EMPTY);
    assert_eq!(Buf::EMPTY.bytes(), b"");
}

#[test]
fn bytes_change_in_place() {
    let mut buf = Buf::copy_from(&[1, 2, 3]);
    buf.bytes_mut()[1] = 9;
    assert_eq!(buf[..], [1, 9, 3]);
    let mut empty = Buf::EMPTY;
    assert!(empty.bytes_mut().is_empty());
}

#[test]
fn a_cursor_never_passes_the_end_and_stays_failed() {
    let mut cursor = Cursor::new(&[1, 2, 3], NAME);
    assert_eq!(cursor.take(2), [1, 2]);
    assert_eq!(cursor.take(2), []);
    assert_eq!(cursor.fault(), Some(Fault::TRUNCATED));
    assert_eq!((cursor.take(1), cursor.byte(), cursor.left(), cursor.peek()), (&[][..], 0, 0, None));
    cursor.fail(Fault::TYPE);
    assert_eq!(cursor.fault(), Some(Fault::TRUNCATED));
    let mut cursor = Cursor::new(&[1], NAME);
    assert_eq!(cursor.take(usize::MAX), []);
}

#[test]
fn text_that_is_no_utf8_is_no_text() {
    let mut cursor = Cursor::new(b"ab\xffcd", NAME);
    assert_eq!(cursor.text(2), "ab");
    assert_eq!(cursor.text(2), "");
    assert_eq!(cursor.fault(), Some(Fault::UTF8));
}

#[test]
fn utf8_is_what_the_standard_library_takes() {
    let ends: &[&[u8]] = &[b"", b"a", b"\xf0\x9f\x98\x80", b"plain text of more than eight bytes"];
    // Every first byte with tails around every boundary.
    let tails = [0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0x00, 0xff];
    // Miri looks at how memory is read, for which a few of each do.
    let (step, tails, ends) = if cfg!(miri) { (43, &tails[..2], &ends[..2]) } else { (1, &tails[..], ends) };
    for first in (0..=0xff).step_by(step) {
        for &second in tails {
            for &third in tails {
                for fourth in [0x41, 0x80, 0xbf, 0xc0] {
                    for end in ends {
                        let bytes = [&[first, second, third, fourth], *end].concat();
                        for len in [1, 2, 3, 4, bytes.len()] {
                            let part = &bytes[..len];
                            assert_eq!(is_utf8(part), core::str::from_utf8(part).is_ok(), "{part:x?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn keys_equal_the_same_name_only() {
    for (text, same) in [("name", true), ("nam", false), ("names", false), ("nome", false), ("", false)] {
        let bytes = crate::codec::encode(text);
        assert_eq!(crate::codec::Reader::new(&bytes).key().is(NAME), same, "{text}");
    }
    // No text: not even the empty name.
    assert!(!crate::codec::Reader::new(&[7]).key().is(Literal::new(b"\0")));
    assert!(crate::codec::Reader::new(&[0xa0]).key().is(Literal::new(b"\0")));
}

#[test]
fn tables_end_where_they_say() {
    let table = Table::new(b"\x01a\x00\x03end\xff");
    assert_eq!(table.first().unwrap().text(), b"a");
    assert_eq!(table.rest().first().unwrap().text(), b"");
    assert_eq!(table.rest().rest().first().unwrap().text(), b"end");
    assert!(table.rest().rest().rest().first().is_none());
}

#[test]
fn a_record_without_bytes_owns_no_block() {
    let error = Error::adopt(Packed::EMPTY);
    assert_eq!((error.code(), error.message()), (507, ""));
    assert_eq!(error.into_packed().0, Packed::ERROR);
    assert_eq!(live(), 0);
}

#[test]
fn text_is_taken_over_without_a_copy() {
    use crate::codec::Decode;
    let buf = crate::codec::encode("greeting");
    let bytes = buf.bytes().as_ptr();
    let text = Text::keep(buf).unwrap().unwrap();
    assert_eq!(text.as_str(), "greeting");
    assert_eq!(text.as_ptr(), bytes.wrapping_add(1));
    let error = Text::keep(Buf::copy_from(&[0xa2, b'a'])).unwrap().unwrap_err();
    assert_eq!((error.code(), error.message()), (500, "value: truncated"));
    let error = Text::keep(Buf::copy_from(&[0xa1, b'a', 0])).unwrap().unwrap_err();
    assert_eq!((error.code(), error.message()), (500, "value: bytes left"));
}
