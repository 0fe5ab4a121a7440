//! The same request on plain wasmi: what the host's checks, limits and budgets cost is measured against this.
//!
//! It instantiates, allocates, writes, calls, reads, frees and drops as [`Host::request`](crate::Host::request) does,
//! with functions made by `Func::wrap` and looked up once, and nothing else: no limits, no deadline, no check of what
//! the guest says beyond those that Rust's slices make, and fuel only where it is asked for. It is no way to run a
//! guest.

use alloc::{format, string::String, string::ToString, sync::Arc, vec::Vec};

use wasmi::{Caller, CompilationMode, Extern, Func, Instance, Memory, Store, TypedFunc};

use crate::{
    Packed,
    abi::{
        ALLOC_EXPORT, FREE_EXPORT, IMPORT_MODULE, INITIALIZE_EXPORT, LOG_IMPORT, MEMORY_EXPORT, PACKED_ERROR,
        PROCESS_IMPORT,
    },
};

/// What `yao.process` answers: a value, or an error record.
type Process = dyn Fn(&[u8], &[u8]) -> Result<Vec<u8>, Vec<u8>> + Send + Sync;

/// Where log lines go: level and bytes.
type Log = dyn Fn(u32, &[u8]) + Send + Sync;

/// One handler of one module on plain wasmi.
pub struct Raw {
    module: wasmi::Module,
    handler: String,
    initialize: bool,
    fuel: Option<u64>,
    process: Arc<Process>,
    log: Arc<Log>,
}

struct Data {
    memory: Option<Memory>,
    alloc: Option<TypedFunc<u32, u32>>,
    process: Arc<Process>,
    log: Arc<Log>,
}

impl Raw {
    /// Compiles a module for one of its handlers. With `fuel`, instructions are metered as the host meters them, and
    /// each request has so much; without, nothing is.
    ///
    /// # Errors
    ///
    /// What wasmi says about the module.
    pub fn new(
        wasm: &[u8],
        handler: &str,
        fuel: Option<u64>,
        process: impl Fn(&[u8], &[u8]) -> Result<Vec<u8>, Vec<u8>> + Send + Sync + 'static,
        log: impl Fn(u32, &[u8]) + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let mut config = wasmi::Config::default();
        config
            .compilation_mode(CompilationMode::Eager)
            .consume_fuel(fuel.is_some())
            // Other guests do not notice.
            .wasm_custom_page_sizes(true);
        let module =
            wasmi::Module::new(&wasmi::Engine::new(&config), wasm).map_err(|error| error.to_string())?;
        let initialize = module.get_export(INITIALIZE_EXPORT).is_some();
        Ok(Self {
            module,
            handler: handler.into(),
            initialize,
            fuel,
            process: Arc::new(process),
            log: Arc::new(log),
        })
    }

    /// Runs one request in a fresh instance: the result's bytes, and whether they are an error record.
    ///
    /// # Errors
    ///
    /// What wasmi says: a trap, an export that is not there, a range outside the memory.
    pub fn request(&self, payload: &[u8]) -> Result<(Vec<u8>, bool), String> {
        self.run(payload).map_err(|error| error.to_string())
    }

    fn run(&self, payload: &[u8]) -> Result<(Vec<u8>, bool), wasmi::Error> {
        let data = Data {
            memory: None,
            alloc: None,
            process: Arc::clone(&self.process),
            log: Arc::clone(&self.log),
        };
        let mut store = Store::new(self.module.engine(), data);
        if let Some(fuel) = self.fuel {
            store.set_fuel(fuel)?;
        }
        let mut externals: Vec<Extern> = Vec::new();
        for import in self.module.imports() {
            externals.push(match (import.module(), import.name()) {
                (IMPORT_MODULE, PROCESS_IMPORT) => Func::wrap(&mut store, process).into(),
                (IMPORT_MODULE, LOG_IMPORT) => Func::wrap(&mut store, log).into(),
                (module, name) => return Err(wasmi::Error::new(format!("no import {module}.{name}"))),
            });
        }
        let instance = Instance::new(&mut store, &self.module, &externals)?;
        let memory =
            instance.get_memory(&store, MEMORY_EXPORT).ok_or_else(|| wasmi::Error::new("no memory"))?;
        if self.initialize {
            instance.get_typed_func::<(), ()>(&store, INITIALIZE_EXPORT)?.call(&mut store, ())?;
        }
        let alloc = instance.get_typed_func::<u32, u32>(&store, ALLOC_EXPORT)?;
        let free = instance.get_typed_func::<(u32, u32), ()>(&store, FREE_EXPORT)?;
        let handler = instance.get_typed_func::<(u32, u32), u64>(&store, &self.handler)?;
        store.data_mut().memory = Some(memory);
        store.data_mut().alloc = Some(alloc);

        let len = payload.len();
        let ptr = if len == 0 { 0 } else { alloc.call(&mut store, length(len))? };
        memory.write(&mut store, ptr as usize, payload)?;
        let Packed { ptr, len, error } = Packed::unpack(handler.call(&mut store, (ptr, length(len)))?);
        let bytes = slice(memory.data(&store), ptr, len)?.to_vec();
        if len > 0 {
            free.call(&mut store, (ptr, len))?;
        }
        Ok((bytes, error))
    }
}

fn process(
    mut caller: Caller<'_, Data>,
    name: u32,
    name_len: u32,
    args: u32,
    args_len: u32,
) -> Result<u64, wasmi::Error> {
    let (Some(memory), Some(alloc)) = (caller.data().memory, caller.data().alloc) else {
        return Err(wasmi::Error::new("yao.process called too early"));
    };
    let bytes = memory.data(&caller);
    let (reply, error) =
        match (caller.data().process)(slice(bytes, name, name_len)?, slice(bytes, args, args_len)?) {
            Ok(reply) => (reply, 0),
            Err(record) => (record, PACKED_ERROR),
        };
    if reply.is_empty() {
        return Ok(error);
    }
    let len = length(reply.len());
    let ptr = alloc.call(&mut caller, len)?;
    memory.write(&mut caller, ptr as usize, &reply)?;
    Ok(Packed { ptr, len, error: false }.pack() | error)
}

fn log(caller: Caller<'_, Data>, level: u32, message: u32, len: u32) -> Result<(), wasmi::Error> {
    let memory = caller.data().memory.ok_or_else(|| wasmi::Error::new("yao.log called too early"))?;
    (caller.data().log)(level, slice(memory.data(&caller), message, len)?);
    Ok(())
}

fn slice(memory: &[u8], ptr: u32, len: u32) -> Result<&[u8], wasmi::Error> {
    let (ptr, len) = (ptr as usize, len as usize);
    let rest = memory.get(ptr..).unwrap_or_default();
    rest.get(..len).ok_or_else(|| wasmi::Error::new(format!("{len} bytes at {ptr:#x} exceed the memory")))
}

/// Payloads over 4 GiB do not fit a guest; the write that follows says so.
fn length(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
