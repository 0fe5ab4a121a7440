//! The host: scripts, processes, log sink and clock, and the requests that run on them.

use alloc::{string::String, sync::Arc, vec::Vec};

use crate::{
    Codec, Encoded, Engine, Error, Exception, ImportCall, LogSink, Module, ProcessContext, ProcessRegistry,
    ProcessReply, Usage, Value,
};

/// A source of time, in nanoseconds since any fixed moment. It never goes back.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now_ns(&self) -> u64;
}

/// Collects what a [`Host`] is made of.
pub struct HostBuilder {
    engine: Engine,
}

impl HostBuilder {
    /// Adds a script: its handlers become the processes `scripts.<module name>.<handler>`.
    #[must_use]
    pub fn script(self, module: Module) -> Self {
        let _ = module;
        self
    }

    /// Adds a process over values.
    #[must_use]
    pub fn process<F>(self, name: impl Into<String>, run: F) -> Self
    where
        F: Fn(&mut ProcessContext<'_>, &[Value]) -> Result<Value, Exception> + Send + Sync + 'static,
    {
        let _ = (name.into(), run);
        self
    }

    /// Adds a process over bytes: quicker, and it sees the caller's codec.
    #[must_use]
    pub fn process_encoded<F>(self, name: impl Into<String>, run: F) -> Self
    where
        F: Fn(&mut ProcessContext<'_>, Encoded<'_>) -> Result<ProcessReply, Exception>
            + Send
            + Sync
            + 'static,
    {
        let _ = (name.into(), run);
        self
    }

    /// Adds a registry, asked when no script and no closure has the name.
    #[must_use]
    pub fn registry(self, registry: impl ProcessRegistry + 'static) -> Self {
        let _ = registry;
        self
    }

    /// Sends log lines there; the default is `tracing` with feature `std`, nowhere without.
    #[must_use]
    pub fn log_sink(self, sink: impl LogSink + 'static) -> Self {
        let _ = sink;
        self
    }

    /// Takes time from there; the default is the monotonic clock with feature `std`. Without a clock there is no
    /// deadline and no idle timeout.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        let _ = clock;
        self
    }

    /// The host.
    #[must_use]
    pub fn build(self) -> Host {
        Host { inner: Arc::new(self) }
    }
}

/// Runs requests. Cheap to clone and shared by threads; every request has a guest instance of its own.
#[derive(Clone)]
pub struct Host {
    inner: Arc<HostBuilder>,
}

/// What a request gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The result or the error record.
    pub reply: Reply,
    /// What it used.
    pub usage: Usage,
    /// Calls of imports, when they were asked for.
    pub trace: Vec<ImportCall>,
}

/// A handler's answer, copied out of the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The error bit was clear: one value in the module's codec; empty is nil.
    Value(Vec<u8>),
    /// The error bit was set.
    Error {
        /// What the record says, or code 500 when it is malformed.
        exception: Exception,
        /// The record as the guest wrote it.
        bytes: Vec<u8>,
    },
}

impl Reply {
    /// The bytes of the result or of the error record.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Value(bytes) | Self::Error { bytes, .. } => bytes,
        }
    }

    /// The decoded result, or the exception.
    ///
    /// # Errors
    ///
    /// The guest's error record, or code 500 when the result is not one well-formed value of `codec`.
    pub fn decode(&self, codec: Codec) -> Result<Value, Exception> {
        let _ = codec;
        Err(Exception::new(501, "not built yet"))
    }
}

/// Options of one request.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RequestOptions {
    /// Record every call of an import in [`Outcome::trace`].
    pub trace: bool,
    /// Another budget of fuel than the host's limit.
    pub fuel: Option<u64>,
    /// Another deadline than the host's limit.
    pub deadline_ms: Option<u64>,
}

impl Host {
    /// Starts a host whose modules come from this engine.
    #[must_use]
    pub fn builder(engine: &Engine) -> HostBuilder {
        HostBuilder { engine: engine.clone() }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// Calls a process by name, script or native: `host.call("scripts.validate.Check", &[value])`.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`] with the callee's error record; otherwise why it could not be called or did not finish.
    pub fn call(&self, process: &str, args: &[Value]) -> Result<Value, Error> {
        let _ = args;
        Err(Error::Exception { module: process.into(), exception: Exception::new(501, "not built yet") })
    }

    /// Runs one handler in a fresh instance: the fast path.
    ///
    /// `payload` is the array of arguments in the module's codec, or empty for none. It is not decoded here.
    ///
    /// # Errors
    ///
    /// When the guest trapped, broke the ABI or hit a limit. An error record is no `Err`, it is a [`Reply`].
    pub fn request(&self, module: &Module, handler: &str, payload: &[u8]) -> Result<Outcome, Error> {
        self.request_with(module, handler, payload, &RequestOptions::default())
    }

    /// As [`Host::request`], with options.
    ///
    /// # Errors
    ///
    /// As [`Host::request`].
    pub fn request_with(
        &self,
        module: &Module,
        handler: &str,
        payload: &[u8],
        options: &RequestOptions,
    ) -> Result<Outcome, Error> {
        let _ = (payload, options);
        Err(Error::NoExport { module: module.name().into(), export: handler.into(), wanted: "handler" })
    }
}
