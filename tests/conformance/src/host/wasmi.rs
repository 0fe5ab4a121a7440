//! Adapter of the reference host, `yao-host` on wasmi.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rmpv::Value;
use yao_host::{
    Codec, Config, Encoded, Engine, Error, Exception, Forged, Handle, HostBuilder, LogLine, Module, Outcome,
    ProcessContext, ProcessRegistry, ProcessReply, Profile, Reply, RequestOptions, Session, WasmValue,
    codec::Bounds,
};

use super::{Event, Facts, Failure, Host, Instance, Loaded, Num, Running, World};
use crate::{
    bytes::Bytes,
    case::{ForgedReply, HostSetup, Place, Process},
    codec,
};

/// The name given to the guest under test.
const GUEST: &str = "guest";

/// The reference host.
pub struct Wasmi {
    name: &'static str,
    make: Box<dyn Fn(Config) -> Engine + Send + Sync>,
    /// One engine per configuration, so that its cache of compiled modules is of use.
    engines: Mutex<BTreeMap<HostSetup, Engine>>,
}

impl Default for Wasmi {
    fn default() -> Self {
        Self::with_engine("wasmi", Engine::new)
    }
}

impl Host for Wasmi {
    fn name(&self) -> &'static str {
        self.name
    }

    fn load(&self, bytes: &[u8], setup: &HostSetup) -> Result<Box<dyn Loaded>, Failure> {
        let engine = self.engine(setup)?;
        let module = engine.load(GUEST, bytes).map_err(refused)?;
        Ok(Box::new(Guest { engine, module, bytes: bytes.into() }))
    }
}

impl Wasmi {
    /// The same host on another engine.
    #[must_use]
    pub fn with_engine(name: &'static str, make: impl Fn(Config) -> Engine + Send + Sync + 'static) -> Self {
        Self { name, make: Box::new(make), engines: Mutex::default() }
    }

    fn engine(&self, setup: &HostSetup) -> Result<Engine, Failure> {
        let mut engines = lock(&self.engines);
        if let Some(engine) = engines.get(setup) {
            return Ok(engine.clone());
        }
        let default = if setup.needs.wasi { Profile::Wasi } else { Profile::Server };
        let profile = setup.profile.as_deref().map_or(Some(default), Profile::by_name);
        let profile = profile.ok_or_else(|| Failure::Missing(format!("no profile {:?}", setup.profile)))?;
        let mut config = Config::profile(profile);
        config.wasi = setup.needs.wasi;
        config.custom_page_sizes = setup.needs.custom_page_sizes;
        for (name, number) in &setup.limits {
            config.limits.set_by_name(name, *number).map_err(failure)?;
        }
        let engine = (self.make)(config);
        engines.insert(setup.clone(), engine.clone());
        Ok(engine)
    }
}

struct Guest {
    engine: Engine,
    module: Module,
    bytes: Arc<[u8]>,
}

impl Loaded for Guest {
    fn facts(&self) -> Facts {
        let info = self.module.info();
        Facts {
            capabilities: info.capabilities,
            handlers: info.handlers.clone(),
            classes: info.classes.iter().map(|class| (class.name.clone(), class.methods.clone())).collect(),
            plain: self.module.is_plain(),
        }
    }

    fn start(&self, world: World) -> Result<Box<dyn Running>, Failure> {
        let seen = Arc::new(Seen::default());
        let log = Arc::clone(&seen);
        let mut builder: HostBuilder = yao_host::Host::builder(&self.engine)
            .script(self.module.clone())
            .log_sink(move |line: &LogLine<'_>| log.add(log_event(line)))
            .registry(Scripted { processes: world.processes, seen: Arc::clone(&seen) });
        for (name, bytes) in &world.scripts {
            let bytes = bytes.as_deref().unwrap_or(&self.bytes);
            builder = builder.script(self.engine.load(name, bytes).map_err(refused)?);
        }
        Ok(Box::new(InWorld {
            host: builder.build(),
            module: self.module.clone(),
            sessions: BTreeMap::new(),
            handles: Vec::new(),
            seen,
        }))
    }
}

/// What the guest did, in order.
#[derive(Default)]
struct Seen(Mutex<Vec<Event>>);

impl Seen {
    fn add(&self, event: Event) {
        lock(&self.0).push(event);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log_event(line: &LogLine<'_>) -> Event {
    Event::Log { level: line.level.name(), message: line.message.clone().into_owned() }
}

/// The processes of a case, as a registry of the host.
struct Scripted {
    processes: Vec<Process>,
    seen: Arc<Seen>,
}

impl ProcessRegistry for Scripted {
    fn call(
        &self,
        _: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>> {
        let arguments = args.args().map(|args| to_rmpv(&yao_host::Value::Array(args)));
        let arguments = arguments.unwrap_or_else(|why| Value::from(why.to_string()));
        let process = self.processes.iter().find(|process| process.name == name)?;
        self.seen.add(Event::Process { name: name.into(), args: arguments.clone() });
        Some(answer(process, &arguments).unwrap_or_else(|why| Err(Exception::new(500, why))))
    }
}

fn answer(process: &Process, arguments: &Value) -> Result<Result<ProcessReply, Exception>, String> {
    if let Some(error) = &process.error {
        let code = u32::try_from(error.code).unwrap_or(0);
        let mut exception = Exception::new(code, error.message.as_str());
        if let Some(details) = &error.details {
            exception = exception.with_details(from_bytes(&codec::encode(details)?)?);
        }
        return Ok(Err(exception));
    }
    let unchecked = |bytes: &Bytes, error| Ok(Ok(ProcessReply::Unchecked { bytes: bytes.expand()?, error }));
    if let Some(forged) = &process.forged {
        return Ok(Ok(ProcessReply::Forged(forge(forged)?)));
    }
    if let Some(bytes) = &process.raw {
        return unchecked(bytes, false);
    }
    if let Some(bytes) = &process.raw_error {
        return unchecked(bytes, true);
    }
    let value = match (&process.value, arguments.as_array().map(Vec::as_slice)) {
        (Some(value), _) => from_bytes(&codec::encode(value)?)?,
        (None, Some([first, ..])) => to_host(first)?,
        (None, _) => yao_host::Value::Nil,
    };
    Ok(Ok(ProcessReply::Value(value)))
}

fn forge(forged: &ForgedReply) -> Result<Forged, String> {
    let at = match forged.at {
        Place::Address(address) => yao_host::Place::Address(address),
        Place::End(offset) => yao_host::Place::End(offset),
        Place::Args(offset) => yao_host::Place::Args(offset),
        Place::Block(offset) => yao_host::Place::Block(offset),
    };
    let bytes = forged.bytes.as_ref().map(Bytes::expand).transpose()?.unwrap_or_default();
    Ok(Forged { bytes, at, len: forged.length, error: forged.error })
}

struct InWorld {
    host: yao_host::Host,
    module: Module,
    sessions: BTreeMap<String, Session>,
    handles: Vec<Handle>,
    seen: Arc<Seen>,
}

impl InWorld {
    fn handle(&self, handle: u64) -> Result<Handle, Failure> {
        let handle = usize::try_from(handle).ok().and_then(|index| self.handles.get(index));
        handle
            .cloned()
            .ok_or_else(|| Failure::Missing("a session takes only handles that a session made".into()))
    }

    fn session(&mut self, name: &str) -> Result<&mut Session, Failure> {
        self.sessions.get_mut(name).ok_or_else(|| Failure::Missing(format!("session '{name}' is not open")))
    }
}

impl Running for InWorld {
    fn instance(&self) -> Result<Box<dyn Instance>, Failure> {
        let instance = yao_host::Instance::new(&self.host, &self.module, &RequestOptions::default());
        Ok(Box::new(Driven(instance.map_err(failure)?)))
    }

    fn request(&self, handler: &str, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        outcome(self.host.request(&self.module, handler, payload))
    }

    fn invoke(&self, process: &str, arguments: &[u8]) -> Result<Value, Failure> {
        let missing = |why| Failure::Missing(format!("arguments: {why}"));
        let yao_host::Value::Array(arguments) = from_bytes(arguments).map_err(missing)? else {
            return Err(missing("not an array".into()));
        };
        self.host.call(process, &arguments).map(|value| to_rmpv(&value)).map_err(failure)
    }

    fn create(&mut self, session: &str, class: &str, payload: &[u8]) -> Result<u64, Failure> {
        if !self.sessions.contains_key(session) {
            let opened = Session::open(&self.host, &self.module).map_err(failure)?;
            self.sessions.insert(session.into(), opened);
        }
        let handle = self.session(session)?.create(class, payload).map_err(failure)?;
        self.handles.push(handle);
        Ok(self.handles.len() as u64 - 1)
    }

    fn method(
        &mut self,
        session: &str,
        handle: u64,
        method: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let handle = self.handle(handle)?;
        outcome(self.session(session)?.call(&handle, method, payload))
    }

    fn destroy(&mut self, session: &str, handle: u64) -> Result<(), Failure> {
        let handle = self.handle(handle)?;
        self.session(session)?.destroy(&handle).map_err(failure)
    }

    fn end_session(&mut self, session: &str) {
        self.sessions.remove(session);
    }

    fn events(&self) -> Vec<Event> {
        std::mem::take(&mut *lock(&self.seen.0))
    }
}

fn outcome(result: Result<Outcome, Error>) -> Result<Vec<u8>, Failure> {
    match result.map_err(failure)?.reply {
        Reply::Value(bytes) => Ok(bytes),
        Reply::Error { exception, .. } => Err(error(&exception)),
    }
}

struct Driven(yao_host::Instance);

impl Instance for Driven {
    fn call(&mut self, export: &str, arguments: &[Num]) -> Result<Vec<Num>, Failure> {
        self.0.refill().map_err(failure)?;
        let arguments: Vec<WasmValue> = arguments.iter().map(|number| to_wasm(*number)).collect();
        let results = self.0.call_export(export, &arguments).map_err(driven)?;
        Ok(results.into_iter().map(from_wasm).collect())
    }

    fn read(&self, pointer: u32, length: u32) -> Result<Vec<u8>, Failure> {
        self.0.memory_read(pointer, length).map_err(failure)
    }

    fn write(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), Failure> {
        self.0.memory_write(pointer, bytes).map_err(failure)
    }

    fn pages(&self) -> u64 {
        self.0.memory_pages()
    }
}

/// What a caller of the host sees.
fn failure(why: Error) -> Failure {
    match &why {
        Error::Trap { .. } => Failure::Trap(why.to_string()),
        Error::UnknownLimit { .. } => Failure::Missing(why.to_string()),
        _ => error(&why.exception()),
    }
}

/// Why a raw call of an export did not work: a missing export is not what the guest answered.
fn driven(why: Error) -> Failure {
    match &why {
        Error::NoExport { .. } | Error::Signature { .. } => Failure::Missing(why.to_string()),
        _ => failure(why),
    }
}

/// Why a module is refused: its problems, or the limit that it exceeds.
fn refused(why: Error) -> Failure {
    let kinds = match &why {
        Error::Load { problems, .. } => problems.iter().map(|problem| problem.kind.to_string()).collect(),
        Error::Limit { limit, .. } => vec![limit.info().name.to_string()],
        _ => Vec::new(),
    };
    Failure::Load { kinds, code: i64::from(why.exception().code), text: why.to_string() }
}

fn error(exception: &Exception) -> Failure {
    Failure::Error {
        code: i64::from(exception.code),
        details: exception.details.as_ref().map(to_rmpv),
        text: exception.message.clone(),
    }
}

fn to_wasm(number: Num) -> WasmValue {
    match number {
        Num::I32(value) => WasmValue::I32(value.cast_signed()),
        Num::I64(value) => WasmValue::I64(value.cast_signed()),
        Num::F32(value) => WasmValue::F32(value),
        Num::F64(value) => WasmValue::F64(value),
    }
}

fn from_wasm(value: WasmValue) -> Num {
    match value {
        WasmValue::I32(value) => Num::I32(value.cast_unsigned()),
        WasmValue::I64(value) => Num::I64(value.cast_unsigned()),
        WasmValue::F32(value) => Num::F32(value),
        WasmValue::F64(value) => Num::F64(value),
    }
}

fn from_bytes(bytes: &[u8]) -> Result<yao_host::Value, String> {
    yao_host::codec::decode(Codec::MessagePack, bytes, Bounds::default()).map_err(|why| why.to_string())
}

fn to_host(value: &Value) -> Result<yao_host::Value, String> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, value).map_err(|why| why.to_string())?;
    from_bytes(&bytes)
}

fn to_rmpv(value: &yao_host::Value) -> Value {
    let map = |pairs: &[(yao_host::Value, yao_host::Value)]| {
        pairs.iter().map(|(key, value)| (to_rmpv(key), to_rmpv(value))).collect()
    };
    match value {
        yao_host::Value::Nil => Value::Nil,
        yao_host::Value::Bool(value) => (*value).into(),
        yao_host::Value::Int(value) => (*value).into(),
        yao_host::Value::UInt(value) => (*value).into(),
        yao_host::Value::F32(value) => (*value).into(),
        yao_host::Value::F64(value) => (*value).into(),
        yao_host::Value::Str(text) => text.as_str().into(),
        yao_host::Value::Bin(bytes) => Value::Binary(bytes.clone()),
        yao_host::Value::Array(items) => Value::Array(items.iter().map(to_rmpv).collect()),
        yao_host::Value::Map(pairs) => Value::Map(map(pairs)),
        yao_host::Value::Ext(kind, bytes) => Value::Ext(*kind, bytes.clone()),
    }
}
