//! Why bytes could not be read as a value.

use crate::mem::Literal;

/// Why a value could not be read: one of a few fixed texts, one pointer wide.
#[derive(Clone, Copy)]
pub struct Fault(pub(crate) Literal);

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        impl Fault { $($(#[$doc])* pub const $name: Self = Self(Literal::new($text));)* }
    };
}
faults! {
    /// The bytes end inside a value.
    TRUNCATED = b"\x09truncated";
    /// Another kind of value than the type takes.
    TYPE = b"\x0awrong type";
    /// A number that the type cannot hold.
    RANGE = b"\x0cout of range";
    /// A required argument or field is not there.
    MISSING = b"\x07missing";
    /// A record has the same key twice.
    DUPLICATE = b"\x09duplicate";
    /// Text is not UTF-8.
    UTF8 = b"\x09not UTF-8";
    /// More containers around a value, or more elements in it, than the ABI allows.
    LIMIT = b"\x0aover limit";
    /// Bytes are left after the value.
    TRAILING = b"\x0abytes left";
    /// The name of no variant.
    VARIANT = b"\x0funknown variant";
    /// A value that its type refuses.
    INVALID = b"\x0dinvalid value";
}

#[cfg(feature = "json")]
impl Fault {
    /// Bytes that are not JSON.
    pub const JSON: Self = Self(Literal::new(b"\x0cinvalid JSON"));
}

impl Fault {
    /// The text.
    #[must_use]
    pub fn text(self) -> &'static str {
        // The texts above are ASCII.
        core::str::from_utf8(self.0.text()).unwrap_or_default()
    }
}

impl PartialEq for Fault {
    /// By text: each use of a constant may have an address of its own.
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Fault {}

impl core::fmt::Debug for Fault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.text())
    }
}
