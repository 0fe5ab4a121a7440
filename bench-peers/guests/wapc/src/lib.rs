//! Guests of waPC: the modules are in `examples`.
