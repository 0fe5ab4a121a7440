//! A loaded module and what is known of it.

mod check;
mod growth;
mod imports;
mod info;
mod lean;
mod read;
mod roles;

use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::fmt;

#[cfg(feature = "wasi")]
pub(crate) use self::imports::WASI;
pub use self::info::{Class, Export, Import, MemoryInfo, ModuleInfo, Role, Signature, ValueType, WasmValue};
#[cfg(feature = "size")]
pub(crate) use self::read::signature;
pub(crate) use self::{
    check::{Checked, Findings, check},
    info::types,
    lean::{rewrite, without_version, write_u32},
};
use crate::{
    Error, Limits,
    abi::INITIALIZE_EXPORT,
    backend::Code,
    reuse::Kept,
    trust::{Admission, Rule},
};

/// What is shared by all modules of the same bytes.
pub(crate) struct Loaded {
    pub(crate) info: ModuleInfo,
    pub(crate) code: Arc<dyn Code>,
    /// What `yao_abi_v1` returns, where the code was compiled without it.
    pub(crate) version: Option<u32>,
    /// Instances between requests, where they are kept.
    pub(crate) kept: Option<Kept>,
}

/// A module that was checked and compiled. Cheap to clone.
#[derive(Clone)]
pub struct Module {
    inner: Arc<Named>,
}

/// One pointer to clone for each guest instance.
struct Named {
    name: Box<str>,
    loaded: Arc<Loaded>,
    initialize: bool,
    admission: Option<Admission>,
}

impl Module {
    pub(crate) fn new(name: &str, loaded: Arc<Loaded>, admission: Option<Admission>) -> Self {
        let initialize = loaded.info.abi_version.is_some() && loaded.info.export(INITIALIZE_EXPORT).is_some();
        Self { inner: Arc::new(Named { name: name.into(), loaded, initialize, admission }) }
    }

    /// The name given at load.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// What is known of it.
    #[must_use]
    pub fn info(&self) -> &ModuleInfo {
        &self.inner.loaded.info
    }

    /// Whether it is a plain module: no `yao_abi_v1`, only numeric exports.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.info().abi_version.is_none()
    }

    /// Initialised instances that wait for a request; 0 unless [`Config::reuse`](crate::Config::reuse) asks to keep
    /// some, and for a module whose instances cannot be restored.
    #[must_use]
    pub fn idle_instances(&self) -> usize {
        self.kept().map_or(0, Kept::idle)
    }

    pub(crate) fn code(&self) -> &dyn Code {
        &*self.inner.loaded.code
    }

    /// What the policy says of it; nothing where there is none.
    pub(crate) fn admission(&self) -> Option<&Admission> {
        self.inner.admission.as_ref()
    }

    /// The rule, where it has limits of its own.
    pub(crate) fn own_limits(&self) -> Option<&Rule> {
        self.admission().map(|admission| &*admission.rule).filter(|rule| !rule.limits().is_empty())
    }

    /// The limits of one instance: its own where they are smaller than those of the host.
    pub(crate) fn limits<'a>(&'a self, host: &'a Limits) -> &'a Limits {
        self.admission().map_or(host, |admission| &admission.config.limits)
    }

    pub(crate) fn kept(&self) -> Option<&Kept> {
        self.inner.loaded.kept.as_ref()
    }

    /// What `yao_abi_v1` returns, where the code was compiled without it.
    pub(crate) fn version(&self) -> Option<u32> {
        self.inner.loaded.version
    }

    pub(crate) fn has_initialize(&self) -> bool {
        self.inner.initialize
    }

    pub(crate) fn initial_bytes(&self) -> u64 {
        self.info().memory.map_or(0, |memory| memory.initial.saturating_mul(memory.page_bytes))
    }

    pub(crate) fn has_handler(&self, name: &str) -> bool {
        self.info().handlers.binary_search_by(|handler| handler.as_str().cmp(name)).is_ok()
    }

    pub(crate) fn require_handler(&self, name: &str) -> Result<(), Error> {
        if self.has_handler(name) {
            return Ok(());
        }
        Err(self.no_export(name, "handler", self.info().handlers.clone()))
    }

    pub(crate) fn require_class(&self, name: &str) -> Result<&Class, Error> {
        self.info().class(name).ok_or_else(|| {
            let has = self.info().classes.iter().map(|class| class.name.clone()).collect();
            self.no_export(name, "class", has)
        })
    }

    pub(crate) fn require_method(&self, class: &str, method: &str) -> Result<&Class, Error> {
        let known = self.require_class(class)?;
        if known.methods.iter().any(|name| name == method) {
            return Ok(known);
        }
        Err(self.no_export(&alloc::format!("{class}_{method}"), "method", known.methods.clone()))
    }

    pub(crate) fn no_export(&self, export: &str, wanted: &'static str, has: Vec<String>) -> Error {
        Error::NoExport { module: self.name().into(), export: export.into(), wanted, has }
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module")
            .field("name", &self.name())
            .field("bytes", &self.info().bytes)
            .finish_non_exhaustive()
    }
}

/// What the exported functions of a module are for, by the rules of loading; it need not be one that loads.
///
/// `guest` says whether the module exports `yao_abi_v1`. Roles come in the order of the functions.
#[must_use]
pub fn roles<'a>(functions: impl IntoIterator<Item = (&'a str, Signature)>, guest: bool) -> Vec<Role> {
    let raw: Vec<_> = functions
        .into_iter()
        .map(|(name, signature)| read::RawExport {
            name: name.into(),
            kind: wasmparser::ExternalKind::Func,
            signature: Some(signature),
        })
        .collect();
    roles::assign(&raw, guest).exports.into_iter().map(|export| export.role).collect()
}
