//! `packed.json`

use yao_sdk::mem::Packed;

use crate::data::{number, text, vectors};

#[test]
fn packed_results_have_their_parts() {
    for vector in vectors!("packed.json", "results") {
        let name = text(&vector, "name");
        let packed = Packed(u64::from_str_radix(text(&vector, "packed"), 16).unwrap());
        assert_eq!(packed.address(), number::<u32>(&vector, "ptr"), "{name}");
        assert_eq!(packed.len(), number::<u32>(&vector, "len"), "{name}");
        assert_eq!(packed.is_error(), vector["error"].as_bool().unwrap(), "{name}");
        let made = Packed::new(packed.address(), packed.len());
        assert_eq!(if packed.is_error() { made.into_error() } else { made }, packed, "{name}");
    }
}
