//! `handles.json` against the plainest registry: handles count up and are never used again.

use crate::{group, number, text};
use std::collections::HashMap;

#[test]
fn create_results_are_read_bit_by_bit() {
    for vector in group("handles", "create_results") {
        let name = text(&vector, "name");
        let packed = u64::from_str_radix(text(&vector, "packed"), 16).unwrap();
        let (ptr, error, len) = (packed >> 32, packed & 0x8000_0000 != 0, packed & 0x7fff_ffff);
        if error && len > 0 {
            assert_eq!(number::<u64>(&vector["record"], "ptr"), ptr, "{name}");
            assert_eq!(number::<u64>(&vector["record"], "len"), len, "{name}");
        } else if error {
            assert_eq!(vector["code"], 507, "{name}");
        } else if ptr == 0 && len > 0 {
            assert_eq!(number::<u64>(&vector, "handle"), len, "{name}");
        } else {
            assert_eq!(vector["code"], 502, "{name}");
        }
    }
}

#[test]
fn sequences_hold_on_a_naive_registry() {
    for vector in group("handles", "registries") {
        let name = text(&vector, "name");
        let capacity = usize::try_from(vector["capacity"].as_u64().unwrap()).unwrap();
        let mut live: HashMap<u32, String> = HashMap::new();
        // Not 1, which a vector uses as a handle that was never given.
        let mut next = 16u32;
        for round in 0..vector["repeat"].as_u64().unwrap_or(1) {
            let mut saved: HashMap<String, u32> = HashMap::new();
            for step in vector["steps"].as_array().unwrap() {
                let handle = |key: &str| {
                    let text = text(step, key);
                    let handle = saved.get(text).copied().unwrap_or_else(|| number(step, key));
                    handle ^ step["xor"].as_str().map_or(0, |x| x.parse().unwrap())
                };
                if let Some(class) = step["create"].as_str() {
                    let full = live.len() == capacity;
                    assert_eq!(step.get("code").is_some(), full, "{name}, round {round}: {step}");
                    if !full {
                        next += 1;
                        live.insert(next, class.to_owned());
                        saved.extend(step["save"].as_str().map(|name| (name.to_owned(), next)));
                    }
                } else if let Some(class) = step["use"].as_str() {
                    let known = live.get(&handle("handle")).is_some_and(|c| c == class);
                    assert_eq!(step["code"], if known { 0 } else { 410 }, "{name}, round {round}: {step}");
                } else if let Some(class) = step["destroy"].as_str() {
                    let handle = handle("handle");
                    let known = live.get(&handle).is_some_and(|c| c == class);
                    assert_eq!(step["code"], if known { 0 } else { 410 }, "{name}, round {round}: {step}");
                    if known {
                        live.remove(&handle);
                    }
                } else {
                    let [a, b] = [0, 1].map(|i| saved[step["different"][i].as_str().unwrap()]);
                    assert_ne!(a, b, "{name}");
                }
            }
        }
    }
}
