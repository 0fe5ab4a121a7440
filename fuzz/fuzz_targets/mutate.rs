//! The target `mutate`; what it checks is in `yao_fuzz_checks::mutate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| yao_fuzz_checks::fuzz(yao_fuzz_checks::mutate::run, input));
