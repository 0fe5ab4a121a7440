//! waPC on its wasmtime engine, as its documentation shows. `peer-wapc fresh` makes a host of the prepared engine for
//! each request, `peer-wapc reused` calls one host again and again: what one request left is there in the next.

use anyhow::{Context as _, Result, bail};
use wapc::WapcHost;
use wasmtime_provider::{WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre};
use yao_peers_protocol::{Loaded, Request, greeting, serve};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What guests call: `utils:greet` takes a name and gives a text, both in MessagePack.
fn callback(
    _id: u64,
    _binding: &str,
    namespace: &str,
    operation: &str,
    payload: &[u8],
) -> Result<Vec<u8>, Failure> {
    match (namespace, operation) {
        ("utils", "greet") => {
            let name: String = rmp_serde::from_slice(payload)?;
            Ok(rmp_serde::to_vec(&greeting(&name))?)
        }
        _ => Err(format!("no operation {namespace}:{operation}").into()),
    }
}

fn host(engine: &WasmtimeEngineProviderPre) -> Result<WapcHost> {
    Ok(WapcHost::new(Box::new(engine.rehydrate(None)?), Some(Box::new(callback)))?)
}

fn main() -> Result<()> {
    let mode = std::env::args().nth(1).context("which mode? fresh or reused")?;
    let reused = match mode.as_str() {
        "fresh" => false,
        "reused" => true,
        other => bail!("no mode {other}: fresh or reused"),
    };
    serve(|Loaded { handler, wasm }| {
        let engine = WasmtimeEngineProviderBuilder::new().module_bytes(wasm).build_pre()?;
        let handler = (*handler).to_owned();
        if !reused {
            return Ok(Box::new(move |payload: &[u8]| Ok(host(&engine)?.call(&handler, payload)?)) as Request);
        }
        let host = host(&engine)?;
        Ok(Box::new(move |payload: &[u8]| Ok(host.call(&handler, payload)?)))
    })
}
