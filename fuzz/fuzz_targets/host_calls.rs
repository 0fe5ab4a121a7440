//! The target `host_calls`; what it checks is in `yao_fuzz_checks::host_calls`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| yao_fuzz_checks::fuzz(yao_fuzz_checks::host_calls::run, input));
