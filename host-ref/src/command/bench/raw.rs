//! The same request on plain wasmi, with the same scripted replies.

use std::collections::HashMap;

use yao_host::abi::Code;
use yao_host::{Exception, Value, codec, raw};

use super::super::exit::{Exit, Failure};
use super::super::setup::Ready;

/// A handler of the guest on plain wasmi, without fuel and with it.
pub(super) struct Raws {
    pub(super) plain: Raw,
    pub(super) metered: Raw,
}

impl Raws {
    /// Compiles the guest for one of its handlers.
    pub(super) fn new(ready: &Ready, handler: &str) -> Result<Self, Failure> {
        let fuel = ready.engine.limits().fuel;
        Ok(Self { plain: Raw::new(ready, handler, None)?, metered: Raw::new(ready, handler, Some(fuel))? })
    }

    /// Both.
    pub(super) fn each(&self) -> [&Raw; 2] {
        [&self.plain, &self.metered]
    }
}

/// A handler of the guest on plain wasmi.
pub(super) struct Raw {
    handler: String,
    plain: raw::Raw,
}

impl Raw {
    fn new(ready: &Ready, handler: &str, fuel: Option<u64>) -> Result<Self, Failure> {
        let imports = &ready.module.info().imports;
        if let Some(other) = imports.iter().find(|import| import.module != yao_host::abi::IMPORT_MODULE) {
            let (module, name) = (&other.module, &other.name);
            return Err(Failure::usage(format!("--raw cannot run a guest that imports {module}.{name}"))
                .help("measure it without --raw"));
        }
        let (replies, unknown) = replies(ready)?;
        let process = move |name: &[u8], _args: &[u8]| replies.get(name).unwrap_or(&unknown).clone();
        let plain = raw::Raw::new(&ready.bytes, handler, fuel, process, |_, message| {
            std::hint::black_box(message);
        });
        let plain = plain.map_err(|error| failed(handler, &error))?;
        Ok(Self { handler: handler.into(), plain })
    }

    /// One request in a fresh instance; the bytes of the result or of the error record.
    pub(super) fn request(&self, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        self.plain
            .request(payload)
            .map(|(bytes, _error)| bytes)
            .map_err(|error| failed(&self.handler, &error))
    }
}

fn failed(handler: &str, error: &str) -> Failure {
    Failure::new(Exit::Trap, format!("plain wasmi, {handler}: {error}"))
}

/// An encoded reply: a value or an error record.
type Encoded = Result<Vec<u8>, Vec<u8>>;

/// What the scripted processes reply, encoded once, and the reply of all others.
fn replies(ready: &Ready) -> Result<(HashMap<Vec<u8>, Encoded>, Encoded), Failure> {
    let codec = ready.module.info().codec.of_records();
    let encode = |value: &Value| {
        codec::encode(codec, value)
            .map_err(|error| Failure::usage(format!("a reply cannot be encoded: {error}")))
    };
    let record = |exception: &Exception| {
        let mut pairs = vec![
            ("code".into(), exception.code.into()),
            ("message".into(), exception.message.as_str().into()),
        ];
        pairs.extend(exception.details.clone().map(|details| ("details".into(), details)));
        encode(&Value::Map(pairs))
    };
    let by_name = ready.replies.iter().map(|(name, reply)| {
        let reply = match reply {
            Ok(reply) => Ok(encode(&reply.value)?),
            Err(exception) => Err(record(exception)?),
        };
        Ok((name.as_bytes().to_vec(), reply))
    });
    let unknown = Err(record(&Exception::new(Code::NOT_FOUND.get(), "not found"))?);
    Ok((by_name.collect::<Result<_, Failure>>()?, unknown))
}
