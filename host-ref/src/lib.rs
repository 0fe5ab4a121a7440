//! Reference host of the yao ABI.
