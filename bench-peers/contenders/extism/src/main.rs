//! extism: as its documentation shows. `peer-extism fresh` makes a plug-in of the compiled one for each request,
//! `peer-extism reused` calls one plug-in again and again: what one request left is there in the next.

use anyhow::{Context as _, Result, bail};
use extism::{CompiledPlugin, Manifest, PTR, Plugin, PluginBuilder, UserData, Wasm, host_fn};
use yao_peers_protocol::{Loaded, Request, greeting, serve};

host_fn!(utils_greet(_user_data: (); name: String) -> String { Ok(greeting(&name)) });

fn compile(wasm: &[u8]) -> Result<CompiledPlugin> {
    let builder = PluginBuilder::new(Manifest::new([Wasm::data(wasm)])).with_cache_disabled().with_function(
        "utils_greet",
        [PTR],
        [PTR],
        UserData::new(()),
        utils_greet,
    );
    CompiledPlugin::new(builder)
}

fn call(plugin: &mut Plugin, handler: &str, payload: &[u8]) -> Result<Vec<u8>> {
    plugin.call::<&[u8], &[u8]>(handler, payload).map(<[u8]>::to_vec)
}

fn main() -> Result<()> {
    let mode = std::env::args().nth(1).context("which mode? fresh or reused")?;
    let reused = match mode.as_str() {
        "fresh" => false,
        "reused" => true,
        other => bail!("no mode {other}: fresh or reused"),
    };
    serve(|Loaded { handler, wasm }| {
        let (compiled, handler) = (compile(wasm)?, (*handler).to_owned());
        if !reused {
            return Ok(Box::new(move |payload: &[u8]| {
                call(&mut Plugin::new_from_compiled(&compiled)?, &handler, payload)
            }) as Request);
        }
        let mut plugin = Plugin::new_from_compiled(&compiled)?;
        Ok(Box::new(move |payload: &[u8]| call(&mut plugin, &handler, payload)))
    })
}
