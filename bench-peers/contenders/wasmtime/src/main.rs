//! Wasmtime with the guests of this repository: a fresh instance for each request, made of an `InstancePre`, and no
//! limits, fuel or deadline. `peer-wasmtime pooling` takes instances from a pool whose memory stays resident,
//! `peer-wasmtime on-demand` maps memory for each.

use anyhow::{Context as _, Result, bail};
use wasmtime::{
    Caller, Config, Engine, InstanceAllocationStrategy, InstancePre, Linker, Memory, Module,
    PoolingAllocationConfig, Store, TypedFunc,
};
use yao_peers_protocol::{Loaded, Request, greeting, serve};

/// What the imports of a live guest need.
#[derive(Default)]
struct Guest {
    memory: Option<Memory>,
    alloc: Option<TypedFunc<u32, u32>>,
}

fn engine(pooling: bool) -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    if pooling {
        let mut pool = PoolingAllocationConfig::default();
        pool.total_core_instances(100)
            .total_memories(100)
            .total_tables(100)
            .max_memory_size(16 << 20)
            .linear_memory_keep_resident(1 << 20);
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        config.memory_reservation(16 << 20);
        config.memory_guard_size(64 << 10);
    }
    Engine::new(&config)
}

fn range(ptr: u32, len: u32) -> std::ops::Range<usize> {
    ptr as usize..ptr as usize + len as usize
}

fn process(
    mut caller: Caller<'_, Guest>,
    name: u32,
    name_len: u32,
    args: u32,
    args_len: u32,
) -> wasmtime::Result<u64> {
    let (Some(memory), Some(alloc)) = (caller.data().memory, caller.data().alloc.clone()) else {
        return Err(wasmtime::Error::msg("yao.process called too early"));
    };
    let data = memory.data(&caller);
    let name = &data[range(name, name_len)];
    if name != b"utils.greet" {
        return Err(wasmtime::Error::msg(format!("no process {}", String::from_utf8_lossy(name))));
    }
    let (who,): (&str,) = rmp_serde::from_slice(&data[range(args, args_len)])?;
    let reply = rmp_serde::to_vec(&greeting(who))?;
    let len = u32::try_from(reply.len())?;
    let ptr = alloc.call(&mut caller, len)?;
    memory.data_mut(&mut caller)[range(ptr, len)].copy_from_slice(&reply);
    Ok(u64::from(ptr) << 32 | u64::from(len))
}

fn log(caller: Caller<'_, Guest>, _level: u32, ptr: u32, len: u32) {
    if let Some(memory) = caller.data().memory {
        std::hint::black_box(&memory.data(&caller)[range(ptr, len)]);
    }
}

fn request(
    engine: &Engine,
    guest: &InstancePre<Guest>,
    handler: &str,
    payload: &[u8],
) -> wasmtime::Result<Vec<u8>> {
    let mut store = Store::new(engine, Guest::default());
    let instance = guest.instantiate(&mut store)?;
    let memory = instance
        .get_memory(&mut store, "memory")
        .context("no memory")
        .map_err(wasmtime::Error::from_anyhow)?;
    let alloc = instance.get_typed_func::<u32, u32>(&mut store, "yao_alloc")?;
    let free = instance.get_typed_func::<(u32, u32), ()>(&mut store, "yao_free")?;
    let handler = instance.get_typed_func::<(u32, u32), u64>(&mut store, handler)?;
    *store.data_mut() = Guest { memory: Some(memory), alloc: Some(alloc.clone()) };
    let len = u32::try_from(payload.len())?;
    let ptr = alloc.call(&mut store, len)?;
    memory.data_mut(&mut store)[range(ptr, len)].copy_from_slice(payload);
    let packed = handler.call(&mut store, (ptr, len))?;
    let (ptr, len) = ((packed >> 32) as u32, packed as u32);
    if len >> 31 == 1 {
        return Err(wasmtime::Error::msg("the guest gave an error record"));
    }
    let result = memory.data(&store)[range(ptr, len)].to_vec();
    free.call(&mut store, (ptr, len))?;
    Ok(result)
}

fn main() -> Result<()> {
    let mode = std::env::args().nth(1).context("which mode? pooling or on-demand")?;
    let pooling = match mode.as_str() {
        "pooling" => true,
        "on-demand" => false,
        other => bail!("no mode {other}: pooling or on-demand"),
    };
    serve(|Loaded { handler, wasm }| {
        let engine = engine(pooling)?;
        let module = Module::new(&engine, wasm)?;
        let mut linker = Linker::new(&engine);
        linker.func_wrap("yao", "process", process)?.func_wrap("yao", "log", log)?;
        let guest = linker.instantiate_pre(&module)?;
        let handler = (*handler).to_owned();
        Ok(Box::new(move |payload: &[u8]| Ok(request(&engine, &guest, &handler, payload)?)) as Request)
    })
}
