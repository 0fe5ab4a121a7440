//! One case on two engines.

use std::sync::Arc;

use yao_host::{Config, Engine, Limit};

use crate::{
    engine::{Wrong, on_wasmtime},
    transcript::{Said, Transcript},
};

/// Instead of the default, so that it is not a busy machine that ends a guest, now on this side, now on that.
const DEADLINE_MS: u64 = 600_000;

/// Makes an engine of the host.
pub(crate) type Make = Arc<dyn Fn(Config) -> Engine + Send + Sync>;

/// Two engines.
#[derive(Clone)]
pub(crate) struct Sides {
    pub(crate) wasmi: Make,
    pub(crate) wasmtime: Make,
}

impl Sides {
    /// wasmi, and wasmtime, which may be wrong on purpose.
    pub(crate) fn new(wrong: Option<Wrong>) -> Self {
        Self {
            wasmi: Arc::new(|config| Engine::new(patient(config))),
            wasmtime: Arc::new(move |config| on_wasmtime(patient(config), wrong)),
        }
    }

    /// Runs a case on both.
    pub(crate) fn compare(&self, case: impl Into<String>, run: impl Fn(&Make, &Arc<Transcript>)) -> Compared {
        let said = [&self.wasmi, &self.wasmtime].map(|make| {
            let transcript = Arc::default();
            run(make, &transcript);
            transcript.take()
        });
        Compared::new(case, &said)
    }
}

/// The configuration without the default deadline; one that a case sets stays.
fn patient(mut config: Config) -> Config {
    if config.limits.deadline_ms == Config::default().limits.deadline_ms {
        config.limits.set(Limit::DeadlineMs, DEADLINE_MS);
    }
    config
}

/// What came of a case.
pub(crate) struct Compared {
    pub(crate) case: String,
    /// Answers of wasmi.
    pub(crate) answers: usize,
    /// What wasmi and what wasmtime said, where they first differ, or where the case fails on both.
    pub(crate) difference: Option<[String; 2]>,
}

impl Compared {
    pub(crate) fn new(case: impl Into<String>, [wasmi, wasmtime]: &[Said; 2]) -> Self {
        Self { case: case.into(), answers: wasmi.count, difference: wasmi.difference(wasmtime) }
    }
}
