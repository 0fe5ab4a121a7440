//! Capability bits, right without the author doing anything.
//!
//! Codec and target features are known when this crate is compiled. Whether a guest has a class, or exports
//! `yao_reset`, is known only to the macros that its author uses, in crates compiled later. Each of those macros adds
//! a constructor (an entry of `.init_array`) that sets its bit, and `yao_abi_v1` runs the constructors. A guest
//! without such macros has no constructor: the linker makes an empty `__wasm_call_ctors`, the bits are never stored
//! to, and the whole function folds to one constant.

use core::cell::Cell;

use super::{CAP_BULK_MEMORY, CAP_CODEC_JSON, CAP_CODEC_OPAQUE, CAP_SIMD128};

const fn when(yes: bool, bit: u32) -> u32 {
    if yes { bit } else { 0 }
}

/// The bits that are known when this crate is compiled.
const COMPILED: u32 = when(cfg!(target_feature = "simd128"), CAP_SIMD128)
    | when(cfg!(target_feature = "bulk-memory"), CAP_BULK_MEMORY)
    | when(cfg!(all(feature = "json", not(feature = "postcard"))), CAP_CODEC_JSON)
    | when(cfg!(feature = "postcard"), CAP_CODEC_OPAQUE);

struct Bits(Cell<u32>);

#[cfg(all(target_family = "wasm", target_feature = "atomics"))]
compile_error!("a yao guest has one thread: build it without the `atomics` target feature");

#[cfg(target_family = "wasm")]
#[allow(unsafe_code, reason = "one thread")]
// SAFETY: a guest has one thread; a build with threads is refused above.
unsafe impl Sync for Bits {}

#[cfg(target_family = "wasm")]
static ADDED: Bits = Bits(Cell::new(0));

#[cfg(not(target_family = "wasm"))]
std::thread_local! {
    static ADDED: Bits = const { Bits(Cell::new(0)) };
}

/// Sets bits; called by the constructors that the macros add.
#[doc(hidden)]
#[inline]
pub fn add(bits: u32) {
    #[cfg(target_family = "wasm")]
    ADDED.0.set(ADDED.0.get() | bits);
    #[cfg(not(target_family = "wasm"))]
    ADDED.with(|added| added.0.set(added.0.get() | bits));
}

/// The capability bits of this guest.
#[must_use]
#[inline]
pub fn capabilities() -> u32 {
    #[cfg(target_family = "wasm")]
    {
        construct();
        COMPILED | ADDED.0.get()
    }
    #[cfg(not(target_family = "wasm"))]
    {
        COMPILED | ADDED.with(|added| added.0.get())
    }
}

/// Runs the constructors. Running them again sets the same bits again.
#[cfg(target_family = "wasm")]
#[allow(unsafe_code, reason = "the linker makes this function")]
#[inline]
fn construct() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    // SAFETY: the constructors of this crate's macros only set bits.
    unsafe { __wasm_call_ctors() };
}

/// Adds capability bits of this guest; the macros use it where they add what a bit stands for.
#[doc(hidden)]
#[macro_export]
macro_rules! __capability {
    ($bits:expr) => {
        #[cfg(target_family = "wasm")]
        const _: () = {
            extern "C" fn construct() {
                $crate::abi::add_capability($bits);
            }
            #[used]
            #[allow(unsafe_code, reason = "a constructor is known to the linker by its section")]
            #[unsafe(link_section = ".init_array")]
            static CONSTRUCTOR: extern "C" fn() = construct;
        };
    };
}

/// Exports `yao_reset`, with which a host forgets all memory and all instances of a guest between two calls, and sets
/// its capability bit. Only with the `arena` allocator; registries other than the default are named.
///
/// The word `unsafe` is the author's promise that no `static` of the guest owns memory of the allocator: it would be
/// handed out again while it is still in use.
///
/// ```
/// yao_sdk::export_reset!(unsafe);
/// ```
#[cfg(feature = "arena")]
#[macro_export]
macro_rules! export_reset {
    (unsafe $(, $registry:path)* $(,)?) => {
        $crate::__capability!($crate::abi::CAP_RESET);
        #[cfg(target_family = "wasm")]
        const _: () = {
            #[allow(unsafe_code, reason = "an export's name is global")]
            #[unsafe(export_name = "yao_reset")]
            extern "C" fn reset() {
                $crate::instance::DEFAULT.forget_all();
                $($registry.forget_all();)*
                $crate::__private::forget_all();
            }
        };
    };
}
