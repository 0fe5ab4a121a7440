//! Where a registry keeps its slots.

use alloc::boxed::Box;
use core::{any::Any, cell::Cell};

/// A place for one object.
pub(super) struct Slot {
    /// The generation of the object that is here, or was last.
    pub(super) generation: Cell<u32>,
    /// Whether an object has the slot; it is not in it during a call.
    pub(super) taken: Cell<bool>,
    pub(super) object: Cell<Option<Box<dyn Any>>>,
}

impl Slot {
    pub(super) const fn free() -> Self {
        Self { generation: Cell::new(0), taken: Cell::new(false), object: Cell::new(None) }
    }
}

#[cfg(target_family = "wasm")]
mod place {
    #![allow(unsafe_code, reason = "one thread")]

    use super::Slot;

    /// The slots themselves.
    pub(crate) struct Slots<const N: usize>([Slot; N]);

    // SAFETY: a guest has one thread; `abi` refuses a build with threads.
    unsafe impl<const N: usize> Sync for Slots<N> {}

    impl<const N: usize> Slots<N> {
        pub(crate) const fn new() -> Self {
            Self([const { Slot::free() }; N])
        }

        #[inline]
        pub(crate) fn with<R>(&self, f: impl FnOnce(&[Slot]) -> R) -> R {
            f(&self.0)
        }
    }
}

/// Natively each thread has slots of its own, so that tests that run side by side do not see each other's objects.
#[cfg(not(target_family = "wasm"))]
mod place {
    use core::cell::RefCell;
    use std::{collections::BTreeMap, rc::Rc};

    use super::Slot;

    std::thread_local! {
        static SLOTS: RefCell<BTreeMap<usize, Rc<[Slot]>>> = const { RefCell::new(BTreeMap::new()) };
    }

    /// Marks the registry; its address finds the slots of this thread. Not empty, so that the address is its own.
    pub(crate) struct Slots<const N: usize>(#[allow(dead_code, reason = "makes the address unique")] u8);

    impl<const N: usize> Slots<N> {
        pub(crate) const fn new() -> Self {
            Self(0)
        }

        pub(crate) fn with<R>(&self, f: impl FnOnce(&[Slot]) -> R) -> R {
            let key = core::ptr::from_ref(self).addr();
            let slots = SLOTS.with_borrow_mut(|all| {
                all.entry(key).or_insert_with(|| (0..N).map(|_| Slot::free()).collect()).clone()
            });
            f(&slots)
        }
    }
}

pub(super) use place::Slots;
