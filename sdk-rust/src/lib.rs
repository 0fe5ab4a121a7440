//! Guest SDK of the yao ABI.
#![no_std]
