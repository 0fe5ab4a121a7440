//! Turns an error of the library into a failure of the command: its exit code, and what to do next.

use serde_json::value::to_raw_value;
use yao_host::codec::{self, Bounds};
use yao_host::trust::Refusal;
use yao_host::{Code, Codec, Error, Exception, Value, near};

use super::exit::{Exit, Failure};

/// The failure that an error of the library stands for.
pub(crate) fn failure(error: &Error) -> Failure {
    let text = error.to_string();
    match error {
        Error::Load { module, problems } => {
            let failure = match problems.as_slice() {
                [one] => Failure::new(Exit::Load, format!("{module} cannot be loaded: {}", one.message))
                    .help(&*one.help),
                more => {
                    let first = more.first().map_or("", |problem| &problem.message);
                    Failure::new(
                        Exit::Load,
                        format!("{module} cannot be loaded, {} problems: {first}", more.len()),
                    )
                    .help("`yao-host check` lists them all with what to do")
                }
            };
            let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
            failure.field("module", module.as_str()).field("problems", kinds)
        }
        Error::Trap { module, export, reason } => {
            let failure = Failure::new(Exit::Trap, text)
                .field("module", module.as_str())
                .field("export", export.as_str());
            if reason.contains("unreachable") {
                failure.help("this is how a panic ends: with its SDK's panic handler on, a guest logs message and place first")
            } else {
                failure
            }
        }
        Error::Limit { limit, number, .. } => {
            let info = limit.info();
            Failure::new(Exit::Limit, text)
                .help(format!("if the guest is meant to need more, raise it with `--limit {}=N`", info.name))
                .field("limit", info.name)
                .field("number", *number)
                .field("code", error.code().get())
        }
        Error::OutOfMemory { .. } => Failure::new(Exit::Limit, text)
            .help("give the guest more memory with `--limit memory_pages=N`, or send less")
            .field("limit", "memory_pages")
            .field("code", error.code().get()),
        Error::NoExport { export, has, .. } => {
            // A method is asked for with its class in front, and listed without.
            let names = || has.iter().map(String::as_str);
            let part = export.rsplit('_').next().unwrap_or_default();
            let help = match near::near(export, names()).or_else(|| near::near(part, names())) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "`yao-host inspect` lists the exports with their meaning".into(),
            };
            Failure::usage(text).help(help)
        }
        Error::UnknownLimit { .. } | Error::Signature { .. } | Error::ForeignHandle { .. } => {
            Failure::usage(text)
        }
        Error::SessionEnded { .. } => Failure::new(Exit::Limit, text).field("limit", "session_idle_ms"),
        Error::Forbidden { module, refusal } => forbidden(refusal).field("module", module.as_str()),
        Error::Exception { exception, .. } => record(exception),
        // Bounds, a dead instance, and what later versions of the library add.
        _ => Failure::new(Exit::Trap, text),
    }
}

/// The failure of a module that a policy refuses.
pub(crate) fn forbidden(refusal: &Refusal) -> Failure {
    Failure::new(Exit::Forbidden, &*refusal.message)
        .help(&*refusal.help)
        .field("rule", refusal.kind)
        .field("code", Code::FORBIDDEN.get())
}

/// The failure of a guest that answered with an error record.
pub(crate) fn record(exception: &Exception) -> Failure {
    let details = exception.details.as_ref().map(|details| json(details, "details"));
    let shown = match &details {
        Some(Ok(details)) => format!(", details {details}"),
        Some(Err(_)) => ", details that have no form in JSON".into(),
        None => String::new(),
    };
    let failure = Failure::new(
        Exit::Guest,
        format!("error {} from the guest: {}{shown}", exception.code, exception.message),
    )
    .field("code", exception.code)
    .field("text", exception.message.as_str());
    match details.and_then(Result::ok).and_then(|details| serde_json::from_str(&details).ok()) {
        Some(details) => failure.field("details", serde_json::Value::clone(&details)),
        None => failure,
    }
}

/// A value as JSON text, in the mapping of the ABI.
pub(crate) fn json(value: &Value, what: &str) -> Result<String, Failure> {
    let bytes = codec::encode(Codec::Json, value)
        .map_err(|error| Failure::usage(format!("the {what} cannot be shown: {error}")))?;
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("the {what} is not UTF-8")))
}

/// A value for a `--json` document: its text is kept, so that integers and the order of keys are.
pub(crate) fn raw(value: &Value, what: &str) -> Result<Box<serde_json::value::RawValue>, Failure> {
    let text = json(value, what)?;
    serde_json::value::RawValue::from_string(text)
        .or_else(|_| to_raw_value(&()))
        .map_err(|error| Failure::usage(format!("the {what} cannot be shown: {error}")))
}

/// The value of JSON text; errors say where, in lines and columns.
pub(crate) fn parse(text: &str, what: &str) -> Result<Value, Failure> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let mut failure = Failure::usage(format!("{what}: not JSON: {error}"));
        if text.len() < 100 && text.starts_with(char::is_alphabetic) {
            failure =
                failure.help(format!("text needs quotes of its own: '{}'", serde_json::Value::from(text)));
        }
        return Err(failure);
    }
    codec::decode(Codec::Json, text.as_bytes(), Bounds::default())
        .map_err(|error| Failure::usage(format!("{what}: {error}")))
}
