//! What `call`, `check` and `bench` share: limits, the module, more scripts, processes and logs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use yao_host::{Config, Engine, Error, Host, Limit, Module, Profile, near};

use super::exit::Failure;
use super::logs::{Logs, Show};
use super::replies::{self, Replies};
use super::{app, fault, input, inspect};

/// Limits and what the engine accepts.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
pub(crate) struct EngineArgs {
    /// The set of limits to start from: server by default, wasi with --wasi
    #[arg(long, value_name = "NAME", help_heading = "Limits", value_parser = Profile::ALL.map(Profile::name))]
    profile: Option<String>,
    /// Set one limit; the README lists them. May be given more than once
    #[arg(long = "limit", value_name = "NAME=N", help_heading = "Limits")]
    limits: Vec<String>,
    /// Let the guest have a memory whose page size is one byte
    #[arg(long, help_heading = "Limits")]
    custom_page_sizes: bool,
    /// Refuse a guest with 128-bit vectors, as a host without them does
    #[arg(long, help_heading = "Limits")]
    refuse_simd: bool,
    /// Let the guest import WASI preview 1: no files, no environment, outputs become log lines
    #[arg(long, help_heading = "WASI")]
    wasi: bool,
    /// Make WASI's clocks and random numbers the same in every run; turns WASI on
    #[arg(long, value_name = "N", help_heading = "WASI")]
    wasi_seed: Option<u64>,
    #[command(flatten)]
    app: app::Args,
}

impl EngineArgs {
    /// The configuration.
    pub(crate) fn config(&self) -> Result<Config, Failure> {
        let named = self.profile.as_deref().and_then(Profile::by_name);
        let wasi = self.wasi || self.wasi_seed.is_some();
        let profile = named.unwrap_or(if wasi { Profile::Wasi } else { Profile::Server });
        let mut config = Config::profile(profile);
        for text in &self.limits {
            let (limit, number) = limit(text)?;
            config.limits.set(limit, number);
        }
        config.custom_page_sizes = self.custom_page_sizes;
        config.refuse_simd = self.refuse_simd;
        config.wasi |= wasi;
        config.wasi_seed = self.wasi_seed;
        config.policy = self.app.policy()?.map(Arc::new);
        Ok(config)
    }
}

/// The limit and the number of `--limit NAME=N`.
pub(crate) fn limit(text: &str) -> Result<(Limit, u64), Failure> {
    let (name, number) = text.split_once('=').ok_or_else(|| {
        Failure::usage(format!("--limit takes NAME=N, not `{text}`")).help("such as --limit fuel=1000000")
    })?;
    let limit = Limit::by_name(name).ok_or_else(|| {
        let failure = fault::failure(&Error::UnknownLimit { name: name.into() });
        match near::near(name, Limit::ALL.iter().map(|limit| limit.info().name)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure,
        }
    })?;
    let number = number.replace('_', "").parse().map_err(|error| {
        Failure::usage(format!("--limit {name}: `{number}` is no number from 0 to {}: {error}", u64::MAX))
    })?;
    Ok((limit, number))
}

/// Everything around a module that runs.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
pub(crate) struct HostArgs {
    #[command(flatten)]
    engine: EngineArgs,
    #[command(flatten)]
    replies: replies::Args,
    /// Load one more module: its handlers are the processes `scripts.NAME.HANDLER`
    #[arg(long = "script", value_name = "NAME=FILE", help_heading = "Processes")]
    scripts: Vec<String>,
}

/// A host that is ready to run a module.
pub(crate) struct Ready {
    pub(crate) engine: Engine,
    pub(crate) host: Host,
    pub(crate) module: Module,
    pub(crate) bytes: Vec<u8>,
    pub(crate) replies: Replies,
    pub(crate) logs: Logs,
}

impl HostArgs {
    /// Loads the module and builds the host around it.
    pub(crate) fn ready(&self, path: &Path, show: Show, gather: bool) -> Result<Ready, Failure> {
        self.ready_with(path, show, gather, |_| {})
    }

    /// The same with a configuration that is changed first.
    pub(crate) fn ready_with(
        &self,
        path: &Path,
        show: Show,
        gather: bool,
        change: impl FnOnce(&mut Config),
    ) -> Result<Ready, Failure> {
        let mut config = self.engine.config()?;
        change(&mut config);
        let replies = self.replies.read()?;
        let engine = Engine::new(config);
        let bytes = read(&engine, path)?;
        let module = load(&engine, &script_name(path), path, &bytes)?;
        let logs = Logs::new(show, gather);
        let mut builder = Host::builder(&engine).registry(replies.clone()).log_sink(logs.clone());
        for text in &self.scripts {
            let (name, file) =
                text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
                    Failure::usage(format!("--script takes NAME=FILE, not `{text}`"))
                        .help("such as --script validate=target/guests/rust/greet.wasm")
                })?;
            let path = PathBuf::from(file);
            let bytes = read(&engine, &path)?;
            builder = builder.script(load(&engine, name, &path, &bytes)?);
        }
        let host = builder.script(module.clone()).build();
        Ok(Ready { engine, host, module, bytes, replies, logs })
    }
}

/// Reads a module file within the limit of the engine.
pub(crate) fn read(engine: &Engine, path: &Path) -> Result<Vec<u8>, Failure> {
    input::read(path, engine.limits().module_bytes, "--limit module_bytes=N")
}

fn load(engine: &Engine, name: &str, path: &Path, bytes: &[u8]) -> Result<Module, Failure> {
    // The command names what the bytes are instead, where they are no module at all.
    inspect::core_module(&input::name(path), bytes)?;
    engine.load(name, bytes).map_err(|error| fault::failure(&error))
}

/// The script's name: the file's, without folder and ending.
pub(crate) fn script_name(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) if path.as_os_str() != "-" => stem.to_string_lossy().into_owned(),
        _ => "stdin".into(),
    }
}
