//! What a module that a policy admitted carries with it.

use alloc::sync::Arc;

use super::Rule;
use crate::Config;

/// The rule that admitted a module, and the limits that follow from it.
pub(crate) struct Admission {
    pub(crate) rule: Arc<Rule>,
    /// The engine's configuration, with the module's own limits where they are smaller.
    pub(crate) config: Arc<Config>,
    engine: Arc<Config>,
}

impl Admission {
    pub(crate) fn new(engine: &Arc<Config>, rule: &Arc<Rule>) -> Self {
        let config = if rule.limits().is_empty() {
            Arc::clone(engine)
        } else {
            Arc::new(Config { limits: rule.narrowed(&engine.limits), ..Config::clone(engine) })
        };
        Self { rule: Arc::clone(rule), config, engine: Arc::clone(engine) }
    }

    /// Whether it was loaded by the engine with this configuration, whose policy it obeys.
    pub(crate) fn is_of(&self, engine: &Config) -> bool {
        core::ptr::eq(&*self.engine, engine)
    }
}
