//! What an embedder decides before the first module is loaded.

use alloc::sync::Arc;

use crate::{Profile, abi::Limits, trust::Policy};

/// The configuration of an [`Engine`](crate::Engine); a host inherits it from the engine of its modules.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Config {
    /// Every limit with its number.
    pub limits: Limits,
    /// Let guests use memories whose page size is one byte, for hosts with little memory.
    pub custom_page_sizes: bool,
    /// Refuse modules with 128-bit vectors, as a host whose engine has none; the ABI leaves SIMD to the host
    /// (ABI-MOD-005). [`Engine::load_first`](crate::Engine::load_first) takes the next build then.
    pub refuse_simd: bool,
    /// Let guests import `wasi_snapshot_preview1`. Needs feature `wasi`; without it such a guest is a load error.
    pub wasi: bool,
    /// Make WASI's clocks and random numbers the same for every guest instance.
    pub wasi_seed: Option<u64>,
    /// Initialised instances of each module that are kept for the requests to come; 0, the default, keeps none, and
    /// every request makes an instance of its own.
    ///
    /// After a request that returned, memory and globals of a kept instance are made what they were right after
    /// `_initialize`, so the next request sees nothing of it: results, fuel and limits are those of a fresh instance.
    /// An instance that trapped, hit a limit or grew its memory is dropped. One-shot guests, guests that import WASI,
    /// and those that change a table or drop a segment always get fresh instances, and so do sessions.
    ///
    /// It pays where starting is dear: guests with much in `_initialize`, with many functions or many pages. It costs
    /// the memory of so many instances of every module, as many as ever ran at a time; a host of many modules that are
    /// called now and then is better off without. Where guests of different owners must not even share a machine's
    /// memory after a bug in the host, leave it at 0.
    pub reuse: usize,
    /// When the functions of a module are translated for the engine.
    pub translation: Translation,
    /// Which modules are taken, and what each of them may call; everything and anything without one.
    pub policy: Option<Arc<Policy>>,
}

/// When the functions of a module are translated for the engine. Every function is validated at load, whatever it is,
/// and a function is translated once, for all instances: it makes neither results nor fuel differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Translation {
    /// At load what is small, and what is expected to be called often: where [`Config::reuse`] keeps instances. The
    /// functions of other modules when they are first called, as many modules are loaded to run once or never.
    #[default]
    Auto,
    /// At load: no request waits for it. For a server that is loaded before it serves.
    Eager,
    /// When they are first called: a load takes a quarter of the time, and the first request to call a function pays.
    Late,
}

/// Modules of up to so many bytes are translated at load where nothing else is asked for: that takes less than it takes
/// to read a file.
const SMALL_MODULE: usize = 8 * 1024;

impl Translation {
    /// Whether a module of so many bytes is translated at load.
    pub(crate) fn at_load(config: &Config, bytes: usize) -> bool {
        match config.translation {
            Self::Auto => config.reuse > 0 || bytes <= SMALL_MODULE,
            Self::Eager => true,
            Self::Late => false,
        }
    }
}

impl Config {
    /// The configuration of a profile.
    #[must_use]
    pub fn profile(profile: Profile) -> Self {
        Self { limits: Limits::profile(profile), wasi: profile == Profile::Wasi, ..Self::default() }
    }

    /// The same configuration with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same configuration with a policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = Some(Arc::new(policy));
        self
    }
}
