//! The processes that a guest may call, with replies given on the command line or in a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::value::RawValue;
use yao_host::{Codec, Encoded, Exception, ProcessContext, ProcessRegistry, ProcessReply, Value, codec};

use super::exit::Failure;
use super::{fault, input};

/// The largest file of replies.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Replies by name.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Answer the process NAME with this JSON value; `{"$error": {"code": 404, "message": "..."}}` fails it
    #[arg(long = "process", value_name = "NAME=JSON", help_heading = "Processes")]
    replies: Vec<String>,
    /// Take replies from a JSON object of names to values; --process overrides it
    #[arg(long, value_name = "FILE", help_heading = "Processes")]
    process_file: Option<PathBuf>,
}

/// Scripted replies, and the names that were asked for without one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replies {
    by_name: Arc<BTreeMap<String, Result<Reply, Exception>>>,
    missing: Arc<Mutex<Vec<String>>>,
}

/// A reply that is a value.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) value: Value,
    /// The same, encoded once for the guests that speak MessagePack: `bench` measures what a quick process costs.
    encoded: Vec<u8>,
}

impl Args {
    /// Reads every reply.
    pub(crate) fn read(&self) -> Result<Replies, Failure> {
        let mut by_name = BTreeMap::new();
        if let Some(path) = &self.process_file {
            for (name, json) in file(path)? {
                let reply = reply(json.get(), &format!("reply `{name}` in {}", path.display()))?;
                by_name.insert(name, reply);
            }
        }
        for text in &self.replies {
            let (name, json) =
                text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
                    Failure::usage(format!("--process takes NAME=JSON, not `{text}`"))
                        .help("such as --process 'utils.greet=\"hello\"'")
                })?;
            by_name.insert(name.into(), reply(json, &format!("--process {name}"))?);
        }
        Ok(Replies { by_name: Arc::new(by_name), missing: Arc::default() })
    }
}

fn file(path: &Path) -> Result<BTreeMap<String, Box<RawValue>>, Failure> {
    let bytes = input::read(path, MAX_BYTES, "--process NAME=JSON")?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::usage(format!("{} is no file of replies: {error}", input::name(path)))
            .help("it is one JSON object of process names to reply values")
    })
}

/// A reply value, or the error record that `{"$error": ...}` stands for.
fn reply(json: &str, what: &str) -> Result<Result<Reply, Exception>, Failure> {
    let object = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(json).unwrap_or_default();
    match object.get("$error") {
        Some(record) if object.len() == 1 => {
            let what = format!("{what}, $error");
            let record = fault::parse(record.get(), &what)?;
            let code = record.get("code").and_then(Value::as_u64).and_then(|code| u32::try_from(code).ok());
            let code = code.filter(|code| (1..=0x7fff_ffff).contains(code)).ok_or_else(|| {
                Failure::usage(format!("{what}: `code` is no integer from 1 to 2147483647"))
                    .help("such as {\"$error\": {\"code\": 404, \"message\": \"no such user\"}}")
            })?;
            let message = record.get("message").and_then(Value::as_str).unwrap_or_default();
            let mut exception = Exception::new(code, message);
            exception.details = record.get("details").cloned();
            Ok(Err(exception))
        }
        _ => {
            let value = fault::parse(json, what)?;
            let encoded = codec::encode(Codec::MessagePack, &value)
                .map_err(|error| Failure::usage(format!("{what}: cannot be encoded: {error}")))?;
            Ok(Ok(Reply { value, encoded }))
        }
    }
}

impl Replies {
    /// Every name with its reply.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Result<Reply, Exception>)> {
        self.by_name.iter().map(|(name, reply)| (name.as_str(), reply))
    }

    /// What to do about the processes that the guest called and nobody answered.
    pub(crate) fn advice(&self) -> Option<String> {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let name = missing.first()?;
        let others =
            if missing.len() > 1 { format!(" and {} more", missing.len() - 1) } else { String::new() };
        Some(format!("the guest called `{name}`{others}: give a reply with --process '{name}=JSON'"))
    }
}

impl ProcessRegistry for Replies {
    fn call(
        &self,
        _cx: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>> {
        let Some(reply) = self.by_name.get(name) else {
            let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
            if !missing.iter().any(|known| known == name) {
                missing.push(name.into());
            }
            return None;
        };
        Some(match reply {
            Ok(reply) if args.codec == Codec::MessagePack => {
                Ok(ProcessReply::Encoded(Codec::MessagePack, reply.encoded.clone()))
            }
            Ok(reply) => Ok(ProcessReply::Value(reply.value.clone())),
            Err(exception) => Err(exception.clone()),
        })
    }
}
