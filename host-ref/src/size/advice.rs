//! What makes a guest smaller, from what its bytes show.

use alloc::{format, string::String, vec::Vec};

use super::{Finding, Size, UNNAMED, WASM_OPT_FLAGS, features_outside, runtime_texts};

/// Functions of allocators that an arena would replace: a part of their names, and the allocator.
const ALLOCATORS: [(&str, &str); 4] = [
    (
        "dlmalloc",
        "dlmalloc: a guest whose calls free all they take can use the arena (yao-sdk: features = [\"arena\"])",
    ),
    (
        "runtime.markRoots",
        "a collector: a guest of one call an instance can go without (TinyGo: -gc=leaking)",
    ),
    ("~lib/rt/tcms", "a collector: a guest of one call an instance can go without (asc --runtime stub)"),
    (
        "~lib/rt/itcms",
        "the incremental collector: --runtime minimal collects between calls, --runtime stub never",
    ),
];

/// Functions that only formatting brings in: a part of their names.
const FORMATTING: [&str; 3] = ["core::fmt", "fmt.Sprint", "strconv"];

/// What to do, most telling first. `dropped` are the exports that the ABI gives no meaning.
#[must_use]
pub fn advice(size: &Size, dropped: &[String]) -> Vec<Finding> {
    let mut list = Vec::new();
    let mut add = |kind, message: String, help: String| list.push(Finding { kind, message, help });
    if !dropped.is_empty() {
        add(
            "export",
            format!("exports without a meaning in the ABI: {}", dropped.join(", ")),
            "each keeps what it names alive: `yao-host strip IN.wasm -o OUT.wasm`, before wasm-opt".into(),
        );
    }
    if size.custom > 0 {
        add(
            "custom",
            format!("{} bytes are custom sections, which no host needs", size.custom),
            "link with strip (Rust: strip = true; C: -Wl,--strip-all; TinyGo: -no-debug), or let wasm-opt drop them".into(),
        );
    }
    if size.pages > 1 {
        add(
            "pages",
            format!("starts with {} pages of memory; each costs time on every instantiation", size.pages),
            "most guests do with 1: Rust -C link-arg=-zstack-size=16384; C -Wl,--stack-first -Wl,-z,stack-size=6144".into(),
        );
    }
    let sum = |part: &str| -> u64 {
        size.functions.iter().filter(|(name, _)| name.contains(part)).map(|(_, bytes)| bytes).sum()
    };
    for (part, what) in ALLOCATORS {
        let bytes = sum(part);
        if bytes > 0 {
            add("allocator", format!("{bytes} bytes are functions of {part}"), what.into());
        }
    }
    for part in FORMATTING {
        let bytes = sum(part);
        if bytes > 0 {
            add(
                "format",
                format!("{bytes} bytes are functions of {part}"),
                "log and fail with literals; append numbers to a string instead of formatting them".into(),
            );
        }
    }
    list.extend(runtime_texts(size));
    list.extend(features_outside(size, &[]));
    if size.functions.contains_key(UNNAMED) {
        list.push(Finding {
            kind: "names",
            message: "functions have no names here, so the list of the biggest tells little".into(),
            help: "build with names to see them (Rust: strip = \"debuginfo\"; C: without --strip-all; TinyGo has them; asc --debug) and look at that module; wasm-opt -g keeps them".into(),
        });
    }
    list.push(Finding {
        kind: "wasm-opt",
        message: "optimise last".into(),
        help: format!("wasm-opt {WASM_OPT_FLAGS} IN.wasm -o OUT.wasm; never --all-features, which writes what engines refuse"),
    });
    list
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    fn of(wat: &str, dropped: &[&str]) -> Vec<(&'static str, String)> {
        let module = wat::parse_str(wat).expect("the test's module is valid text");
        let dropped: Vec<_> = dropped.iter().map(ToString::to_string).collect();
        let size = Size::of(&module).expect("and valid");
        advice(&size, &dropped).into_iter().map(|finding| (finding.kind, finding.to_string())).collect()
    }

    #[test]
    fn each_piece_of_advice_answers_to_something_in_the_module() {
        let list = of(
            r#"(module (memory 17) (func $dlmalloc::Dlmalloc::malloc) (func $core::fmt::write)
                (data (i32.const 0) "index out of bounds") (func (drop (v128.const i64x2 0 0))))"#,
            &["__heap_base"],
        );
        let kinds: Vec<_> = list.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(
            kinds,
            ["export", "custom", "pages", "allocator", "format", "text", "feature", "names", "wasm-opt"]
        );
        assert!(list[0].1.contains("__heap_base") && list[2].1.contains("17 pages"), "{list:?}");
    }

    #[test]
    fn a_module_with_nothing_to_take_out_is_told_to_optimise_last() {
        let list = of(r#"(module (memory 1) (func (export "echo")))"#, &[]);
        assert_eq!(list.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["wasm-opt"]);
    }
}
