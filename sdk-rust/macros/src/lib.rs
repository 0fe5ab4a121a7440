//! Procedural macros of `yao-sdk`.
