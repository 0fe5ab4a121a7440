//! Guests of extism: the modules are in `examples`.
