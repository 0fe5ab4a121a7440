//! What a first byte says.

/// The kind of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// nil
    Nil,
    /// true or false
    Bool,
    /// An integer of at least 0.
    UInt,
    /// An integer below 0.
    Int,
    /// A 32-bit float.
    F32,
    /// A 64-bit float.
    F64,
    /// Text.
    Str,
    /// Bytes.
    Bin,
    /// An array.
    Array,
    /// A map.
    Map,
    /// An extension value: a type and bytes.
    Ext,
    /// No value: the end, or a byte that starts none.
    None,
}

pub(crate) const NIL: u32 = 0;
pub(crate) const BOOL: u32 = 1;
pub(crate) const UINT: u32 = 2;
pub(crate) const INT: u32 = 3;
pub(crate) const F32: u32 = 4;
pub(crate) const F64: u32 = 5;
pub(crate) const STR: u32 = 6;
pub(crate) const BIN: u32 = 7;
pub(crate) const ARRAY: u32 = 8;
pub(crate) const MAP: u32 = 9;
pub(crate) const EXT: u32 = 10;
/// A byte that starts no value, or no byte.
pub(crate) const NONE: u32 = 11;

const fn form(kind: u32, number: u8) -> u8 {
    kind.to_le_bytes()[0] << 4 | number
}

/// Bytes c0 to df: the kind, and how many bytes of big-endian number follow. One table serves every read and the
/// skip, 187 bytes where a match takes 1,235.
static FORMS: [u8; 32] = [
    form(NIL, 0),
    form(NONE, 0),
    form(BOOL, 0),
    form(BOOL, 0),
    form(BIN, 1),
    form(BIN, 2),
    form(BIN, 4),
    form(EXT, 1),
    form(EXT, 2),
    form(EXT, 4),
    form(F32, 4),
    form(F64, 8),
    form(UINT, 1),
    form(UINT, 2),
    form(UINT, 4),
    form(UINT, 8),
    form(INT, 1),
    form(INT, 2),
    form(INT, 4),
    form(INT, 8),
    form(EXT, 0),
    form(EXT, 0),
    form(EXT, 0),
    form(EXT, 0),
    form(EXT, 0),
    form(STR, 1),
    form(STR, 2),
    form(STR, 4),
    form(ARRAY, 2),
    form(ARRAY, 4),
    form(MAP, 2),
    form(MAP, 4),
];

/// Kind and number length of a first byte in c0 to df.
#[inline]
pub(crate) fn form_of(first: u32) -> (u32, usize) {
    let form = FORMS[(first & 31) as usize];
    (u32::from(form >> 4), usize::from(form & 15))
}

impl Kind {
    /// The kind that a first byte starts; a signed format counts as `Int` whatever its number.
    #[must_use]
    pub fn of(first: u8) -> Self {
        const KINDS: [Kind; 12] = [
            Kind::Nil,
            Kind::Bool,
            Kind::UInt,
            Kind::Int,
            Kind::F32,
            Kind::F64,
            Kind::Str,
            Kind::Bin,
            Kind::Array,
            Kind::Map,
            Kind::Ext,
            Kind::None,
        ];
        match first {
            0x00..=0x7f => Self::UInt,
            0x80..=0x8f => Self::Map,
            0x90..=0x9f => Self::Array,
            0xa0..=0xbf => Self::Str,
            0xe0..=0xff => Self::Int,
            _ => KINDS.get(form_of(u32::from(first)).0 as usize).copied().unwrap_or(Self::None),
        }
    }
}
