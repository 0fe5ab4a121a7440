// Generated from abi-spec/abi.toml by ./dev generate; do not edit.

//! Names, numbers and raw imports of the ABI.

/// Module name of every import.
pub const IMPORT_MODULE: &str = "yao";
/// Major version: carried by the name of the marker export.
pub const ABI_MAJOR: u32 = 1;
/// Minor version: additions that an older peer may ignore.
pub const ABI_MINOR: u32 = 0;
/// The export that marks a guest and gives its capability bits.
pub const VERSION_EXPORT: &str = "yao_abi_v1";
/// Export names with these prefixes are not handlers.
pub const RESERVED_PREFIXES: [&str; 2] = ["yao_", "_"];
/// Words after `class_` that are not names of methods.
pub const RESERVED_METHODS: [&str; 4] = ["create", "destroy", "result_len", "result_read"];
/// Where the pointer of a packed result starts.
pub const PACKED_PTR_SHIFT: u32 = 32;
/// The error bit of a packed result.
pub const PACKED_ERROR_SHIFT: u32 = 31;
/// A packed result with only the error bit set.
pub const PACKED_ERROR: u64 = 1 << PACKED_ERROR_SHIFT;
/// The largest length in a packed result.
pub const PACKED_MAX_LEN: u32 = 2_147_483_647;
/// Arrays and maps around a value, the argument array included.
pub const MAX_DEPTH: u32 = 64;
/// Array items plus two per map entry, over one whole payload or value.
pub const MAX_ELEMENTS: u32 = 1_000_000;
/// Bytes of the message of an error record.
pub const MAX_MESSAGE_BYTES: usize = 4096;
/// Keys of an error record, in canonical order.
pub const ERROR_KEYS: [&str; 3] = ["code", "message", "details"];
/// Message of the record that replaces a malformed one.
pub const MALFORMED_MESSAGE: &str = "malformed error record";
/// Bits of a handle; 0 is none.
pub const HANDLE_BITS: u32 = 31;
/// Instances alive in one guest instance unless the guest says otherwise.
pub const DEFAULT_CAPACITY: usize = 8;
/// Uses 128-bit SIMD. Informational: the host decides from the bytes of the module.
pub const CAP_SIMD128: u32 = 1 << 0;
/// Uses bulk memory. Informational: the host decides from the bytes of the module.
pub const CAP_BULK_MEMORY: u32 = 1 << 1;
/// Exports `yao_reset`.
pub const CAP_RESET: u32 = 1 << 2;
/// Exports at least one class.
pub const CAP_INSTANCES: u32 = 1 << 3;
/// Values cross as JSON instead of MessagePack.
pub const CAP_CODEC_JSON: u32 = 1 << 4;
/// Payload and result are bytes that only guest and caller understand. Not together with `codec_json`.
pub const CAP_CODEC_OPAQUE: u32 = 1 << 5;
/// Never frees: one call per guest instance, never reused by a host.
pub const CAP_ONE_SHOT: u32 = 1 << 6;

/// Level of a log line. A label: none ends anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Level {
    /// A panic of the guest's language; the SDK writes it and then traps.
    Panic = 0,
    /// The guest cannot do its work.
    Fatal = 1,
    /// Something failed.
    Error = 2,
    /// Something looks wrong.
    Warn = 3,
    /// Something worth knowing happened.
    Info = 4,
    /// For the guest's author.
    Debug = 5,
    /// Everything; unknown levels count as this one.
    Trace = 6,
}

impl Level {
    /// Every level, in order.
    pub const ALL: [Self; 7] =
        [Self::Panic, Self::Fatal, Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// The level of a number on the wire; an unknown one counts as the last.
    #[must_use]
    pub const fn from_wire(value: u32) -> Self {
        match value {
            0 => Self::Panic,
            1 => Self::Fatal,
            2 => Self::Error,
            3 => Self::Warn,
            4 => Self::Info,
            5 => Self::Debug,
            _ => Self::Trace,
        }
    }

    /// The number on the wire.
    #[must_use]
    pub const fn to_wire(self) -> u32 {
        self as u32
    }

    /// The name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// Code of an error record, 1 to 2147483647.
///
/// The constants are the codes the ABI gives a meaning; any other number in the range is the guest's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Code(u32);

impl Code {
    /// Arguments that cannot be decoded, are missing or have the wrong type; malformed MessagePack or JSON.
    pub const BAD_REQUEST: Self = Self(400);
    /// The caller may not call this process.
    pub const FORBIDDEN: Self = Self(403);
    /// No such process, script, handler or record.
    pub const NOT_FOUND: Self = Self(404);
    /// The deadline passed or the fuel of the request is used up.
    pub const TIMED_OUT: Self = Self(408);
    /// A handle that is stale, forged, destroyed or of another class.
    pub const GONE: Self = Self(410);
    /// A payload, argument list, reply or result is over a limit in bytes or elements.
    pub const TOO_LARGE: Self = Self(413);
    /// No free slot for an instance or session, or too many process calls in one request.
    pub const TOO_MANY: Self = Self(429);
    /// Anything else; also stands for a code outside 1 to 2147483647 and for a malformed error record.
    pub const INTERNAL: Self = Self(500);
    /// The host or guest knows the request but has no implementation of it.
    pub const NOT_IMPLEMENTED: Self = Self(501);
    /// The callee trapped, panicked or broke the ABI.
    pub const TRAPPED: Self = Self(502);
    /// `yao_alloc` gave 0 for a payload or a reply.
    pub const OUT_OF_MEMORY: Self = Self(507);
    /// Nested calls through the host went deeper than the limit.
    pub const TOO_DEEP: Self = Self(508);
    /// Stands for a code out of range.
    pub const FALLBACK: Self = Self::INTERNAL;
    /// The code of an error result without bytes.
    pub const EMPTY: Self = Self::OUT_OF_MEMORY;
    /// The smallest code.
    pub const MIN: Self = Self(1);
    /// The largest code.
    pub const MAX: Self = Self(2147483647);
    /// Every code with a meaning of its own, in order.
    pub const ALL: [Self; 12] = [
        Self::BAD_REQUEST,
        Self::FORBIDDEN,
        Self::NOT_FOUND,
        Self::TIMED_OUT,
        Self::GONE,
        Self::TOO_LARGE,
        Self::TOO_MANY,
        Self::INTERNAL,
        Self::NOT_IMPLEMENTED,
        Self::TRAPPED,
        Self::OUT_OF_MEMORY,
        Self::TOO_DEEP,
    ];

    /// The code of this number; out of range it is [`Code::FALLBACK`].
    #[must_use]
    pub const fn new(code: u32) -> Self {
        if code >= Self::MIN.0 && code <= Self::MAX.0 { Self(code) } else { Self::FALLBACK }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The name in `snake_case`, of a code with a meaning of its own.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::BAD_REQUEST => "bad_request",
            Self::FORBIDDEN => "forbidden",
            Self::NOT_FOUND => "not_found",
            Self::TIMED_OUT => "timed_out",
            Self::GONE => "gone",
            Self::TOO_LARGE => "too_large",
            Self::TOO_MANY => "too_many",
            Self::INTERNAL => "internal",
            Self::NOT_IMPLEMENTED => "not_implemented",
            Self::TRAPPED => "trapped",
            Self::OUT_OF_MEMORY => "out_of_memory",
            Self::TOO_DEEP => "too_deep",
            _ => return None,
        })
    }
    /// A short text for people, of a code with a meaning of its own.
    #[must_use]
    pub const fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::BAD_REQUEST => "bad request",
            Self::FORBIDDEN => "forbidden",
            Self::NOT_FOUND => "not found",
            Self::TIMED_OUT => "timed out",
            Self::GONE => "gone",
            Self::TOO_LARGE => "too large",
            Self::TOO_MANY => "too many",
            Self::INTERNAL => "internal error",
            Self::NOT_IMPLEMENTED => "not implemented",
            Self::TRAPPED => "callee trapped",
            Self::OUT_OF_MEMORY => "out of memory",
            Self::TOO_DEEP => "call depth exceeded",
            _ => return None,
        })
    }
}

/// The raw imports. Only the `mem`, `process` and `log` modules call them.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "declares the two functions of the host")]
pub mod imports {
    #[link(wasm_import_module = "yao")]
    unsafe extern "C" {
        /// Call the process `name` with the array of arguments `args`; the reply is a packed result that the guest frees.
        ///
        /// # Safety
        /// Each pointer is valid for reads of the length that follows it during the call.
        pub unsafe fn process(
            name_ptr: *const u8,
            name_len: usize,
            args_ptr: *const u8,
            args_len: usize,
        ) -> u64;
        /// Write one UTF-8 line at a level; never fails.
        ///
        /// # Safety
        /// Each pointer is valid for reads of the length that follows it during the call.
        pub unsafe fn log(level: u32, msg_ptr: *const u8, msg_len: usize);
    }
}
