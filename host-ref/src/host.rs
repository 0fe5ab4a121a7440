//! The host: scripts, processes, log sink and clock, and the requests that run on them.

use alloc::{boxed::Box, collections::BTreeMap, string::String, sync::Arc, vec::Vec};
use core::{
    borrow::Borrow,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    Clock, Codec, Config, Encoded, Engine, Error, Exception, Fault, Limits, LogSink, Module, Outcome,
    ProcessContext, ProcessRegistry, ProcessReply, RequestOptions, Value,
    abi::Limit,
    codec::{self, Bounds},
    dispatch::{Caller, dispatch},
    guest::Guest,
    session::Sessions,
    tree::{Tree, over},
};

type Native = dyn Fn(&mut ProcessContext<'_>, Encoded<'_>) -> Result<ProcessReply, Exception> + Send + Sync;

/// Collects what a [`Host`] is made of.
pub struct HostBuilder {
    engine: Engine,
    scripts: BTreeMap<Box<str>, Module>,
    natives: BTreeMap<Box<str>, Box<Native>>,
    registries: Vec<Box<dyn ProcessRegistry>>,
    sink: Box<dyn LogSink>,
    clock: Option<Arc<dyn Clock>>,
}

impl HostBuilder {
    fn new(engine: &Engine) -> Self {
        #[cfg(feature = "std")]
        let (sink, clock): (Box<dyn LogSink>, Option<Arc<dyn Clock>>) =
            (Box::new(crate::log::TracingSink), Some(Arc::new(crate::clock::SystemClock::new())));
        #[cfg(not(feature = "std"))]
        let (sink, clock): (Box<dyn LogSink>, Option<Arc<dyn Clock>>) =
            (Box::new(|_: &crate::LogLine<'_>| {}), None);
        Self {
            engine: engine.clone(),
            scripts: BTreeMap::new(),
            natives: BTreeMap::new(),
            registries: Vec::new(),
            sink,
            clock,
        }
    }

    /// Adds a script: its handlers become the processes `scripts.<module name>.<handler>`. A second script of the
    /// same name takes the place of the first.
    #[must_use]
    pub fn script(mut self, module: Module) -> Self {
        self.scripts.insert(module.name().into(), module);
        self
    }

    /// Adds a process over values.
    #[must_use]
    pub fn process<F>(self, name: impl Into<String>, run: F) -> Self
    where
        F: Fn(&mut ProcessContext<'_>, &[Value]) -> Result<Value, Exception> + Send + Sync + 'static,
    {
        self.process_encoded(name, move |cx, args| run(cx, &args.args()?).map(ProcessReply::Value))
    }

    /// Adds a process over bytes: quicker, and it sees the caller's codec.
    #[must_use]
    pub fn process_encoded<F>(mut self, name: impl Into<String>, run: F) -> Self
    where
        F: Fn(&mut ProcessContext<'_>, Encoded<'_>) -> Result<ProcessReply, Exception>
            + Send
            + Sync
            + 'static,
    {
        self.natives.insert(name.into().into_boxed_str(), Box::new(run));
        self
    }

    /// Adds a registry, asked when no script and no closure has the name.
    #[must_use]
    pub fn registry(mut self, registry: impl ProcessRegistry + 'static) -> Self {
        self.registries.push(Box::new(registry));
        self
    }

    /// Sends log lines there; the default is `tracing` with feature `std`, nowhere without.
    #[must_use]
    pub fn log_sink(mut self, sink: impl LogSink + 'static) -> Self {
        self.sink = Box::new(sink);
        self
    }

    /// Takes time from there; the default is the monotonic clock with feature `std`. Without a clock there is no
    /// deadline and no idle timeout.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The host.
    #[must_use]
    pub fn build(self) -> Host {
        let inner = Inner {
            config: Arc::clone(self.engine.shared_config()),
            parts: self,
            instances: AtomicUsize::new(0),
            sessions: Sessions::default(),
        };
        Host { inner: Arc::new(inner) }
    }
}

struct Inner {
    /// The engine's, one step nearer.
    config: Arc<Config>,
    parts: HostBuilder,
    instances: AtomicUsize,
    sessions: Sessions,
}

/// Runs requests. Cheap to clone and shared by threads; every request has a guest instance of its own.
#[derive(Clone)]
pub struct Host {
    inner: Arc<Inner>,
}

/// The place of one live guest instance among those that a host allows; given back when it is dropped.
pub(crate) struct Place<H: Borrow<Host>> {
    host: H,
}

impl<H: Borrow<Host>> Place<H> {
    /// Takes the place of one more live instance.
    pub(crate) fn claim(host: H) -> Result<Self, Fault> {
        let place = Self { host };
        let host = place.host.borrow();
        let alive = host.inner.instances.fetch_add(1, Ordering::Relaxed) + 1;
        // When it is over the limit, dropping the place gives it back.
        over(Limit::Instances, host.limits().instances, alive as u64)?;
        Ok(place)
    }
}

impl<H: Borrow<Host>> Drop for Place<H> {
    fn drop(&mut self) {
        self.host.borrow().inner.instances.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Host {
    /// Starts a host whose modules come from this engine.
    #[must_use]
    pub fn builder(engine: &Engine) -> HostBuilder {
        HostBuilder::new(engine)
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.inner.parts.engine
    }

    /// Guest instances that are alive: in sessions, and in requests of other threads.
    #[must_use]
    pub fn live_instances(&self) -> usize {
        self.inner.instances.load(Ordering::Relaxed)
    }

    /// Calls a process by name, script or native: `host.call("scripts.validate.Check", &[value])`.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`] with the error record that a guest would get in place of the embedder; a limit that ends
    /// the whole request as [`Error::Limit`].
    pub fn call(&self, process: &str, args: &[Value]) -> Result<Value, Error> {
        self.call_with(process, args, &RequestOptions::default())
    }

    /// As [`Host::call`], with options.
    ///
    /// # Errors
    ///
    /// As [`Host::call`].
    pub fn call_with(&self, process: &str, args: &[Value], options: &RequestOptions) -> Result<Value, Error> {
        let fail = |exception| Error::Exception { module: process.into(), exception };
        let args = codec::encode(Codec::MessagePack, &Value::Array(args.to_vec()))
            .map_err(|error| fail(error.exception("arguments")))?;
        let mut tree = self.tree(options);
        tree.start_time(self.clock());
        let args = Encoded { codec: Codec::MessagePack, bytes: &args };
        let reply = dispatch(self, &mut tree, Caller::HOST, process.as_bytes(), args);
        self.settle(process, &tree);
        let reply = reply.map_err(|fault| Error::from_fault(fault, process, "yao.process"))?.map_err(fail)?;
        reply.into_value(Bounds::of(self.limits())).map_err(fail)
    }

    /// Runs one handler in a fresh instance: the fast path.
    ///
    /// `payload` is the array of arguments in the module's codec, or empty for none. Neither it nor the result is
    /// decoded here.
    ///
    /// # Errors
    ///
    /// When the guest trapped, broke the ABI or hit a limit. An error record is no `Err`, it is a
    /// [`Reply`](crate::Reply).
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
        module.require_handler(handler)?;
        let fail = |fault| Error::from_fault(fault, module.name(), handler);
        let mut tree = self.request_tree(module, options).map_err(fail)?;
        let reply = Guest::once(self, module, &mut tree, handler, payload);
        self.settle(module.name(), &tree);
        let reply = reply.map_err(fail)?;
        Ok(Outcome { reply, usage: tree.usage(0), trace: tree.trace.take().unwrap_or_default() })
    }

    /// Budgets for a request that starts in a guest: one level deep, and no more than its module may use.
    pub(crate) fn request_tree(&self, module: &Module, options: &RequestOptions) -> Result<Tree, Fault> {
        let mut tree = self.tree(options);
        if let Some(rule) = module.own_limits() {
            // They hold to the end of the request.
            tree.narrow(self.limits(), self.clock(), rule);
        }
        tree.enter(self.limits())?;
        Ok(tree)
    }

    /// Ends a request: says what was left out of its log.
    pub(crate) fn settle(&self, module: &str, tree: &Tree) {
        if tree.usage.log_dropped > 0 {
            self.sink().dropped(module, tree.usage.log_dropped);
        }
    }

    /// Fresh budgets.
    fn tree(&self, options: &RequestOptions) -> Tree {
        Tree::new(self.limits(), options)
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.config.limits
    }

    pub(crate) fn clock(&self) -> Option<&dyn Clock> {
        self.inner.parts.clock.as_deref()
    }

    pub(crate) fn sink(&self) -> &dyn LogSink {
        &*self.inner.parts.sink
    }

    pub(crate) fn now_ns(&self) -> Option<u64> {
        self.clock().map(Clock::now_ns)
    }

    pub(crate) fn sessions(&self) -> &Sessions {
        &self.inner.sessions
    }

    /// The script and handler of the process `scripts.<module>.<handler>`.
    pub(crate) fn script<'a>(&self, name: &'a str) -> Option<(&Module, &'a str)> {
        let (module, handler) = name.strip_prefix("scripts.")?.rsplit_once('.')?;
        let module = self.inner.parts.scripts.get(module)?;
        module.has_handler(handler).then_some((module, handler))
    }

    /// Runs a closure or asks the registries.
    pub(crate) fn run_native(
        &self,
        cx: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>> {
        let parts = &self.inner.parts;
        if let Some(native) = parts.natives.get(name) {
            return Some(native(cx, args));
        }
        parts.registries.iter().find_map(|registry| registry.call(cx, name, args))
    }
}
