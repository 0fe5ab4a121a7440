//! One guest instance, with everything in reach: for test runners, fuzzers and tools.

use alloc::vec::Vec;

use crate::{Error, Host, ImportCall, Module, Reply, RequestOptions, Usage, WasmValue};

/// A live guest instance. `_initialize` has run; nothing else has.
///
/// [`Instance::request`] and [`Instance::method`] are whole requests, each with fresh budgets; the raw calls share
/// the budgets that are current, which [`Instance::refill`] renews.
pub struct Instance {
    host: Host,
    module: Module,
}

impl Instance {
    /// Instantiates a module and runs `_initialize`.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn new(host: &Host, module: &Module, options: &RequestOptions) -> Result<Self, Error> {
        let _ = options;
        Ok(Self { host: host.clone(), module: module.clone() })
    }

    fn no_export(&self, export: &str) -> Error {
        let _ = &self.host;
        Error::NoExport { module: self.module.name().into(), export: export.into(), wanted: "function" }
    }

    /// One whole call of a handler in this instance: allocate and write the payload, call, copy and free the result.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn request(&mut self, handler: &str, payload: &[u8]) -> Result<Reply, Error> {
        let _ = payload;
        Err(self.no_export(handler))
    }

    /// `class_create` with a payload: the handle, or the error record.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn create(&mut self, class: &str, payload: &[u8]) -> Result<Result<u32, Reply>, Error> {
        let _ = payload;
        Err(self.no_export(class))
    }

    /// One whole call of `class_method` with any handle, forged ones too.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn method(&mut self, class: &str, method: &str, handle: u32, payload: &[u8]) -> Result<Reply, Error> {
        let _ = (method, handle, payload);
        Err(self.no_export(class))
    }

    /// `class_destroy`: 0, or minus an error code.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn destroy(&mut self, class: &str, handle: u32) -> Result<i32, Error> {
        let _ = handle;
        Err(self.no_export(class))
    }

    /// Calls any exported function with raw values; their types must be the function's.
    ///
    /// # Errors
    ///
    /// [`Error::NoExport`], a wrong signature, a trap or a limit.
    pub fn call_export(&mut self, export: &str, args: &[WasmValue]) -> Result<Vec<WasmValue>, Error> {
        let _ = args;
        Err(self.no_export(export))
    }

    /// `yao_alloc`, with the pointer checked against the memory; 0 is "out of memory".
    ///
    /// # Errors
    ///
    /// As [`Instance::call_export`], and a trap when the block is not inside the memory.
    pub fn alloc(&mut self, len: u32) -> Result<u32, Error> {
        let _ = len;
        Err(self.no_export("yao_alloc"))
    }

    /// `yao_free`.
    ///
    /// # Errors
    ///
    /// As [`Instance::call_export`].
    pub fn free(&mut self, ptr: u32, len: u32) -> Result<(), Error> {
        let _ = (ptr, len);
        Err(self.no_export("yao_free"))
    }

    /// A copy of `len` bytes of memory at `ptr`.
    ///
    /// # Errors
    ///
    /// When the range is not inside the memory; nothing is allocated then.
    pub fn memory_read(&self, ptr: u32, len: u32) -> Result<Vec<u8>, Error> {
        let _ = (ptr, len);
        Err(self.no_export("memory"))
    }

    /// Writes bytes to memory at `ptr`.
    ///
    /// # Errors
    ///
    /// When the range is not inside the memory; nothing is written then.
    pub fn memory_write(&mut self, ptr: u32, bytes: &[u8]) -> Result<(), Error> {
        let _ = (ptr, bytes);
        Err(self.no_export("memory"))
    }

    /// Pages of memory now.
    #[must_use]
    pub fn memory_pages(&self) -> u64 {
        0
    }

    /// Renews the budgets, as a new request does.
    pub fn refill(&mut self) {}

    /// What was used since the budgets were renewed.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage::default()
    }

    /// The calls of imports since the last time this was asked; empty unless [`RequestOptions::trace`] is set.
    pub fn take_trace(&mut self) -> Vec<ImportCall> {
        Vec::new()
    }

    /// Whether the guest trapped: every further call is refused.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        false
    }

    /// The module.
    #[must_use]
    pub fn module(&self) -> &Module {
        &self.module
    }
}
