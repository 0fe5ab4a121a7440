//! The registry of instances.

use alloc::boxed::Box;
use core::any::Any;

use super::slots::{Slot, Slots};
use crate::{
    abi::{Code, DEFAULT_CAPACITY, HANDLE_BITS},
    error::{Error, Result},
};

/// Up to `N` objects of any classes behind handles.
///
/// A handle is the object's generation above its slot's index, so a handle that is stale, forged or of another class
/// finds nothing: 410. A guest has one registry, shared by its classes; more room than the default takes a `static`
/// of its own, which every class names:
///
/// ```
/// # use yao_sdk as yao;
/// static OBJECTS: yao::instance::Registry<32> = yao::instance::Registry::new();
///
/// struct Counter(i64);
///
/// #[yao::instance(registry = OBJECTS)]
/// impl Counter {
///     fn create(start: i64) -> Self {
///         Self(start)
///     }
///     fn get(&self) -> i64 {
///         self.0
///     }
/// }
/// ```
pub struct Registry<const N: usize>(Slots<N>);

/// The registry of classes that name none.
pub static DEFAULT: Registry<DEFAULT_CAPACITY> = Registry::new();

impl<const N: usize> Default for Registry<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> Registry<N> {
    /// How many low bits of a handle are the index.
    const INDEX_BITS: u32 = usize::BITS - (N - 1).leading_zeros();
    /// The last generation; a slot that has had it stays empty.
    const LAST: u32 = (1 << (HANDLE_BITS - Self::INDEX_BITS)) - 1;

    /// An empty registry of 1 to 65,536 objects.
    #[must_use]
    pub const fn new() -> Self {
        const { assert!(N > 0 && N <= 1 << 16, "a registry holds 1 to 65536 objects") };
        Self(Slots::new())
    }

    /// Adds an object and gives its handle.
    pub(super) fn insert(&self, object: Box<dyn Any>) -> Result<u32> {
        self.0.with(|slots| {
            for (slot, index) in slots.iter().zip(0..) {
                let generation = slot.generation.get() + 1;
                if !slot.taken.get() && generation <= Self::LAST {
                    slot.generation.set(generation);
                    slot.taken.set(true);
                    slot.object.set(Some(object));
                    return Ok(generation << Self::INDEX_BITS | index);
                }
            }
            Err(full())
        })
    }

    /// The slot of a handle, unless its object is gone.
    fn find(slots: &[Slot], handle: u32) -> Option<&Slot> {
        let slot = slots.get((handle & ((1 << Self::INDEX_BITS) - 1)) as usize)?;
        (slot.taken.get() && slot.generation.get() == handle >> Self::INDEX_BITS).then_some(slot)
    }

    /// Takes an object of class `T` out of its slot, which stays taken.
    pub(super) fn take<T: 'static>(&self, handle: u32) -> Result<Box<T>> {
        self.0.with(|slots| {
            let slot = Self::find(slots, handle).ok_or_else(gone)?;
            // Absent during a call: the object cannot be used twice at a time.
            match slot.object.take().ok_or_else(gone)?.downcast() {
                Ok(object) => Ok(object),
                Err(other) => {
                    slot.object.set(Some(other));
                    Err(gone())
                }
            }
        })
    }

    /// Puts an object back after `take`; dropped if everything was forgotten meanwhile.
    pub(super) fn restore(&self, handle: u32, object: Box<dyn Any>) {
        self.0.with(|slots| {
            if let Some(slot) = Self::find(slots, handle) {
                slot.object.set(Some(object));
            }
        });
    }

    /// Frees the slot of an object that was taken out.
    pub(super) fn release(&self, handle: u32) {
        self.0.with(|slots| {
            if let Some(slot) = Self::find(slots, handle) {
                slot.taken.set(false);
            }
        });
    }

    /// How many objects are alive.
    #[must_use]
    pub fn live(&self) -> usize {
        self.0.with(|slots| slots.iter().filter(|slot| slot.taken.get()).count())
    }

    /// Forgets every object without dropping it; generations go on. For `yao_reset` only, which also forgets their
    /// memory.
    #[doc(hidden)]
    pub fn forget_all(&self) {
        self.0.with(|slots| {
            for slot in slots {
                slot.taken.set(false);
                core::mem::forget(slot.object.take());
            }
        });
    }

    /// Ages every slot, so that tests reach the last generation.
    #[cfg(test)]
    pub(super) fn age(&self, generation: u32) {
        self.0.with(|slots| slots.iter().for_each(|slot| slot.generation.set(generation)));
    }
}

#[cold]
#[inline(never)]
fn gone() -> Error {
    Error::new(Code::GONE, "no such instance")
}

#[cold]
#[inline(never)]
fn full() -> Error {
    Error::new(Code::TOO_MANY, "too many instances")
}
