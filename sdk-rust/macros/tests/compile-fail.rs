//! What the macros refuse, and what they say. `TRYBUILD=overwrite cargo test -p yao-sdk-macros --test compile-fail` writes the
//! expected texts again.

#[test]
fn mistakes_are_told_with_the_way_out() {
    trybuild::TestCases::new().compile_fail("tests/compile-fail/*.rs");
}
