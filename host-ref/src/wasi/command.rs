//! Commands: modules that export `_start` and have this process's standard streams.

use std::{
    io,
    path::Path,
    time::{Duration, Instant},
};

use wasmi::{Caller, Extern, Instance, ResourceLimiter, Store, TrapCode, TypedResumableCall};
use wasmi_core::LimiterError;
use wasmi_wasi::{Dir, WasiCtx, WasiCtxBuilder, ambient_authority, wasi_common::StringArrayError};

use super::{Call, MODULE, Signatures, function};
use crate::{
    Error, LoadProblem,
    abi::Limit,
    backend::FUEL_COSTS,
    tree::{PAGE, SLICE},
};

/// The export that a command starts at.
const START: &str = "_start";

/// What a command finds when it starts.
#[derive(Default)]
pub struct Setup {
    /// Its arguments, the first of which is its own name.
    pub args: Vec<String>,
    /// Its environment.
    pub env: Vec<(String, String)>,
    /// The limit on fuel; none by default.
    pub fuel: Option<u64>,
    /// The limit on time, in milliseconds; none by default. A read of a standard stream that blocks is not cut.
    pub deadline_ms: Option<u64>,
    /// The limit on memory, in pages of 64 KiB; none by default.
    pub memory_pages: Option<u64>,
    dirs: Vec<(Dir, String)>,
}

impl Setup {
    /// Opens a folder of this machine for the command, with all that is in it, under a name of its own.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub fn open_dir(&mut self, host: &Path, guest: &str) -> io::Result<()> {
        self.dirs.push((Dir::open_ambient_dir(host, ambient_authority())?, guest.into()));
        Ok(())
    }

    fn context(self) -> Result<WasiCtx, StringArrayError> {
        let mut builder = WasiCtxBuilder::new();
        builder.inherit_stdio().args(&self.args)?.envs(&self.env)?;
        let context = builder.build();
        for (dir, name) in self.dirs {
            let dir = wasmi_wasi::dir::Dir::from_cap_std(dir);
            // The table holds billions of entries, and only its number of entries can be over a limit.
            _ = context.push_preopened_dir(Box::new(dir), name);
        }
        Ok(context)
    }
}

struct Data {
    context: WasiCtx,
    /// Bytes of memory that are allowed.
    most: u64,
    /// Bytes that its memory was to have at the start, when that is too much.
    refused: Option<u64>,
}

impl ResourceLimiter for Data {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _: Option<usize>,
    ) -> Result<bool, LimiterError> {
        let allowed = desired as u64 <= self.most;
        if !allowed && current == 0 {
            self.refused = Some(desired as u64);
        }
        Ok(allowed)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool, LimiterError> {
        Ok(true)
    }

    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        usize::MAX
    }

    fn memories(&self) -> usize {
        usize::MAX
    }
}

/// Fuel for instantiation and the `start` function: seconds at most, which the deadline cannot cut.
const START_FUEL: u64 = 1 << 32;

/// Runs a command to its end and gives its exit status; `name` is for messages.
///
/// # Errors
///
/// [`Error::Load`] for what is no command, [`Error::Trap`], and [`Error::Limit`] for the limits of the setup.
pub fn run(name: &str, wasm: &[u8], setup: Setup) -> Result<i32, Error> {
    let load = |problems| Error::Load { module: name.into(), problems };
    let Setup { fuel, deadline_ms, memory_pages, .. } = setup;
    let module = compile(wasm).map_err(|problem| load(vec![problem]))?;
    check(&module).map_err(load)?;
    let context = setup.context().map_err(|error| {
        let message = format!("arguments or environment: {error}");
        load(vec![problem("arguments", message, "leave out NUL characters")])
    })?;

    let most = memory_pages.map_or(u64::MAX, |pages| pages.saturating_mul(PAGE));
    let mut store = Store::new(module.engine(), Data { context, most, refused: None });
    store.limiter(|data| data);
    let budget = Budget {
        left: fuel.unwrap_or(u64::MAX),
        deadline: deadline_ms.and_then(|ms| Instant::now().checked_add(Duration::from_millis(ms))),
    };
    let end = match start(&mut store, &module, budget) {
        Ok(()) => return Ok(0),
        Err(end) => end,
    };
    let limit = |limit, number: Option<u64>, wanted| Error::Limit {
        module: name.into(),
        limit,
        number: number.unwrap_or(u64::MAX),
        wanted,
    };
    match (end, store.data().refused) {
        (End::Exit(status), _) => Ok(status),
        (_, Some(bytes)) => Err(limit(Limit::MemoryPages, memory_pages, Some(bytes.div_ceil(PAGE)))),
        (End::Late, _) => Err(limit(Limit::DeadlineMs, deadline_ms, None)),
        (End::OutOfFuel, _) => Err(limit(Limit::Fuel, fuel, None)),
        (End::Trap(reason), _) => Err(Error::Trap { module: name.into(), export: START.into(), reason }),
    }
}

/// How a command ended that did not return.
enum End {
    Exit(i32),
    Late,
    OutOfFuel,
    Trap(String),
}

impl From<&wasmi::Error> for End {
    fn from(error: &wasmi::Error) -> Self {
        match (error.i32_exit_status(), error.as_trap_code()) {
            (Some(status), _) => Self::Exit(status),
            (None, Some(TrapCode::OutOfFuel)) => Self::OutOfFuel,
            (None, _) => Self::Trap(error.to_string()),
        }
    }
}

impl From<wasmi::Error> for End {
    fn from(error: wasmi::Error) -> Self {
        Self::from(&error)
    }
}

/// What the limits of the setup leave to the command.
struct Budget {
    left: u64,
    deadline: Option<Instant>,
}

impl Budget {
    /// Fuel for the next slice: at least `needed`.
    fn slice(&mut self, needed: u64) -> Result<u64, End> {
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(End::Late);
        }
        let slice = self.left.min(SLICE.max(needed));
        if slice < needed || slice == 0 {
            return Err(End::OutOfFuel);
        }
        self.left -= slice;
        Ok(slice)
    }
}

fn start(store: &mut Store<Data>, module: &wasmi::Module, mut budget: Budget) -> Result<(), End> {
    // The `start` function of a module cannot be interrupted.
    store.set_fuel(budget.slice(START_FUEL.min(budget.left))?)?;
    let imports: Vec<Extern> = module
        .imports()
        .filter_map(|import| function(store, import.name(), call))
        .map(Extern::from)
        .collect();
    let instance = Instance::new(&mut *store, module, &imports)?;
    budget.left = budget.left.saturating_add(store.get_fuel()?);
    store.set_fuel(budget.slice(0)?)?;
    let start = instance.get_typed_func::<(), ()>(&*store, START)?;
    let mut call = start.call_resumable(&mut *store, ())?;
    loop {
        match call {
            TypedResumableCall::Finished(()) => return Ok(()),
            TypedResumableCall::HostTrap(trap) => return Err(trap.host_error().into()),
            TypedResumableCall::OutOfFuel(paused) => {
                budget.left = budget.left.saturating_add(store.get_fuel()?);
                store.set_fuel(budget.slice(paused.required_fuel())?)?;
                call = paused.resume(&mut *store)?;
            }
        }
    }
}

fn call(mut caller: Caller<'_, Data>, mut function: Call<'_>) -> Result<i32, wasmi::Error> {
    let memory = caller.get_export("memory").and_then(Extern::into_memory);
    let memory = memory.ok_or_else(|| wasmi::Error::new("a command exports its memory as memory"))?;
    let (memory, data) = memory.data_and_store_mut(&mut caller);
    function.run(&mut data.context, memory)
}

fn compile(wasm: &[u8]) -> Result<wasmi::Module, LoadProblem> {
    let mut config = wasmi::Config::default();
    config.consume_fuel(true).fuel_cost(FUEL_COSTS);
    wasmi::Module::new(&wasmi::Engine::new(&config), wasm).map_err(|error| {
        problem("invalid", format!("invalid module: {error}"), "build it for WebAssembly 2.0 features only")
    })
}

fn problem(kind: &'static str, message: String, help: &str) -> LoadProblem {
    LoadProblem { kind, message, help: help.into() }
}

/// Whether the module is a command and imports nothing but WASI; their types are checked when it is instantiated.
fn check(module: &wasmi::Module) -> Result<(), Vec<LoadProblem>> {
    let mut known = Signatures::new();
    let mut problems = Vec::new();
    for import in module.imports() {
        if import.module() != MODULE || known.of(import.name()).is_none() {
            let message =
                format!("import {}.{} is not part of WASI preview 1", import.module(), import.name());
            let help = "call a guest of the yao ABI with `yao-host call`; build a command for wasm32-wasip1";
            problems.push(problem("unknown_import", message, help));
        }
    }
    let start = module.get_export(START).and_then(|export| export.func().cloned());
    if start.is_none_or(|ty| !ty.params().is_empty() || !ty.results().is_empty()) {
        let help = "build a command (with a main function), or call a handler with `yao-host call --wasi`";
        problems.push(problem("no-start", format!("no export {START} of type () -> ()"), help));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
