//! Commands: modules that export `_start` and have this process's standard streams.

use std::{io, path::Path};

use wasmi::{Linker, Store, StoreLimits, StoreLimitsBuilder, TrapCode};
use wasmi_wasi::{Dir, WasiCtx, WasiCtxBuilder, add_to_linker, ambient_authority, wasi_common::StringArrayError};

use super::{MODULE, Signatures};
use crate::{Error, LoadProblem, abi::Limit, tree::PAGE};

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
    limits: StoreLimits,
}

/// Runs a command to its end and gives its exit status; `name` is for messages.
///
/// # Errors
///
/// [`Error::Load`] for what is no command, [`Error::Trap`], and [`Error::Limit`] for the limits of the setup.
pub fn run(name: &str, wasm: &[u8], setup: Setup) -> Result<i32, Error> {
    let load = |problem| Error::Load { module: name.into(), problems: vec![problem] };
    let fuel = setup.fuel;
    let module = compile(wasm, fuel.is_some()).map_err(load)?;
    check(&module).map_err(|problems| Error::Load { module: name.into(), problems })?;
    let memory = setup.memory_pages.unwrap_or(u64::MAX).saturating_mul(PAGE);
    let limits = StoreLimitsBuilder::new().memory_size(usize::try_from(memory).unwrap_or(usize::MAX)).build();
    let memory_pages = setup.memory_pages;
    let context = setup.context().map_err(|error| {
        load(problem("arguments", format!("arguments or environment: {error}"), "leave out NUL characters"))
    })?;

    let mut store = Store::new(module.engine(), Data { context, limits });
    store.limiter(|data| &mut data.limits);
    if let Some(fuel) = fuel {
        // The engine was made with fuel on, so this cannot fail.
        _ = store.set_fuel(fuel);
    }
    let ended = start(&mut store, &module);
    let Err(error) = ended else { return Ok(0) };
    if let Some(status) = error.i32_exit_status() {
        return Ok(status);
    }
    let limit = |limit, number| Error::Limit { module: name.into(), limit, number, wanted: None };
    Err(match (error.as_trap_code(), fuel, memory_pages) {
        (Some(TrapCode::OutOfFuel), Some(number), _) => limit(Limit::Fuel, number),
        (Some(TrapCode::GrowthOperationLimited), _, Some(number)) => limit(Limit::MemoryPages, number),
        _ => Error::Trap { module: name.into(), export: START.into(), reason: error.to_string() },
    })
}

fn start(store: &mut Store<Data>, module: &wasmi::Module) -> Result<(), wasmi::Error> {
    let mut linker = Linker::new(module.engine());
    let failed = |error: wasmi_wasi::Error| wasmi::Error::new(error.to_string());
    add_to_linker(&mut linker, |data: &mut Data| &mut data.context).map_err(failed)?;
    // wasi-common refuses exit statuses over 125, which is a matter of its own exit code and not of WASI's.
    linker.allow_shadowing(true);
    linker.func_wrap(MODULE, "proc_exit", |status: i32| -> Result<(), wasmi::Error> {
        Err(wasmi::Error::i32_exit(status))
    })?;
    let instance = linker.instantiate_and_start(&mut *store, module)?;
    instance.get_typed_func::<(), ()>(&*store, START)?.call(store, ())
}

fn compile(wasm: &[u8], fuel: bool) -> Result<wasmi::Module, LoadProblem> {
    let mut config = wasmi::Config::default();
    config.consume_fuel(fuel);
    wasmi::Module::new(&wasmi::Engine::new(&config), wasm).map_err(|error| {
        problem("invalid", format!("invalid module: {error}"), "build it for WebAssembly 2.0 features only")
    })
}

fn problem(kind: &'static str, message: String, help: &str) -> LoadProblem {
    LoadProblem { kind, message, help: help.into() }
}

/// Whether the module is a command and imports nothing but WASI; their types are checked when it is linked.
fn check(module: &wasmi::Module) -> Result<(), Vec<LoadProblem>> {
    let mut known = Signatures::new();
    let mut problems = Vec::new();
    for import in module.imports() {
        if import.module() != MODULE || known.of(import.name()).is_none() {
            let message = format!("import {}.{} is not part of WASI preview 1", import.module(), import.name());
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
