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
    /// Let guests import `wasi_snapshot_preview1`. Needs feature `wasi`; without it such a guest is a load error.
    pub wasi: bool,
    /// Make WASI's clocks and random numbers the same for every guest instance.
    pub wasi_seed: Option<u64>,
    /// Translate functions when they are first called instead of at load: quicker to load, slower to first run.
    pub lazy: bool,
    /// Which modules are taken, and what each of them may call; everything and anything without one.
    pub policy: Option<Arc<Policy>>,
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
