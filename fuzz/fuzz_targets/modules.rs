//! The target `modules`; what it checks is in `yao_fuzz_checks::modules`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| yao_fuzz_checks::fuzz(yao_fuzz_checks::modules::run, input));
