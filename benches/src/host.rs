//! A host with the process that `greet` calls.

use std::hint::black_box;

use yao_host::{
    Codec, Config, Encoded, Engine, Exception, Host, HostBuilder, LogLine, Module, ProcessReply, Profile,
    Translation, Value, codec,
};

use crate::guests::Guest;
use crate::payload;

/// A configuration that takes this guest.
#[must_use]
pub fn config(guest: &Guest) -> Config {
    accepting(if guest.needs_wasi() { Profile::Wasi } else { Profile::Server })
}

/// A configuration that takes guests with small pages as well. Others do not notice.
#[must_use]
pub fn accepting(profile: Profile) -> Config {
    let mut config = Config::profile(profile);
    config.custom_page_sizes = true;
    config
}

/// The same configuration with another time at which functions are translated.
#[must_use]
pub fn translating(mut config: Config, translation: Translation) -> Config {
    config.translation = translation;
    config
}

/// A host in the making: log lines go nowhere, `utils.greet` greets.
#[must_use]
pub fn builder(engine: &Engine) -> HostBuilder {
    Host::builder(engine).log_sink(|line: &LogLine<'_>| _ = black_box(line.message.len())).process_encoded(
        "utils.greet",
        |_, args: Encoded<'_>| {
            let args = args.args()?;
            let [Value::Str(name)] = args.as_slice() else {
                return Err(Exception::new(400, "utils.greet takes one name"));
            };
            let reply = Value::Str(payload::greeting(name));
            let reply = codec::encode(Codec::MessagePack, &reply)
                .map_err(|error| Exception::new(500, error.to_string()))?;
            Ok(ProcessReply::Encoded(Codec::MessagePack, reply))
        },
    )
}

/// A guest that is loaded, with a host for it.
///
/// # Errors
///
/// When the guest cannot be loaded.
pub fn loaded(guest: &Guest) -> Result<(Host, Module), String> {
    let engine = Engine::new(config(guest));
    let module =
        engine.load(&guest.name, &guest.wasm).map_err(|error| format!("{}: {error}", guest.title()))?;
    Ok((builder(&engine).script(module.clone()).build(), module))
}

/// One request: the bytes of its result.
///
/// # Errors
///
/// When it fails, or the guest gives an error record.
pub fn request(host: &Host, module: &Module, handler: &str, payload: &[u8]) -> Result<Vec<u8>, String> {
    match host.request(module, handler, payload).map_err(|error| error.to_string())?.reply {
        yao_host::Reply::Value(bytes) => Ok(bytes),
        yao_host::Reply::Error { exception, .. } => Err(exception.to_string()),
    }
}

/// Runs `echo` or `greet` once with every payload, and compares the result with the right one.
///
/// # Errors
///
/// When it is another one.
pub fn verify(guest: &Guest) -> Result<(), String> {
    let (host, module) = loaded(guest)?;
    for (size, name) in payload::SIZES {
        let (payload, right) = payload::of(&guest.name, size);
        let result = request(&host, &module, &guest.name, &payload)
            .map_err(|error| format!("{} with {name}: {error}", guest.title()))?;
        if result != right {
            let (got, right) = (result.len(), right.len());
            return Err(format!(
                "{} with {name} gives {got} bytes that are not the {right} expected",
                guest.title()
            ));
        }
    }
    Ok(())
}
