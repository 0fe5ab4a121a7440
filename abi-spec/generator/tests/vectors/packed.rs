//! `packed.json` by plain arithmetic.

use crate::{group, number, text};
use yao_abi_generator::model::Abi;

/// The numbers of the ABI.
pub(crate) fn abi() -> Abi {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../abi.toml");
    Abi::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn parts_and_packed_agree() {
    let layout = abi().packed;
    for vector in group("packed", "results") {
        let name = text(&vector, "name");
        let packed = u64::from_str_radix(text(&vector, "packed"), 16).unwrap();
        let (ptr, len) = (number::<u32>(&vector, "ptr"), number::<u32>(&vector, "len"));
        let error = vector["error"].as_bool().unwrap();
        let expected =
            u128::from(ptr) << layout.ptr_shift | u128::from(error) << layout.error_shift | u128::from(len);
        assert_eq!(u128::from(packed), expected, "{name}");
        assert!(len <= layout.max_len, "{name}");
        let means = match (error, len) {
            (false, 0) => "empty",
            (false, _) => "value",
            (true, 0) => "no_memory",
            (true, _) => "record",
        };
        assert_eq!(text(&vector, "means"), means, "{name}");
    }
}

#[test]
fn boundaries_of_pointer_and_length_are_all_there() {
    let packed: Vec<_> = group("packed", "results");
    for ptr in [0u32, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
        for len in [0u32, 1, 0x7fff_ffff] {
            for error in [false, true] {
                assert!(
                    packed.iter().any(|v| number::<u32>(v, "ptr") == ptr
                        && number::<u32>(v, "len") == len
                        && v["error"] == error),
                    "no vector for {ptr:#x}, {len:#x}, {error}"
                );
            }
        }
    }
    for vector in group("packed", "too_long") {
        assert!(number::<u32>(&vector, "len") > abi().packed.max_len, "{vector}");
    }
}

#[test]
fn ranges_are_inside_when_a_wide_sum_says_so() {
    for vector in group("packed", "ranges") {
        let (ptr, len) = (number::<u32>(&vector, "ptr"), number::<u32>(&vector, "len"));
        let memory: u64 = number(&vector, "memory");
        let inside = len == 0 || u64::from(ptr) + u64::from(len) <= memory;
        assert_eq!(vector["inside"], inside, "{vector}");
    }
}
