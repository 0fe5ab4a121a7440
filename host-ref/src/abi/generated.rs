// Generated from abi-spec/abi.toml by ./dev generate; do not edit.

//! Names, numbers, signatures and limits of the ABI.

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

/// A wasm value type that the ABI uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
}

/// When an export has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// In every guest.
    Always,
    /// In a guest that can receive bytes.
    WithBytes,
    /// When the guest wants it.
    Optional,
}

/// The type of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Parameters in order.
    pub params: &'static [ValueType],
    /// Result, if any.
    pub result: Option<ValueType>,
}

/// A function that a guest may import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Import {
    /// Module name.
    pub module: &'static str,
    /// Field name.
    pub name: &'static str,
    /// Its type.
    pub signature: Signature,
}

/// A function export with a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub signature: Signature,
    /// When it has to be there.
    pub required: Required,
}

/// What a limit counts over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A request and everything it calls.
    Tree,
    /// One guest instance.
    Instance,
    /// One module.
    Module,
    /// One host.
    Host,
}

/// What the ABI says about a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitInfo {
    /// Its name in every configuration.
    pub name: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// What it counts over.
    pub scope: Scope,
    /// Code of the error; none where the event is counted and dropped.
    pub code: Option<Code>,
    /// One sentence.
    pub doc: &'static str,
}

/// Every capability bit that has a meaning.
pub const CAP_KNOWN: u32 = 0x7f;
/// Every capability bit with its name.
pub const CAPABILITIES: [(u32, &str); 7] = [
    (CAP_SIMD128, "simd128"),
    (CAP_BULK_MEMORY, "bulk_memory"),
    (CAP_RESET, "reset"),
    (CAP_INSTANCES, "instances"),
    (CAP_CODEC_JSON, "codec_json"),
    (CAP_CODEC_OPAQUE, "codec_opaque"),
    (CAP_ONE_SHOT, "one_shot"),
];

/// What a guest may import.
pub const IMPORTS: [Import; 2] = [
    Import {
        module: "yao",
        name: "process",
        signature: Signature {
            params: &[ValueType::I32, ValueType::I32, ValueType::I32, ValueType::I32],
            result: Some(ValueType::I64),
        },
    },
    Import {
        module: "yao",
        name: "log",
        signature: Signature { params: &[ValueType::I32, ValueType::I32, ValueType::I32], result: None },
    },
];

/// The guest's only linear memory, 32-bit, not shared.
pub const MEMORY_EXPORT: &str = "memory";
/// Function exports with a name of their own.
pub const EXPORTS: [Export; 5] = [
    Export {
        name: "yao_abi_v1",
        signature: Signature { params: &[], result: Some(ValueType::I32) },
        required: Required::Always,
    },
    Export {
        name: "yao_alloc",
        signature: Signature { params: &[ValueType::I32], result: Some(ValueType::I32) },
        required: Required::WithBytes,
    },
    Export {
        name: "yao_free",
        signature: Signature { params: &[ValueType::I32, ValueType::I32], result: None },
        required: Required::WithBytes,
    },
    Export {
        name: "yao_reset",
        signature: Signature { params: &[], result: None },
        required: Required::Optional,
    },
    Export {
        name: "_initialize",
        signature: Signature { params: &[], result: None },
        required: Required::Optional,
    },
];

/// Type of `{handler}`. A handler: takes the payload, which it frees, and returns a packed result, which the host frees.
pub const HANDLER: Signature =
    Signature { params: &[ValueType::I32, ValueType::I32], result: Some(ValueType::I64) };
/// Type of `{class}_create`. Make an instance: error bit clear, a handle in the low 31 bits; error bit set, a packed error record.
pub const CLASS_CREATE: Signature =
    Signature { params: &[ValueType::I32, ValueType::I32], result: Some(ValueType::I64) };
/// Type of `{class}_{method}`. A method of an instance.
pub const CLASS_METHOD: Signature =
    Signature { params: &[ValueType::I32, ValueType::I32, ValueType::I32], result: Some(ValueType::I64) };
/// Type of `{class}_result_len`. Pull form: the length of the value of the last successful method on that handle.
pub const CLASS_RESULT_LEN: Signature = Signature { params: &[ValueType::I32], result: Some(ValueType::I32) };
/// Type of `{class}_result_read`. Pull form: copy that value into `cap` bytes at `ptr`.
pub const CLASS_RESULT_READ: Signature =
    Signature { params: &[ValueType::I32, ValueType::I32, ValueType::I32], result: Some(ValueType::I32) };
/// Type of `{class}_destroy`. Destroy an instance; its handle is stale from then on.
pub const CLASS_DESTROY: Signature = Signature { params: &[ValueType::I32], result: Some(ValueType::I32) };

/// One of the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Instructions, in the engine's fuel units, of one request and everything it calls.
    Fuel,
    /// Wall-clock time of one request and everything it calls.
    DeadlineMs,
    /// Linear memory of all guest instances of one request together; growth beyond it fails inside the guest.
    MemoryPages,
    /// Elements of all tables of one guest instance.
    TableElements,
    /// One payload, argument list, reply, result or error record.
    PayloadBytes,
    /// Elements of one payload, argument list, reply or result.
    PayloadElements,
    /// All bytes copied across guest boundaries in one request.
    BoundaryBytes,
    /// Calls of `yao.process` in one request.
    ProcessCalls,
    /// Length of a process name.
    ProcessNameBytes,
    /// Guest calls nested through the host; the outermost handler is level 1.
    CallDepth,
    /// One log message; the rest is cut and the cut is marked.
    LogMessageBytes,
    /// All log messages of one request; further lines are dropped and counted.
    LogBytes,
    /// Log lines of one request; further lines are dropped and counted.
    LogLines,
    /// Size of one module.
    ModuleBytes,
    /// Functions of one module, imported ones included.
    Functions,
    /// Fuel of the throw-away instance that runs `_initialize` and `yao_abi_v1` at load.
    InitFuel,
    /// Guest instances alive at a time in one host.
    Instances,
    /// Sessions alive at a time in one host.
    Sessions,
    /// A session that is not used for so long is ended at the next look.
    SessionIdleMs,
}

impl Limit {
    /// Every limit, in the order of the spec.
    pub const ALL: [Self; 19] = [
        Self::Fuel,
        Self::DeadlineMs,
        Self::MemoryPages,
        Self::TableElements,
        Self::PayloadBytes,
        Self::PayloadElements,
        Self::BoundaryBytes,
        Self::ProcessCalls,
        Self::ProcessNameBytes,
        Self::CallDepth,
        Self::LogMessageBytes,
        Self::LogBytes,
        Self::LogLines,
        Self::ModuleBytes,
        Self::Functions,
        Self::InitFuel,
        Self::Instances,
        Self::Sessions,
        Self::SessionIdleMs,
    ];

    /// The limit of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.info().name == name)
    }

    /// What the ABI says about it.
    #[must_use]
    pub const fn info(self) -> &'static LimitInfo {
        match self {
            Self::Fuel => &LimitInfo {
                name: "fuel",
                unit: "fuel",
                scope: Scope::Tree,
                code: Some(Code::TIMED_OUT),
                doc: "Instructions, in the engine's fuel units, of one request and everything it calls.",
            },
            Self::DeadlineMs => &LimitInfo {
                name: "deadline_ms",
                unit: "ms",
                scope: Scope::Tree,
                code: Some(Code::TIMED_OUT),
                doc: "Wall-clock time of one request and everything it calls.",
            },
            Self::MemoryPages => &LimitInfo {
                name: "memory_pages",
                unit: "64 KiB pages",
                scope: Scope::Tree,
                code: Some(Code::OUT_OF_MEMORY),
                doc: "Linear memory of all guest instances of one request together; growth beyond it fails inside the guest.",
            },
            Self::TableElements => &LimitInfo {
                name: "table_elements",
                unit: "elements",
                scope: Scope::Instance,
                code: Some(Code::OUT_OF_MEMORY),
                doc: "Elements of all tables of one guest instance.",
            },
            Self::PayloadBytes => &LimitInfo {
                name: "payload_bytes",
                unit: "bytes",
                scope: Scope::Instance,
                code: Some(Code::TOO_LARGE),
                doc: "One payload, argument list, reply, result or error record.",
            },
            Self::PayloadElements => &LimitInfo {
                name: "payload_elements",
                unit: "elements",
                scope: Scope::Instance,
                code: Some(Code::TOO_LARGE),
                doc: "Elements of one payload, argument list, reply or result.",
            },
            Self::BoundaryBytes => &LimitInfo {
                name: "boundary_bytes",
                unit: "bytes",
                scope: Scope::Tree,
                code: Some(Code::TOO_LARGE),
                doc: "All bytes copied across guest boundaries in one request.",
            },
            Self::ProcessCalls => &LimitInfo {
                name: "process_calls",
                unit: "calls",
                scope: Scope::Tree,
                code: Some(Code::TOO_MANY),
                doc: "Calls of `yao.process` in one request.",
            },
            Self::ProcessNameBytes => &LimitInfo {
                name: "process_name_bytes",
                unit: "bytes",
                scope: Scope::Instance,
                code: Some(Code::BAD_REQUEST),
                doc: "Length of a process name.",
            },
            Self::CallDepth => &LimitInfo {
                name: "call_depth",
                unit: "levels",
                scope: Scope::Tree,
                code: Some(Code::TOO_DEEP),
                doc: "Guest calls nested through the host; the outermost handler is level 1.",
            },
            Self::LogMessageBytes => &LimitInfo {
                name: "log_message_bytes",
                unit: "bytes",
                scope: Scope::Instance,
                code: None,
                doc: "One log message; the rest is cut and the cut is marked.",
            },
            Self::LogBytes => &LimitInfo {
                name: "log_bytes",
                unit: "bytes",
                scope: Scope::Tree,
                code: None,
                doc: "All log messages of one request; further lines are dropped and counted.",
            },
            Self::LogLines => &LimitInfo {
                name: "log_lines",
                unit: "lines",
                scope: Scope::Tree,
                code: None,
                doc: "Log lines of one request; further lines are dropped and counted.",
            },
            Self::ModuleBytes => &LimitInfo {
                name: "module_bytes",
                unit: "bytes",
                scope: Scope::Module,
                code: Some(Code::TOO_LARGE),
                doc: "Size of one module.",
            },
            Self::Functions => &LimitInfo {
                name: "functions",
                unit: "functions",
                scope: Scope::Module,
                code: Some(Code::TOO_LARGE),
                doc: "Functions of one module, imported ones included.",
            },
            Self::InitFuel => &LimitInfo {
                name: "init_fuel",
                unit: "fuel",
                scope: Scope::Module,
                code: Some(Code::TIMED_OUT),
                doc: "Fuel of the throw-away instance that runs `_initialize` and `yao_abi_v1` at load.",
            },
            Self::Instances => &LimitInfo {
                name: "instances",
                unit: "instances",
                scope: Scope::Host,
                code: Some(Code::TOO_MANY),
                doc: "Guest instances alive at a time in one host.",
            },
            Self::Sessions => &LimitInfo {
                name: "sessions",
                unit: "sessions",
                scope: Scope::Host,
                code: Some(Code::TOO_MANY),
                doc: "Sessions alive at a time in one host.",
            },
            Self::SessionIdleMs => &LimitInfo {
                name: "session_idle_ms",
                unit: "ms",
                scope: Scope::Host,
                code: Some(Code::GONE),
                doc: "A session that is not used for so long is ended at the next look.",
            },
        }
    }
}

/// A value for every limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Instructions, in the engine's fuel units, of one request and everything it calls.
    pub fuel: u64,
    /// Wall-clock time of one request and everything it calls.
    pub deadline_ms: u64,
    /// Linear memory of all guest instances of one request together; growth beyond it fails inside the guest.
    pub memory_pages: u64,
    /// Elements of all tables of one guest instance.
    pub table_elements: u64,
    /// One payload, argument list, reply, result or error record.
    pub payload_bytes: u64,
    /// Elements of one payload, argument list, reply or result.
    pub payload_elements: u64,
    /// All bytes copied across guest boundaries in one request.
    pub boundary_bytes: u64,
    /// Calls of `yao.process` in one request.
    pub process_calls: u64,
    /// Length of a process name.
    pub process_name_bytes: u64,
    /// Guest calls nested through the host; the outermost handler is level 1.
    pub call_depth: u64,
    /// One log message; the rest is cut and the cut is marked.
    pub log_message_bytes: u64,
    /// All log messages of one request; further lines are dropped and counted.
    pub log_bytes: u64,
    /// Log lines of one request; further lines are dropped and counted.
    pub log_lines: u64,
    /// Size of one module.
    pub module_bytes: u64,
    /// Functions of one module, imported ones included.
    pub functions: u64,
    /// Fuel of the throw-away instance that runs `_initialize` and `yao_abi_v1` at load.
    pub init_fuel: u64,
    /// Guest instances alive at a time in one host.
    pub instances: u64,
    /// Sessions alive at a time in one host.
    pub sessions: u64,
    /// A session that is not used for so long is ended at the next look.
    pub session_idle_ms: u64,
}

impl Limits {
    /// The profile `server`.
    pub const SERVER: Self = Self {
        fuel: 1_000_000_000,
        deadline_ms: 5000,
        memory_pages: 1024,
        table_elements: 65_536,
        payload_bytes: 33_554_432,
        payload_elements: 1_000_000,
        boundary_bytes: 268_435_456,
        process_calls: 100_000,
        process_name_bytes: 1024,
        call_depth: 16,
        log_message_bytes: 16_384,
        log_bytes: 1_048_576,
        log_lines: 10_000,
        module_bytes: 67_108_864,
        functions: 100_000,
        init_fuel: 10_000_000,
        instances: 10_000,
        sessions: 1000,
        session_idle_ms: 300_000,
    };
    /// The profile `embedded`.
    pub const EMBEDDED: Self = Self {
        fuel: 100_000_000,
        deadline_ms: 1000,
        memory_pages: 64,
        table_elements: 4096,
        payload_bytes: 1_048_576,
        payload_elements: 100_000,
        boundary_bytes: 8_388_608,
        process_calls: 10_000,
        process_name_bytes: 256,
        call_depth: 8,
        log_message_bytes: 1024,
        log_bytes: 65_536,
        log_lines: 1000,
        module_bytes: 1_048_576,
        functions: 10_000,
        init_fuel: 1_000_000,
        instances: 64,
        sessions: 16,
        session_idle_ms: 60_000,
    };
    /// The profile `microkernel`.
    pub const MICROKERNEL: Self = Self {
        fuel: 10_000_000,
        deadline_ms: 250,
        memory_pages: 4,
        table_elements: 1024,
        payload_bytes: 65_536,
        payload_elements: 10_000,
        boundary_bytes: 524_288,
        process_calls: 1000,
        process_name_bytes: 256,
        call_depth: 4,
        log_message_bytes: 256,
        log_bytes: 4096,
        log_lines: 100,
        module_bytes: 65_536,
        functions: 1000,
        init_fuel: 100_000,
        instances: 8,
        sessions: 4,
        session_idle_ms: 10_000,
    };
    /// Every profile with its name.
    pub const PROFILES: [(&'static str, Self); 3] =
        [("server", Self::SERVER), ("embedded", Self::EMBEDDED), ("microkernel", Self::MICROKERNEL)];

    /// The value of one limit.
    #[must_use]
    pub const fn get(&self, limit: Limit) -> u64 {
        match limit {
            Limit::Fuel => self.fuel,
            Limit::DeadlineMs => self.deadline_ms,
            Limit::MemoryPages => self.memory_pages,
            Limit::TableElements => self.table_elements,
            Limit::PayloadBytes => self.payload_bytes,
            Limit::PayloadElements => self.payload_elements,
            Limit::BoundaryBytes => self.boundary_bytes,
            Limit::ProcessCalls => self.process_calls,
            Limit::ProcessNameBytes => self.process_name_bytes,
            Limit::CallDepth => self.call_depth,
            Limit::LogMessageBytes => self.log_message_bytes,
            Limit::LogBytes => self.log_bytes,
            Limit::LogLines => self.log_lines,
            Limit::ModuleBytes => self.module_bytes,
            Limit::Functions => self.functions,
            Limit::InitFuel => self.init_fuel,
            Limit::Instances => self.instances,
            Limit::Sessions => self.sessions,
            Limit::SessionIdleMs => self.session_idle_ms,
        }
    }

    /// Give one limit another value.
    pub const fn set(&mut self, limit: Limit, value: u64) {
        match limit {
            Limit::Fuel => self.fuel = value,
            Limit::DeadlineMs => self.deadline_ms = value,
            Limit::MemoryPages => self.memory_pages = value,
            Limit::TableElements => self.table_elements = value,
            Limit::PayloadBytes => self.payload_bytes = value,
            Limit::PayloadElements => self.payload_elements = value,
            Limit::BoundaryBytes => self.boundary_bytes = value,
            Limit::ProcessCalls => self.process_calls = value,
            Limit::ProcessNameBytes => self.process_name_bytes = value,
            Limit::CallDepth => self.call_depth = value,
            Limit::LogMessageBytes => self.log_message_bytes = value,
            Limit::LogBytes => self.log_bytes = value,
            Limit::LogLines => self.log_lines = value,
            Limit::ModuleBytes => self.module_bytes = value,
            Limit::Functions => self.functions = value,
            Limit::InitFuel => self.init_fuel = value,
            Limit::Instances => self.instances = value,
            Limit::Sessions => self.sessions = value,
            Limit::SessionIdleMs => self.session_idle_ms = value,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::SERVER
    }
}
