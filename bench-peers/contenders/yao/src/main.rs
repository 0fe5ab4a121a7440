//! This project. `peer-yao fresh` is [`Host::request`], with its limits, fuel and deadline; `peer-yao kept` the same
//! with one instance that is restored after each request; `peer-yao wasmi` is the engine below alone, without any of
//! them.

use anyhow::{Context as _, Result, anyhow, bail};
use yao_host::raw::Raw;
use yao_host::{Codec, Config, Encoded, Engine, Exception, Host, LogLine, ProcessReply, Reply, Translation};
use yao_peers_protocol::{Loaded, Request, greeting, serve};

/// The process `utils.greet`: arguments and reply in MessagePack.
fn greet(args: &[u8]) -> Result<Vec<u8>, Exception> {
    let (name,): (&str,) =
        rmp_serde::from_slice(args).map_err(|error| Exception::new(400, error.to_string()))?;
    rmp_serde::to_vec(&greeting(name)).map_err(|error| Exception::new(500, error.to_string()))
}

fn ours(Loaded { handler, wasm }: &Loaded<'_>, reuse: usize) -> Result<Request> {
    let mut config = Config::default();
    config.reuse = reuse;
    // For the guest with small pages. Others do not notice.
    config.custom_page_sizes = true;
    // As for the peers: what can be done once for all requests is done at load.
    config.translation = Translation::Eager;
    let engine = Engine::new(config);
    let module = engine.load("guest", wasm)?;
    let host = Host::builder(&engine)
        .log_sink(|line: &LogLine<'_>| _ = std::hint::black_box(line.message.len()))
        .process_encoded("utils.greet", |_, args: Encoded<'_>| {
            greet(args.bytes).map(|reply| ProcessReply::Encoded(Codec::MessagePack, reply))
        })
        .build();
    let handler = (*handler).to_owned();
    Ok(Box::new(move |payload: &[u8]| match host.request(&module, &handler, payload)?.reply {
        Reply::Value(bytes) => Ok(bytes),
        Reply::Error { exception, .. } => Err(anyhow!("{exception}")),
    }))
}

fn wasmi(Loaded { handler, wasm }: &Loaded<'_>) -> Result<Request> {
    let raw = Raw::new(
        wasm,
        handler,
        None,
        |_, args| greet(args).map_err(|exception| exception.message.into_bytes()),
        |_, line| _ = std::hint::black_box(line.len()),
    );
    let raw = raw.map_err(|error| anyhow!(error))?;
    Ok(Box::new(move |payload: &[u8]| match raw.request(payload) {
        Ok((bytes, false)) => Ok(bytes),
        Ok((_, true)) => bail!("the guest gave an error record"),
        Err(error) => bail!(error),
    }))
}

fn main() -> Result<()> {
    // As a server that embeds the host does.
    yao_host::keep_large_blocks();
    let mode = std::env::args().nth(1).context("which mode? fresh, kept or wasmi")?;
    match mode.as_str() {
        "fresh" => serve(|loaded| ours(loaded, 0)),
        "kept" => serve(|loaded| ours(loaded, 1)),
        "wasmi" => serve(wasmi),
        other => bail!("no mode {other}: fresh, kept or wasmi"),
    }
}
