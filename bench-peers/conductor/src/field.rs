//! Who takes part.

use serde::Serialize;

/// Whose SDK a guest is written with. Engines without an SDK of their own run ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sdk {
    /// Ours, with the arena.
    YaoArena,
    /// Ours, with dlmalloc.
    YaoDlmalloc,
    /// Ours, with the arena and memory pages of one byte.
    YaoSmallPages,
    /// waPC's guest crate.
    Wapc,
    /// extism's PDK.
    Extism,
}

impl Sdk {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::YaoArena, Self::YaoDlmalloc, Self::YaoSmallPages, Self::Wapc, Self::Extism];

    /// The folder of its guests.
    pub fn folder(self) -> &'static str {
        match self {
            Self::YaoArena => "yao-arena",
            Self::YaoDlmalloc => "yao-dlmalloc",
            Self::YaoSmallPages => "yao-small-pages",
            Self::Wapc => "wapc",
            Self::Extism => "extism",
        }
    }

    /// How reports call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::YaoArena => "yao, arena",
            Self::YaoDlmalloc => "yao, dlmalloc",
            Self::YaoSmallPages => "yao, small pages",
            Self::Wapc => "waPC",
            Self::Extism => "extism-pdk",
        }
    }
}

/// A host, in one way to use it.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Its name in reports.
    pub name: &'static str,
    /// The program, and its argument.
    pub program: &'static str,
    pub mode: &'static str,
    /// The guests that it runs.
    pub sdk: Sdk,
    /// What it does for each request.
    pub how: &'static str,
    /// Whether the next request finds what this one left in the guest.
    pub keeps_state: bool,
    /// Why it is quicker than we are, where it is; none for what is ours.
    pub why_it_wins: Option<&'static str>,
}

impl Contender {
    /// Whether it takes part when these are asked for: ours always does, everyone when nobody is named.
    pub fn is_among(&self, names: &[String]) -> bool {
        names.is_empty() || self.name == OURS || names.iter().any(|name| self.name.contains(name.as_str()))
    }
}

const COSTS: Option<&str> = Some("it has no fuel, limits or checks, which is what ours cost");
const COMPILES: Option<&str> = Some("it compiles to machine code, which pays where a guest computes");
const INTERPRETS: Option<&str> = Some("it interprets as well");
const KEEPS: Option<&str> =
    Some("it makes no instance, and leaves each request's state to the next; it compiles to machine code");

/// The contender that all others are compared with.
pub const OURS: &str = "yao";

/// Ours, where the host accepts pages of one byte.
pub const SMALL_PAGES: &str = "yao, small pages";

/// The same with an instance that is restored.
pub const SMALL_PAGES_KEPT: &str = "yao, small pages, kept";

/// Everyone, as the tables list them.
pub const FIELD: [Contender; 14] = [
    Contender {
        name: OURS,
        program: "peer-yao",
        mode: "fresh",
        sdk: Sdk::YaoArena,
        how: "`Host::request`: a fresh instance; fuel, limits and deadline on",
        keeps_state: false,
        why_it_wins: None,
    },
    Contender {
        name: "yao, dlmalloc",
        program: "peer-yao",
        mode: "fresh",
        sdk: Sdk::YaoDlmalloc,
        how: "the same, with the guest's other allocator",
        keeps_state: false,
        why_it_wins: None,
    },
    Contender {
        name: "yao, kept instance",
        program: "peer-yao",
        mode: "kept",
        sdk: Sdk::YaoArena,
        how: "the same with `Config::reuse`: one instance, restored after each request to what it was before the first",
        keeps_state: false,
        why_it_wins: None,
    },
    Contender {
        name: SMALL_PAGES,
        program: "peer-yao",
        mode: "fresh",
        sdk: Sdk::YaoSmallPages,
        how: "a fresh instance of the guest with the arena, whose memory has pages of one byte: 24 KiB instead of 64",
        keeps_state: false,
        why_it_wins: None,
    },
    Contender {
        name: SMALL_PAGES_KEPT,
        program: "peer-yao",
        mode: "kept",
        sdk: Sdk::YaoSmallPages,
        how: "the same guest, with `Config::reuse`",
        keeps_state: false,
        why_it_wins: None,
    },
    Contender {
        name: "wasmi",
        program: "peer-yao",
        mode: "wasmi",
        sdk: Sdk::YaoArena,
        how: "the engine below yao alone: a fresh instance, no fuel, limits or checks; our guest",
        keeps_state: false,
        why_it_wins: COSTS,
    },
    Contender {
        name: "wasmtime, pooling",
        program: "peer-wasmtime",
        mode: "pooling",
        sdk: Sdk::YaoArena,
        how: "`InstancePre` and a pool whose memory stays resident: a fresh instance, no limits; our guest",
        keeps_state: false,
        why_it_wins: COMPILES,
    },
    Contender {
        name: "wasmtime, on demand",
        program: "peer-wasmtime",
        mode: "on-demand",
        sdk: Sdk::YaoArena,
        how: "`InstancePre`, memory mapped for each instance: a fresh instance, no limits; our guest",
        keeps_state: false,
        why_it_wins: COMPILES,
    },
    Contender {
        name: "wazero, compiler",
        program: "peer-wazero",
        mode: "compiler",
        sdk: Sdk::YaoArena,
        how: "`InstantiateModule` of a compiled module: a fresh instance, no limits; our guest",
        keeps_state: false,
        why_it_wins: COMPILES,
    },
    Contender {
        name: "wazero, interpreter",
        program: "peer-wazero",
        mode: "interpreter",
        sdk: Sdk::YaoArena,
        how: "the same, interpreted",
        keeps_state: false,
        why_it_wins: INTERPRETS,
    },
    Contender {
        name: "waPC",
        program: "peer-wapc",
        mode: "fresh",
        sdk: Sdk::Wapc,
        how: "`rehydrate` of a prepared wasmtime engine, `WapcHost::new`, `call`, drop: a fresh instance",
        keeps_state: false,
        why_it_wins: COMPILES,
    },
    Contender {
        name: "extism",
        program: "peer-extism",
        mode: "fresh",
        sdk: Sdk::Extism,
        how: "`Plugin::new_from_compiled` of a `CompiledPlugin`, `call`, drop: a fresh instance",
        keeps_state: false,
        why_it_wins: COMPILES,
    },
    Contender {
        name: "waPC, one host",
        program: "peer-wapc",
        mode: "reused",
        sdk: Sdk::Wapc,
        how: "one `WapcHost`, called again and again",
        keeps_state: true,
        why_it_wins: KEEPS,
    },
    Contender {
        name: "extism, one plug-in",
        program: "peer-extism",
        mode: "reused",
        sdk: Sdk::Extism,
        how: "one `Plugin`, called again and again",
        keeps_state: true,
        why_it_wins: KEEPS,
    },
];
