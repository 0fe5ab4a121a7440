//! The exports of a native build, which the macros list.

/// An exported function.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Entry {
    Handler(extern "C-unwind" fn(u32, u32) -> u64),
    Create(extern "C-unwind" fn(u32, u32) -> u64),
    Method(extern "C-unwind" fn(u32, u32, u32) -> u64),
    Destroy(extern "C-unwind" fn(u32) -> i32),
    ResultLen(extern "C-unwind" fn(u32) -> i32),
    ResultRead(extern "C-unwind" fn(u32, u32, u32) -> i32),
}

/// An exported function and its name.
#[doc(hidden)]
pub struct Export {
    pub(crate) name: &'static str,
    pub(crate) entry: Entry,
}

impl Export {
    /// As the macros list it.
    #[must_use]
    pub const fn new(name: &'static str, entry: Entry) -> Self {
        Self { name, entry }
    }

    /// The export of this name.
    pub(crate) fn find(name: &str) -> Option<Entry> {
        inventory::iter::<Export>().find(|export| export.name == name).map(|export| export.entry)
    }
}

inventory::collect!(Export);
