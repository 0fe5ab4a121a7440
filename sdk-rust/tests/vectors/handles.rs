//! `handles.json`: sequences of steps on a registry, through the exports of two classes.

use std::collections::BTreeMap;

use yao_sdk::{self as yao, instance::Registry, testing::Host};

use crate::data::{text, vectors};

/// Two classes over one registry, for each capacity that the vectors have.
macro_rules! classes {
    ($($module:ident $capacity:literal $a:literal $b:literal;)*) => { $(
        mod $module {
            use super::{Registry, yao};

            static REGISTRY: Registry<$capacity> = Registry::new();

            struct A;
            #[yao::instance(name = $a, registry = REGISTRY)]
            impl A {
                fn create() -> Self {
                    Self
                }
                fn get(&self) {}
            }

            struct B;
            #[yao::instance(name = $b, registry = REGISTRY)]
            impl B {
                fn create() -> Self {
                    Self
                }
                fn get(&self) {}
            }
        }
    )* };
}
classes! {
    one 1 "a1" "b1";
    two 2 "a2" "b2";
    three 3 "a3" "b3";
    eight 8 "a8" "b8";
}

#[test]
fn registries_do_what_the_steps_say() {
    for vector in vectors!("handles.json", "registries") {
        // A thread has registries of its own, so each sequence starts with empty ones.
        std::thread::spawn(move || run(&vector)).join().unwrap();
    }
}

fn run(vector: &serde_json::Value) {
    let (host, name) = (Host::new(), text(vector, "name"));
    let class = |letter: &str| format!("{letter}{}", vector["capacity"]);
    let mut saved = BTreeMap::new();
    for step in vector["steps"].as_array().unwrap() {
        let handle = step.get("handle").map(|handle| {
            let handle = handle.as_str().unwrap();
            let mask: u32 = step.get("xor").map_or(0, |mask| mask.as_str().unwrap().parse().unwrap());
            saved.get(handle).copied().unwrap_or_else(|| handle.parse().unwrap()) ^ mask
        });
        let got = if let Some(letter) = step["create"].as_str() {
            host.create(&class(letter), ()).map_err(|error| error.code()).map(|handle| {
                assert!((1..1 << 31).contains(&handle), "{name}: {handle:#x}");
                saved.insert(text(step, "save").to_owned(), handle);
            })
        } else if let Some(letter) = step["use"].as_str() {
            host.method::<()>(&class(letter), "get", handle.unwrap(), ()).map_err(|error| error.code())
        } else if let Some(letter) = step["destroy"].as_str() {
            host.destroy(&class(letter), handle.unwrap())
        } else {
            let names: Vec<_> =
                step["different"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            let mut handles: Vec<_> = names.iter().map(|name| saved[*name]).collect();
            handles.sort_unstable();
            handles.dedup();
            assert_eq!(handles.len(), names.len(), "{name}: {names:?}");
            continue;
        };
        let expected = match step.get("code").and_then(serde_json::Value::as_u64) {
            None | Some(0) => Ok(()),
            Some(code) => Err(u32::try_from(code).unwrap()),
        };
        assert_eq!(got, expected, "{name}: {step}");
    }
}
