//! What a call sequence is made of.

use arbitrary::Arbitrary;

/// One thing that a host does to an instance.
#[derive(Arbitrary, Clone, Debug)]
pub(super) enum Op {
    /// `yao_alloc`; the host never asks for nothing.
    Alloc { len: u16 },
    /// `yao_alloc` of more than there is.
    AllocTooMuch { len: u32 },
    /// Writes to a live block.
    Write { block: u8, at: u16, byte: u8, len: u8 },
    /// Reads a live block.
    Read { block: u8 },
    /// Frees a live block.
    Free { block: u8 },
    /// Reads anywhere: in the memory or refused.
    ReadAnywhere { ptr: u32, len: u32 },
    /// Reads around the end of the memory.
    ReadAtEnd { before: u8, len: u8 },
    /// Writes past the end of the memory.
    WritePastEnd { before: u8, more: u8 },
    /// A whole request of `conf_echo`.
    Echo { values: Vec<Item> },
    /// `conf_raw` by hand: the result stays a live block.
    HoldResult { bytes: Vec<u8> },
    /// A process that gives its first argument back.
    Process { item: Item, unknown: bool },
    /// One line.
    Log { level: u8, message: String },
    /// An error record.
    Fail { code: u16, message: String },
    /// A payload that is no array of arguments.
    Garbage { bytes: Vec<u8> },
    /// A new counter.
    Create { start: i32 },
    /// Adds to a counter.
    Add { counter: u8, number: i32 },
    /// Reads a counter.
    Get { counter: u8 },
    /// A method that fails.
    FailMethod { counter: u8 },
    /// Destroys a counter.
    Destroy { counter: u8 },
    /// Any handle that nobody made.
    Forged { handle: u32, destroy: bool },
    /// A handle that is gone.
    Stale { counter: u8, destroy: bool },
    /// A handler that there is not.
    NoHandler { name: String },
    /// A panic, after which nothing works any more.
    Panic,
}

/// A value of a payload.
#[derive(Arbitrary, Clone, Debug)]
pub(super) enum Item {
    Nil,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Narrow(f32),
    Text(String),
    Bytes(Vec<u8>),
    Ext(i8, Vec<u8>),
    List(Vec<Item>),
    Pair(String, Box<Item>),
}

impl Item {
    /// The value, cut off where it nests deeper than a payload may.
    pub(super) fn value(&self, depth: usize) -> yao_host::Value {
        use yao_host::Value;
        match self {
            Self::Nil => Value::Nil,
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Signed(number) => Value::Int(*number),
            Self::Unsigned(number) => Value::from(*number),
            // The payload of a NaN may change on the way.
            Self::Float(float) => Value::F64(if float.is_nan() { f64::NAN } else { *float }),
            Self::Narrow(float) => Value::F32(if float.is_nan() { f32::NAN } else { *float }),
            Self::Text(text) => Value::Str(text.clone()),
            Self::Bytes(bytes) => Value::Bin(bytes.clone()),
            Self::Ext(kind, bytes) => Value::Ext(*kind, bytes.clone()),
            _ if depth == 0 => Value::Nil,
            Self::List(items) => Value::Array(items.iter().map(|item| item.value(depth - 1)).collect()),
            Self::Pair(key, item) => Value::Map(vec![(Value::Str(key.clone()), item.value(depth - 1))]),
        }
    }
}
