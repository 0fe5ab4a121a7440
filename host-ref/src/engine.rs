//! The engine: checks modules, compiles them, and keeps them by hash.

use alloc::{
    collections::BTreeMap,
    format,
    string::String,
    sync::{Arc, Weak},
    vec,
};
#[cfg(feature = "std")]
use {
    alloc::vec::Vec,
    core::sync::atomic::{AtomicUsize, Ordering},
};

use sha2::{Digest, Sha256};
use spin::Mutex;

use crate::{
    Codec, Config, Error, Fault, LoadProblem, Module, ModuleInfo,
    abi::{self, Limit, Limits, VERSION_EXPORT},
    backend::{Backend, Code, Wasmi},
    guest::Guest,
    module::{Checked, Findings, Loaded, check, without_version},
    protocol,
    reuse::Kept,
    state::Owner,
    tree::{Tree, over},
    trust::Admission,
};

/// Checks and compiles modules. Cheap to clone; clones share the cache.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

/// SHA-256 of the bytes, and the fuel for the throw-away instance: a policy may give it another limit by another name.
type Key = ([u8; 32], u64);

struct Inner {
    config: Arc<Config>,
    backend: Arc<dyn Backend>,
    /// What is loaded and still used by someone.
    cache: Mutex<BTreeMap<Key, Weak<Loaded>>>,
}

impl Engine {
    /// An engine with this configuration, on wasmi.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let backend = Wasmi::new(&config);
        Self::with_backend(config, backend)
    }

    /// An engine on something else than wasmi.
    #[must_use]
    pub fn with_backend(config: Config, backend: impl Backend + 'static) -> Self {
        let inner = Inner {
            config: Arc::new(config),
            backend: Arc::new(backend),
            cache: Mutex::new(BTreeMap::new()),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn shared_config(&self) -> &Arc<Config> {
        &self.inner.config
    }

    /// The limits, for short.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.config.limits
    }

    /// Loads a module: asks the policy, where there is one, checks its structure, compiles it, and asks it for its
    /// capabilities. As long as a module of the same bytes is alive, under whatever name, it is not compiled again.
    ///
    /// `name` is the script's name: handler `Check` of module `validate` is the process `scripts.validate.Check`.
    ///
    /// # Errors
    ///
    /// [`Error::Load`] with every problem found, [`Error::Limit`] for a module that is too large for this host,
    /// [`Error::Forbidden`] for one that the policy does not admit.
    pub fn load(&self, name: &str, bytes: &[u8]) -> Result<Module, Error> {
        // Before anything looks at it, hashing included: a huge file costs nothing.
        over(Limit::ModuleBytes, self.limits().module_bytes, bytes.len() as u64)
            .map_err(|fault| Error::from_fault(fault, name, "load"))?;
        let sha256: [u8; 32] = Sha256::digest(bytes).into();
        let admission = self.admission(name, bytes, sha256)?;
        let config = admission.as_ref().map_or(self.shared_config(), |admission| &admission.config);
        let config = Arc::clone(config);
        let check = || {
            check(&config, bytes, sha256).map_err(|findings| match findings {
                Findings::Problems(problems) => Error::Load { module: name.into(), problems },
                Findings::Limit(fault) => Error::from_fault(fault, name, "load"),
            })
        };
        let key = (sha256, config.limits.init_fuel);
        let cached = self.inner.cache.lock().get(&key).and_then(Weak::upgrade);
        if let Some(loaded) = cached {
            if !Arc::ptr_eq(&config, self.shared_config()) {
                // It was checked by other limits than these.
                check()?;
            }
            return Ok(Module::new(name, loaded, admission));
        }
        let Checked { info, capabilities } = check()?;
        let (code, version) = self.compile(name, bytes, capabilities)?;
        let loaded = self.ask(name, Loaded { info, code, version, kept: None }, &config)?;
        let mut cache = self.inner.cache.lock();
        cache.retain(|_, loaded| loaded.strong_count() > 0);
        // Another thread may have compiled the same bytes meanwhile; then there is one of them.
        let loaded = cache.get(&key).and_then(Weak::upgrade).unwrap_or_else(|| {
            cache.insert(key, Arc::downgrade(&loaded));
            loaded
        });
        drop(cache);
        Ok(Module::new(name, loaded, admission))
    }

    /// Loads many modules, given as names and bytes, on as many threads as the machine runs at a time: what an application
    /// does at its start. Gives what [`Engine::load`] gives for each, in the order of the modules; one that fails keeps
    /// no other from being loaded.
    ///
    /// # Panics
    ///
    /// When a backend's code panics, as [`Engine::load`] does then.
    #[cfg(feature = "std")]
    pub fn load_all(&self, modules: &[(&str, &[u8])]) -> Vec<Result<Module, Error>> {
        let load = |&(name, bytes): &(&str, &[u8])| self.load(name, bytes);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(modules.len());
        let others = threads.saturating_sub(1);
        if others == 0 {
            return modules.iter().map(load).collect();
        }
        // Modules differ in size by orders of magnitude, so each thread takes the next one when it is done with one.
        let next = AtomicUsize::new(0);
        let work = || -> Vec<_> {
            core::iter::from_fn(|| {
                let at = next.fetch_add(1, Ordering::Relaxed);
                modules.get(at).map(|module| (at, load(module)))
            })
            .collect()
        };
        let mut loaded = std::thread::scope(|scope| {
            // A thread that the system does not give leaves its share to those that run.
            let handles: Vec<_> = (0..others)
                .map_while(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok())
                .collect();
            let mut loaded = work();
            for handle in handles {
                loaded.extend(handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            loaded
        });
        loaded.sort_unstable_by_key(|&(at, _)| at);
        loaded.into_iter().map(|(_, loaded)| loaded).collect()
    }

    /// Loads the first of several builds of one module that this engine can run: the best first, such as one with
    /// vectors before one without. Only a build that is no valid module for this engine is passed over; what else is
    /// wrong with one is an error, whatever comes after it.
    ///
    /// # Errors
    ///
    /// As [`Engine::load`], of the build that was to be loaded; of the last one, when none is valid.
    pub fn load_first(&self, name: &str, best: &[u8], others: &[&[u8]]) -> Result<Module, Error> {
        let mut loaded = self.load(name, best);
        for build in others {
            match &loaded {
                Err(Error::Load { problems, .. })
                    if problems.iter().all(|problem| problem.kind == INVALID) =>
                {
                    loaded = self.load(name, build);
                }
                _ => break,
            }
        }
        loaded
    }

    /// Compiles a module. Where its capabilities are known already they come back, and the export that tells them is
    /// left out; a module that the engine refuses then is compiled as it is, so that what is wrong is said of that.
    fn compile(
        &self,
        name: &str,
        bytes: &[u8],
        capabilities: Option<u32>,
    ) -> Result<(Arc<dyn Code>, Option<u32>), Error> {
        let backend = &self.inner.backend;
        if let Some(capabilities) = capabilities
            && let Some(code) = without_version(bytes).and_then(|lean| backend.compile(&lean).ok())
        {
            return Ok((code, Some(capabilities)));
        }
        let code = backend.compile(bytes).map_err(|reason| load_error(name, invalid(&reason)))?;
        Ok((code, None))
    }

    /// What the policy says of a module, before anything but its length and its hash was looked at.
    fn admission(&self, name: &str, bytes: &[u8], sha256: [u8; 32]) -> Result<Option<Admission>, Error> {
        let engine = self.shared_config();
        let Some(policy) = &engine.policy else { return Ok(None) };
        let forbid = |refusal| Error::Forbidden { module: name.into(), refusal };
        let (rule, _) = policy.admission(name, bytes, sha256).map_err(forbid)?;
        let admission = Admission::new(engine, rule);
        over(Limit::ModuleBytes, admission.config.limits.module_bytes, bytes.len() as u64)
            .map_err(|fault| Error::from_fault(fault, name, "load"))?;
        Ok(Some(admission))
    }

    /// Runs `start`, `_initialize` and `yao_abi_v1` in a throw-away instance, and reads the capabilities; `yao_abi_v1`
    /// only where the code has it.
    fn ask(&self, name: &str, loaded: Loaded, config: &Arc<Config>) -> Result<Arc<Loaded>, Error> {
        let loaded = Arc::new(loaded);
        if loaded.info.abi_version.is_none() {
            return Ok(loaded);
        }
        let module = Module::new(name, Arc::clone(&loaded), None);
        let failed = |fault: Fault, what: &str| match fault {
            Fault::Trap(reason) => load_error(name, trapped(what, &reason)),
            // Whatever fuel this instance had was that limit's.
            Fault::Limit { limit: Limit::Fuel, number, wanted } => {
                Error::from_fault(Fault::Limit { limit: Limit::InitFuel, number, wanted }, name, what)
            }
            fault => Error::from_fault(fault, name, what),
        };
        let owner = Owner::Load(Arc::clone(config));
        let mut guest = Guest::start(owner, &module, &mut Tree::probe(&config.limits))
            .map_err(|fault| failed(fault, "start or _initialize"))?;
        // As it is now, every request is to find it.
        let kept = Kept::prepare(config, &mut guest);
        let capabilities = match loaded.version {
            Some(known) => known,
            None => protocol::query(guest.vm(), VERSION_EXPORT, &[])
                .map_err(|fault| failed(fault, VERSION_EXPORT))?,
        };
        drop((guest, module));
        let codec = codec(capabilities).map_err(|problem| load_error(name, problem))?;
        let info = ModuleInfo { capabilities, codec, ..loaded.info.clone() };
        let kept = kept.filter(|_| capabilities & abi::CAP_ONE_SHOT == 0);
        Ok(Arc::new(Loaded { info, code: Arc::clone(&loaded.code), version: loaded.version, kept }))
    }
}

fn load_error(module: &str, problem: LoadProblem) -> Error {
    Error::Load { module: module.into(), problems: vec![problem] }
}

/// The kind of problem of a module that the engine does not take: malformed, or with features that it lacks.
const INVALID: &str = "invalid";

fn invalid(reason: &str) -> LoadProblem {
    let compact = reason.contains("compact import") || reason.contains("0x7f");
    LoadProblem {
        kind: INVALID,
        message: format!("invalid module: {reason}"),
        help: String::from(if compact {
            "optimise with the ABI's features only, never with wasm-opt --all-features"
        } else {
            "build it for WebAssembly 2.0 features only"
        }),
    }
}

fn trapped(what: &str, reason: &str) -> LoadProblem {
    LoadProblem {
        kind: "trap_at_load",
        message: format!("{what} trapped: {reason}"),
        help: "nothing may be called and nothing can fail before the first request".into(),
    }
}

/// The codec that the capability bits say, where a host can make sense of them.
fn codec(capabilities: u32) -> Result<Codec, LoadProblem> {
    let unknown = capabilities & !abi::CAP_KNOWN & 0xffff_0000;
    if unknown != 0 {
        return Err(LoadProblem {
            kind: "unknown_capability",
            message: format!(
                "{VERSION_EXPORT} gives {capabilities:#x}: bit {} means something that this host does not know",
                unknown.trailing_zeros()
            ),
            help: "use a newer host, or a guest for this one".into(),
        });
    }
    match (capabilities & abi::CAP_CODEC_JSON != 0, capabilities & abi::CAP_CODEC_OPAQUE != 0) {
        (false, false) => Ok(Codec::MessagePack),
        (true, false) => Ok(Codec::Json),
        (false, true) => Ok(Codec::Opaque),
        (true, true) => Err(LoadProblem {
            kind: "two_codecs",
            message: format!("{VERSION_EXPORT} gives {capabilities:#x}: both the JSON and the opaque codec"),
            help: "set one of the two bits".into(),
        }),
    }
}
