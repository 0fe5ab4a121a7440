//! One guest instance, with everything in reach: for test runners, fuzzers and tools.

use alloc::{string::String, vec, vec::Vec};

use crate::{
    Error, Exception, Fault, Host, ImportCall, Module, Packed, Reply, RequestOptions, Usage, WasmValue,
    abi::{ALLOC_EXPORT, CAP_ONE_SHOT, FREE_EXPORT, RESERVED_PREFIXES, VERSION_EXPORT},
    guest::Guest,
    module::types,
    protocol,
    state::{Owner, Phase},
};

/// A live guest instance. `_initialize` has run; nothing else has.
///
/// [`Instance::request`], [`Instance::create`], [`Instance::method`] and [`Instance::destroy`] are whole requests,
/// each with fresh budgets; the raw calls share the budgets that are current, which [`Instance::refill`] renews.
pub struct Instance {
    host: Host,
    module: Module,
    options: RequestOptions,
    guest: Guest,
    trace: Vec<ImportCall>,
    dead: bool,
    used: bool,
}

impl Instance {
    /// Instantiates a module and runs `_initialize`.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn new(host: &Host, module: &Module, options: &RequestOptions) -> Result<Self, Error> {
        let fail = |fault| Error::from_fault(fault, module.name(), "instance");
        let mut tree = host.request_tree(module, options).map_err(fail)?;
        let guest = Guest::start(Owner::Host(host.clone()), module, &mut tree).map_err(|fault| {
            host.settle(module.name(), &tree);
            fail(fault)
        })?;
        Ok(Self {
            host: host.clone(),
            module: module.clone(),
            options: options.clone(),
            guest,
            trace: Vec::new(),
            dead: false,
            used: false,
        })
    }

    /// One whole call of a handler in this instance: allocate and write the payload, call, copy and free the result.
    ///
    /// # Errors
    ///
    /// As [`Host::request`]; [`Error::OneShot`] for the second call in a guest that never frees.
    pub fn request(&mut self, handler: &str, payload: &[u8]) -> Result<Reply, Error> {
        self.module.require_handler(handler)?;
        self.whole(handler, |guest| guest.call(handler, None, payload))
    }

    /// `class_create` with a payload: the handle, or the error record.
    ///
    /// # Errors
    ///
    /// As [`Instance::request`].
    pub fn create(&mut self, class: &str, payload: &[u8]) -> Result<Result<u32, Exception>, Error> {
        self.module.require_class(class)?;
        self.whole(class, |guest| guest.create(class, payload))
    }

    /// One whole call of `class_method` with any handle, forged ones too.
    ///
    /// # Errors
    ///
    /// As [`Instance::request`].
    pub fn method(&mut self, class: &str, method: &str, handle: u32, payload: &[u8]) -> Result<Reply, Error> {
        let pull = self.module.require_method(class, method)?.pull;
        self.whole(method, |guest| guest.method(class, method, pull, handle, payload))
    }

    /// `class_destroy`: 0, or minus an error code.
    ///
    /// # Errors
    ///
    /// As [`Instance::request`].
    pub fn destroy(&mut self, class: &str, handle: u32) -> Result<i32, Error> {
        self.module.require_class(class)?;
        self.whole(class, |guest| guest.destroy(class, handle))
    }

    /// Calls any exported function with raw values.
    ///
    /// # Errors
    ///
    /// [`Error::NoExport`], [`Error::Signature`], a trap or a limit.
    pub fn call_export(&mut self, export: &str, args: &[WasmValue]) -> Result<Vec<WasmValue>, Error> {
        self.check_signature(export, args)?;
        let reserved = RESERVED_PREFIXES.iter().any(|prefix| export.starts_with(prefix));
        let phase = if reserved { Phase::Serving } else { Phase::Running };
        let version = self.module.version().filter(|_| export == VERSION_EXPORT);
        self.raw(export, |guest| {
            if let Some(version) = version {
                return Ok(vec![WasmValue::I32(version.cast_signed())]);
            }
            guest.vm().state_mut().phase = phase;
            let results = guest.vm().invoke_values(export, args);
            guest.vm().state_mut().phase = Phase::Serving;
            results
        })
    }

    fn check_signature(&self, export: &str, args: &[WasmValue]) -> Result<(), Error> {
        let module = &self.module;
        let Some(signature) = module.info().export(export).and_then(|export| export.signature.as_ref())
        else {
            let has = module.info().exports.iter().filter(|export| export.signature.is_some());
            return Err(module.no_export(
                export,
                "function",
                has.map(|export| export.name.clone()).collect(),
            ));
        };
        let got: Vec<_> = args.iter().map(|value| value.ty()).collect();
        if signature.params == got && signature.results.iter().all(|ty| ty.is_numeric()) {
            return Ok(());
        }
        Err(Error::Signature {
            module: module.name().into(),
            export: export.into(),
            expected: alloc::format!("{signature}"),
            got: types(&got),
        })
    }

    /// `yao_alloc`, with the block checked against the memory; `None` is "out of memory".
    ///
    /// # Errors
    ///
    /// As [`Instance::call_export`], and a trap when the block is not inside the memory.
    pub fn alloc(&mut self, len: u32) -> Result<Option<u32>, Error> {
        self.require(ALLOC_EXPORT)?;
        self.raw(ALLOC_EXPORT, |guest| protocol::alloc(guest.vm(), len))
    }

    /// `yao_free`.
    ///
    /// # Errors
    ///
    /// As [`Instance::call_export`].
    pub fn free(&mut self, ptr: u32, len: u32) -> Result<(), Error> {
        self.require(FREE_EXPORT)?;
        self.raw(FREE_EXPORT, |guest| protocol::free(guest.vm(), ptr, len))
    }

    /// Copies the bytes of a packed result out and frees them, as a request does at its end.
    ///
    /// # Errors
    ///
    /// As [`Instance::call_export`], and a trap when the bytes are not inside the memory.
    pub fn take(&mut self, result: Packed) -> Result<Vec<u8>, Error> {
        self.require(FREE_EXPORT)?;
        self.raw(FREE_EXPORT, |guest| protocol::take(guest.vm(), result))
    }

    /// A copy of `len` bytes of memory at `ptr`; no bytes are at any pointer.
    ///
    /// # Errors
    ///
    /// [`Error::Bounds`] when the range is not inside the memory; nothing is allocated then.
    pub fn memory_read(&self, ptr: u32, len: u32) -> Result<Vec<u8>, Error> {
        let memory = self.guest.vm_ref().memory();
        let range = protocol::range("read", ptr, len, memory.len()).map_err(|_| self.bounds(ptr, len))?;
        Ok(memory[range].to_vec())
    }

    /// Writes bytes to memory at `ptr`; no bytes go to any pointer.
    ///
    /// # Errors
    ///
    /// [`Error::Bounds`] when the range is not inside the memory; nothing is written then.
    pub fn memory_write(&mut self, ptr: u32, bytes: &[u8]) -> Result<(), Error> {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let size = self.guest.vm_ref().memory().len();
        let range = protocol::range("write", ptr, len, size).map_err(|_| self.bounds(ptr, len))?;
        self.guest.vm().split().0[range].copy_from_slice(bytes);
        Ok(())
    }

    fn bounds(&self, address: u32, len: u32) -> Error {
        let size = self.guest.vm_ref().memory().len() as u64;
        Error::Bounds { module: self.module.name().into(), address, len, size }
    }

    /// Pages of memory now.
    #[must_use]
    pub fn memory_pages(&self) -> u64 {
        self.guest.memory_pages()
    }

    /// Renews the budgets, as a new request does.
    ///
    /// # Errors
    ///
    /// When the host's limits leave no request at all: no fuel, no depth.
    pub fn refill(&mut self) -> Result<(), Error> {
        let fail = |fault| Error::from_fault(fault, self.module.name(), "refill");
        let tree = self.host.request_tree(&self.module, &self.options).map_err(fail)?;
        let mut old = self.guest.renew(tree).map_err(fail)?;
        self.host.settle(self.module.name(), &old);
        self.trace.append(old.trace.as_mut().unwrap_or(&mut Vec::new()));
        Ok(())
    }

    /// What was used since the budgets were renewed.
    #[must_use]
    pub fn usage(&self) -> Usage {
        let vm = self.guest.vm_ref();
        vm.state().tree.usage(vm.fuel())
    }

    /// The calls of imports since the last time this was asked; empty unless [`RequestOptions::trace`] is set.
    pub fn take_trace(&mut self) -> Vec<ImportCall> {
        let mut trace = core::mem::take(&mut self.trace);
        if let Some(current) = &mut self.guest.vm().state_mut().tree.trace {
            trace.append(current);
        }
        trace
    }

    /// Whether the guest trapped: every further call is refused.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.dead
    }

    /// The module.
    #[must_use]
    pub fn module(&self) -> &Module {
        &self.module
    }

    fn require(&self, export: &str) -> Result<(), Error> {
        match self.module.info().export(export) {
            Some(_) if !self.module.is_plain() => Ok(()),
            _ => Err(self.module.no_export(export, "function", Vec::new())),
        }
    }

    /// Runs a whole request.
    fn whole<R>(
        &mut self,
        export: &str,
        run: impl FnOnce(&mut Guest) -> Result<R, Fault>,
    ) -> Result<R, Error> {
        if self.used && self.module.info().capabilities & CAP_ONE_SHOT != 0 {
            return Err(Error::OneShot { module: self.module.name().into() });
        }
        self.alive()?;
        self.refill()?;
        self.used = true;
        self.raw(export, run)
    }

    /// Runs something in the current budgets.
    fn raw<R>(&mut self, export: &str, run: impl FnOnce(&mut Guest) -> Result<R, Fault>) -> Result<R, Error> {
        self.alive()?;
        let result = run(&mut self.guest);
        if result.as_ref().is_err_and(Fault::kills_instance) {
            self.dead = true;
        }
        result.map_err(|fault| Error::from_fault(fault, self.module.name(), export))
    }

    fn alive(&self) -> Result<(), Error> {
        if self.dead { Err(Error::Dead { module: String::from(self.module.name()) }) } else { Ok(()) }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.host.settle(self.module.name(), &self.guest.vm_ref().state().tree);
    }
}
