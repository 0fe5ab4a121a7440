//! The engine seam on wasmtime: what `yao_host::backend` asks of an engine, and nothing more.
//!
//! wasmtime cannot pause a guest to ask for fuel, so a guest runs on all the fuel there is; the deadline is looked at
//! whenever a thread has moved the epoch on. It has no WASI, whose functions the host has for wasmi only, and restores
//! no instance.

mod vm;
mod wrong;

use std::{
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use wasmtime::{
    Caller, Engine, ExternType, Func, Instance, Module, OptLevel, ResourceLimiter, Store, Trap,
    UpdateDeadline,
};
use yao_host::{
    Config, Fault, Limit, Reply, State, abi,
    backend::{Backend, Code, Live, Request, Vm},
    imports,
};

use self::vm::{Data, Over, raised_by};
pub(crate) use self::wrong::Wrong;

/// How often the deadlines of guests are looked at.
const TICK: Duration = Duration::from_millis(1);

/// An engine of the host on wasmtime.
pub(crate) fn on_wasmtime(config: Config, wrong: Option<Wrong>) -> yao_host::Engine {
    let features = Features { custom_page_sizes: config.custom_page_sizes, simd: !config.refuse_simd };
    let backend = Wasmtime { features, wrong };
    yao_host::Engine::with_backend(config, backend)
}

/// wasmtime, configured for guests.
struct Wasmtime {
    features: Features,
    wrong: Option<Wrong>,
}

/// What a configuration turns on or off of WebAssembly.
#[derive(Clone, Copy)]
struct Features {
    custom_page_sizes: bool,
    simd: bool,
}

/// One engine for all configurations with the same features, because a thread beats time for each.
fn shared(features: Features) -> Result<Engine, String> {
    static ENGINES: [OnceLock<Result<Engine, String>>; 4] = [const { OnceLock::new() }; 4];
    let index = usize::from(features.custom_page_sizes) * 2 + usize::from(features.simd);
    ENGINES[index].get_or_init(|| make(features)).clone()
}

fn make(features: Features) -> Result<Engine, String> {
    let mut to = wasmtime::Config::new();
    to.consume_fuel(true)
        .epoch_interruption(true)
        // Guests are small and run for moments; compiling them is what takes time.
        .cranelift_opt_level(OptLevel::None)
        // The features of `yao_host::backend::Wasmi::settings`.
        .wasm_multi_memory(false)
        .wasm_memory64(false)
        .wasm_extended_const(false)
        .wasm_wide_arithmetic(false)
        .wasm_function_references(false)
        .wasm_gc(false)
        .wasm_exceptions(false)
        .wasm_simd(features.simd)
        .wasm_relaxed_simd(features.simd)
        .wasm_custom_page_sizes(features.custom_page_sizes)
        .relaxed_simd_deterministic(true);
    let engine = Engine::new(&to).map_err(|why| format!("wasmtime does not take its settings: {why}"))?;
    let ticking = engine.clone();
    thread::spawn(move || {
        loop {
            thread::sleep(TICK);
            ticking.increment_epoch();
        }
    });
    Ok(engine)
}

impl Backend for Wasmtime {
    fn compile(&self, wasm: &[u8]) -> Result<Arc<dyn Code>, String> {
        let engine = shared(self.features)?;
        let module = Module::new(&engine, wasm).map_err(|why| format!("{why:#}"))?;
        let imports = module
            .imports()
            .map(|import| match (import.module(), import.name(), import.ty()) {
                (abi::IMPORT_MODULE, abi::PROCESS_IMPORT, ExternType::Func(_)) => Ok(Import::Process),
                (abi::IMPORT_MODULE, abi::LOG_IMPORT, ExternType::Func(_)) => Ok(Import::Log),
                (module, name, _) => Err(format!("no import {module}.{name} in this engine")),
            })
            .collect::<Result<_, _>>()?;
        Ok(Arc::new(Compiled { module, imports, wrong: self.wrong }))
    }
}

enum Import {
    Process,
    Log,
}

struct Compiled {
    module: Module,
    imports: Vec<Import>,
    wrong: Option<Wrong>,
}

impl Code for Compiled {
    fn instantiate(&self, state: State) -> Result<Box<dyn Live + Send>, (Fault, Box<State>)> {
        let mut vm = Box::new(self.store(state));
        match self.start(&mut vm) {
            Ok(()) => Ok(vm),
            Err(fault) => Err((fault, Box::new(vm.end()))),
        }
    }

    fn once(&self, state: State, request: Request<'_>) -> (Result<Reply, Fault>, State) {
        let mut vm = self.store(state);
        let reply = self.start(&mut vm).and_then(|()| request.run(&mut vm));
        (reply, vm.end())
    }
}

impl Compiled {
    fn store(&self, state: State) -> Over<Store<Data>> {
        Over(Store::new(self.module.engine(), Data::new(state, self.wrong)))
    }

    /// Instantiates the module in a store of its own.
    fn start(&self, vm: &mut Over<Store<Data>>) -> Result<(), Fault> {
        let fuel = vm.state_mut().first_fuel()?;
        vm.set_fuel(fuel);
        vm.0.limiter(|data| data);
        vm.0.set_epoch_deadline(1);
        vm.0.epoch_deadline_callback(|mut store| match store.data_mut().state_mut().check_deadline() {
            Ok(()) => Ok(UpdateDeadline::Continue(1)),
            Err(fault) => Err(raised_by(fault)),
        });
        let imports: Vec<_> = self.imports.iter().map(|import| wrap(&mut vm.0, import).into()).collect();
        let instance = Instance::new(&mut vm.0, &self.module, &imports).map_err(|why| {
            // `start` has a share of its own, which is not the fuel of the request.
            if why.downcast_ref::<Trap>() == Some(&Trap::OutOfFuel) {
                let number = vm.state().start_fuel();
                return Fault::Limit { limit: Limit::InitFuel, number, wanted: None };
            }
            vm.fault(&why)
        })?;
        let memory = instance.get_memory(&mut vm.0, abi::MEMORY_EXPORT);
        let data = vm.0.data_mut();
        data.instance = Some(instance);
        data.memory = memory;
        Ok(())
    }
}

fn wrap(store: &mut Store<Data>, import: &Import) -> Func {
    match import {
        Import::Process => Func::wrap(
            store,
            |caller: Caller<'_, Data>, name: u32, name_len: u32, args: u32, args_len: u32| {
                let mut vm = Over::within(caller);
                let reply = imports::process(&mut vm, (name, name_len), (args, args_len));
                let reply = reply.and_then(|packed| vm.fill().map(|()| packed)).map_err(raised_by)?;
                vm.spoil_reply(reply);
                wasmtime::Result::Ok(reply)
            },
        ),
        Import::Log => Func::wrap(store, |caller: Caller<'_, Data>, level: u32, message: u32, len: u32| {
            let mut vm = Over::within(caller);
            let level = vm.wrong().map_or(level, |wrong| wrong.level(level));
            imports::log(&mut vm, level, (message, len)).and_then(|()| vm.fill()).map_err(raised_by)
        }),
    }
}

impl ResourceLimiter for Data {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // wasmtime asks also for what the memory's own type forbids.
        let allowed = maximum.is_none_or(|maximum| desired <= maximum);
        if self.wrong == Some(Wrong::Growth) && current > 0 {
            return Ok(false);
        }
        Ok(allowed && self.state_mut().allow_memory(current as u64, desired as u64))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let allowed = maximum.is_none_or(|maximum| desired <= maximum);
        Ok(allowed && self.state_mut().allow_table(current as u64, desired as u64))
    }

    // One store holds one guest; the structure of a module was checked at load.
    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        usize::MAX
    }

    fn memories(&self) -> usize {
        1
    }
}
