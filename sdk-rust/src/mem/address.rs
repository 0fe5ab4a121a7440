//! Addresses: what the host sees of a pointer.
//!
//! In a guest an address is the pointer. A native build keeps a ledger of what it handed out, so that tests (Miri
//! included) see a wrong length, a double free and every block that was never freed. With 64-bit pointers an
//! address is a row of that ledger, so the same code packs its results into the same 64 bits.

#[cfg(target_family = "wasm")]
mod guest {
    use core::arch::wasm32::memory_size;

    /// The address of a block of `len` bytes.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "wasm32 pointers are 32 bits wide")]
    pub(crate) fn expose(pointer: *mut u8, _: u32) -> u32 {
        pointer.expose_provenance() as u32
    }

    /// The pointer behind an address.
    #[inline]
    pub(crate) fn resolve(address: u32) -> *mut u8 {
        core::ptr::with_exposed_provenance_mut(address as usize)
    }

    /// The block is no longer anyone's.
    #[inline]
    pub(crate) fn forget(_: u32, _: u32) {}

    /// How far a number of pages is shifted to be one of bytes: 16, or 0 where the linker was told `--page-size=1`. The linker
    /// knows, so `wasm-opt` leaves nothing of this but the number.
    #[inline]
    pub(crate) fn page_shift() -> u32 {
        unsafe extern "C" {
            static __wasm_first_page_end: u8;
        }
        (&raw const __wasm_first_page_end).addr().trailing_zeros()
    }

    /// Whether `len` bytes at `address` lie in memory; none do anywhere.
    #[inline]
    pub(crate) fn is_mapped(address: u32, len: u32) -> bool {
        len == 0 || u64::from(address) + u64::from(len) <= (memory_size(0) as u64) << page_shift()
    }
}

#[cfg(target_family = "wasm")]
pub(crate) use guest::{expose, forget, is_mapped, page_shift, resolve};

#[cfg(not(target_family = "wasm"))]
mod ledger {
    use core::cell::RefCell;
    use std::vec::Vec;

    /// Addresses of the table are as far apart as blocks are aligned; 0 stays free.
    #[cfg(not(target_pointer_width = "32"))]
    const STEP: u32 = 16;

    #[derive(Clone, Copy)]
    struct Row {
        address: u32,
        #[cfg_attr(target_pointer_width = "32", allow(dead_code, reason = "the address is the pointer"))]
        pointer: *mut u8,
        len: u32,
    }

    std::thread_local! {
        static ROWS: RefCell<Vec<Row>> = const { RefCell::new(Vec::new()) };
    }

    fn row(address: u32) -> Option<Row> {
        ROWS.with_borrow(|rows| rows.iter().find(|row| row.address == address).copied())
    }

    #[cfg(target_pointer_width = "32")]
    fn address_of(_: &[Row], pointer: *mut u8) -> u32 {
        u32::try_from(pointer.expose_provenance()).expect("a pointer has 32 bits here")
    }

    #[cfg(not(target_pointer_width = "32"))]
    fn address_of(rows: &[Row], _: *mut u8) -> u32 {
        rows.iter().map(|row| row.address).max().unwrap_or(0) + STEP
    }

    pub(crate) fn expose(pointer: *mut u8, len: u32) -> u32 {
        if pointer.is_null() {
            return 0;
        }
        ROWS.with_borrow_mut(|rows| {
            let address = address_of(rows, pointer);
            rows.push(Row { address, pointer, len });
            address
        })
    }

    #[cfg(target_pointer_width = "32")]
    pub(crate) fn resolve(address: u32) -> *mut u8 {
        core::ptr::with_exposed_provenance_mut(address as usize)
    }

    #[cfg(not(target_pointer_width = "32"))]
    pub(crate) fn resolve(address: u32) -> *mut u8 {
        row(address).map_or(core::ptr::null_mut(), |row| row.pointer)
    }

    pub(crate) fn forget(address: u32, len: u32) {
        let row = row(address).unwrap_or_else(|| panic!("free of {address:#x}, which is not allocated"));
        assert_eq!(row.len, len, "free of {address:#x} with another length than it was allocated with");
        ROWS.with_borrow_mut(|rows| rows.retain(|row| row.address != address));
    }

    pub(crate) fn is_mapped(address: u32, len: u32) -> bool {
        len == 0 || row(address).is_some_and(|row| len <= row.len)
    }

    /// Blocks that crossed the boundary and are not freed.
    pub(crate) fn live() -> usize {
        ROWS.with_borrow(Vec::len)
    }
}

#[cfg(not(target_family = "wasm"))]
pub(crate) use ledger::{expose, forget, is_mapped, live, resolve};
