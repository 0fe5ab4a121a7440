//! The seam on wasmi.

mod limiter;
mod live;
mod settings;
mod twin;
#[cfg(feature = "wasi")]
mod wasi;

use alloc::{boxed::Box, format, string::String, string::ToString, sync::Arc, vec::Vec};

use wasmi::{
    AsContextMut, Caller, CompilationMode, CustomFuelCosts, Extern, Func, Global, Instance, Memory, Store,
    TypedFunc, TypedResumableCall, Val, WasmParams, WasmResults,
    errors::{ErrorKind, InstantiationError},
};

use super::{Backend, Code, Entry, Live, Request, Returns, Vm};
use crate::{
    Config, Reply, Translation, WasmValue,
    abi::{self, Limit},
    fault::Fault,
    imports,
    state::State,
};

/// wasmi, configured for guests: fuel on, the features of the ABI, nothing else.
pub struct Wasmi {
    config: Config,
    eager: wasmi::Engine,
    late: wasmi::Engine,
}

/// Translation costs nothing: a lazy and an eager engine must use the same fuel for the same request, and a call that
/// runs out of fuel while a function is translated cannot be resumed.
pub(crate) const FUEL_COSTS: CustomFuelCosts =
    CustomFuelCosts { bytes_copied_per_fuel: 64, fuel_per_bytes_translated: 0, fuel_per_bytes_validated: 0 };

impl Wasmi {
    /// An engine for a configuration.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let mut to = Self::settings(config);
        let mut engine = |mode| wasmi::Engine::new(to.compilation_mode(mode));
        Self {
            config: config.clone(),
            eager: engine(CompilationMode::Eager),
            late: engine(CompilationMode::LazyTranslation),
        }
    }
}

impl Backend for Wasmi {
    fn compile(&self, wasm: &[u8]) -> Result<Arc<dyn Code>, String> {
        let engine = if Translation::at_load(&self.config, wasm.len()) { &self.eager } else { &self.late };
        let twin = if self.config.reuse > 0 { twin::twin(wasm) } else { None };
        // A twin that the engine refuses is no twin: whatever is wrong is to be said of the module itself.
        let twin = twin.and_then(|twin| Some((wasmi::Module::new(engine, &twin.bytes).ok()?, twin.globals)));
        let (module, globals) = match twin {
            Some((module, globals)) => (module, Some(globals)),
            None => (wasmi::Module::new(engine, wasm).map_err(|error| error.to_string())?, None),
        };
        let imports = module
            .imports()
            .map(|import| match (import.module(), import.name()) {
                (abi::IMPORT_MODULE, abi::PROCESS_IMPORT) => Ok(Import::Process),
                (abi::IMPORT_MODULE, abi::LOG_IMPORT) => Ok(Import::Log),
                #[cfg(feature = "wasi")]
                (crate::wasi::MODULE, name) => Ok(Import::Wasi(name.into())),
                (module, name) => Err(format!("no import {module}.{name} in this engine")),
            })
            .collect::<Result<_, _>>()?;
        Ok(Arc::new(WasmiCode { module, imports, globals }))
    }
}

enum Import {
    Process,
    Log,
    #[cfg(feature = "wasi")]
    Wasi(Box<str>),
}

struct WasmiCode {
    module: wasmi::Module,
    imports: Vec<Import>,
    /// The exports that are globals of its instances, where these can be captured.
    globals: Option<Vec<String>>,
}

/// A handler, or `create` of a class.
type Handler = TypedFunc<(u32, u32), u64>;

/// What a wasmi store carries: the host's state, and the handles that are looked up once.
struct Data {
    /// Always there while the guest can run: it is taken out only when the instance ends.
    state: Option<State>,
    instance: Option<Instance>,
    memory: Option<Memory>,
    alloc: Option<TypedFunc<u32, u32>>,
    free: Option<TypedFunc<(u32, u32), ()>>,
    /// The globals of an instance that can be captured, and the handler that it last ran.
    globals: Option<Vec<Global>>,
    handler: Option<(Box<str>, Handler)>,
    /// Made when the guest first asks for it.
    #[cfg(feature = "wasi")]
    wasi: Option<Box<crate::wasi::Guest>>,
}

impl Code for WasmiCode {
    fn instantiate(&self, state: State) -> Result<Box<dyn Live + Send>, (Fault, Box<State>)> {
        // In its box from the start: a store is over a kilobyte, and each move would copy it.
        let mut vm = Box::new(Over(self.store(state)));
        match self.start(&mut vm) {
            Ok(()) => {
                vm.find_globals(self.globals.as_deref());
                Ok(vm)
            }
            Err(fault) => Err((fault, Box::new(vm.end()))),
        }
    }

    fn once(&self, state: State, request: Request<'_>) -> (Result<Reply, Fault>, State) {
        // On the stack: a block of this size is among the dearest things of a short request.
        let mut vm = Over(self.store(state));
        let reply = self.start(&mut vm).and_then(|()| request.run(&mut vm));
        (reply, vm.end())
    }
}

impl WasmiCode {
    fn store(&self, state: State) -> Store<Data> {
        let data = Data {
            state: Some(state),
            instance: None,
            memory: None,
            alloc: None,
            free: None,
            globals: None,
            handler: None,
            #[cfg(feature = "wasi")]
            wasi: None,
        };
        Store::new(self.module.engine(), data)
    }

    /// Instantiates the module in a store of its own.
    fn start(&self, vm: &mut Over<Store<Data>>) -> Result<(), Fault> {
        let fuel = vm.state_mut().first_fuel()?;
        vm.0.limiter(|data| data);
        vm.set_fuel(fuel);
        // One kind of import may stand twice in a module, so functions are made as they are met.
        let externals: Vec<Extern> =
            self.imports.iter().map(|import| wrap(&mut vm.0, import).into()).collect();
        match Instance::new(&mut vm.0, &self.module, &externals) {
            Ok(instance) => vm.0.data_mut().instance = Some(instance),
            Err(error) => {
                let fault = match fault(error) {
                    // `start` cannot be resumed, so what ended is its share and not the request's fuel.
                    Fault::Limit { limit: Limit::Fuel, .. } => {
                        let number = vm.state().start_fuel();
                        Fault::Limit { limit: Limit::InitFuel, number, wanted: None }
                    }
                    fault => fault,
                };
                #[cfg(feature = "wasi")]
                vm.log_output(Some(&fault));
                return Err(fault);
            }
        }
        if vm.state().has_start() {
            vm.refuel(0)?;
        }
        vm.find_exports();
        Ok(())
    }
}

impl Data {
    fn state(&self) -> &State {
        let Some(state) = &self.state else { unreachable!("nothing runs in an instance that ended") };
        state
    }

    fn state_mut(&mut self) -> &mut State {
        let Some(state) = &mut self.state else { unreachable!("nothing runs in an instance that ended") };
        state
    }
}

fn wrap(store: &mut Store<Data>, import: &Import) -> Func {
    match import {
        Import::Process => Func::wrap(
            store,
            |caller: Caller<'_, Data>, name: u32, name_len: u32, args: u32, args_len: u32| {
                imports::process(&mut Over::within(caller), (name, name_len), (args, args_len))
                    .map_err(host_error)
            },
        ),
        Import::Log => Func::wrap(store, |caller: Caller<'_, Data>, level: u32, message: u32, len: u32| {
            imports::log(&mut Over::within(caller), level, (message, len)).map_err(host_error)
        }),
        #[cfg(feature = "wasi")]
        Import::Wasi(name) => wasi::import(store, name),
    }
}

/// A store (a guest from outside) or a caller (a guest from within an import).
trait Ctx: AsContextMut<Data = Data> {
    /// Whether it is a call from outside that ends, and not one in the middle of another.
    #[cfg(feature = "wasi")]
    const OUTSIDE: bool;

    fn data(&self) -> &Data;
    fn data_mut(&mut self) -> &mut Data;
}

impl Ctx for Store<Data> {
    #[cfg(feature = "wasi")]
    const OUTSIDE: bool = true;

    fn data(&self) -> &Data {
        self.data()
    }

    fn data_mut(&mut self) -> &mut Data {
        self.data_mut()
    }
}

impl Ctx for Caller<'_, Data> {
    #[cfg(feature = "wasi")]
    const OUTSIDE: bool = false;

    fn data(&self) -> &Data {
        self.data()
    }

    fn data_mut(&mut self) -> &mut Data {
        self.data_mut()
    }
}

/// A guest seen through either.
struct Over<C>(C);

impl<'a> Over<Caller<'a, Data>> {
    /// The view from within an import.
    fn within(mut caller: Caller<'a, Data>) -> Self {
        // While `start` runs the store does not know its instance yet.
        if caller.data().memory.is_none() {
            caller.data_mut().memory = caller.get_export(abi::MEMORY_EXPORT).and_then(Extern::into_memory);
        }
        Self(caller)
    }
}

impl<C: Ctx> Over<C> {
    fn func(&self, name: &str) -> Result<Func, Fault> {
        self.0
            .data()
            .instance
            .and_then(|instance| instance.get_func(&self.0, name))
            .ok_or_else(|| no_export(name))
    }

    fn typed<P: WasmParams, R: WasmResults>(&self, entry: Entry<'_>) -> Result<TypedFunc<P, R>, Fault> {
        let name = entry.name();
        // The signature was checked at load; an engine that disagrees must not take the host down.
        self.func(name)?.typed(&self.0).map_err(|error| Fault::Trap(format!("export {name}: {error}")))
    }

    fn run<P: WasmParams, R: WasmResults>(&mut self, func: TypedFunc<P, R>, params: P) -> Result<R, Fault> {
        let mut call = func.call_resumable(&mut self.0, params).map_err(fault)?;
        loop {
            match call {
                TypedResumableCall::Finished(result) => return Ok(result),
                TypedResumableCall::HostTrap(trap) => {
                    return Err(raised(trap.host_error()));
                }
                TypedResumableCall::OutOfFuel(paused) => {
                    self.refuel(paused.required_fuel())?;
                    call = paused.resume(&mut self.0).map_err(fault)?;
                }
            }
        }
    }

    fn refuel(&mut self, needed: u64) -> Result<(), Fault> {
        let held = self.fuel();
        // Whatever happens, the pool has it now.
        self.set_fuel(0);
        let fuel = self.state_mut().refuel(held, needed)?;
        self.set_fuel(fuel);
        Ok(())
    }

    /// At the end of a call, what the guest wrote to its outputs becomes log lines.
    fn ended<R>(&mut self, result: Result<R, Fault>) -> Result<R, Fault> {
        #[cfg(feature = "wasi")]
        if C::OUTSIDE {
            self.log_output(result.as_ref().err());
        }
        result
    }

    fn call_once<P: WasmParams, R: WasmResults>(&mut self, entry: Entry<'_>, params: P) -> Result<R, Fault> {
        let func = self.typed(entry)?;
        self.run(func, params)
    }
}

impl<C: Ctx> Vm for Over<C> {
    fn state(&self) -> &State {
        self.0.data().state()
    }

    fn state_mut(&mut self) -> &mut State {
        self.0.data_mut().state_mut()
    }

    fn memory(&self) -> &[u8] {
        self.0.data().memory.map_or(&[], |memory| memory.data(&self.0))
    }

    fn split(&mut self) -> (&mut [u8], &mut State) {
        match self.0.data().memory {
            Some(memory) => {
                let (bytes, data) = memory.data_and_store_mut(&mut self.0);
                (bytes, data.state_mut())
            }
            None => (&mut [], self.state_mut()),
        }
    }

    fn fuel(&self) -> u64 {
        // The engine was made with fuel on, so neither this nor the next can fail.
        self.0.as_context().get_fuel().unwrap_or(0)
    }

    fn set_fuel(&mut self, fuel: u64) {
        _ = self.0.as_context_mut().set_fuel(fuel);
    }

    fn invoke(&mut self, entry: Entry<'_>, args: &[u32], returns: Returns) -> Result<u64, Fault> {
        let result = self.call(entry, args, returns);
        self.ended(result)
    }

    fn invoke_values(&mut self, export: &str, args: &[WasmValue]) -> Result<Vec<WasmValue>, Fault> {
        let result = self.call_values(export, args);
        self.ended(result)
    }
}

impl<C: Ctx> Over<C> {
    fn call(&mut self, entry: Entry<'_>, args: &[u32], returns: Returns) -> Result<u64, Fault> {
        match (entry, args, returns) {
            (Entry::Alloc, &[len], _) => {
                let func = self.0.data().alloc.map_or_else(|| self.typed(entry), Ok)?;
                self.run(func, len).map(u64::from)
            }
            (Entry::Free, &[ptr, len], _) => {
                let func = self.0.data().free.map_or_else(|| self.typed(entry), Ok)?;
                self.run(func, (ptr, len)).map(|()| 0)
            }
            (_, &[], Returns::Nothing) => self.call_once::<(), ()>(entry, ()).map(|()| 0),
            (_, &[], Returns::I32) => self.call_once::<(), u32>(entry, ()).map(u64::from),
            (_, &[a], Returns::I32) => self.call_once::<u32, u32>(entry, a).map(u64::from),
            (_, &[a, b], Returns::Nothing) => self.call_once::<(u32, u32), ()>(entry, (a, b)).map(|()| 0),
            (Entry::Named(name), &[a, b], Returns::I64) => {
                let func = match &self.0.data().handler {
                    Some((known, func)) if **known == *name => *func,
                    _ => {
                        let func = self.typed(entry)?;
                        // An instance that serves many requests most often runs the same handler.
                        if self.0.data().globals.is_some() {
                            self.0.data_mut().handler = Some((name.into(), func));
                        }
                        func
                    }
                };
                self.run(func, (a, b))
            }
            (_, &[a, b, c], Returns::I32) => self.call_once::<_, u32>(entry, (a, b, c)).map(u64::from),
            (_, &[a, b, c], Returns::I64) => self.call_once(entry, (a, b, c)),
            _ => Err(Fault::Trap(format!("export {}: no function of the ABI has this type", entry.name()))),
        }
    }

    fn call_values(&mut self, export: &str, args: &[WasmValue]) -> Result<Vec<WasmValue>, Fault> {
        let func = self.func(export)?;
        let args: Vec<Val> = args.iter().map(|&value| into_val(value)).collect();
        let mut results: Vec<Val> =
            func.ty(&self.0).results().iter().map(|&ty| Val::default_for_ty(ty)).collect();
        let mut call = func.call_resumable(&mut self.0, &args, &mut results).map_err(fault)?;
        loop {
            match call {
                wasmi::ResumableCall::Finished => {
                    return results.iter().map(|value| from_val(value, export)).collect();
                }
                wasmi::ResumableCall::HostTrap(trap) => return Err(raised(trap.host_error())),
                wasmi::ResumableCall::OutOfFuel(paused) => {
                    self.refuel(paused.required_fuel())?;
                    call = paused.resume(&mut self.0, &mut results).map_err(fault)?;
                }
            }
        }
    }
}

fn into_val(value: WasmValue) -> Val {
    match value {
        WasmValue::I32(n) => Val::I32(n),
        WasmValue::I64(n) => Val::I64(n),
        WasmValue::F32(n) => Val::F32(n.into()),
        WasmValue::F64(n) => Val::F64(n.into()),
    }
}

fn from_val(value: &Val, export: &str) -> Result<WasmValue, Fault> {
    match *value {
        Val::I32(n) => Ok(WasmValue::I32(n)),
        Val::I64(n) => Ok(WasmValue::I64(n)),
        Val::F32(n) => Ok(WasmValue::F32(n.into())),
        Val::F64(n) => Ok(WasmValue::F64(n.into())),
        _ => Err(Fault::Trap(format!("export {export}: a result is no number"))),
    }
}

/// A fault on its way through wasmi.
#[derive(Debug)]
struct Raised(Fault);

impl core::fmt::Display for Raised {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl wasmi::errors::HostError for Raised {}

fn host_error(fault: Fault) -> wasmi::Error {
    wasmi::Error::host(Raised(fault))
}

fn raised(error: &wasmi::Error) -> Fault {
    if let Some(status) = error.i32_exit_status() {
        return Fault::Trap(format!("the guest ended itself with exit status {status}"));
    }
    error.downcast_ref::<Raised>().map_or_else(|| Fault::Trap(error.to_string()), |raised| raised.0.clone())
}

fn fault(error: wasmi::Error) -> Fault {
    if let ErrorKind::Instantiation(InstantiationError::ElementSegmentDoesNotFit {
        table_index, len, ..
    }) = error.kind()
    {
        // wasmi's own words have the number of a store in them, another one for each instance.
        return Fault::Trap(format!(
            "out of bounds table access: an element segment of {len} elements at {table_index}"
        ));
    }
    match error.as_trap_code() {
        // Reached only where wasmi cannot pause: in `start`.
        Some(wasmi::TrapCode::OutOfFuel) => Fault::Limit { limit: Limit::Fuel, number: 0, wanted: None },
        _ => raised(&error),
    }
}

fn no_export(name: &str) -> Fault {
    Fault::Trap(format!("no export {name}"))
}
