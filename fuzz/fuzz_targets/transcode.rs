//! The target `transcode`; what it checks is in `yao_fuzz_checks::transcode`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| yao_fuzz_checks::fuzz(yao_fuzz_checks::transcode::run, input));
