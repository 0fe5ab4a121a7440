//! Arguments of the command line as the payload of a call, and results as text.

use std::path::PathBuf;

use yao_host::codec;
use yao_host::{Codec, Engine, Module, Reply, Value};

use super::exit::{Exit, Failure};
use super::output::short;
use super::{fault, input};

/// Where payload and result are when they are not JSON.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Send the bytes of this file as the payload, undecoded, in place of JSON arguments; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) raw_payload: Option<PathBuf>,
}

impl Args {
    /// The payload: the bytes of the file, or the arguments as one array in the module's codec.
    pub(crate) fn read(&self, engine: &Engine, module: &Module, args: &[String]) -> Result<Vec<u8>, Failure> {
        match &self.raw_payload {
            None => of_arguments(module, args),
            Some(_) if !args.is_empty() => {
                Err(Failure::usage("--raw-payload takes the place of JSON arguments: give one of the two"))
            }
            Some(path) => input::read(path, engine.limits().payload_bytes, "--limit payload_bytes=N"),
        }
    }
}

/// JSON arguments as one array; no arguments are the empty payload.
pub(crate) fn of_arguments(module: &Module, args: &[String]) -> Result<Vec<u8>, Failure> {
    let values = args
        .iter()
        .enumerate()
        .map(|(i, arg)| fault::parse(arg, &format!("argument {} `{}`", i + 1, short(arg))))
        .collect::<Result<Vec<_>, _>>()?;
    of_values(module, module.info().codec, values)
}

/// One JSON array of arguments in a codec: a handler's is the module's, methods have no opaque one.
pub(crate) fn of_array(
    module: &Module,
    codec: Codec,
    array: Option<&str>,
    what: &str,
) -> Result<Vec<u8>, Failure> {
    match array.map(|array| fault::parse(array, &format!("the arguments of {what}"))).transpose()? {
        None => Ok(Vec::new()),
        Some(Value::Array(values)) => of_values(module, codec, values),
        Some(other) => {
            Err(Failure::usage(format!("the arguments of {what} are one JSON array, not {}", other.kind())))
        }
    }
}

fn of_values(module: &Module, codec: Codec, values: Vec<Value>) -> Result<Vec<u8>, Failure> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    if codec == Codec::Opaque {
        return Err(Failure::usage(format!("{} takes bytes of its own, no values", module.name()))
            .help("give them with --raw-payload FILE: its capability bit for an opaque codec is set"));
    }
    codec::encode(codec, &Value::Array(values))
        .map_err(|error| Failure::usage(format!("the arguments cannot be encoded: {error}")))
}

/// The value of a reply, or the failure that its error record or its malformed bytes are.
pub(crate) fn value(module: &Module, codec: Codec, reply: &Reply) -> Result<Value, Failure> {
    match reply {
        Reply::Error { exception, .. } => Err(fault::record(exception)),
        Reply::Value(_) => reply.decode(codec).map_err(|exception| {
            Failure::new(
                Exit::Trap,
                format!("{} gave a malformed result: {}", module.name(), exception.message),
            )
            .help("see the undecoded bytes with --raw-result FILE")
            .field("code", exception.code)
        }),
    }
}
