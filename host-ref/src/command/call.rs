//! `yao-host call`: one handler, one session of an instance, or one numeric export of a plain module.

use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;
use serde_json::value::RawValue;
use yao_host::{Reply, Session, Usage, Value};

use super::exit::Failure;
use super::logs::{Line, Show};
use super::output::{DIM, Output};
use super::setup::{HostArgs, Ready};
use super::{app, fault, input, numeric, payload};

/// Call a handler with JSON arguments and print its result as JSON
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  yao-host call greet.wasm greet '{\"name\": \"Łukasz\"}' --process 'utils.greet=\"hello\"'
  yao-host call counter.wasm counter '[5]' add '[3]' get      a session: create, then methods
  yao-host call math.wasm add 3 4                             a numeric export of a plain module

A session is CLASS [ARGS] (METHOD [ARGS])..., where ARGS is one JSON array; each method prints one line, and the
instance is destroyed at the end.")]
pub(crate) struct Args {
    /// The module; `-` reads standard input
    #[arg(value_name = "MODULE")]
    module: PathBuf,
    /// A handler, a class, or a numeric export of a plain module
    #[arg(value_name = "EXPORT")]
    export: String,
    /// One JSON value for each argument; numbers for a numeric export; the words of a session for a class
    #[arg(value_name = "ARG", allow_negative_numbers = true)]
    args: Vec<String>,
    #[command(flatten)]
    payload: payload::Args,
    /// Write the bytes of the result to this file, undecoded; `-` is standard output
    #[arg(long, value_name = "FILE")]
    raw_result: Option<PathBuf>,
    /// Show log lines of this level and the more severe ones
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Show::Trace)]
    log: Show,
    /// Say on standard error what the call used: time, fuel, memory, calls
    #[arg(long)]
    usage: bool,
    #[command(flatten)]
    host: HostArgs,
}

/// The document of `--json`.
#[derive(Debug, Serialize)]
struct Document {
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Box<RawValue>>,
    /// Of a session: the result of each method.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<Box<RawValue>>>,
    logs: Vec<Line>,
    usage: Used,
}

#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Used {
    microseconds: u128,
    fuel: u64,
    peak_pages: u64,
    process_calls: u64,
    peak_depth: u64,
    boundary_bytes: u64,
    log_lines: u64,
    log_dropped: u64,
}

impl Used {
    /// Adds what one more call of a session used.
    fn add(&mut self, usage: &Usage) {
        self.fuel += usage.fuel;
        self.peak_pages = self.peak_pages.max(usage.peak_pages);
        self.process_calls += usage.process_calls;
        self.peak_depth = self.peak_depth.max(usage.peak_depth);
        self.boundary_bytes += usage.boundary_bytes;
        self.log_lines += usage.log_lines;
        self.log_dropped += usage.log_dropped;
    }
}

/// What came back.
enum Given {
    One(Box<RawValue>),
    Session(Vec<Box<RawValue>>),
    /// Written to a file as it was.
    Raw,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let is_dash = |path: &PathBuf| path.as_os_str() == "-";
    if is_dash(&args.module) && args.payload.raw_payload.as_ref().is_some_and(is_dash) {
        return Err(Failure::usage("the module and --raw-payload cannot both come from standard input"));
    }
    let ready = args.host.ready(&args.module, args.log, output.json)?;
    let start = Instant::now();
    let mut used = Used::default();
    let given = dispatch(args, &ready, &mut used);
    used.microseconds = start.elapsed().as_micros();
    let given = given.map_err(|failure| advise(failure, &ready))?;

    let (result, results) = match given {
        Given::Raw if !output.json => return tell_usage(args, used),
        Given::Raw => (None, None),
        Given::One(result) => (Some(result), None),
        Given::Session(results) => (None, Some(results)),
    };
    let to_stdout = args.raw_result.as_ref().is_some_and(is_dash);
    let output = if to_stdout { output.to_stderr() } else { output };
    let document = Document { result, results, logs: ready.logs.take(), usage: used };
    output.report(&document, |out| {
        document
            .result
            .iter()
            .chain(document.results.iter().flatten())
            .try_for_each(|value| writeln!(out, "{value}"))
    })?;
    if output.json { Ok(()) } else { tell_usage(args, used) }
}

/// A failed call still has logs to tell, and perhaps a process that nobody answered.
fn advise(failure: Failure, ready: &Ready) -> Failure {
    let advice = ready.replies.advice().or_else(|| app::limit_advice(&failure, &ready.engine));
    let failure = match advice {
        Some(advice) => failure.help(advice),
        None => failure,
    };
    failure.beside("logs", serde_json::to_value(ready.logs.take()).unwrap_or_default())
}

fn tell_usage(args: &Args, used: Used) -> Result<(), Failure> {
    if !args.usage {
        return Ok(());
    }
    let Used { microseconds, fuel, peak_pages, process_calls, boundary_bytes, log_lines, .. } = used;
    Output::new(false).to_stderr().report(&(), |out| {
        writeln!(
            out,
            "{DIM}{microseconds} us, {fuel} fuel, {} KiB of memory, {process_calls} process calls, \
             {boundary_bytes} bytes across, {log_lines} log lines{DIM:#}",
            peak_pages * 64
        )
    })
}

fn dispatch(args: &Args, ready: &Ready, used: &mut Used) -> Result<Given, Failure> {
    let Ready { engine, host, module, .. } = ready;
    let info = module.info();
    let raw = args.payload.raw_payload.is_some() || args.raw_result.is_some();
    let class = info.class(&args.export).is_some() && !info.handlers.contains(&args.export);
    if raw && (module.is_plain() || class) {
        return Err(Failure::usage("--raw-payload and --raw-result are for handlers only"));
    }
    if module.is_plain() {
        let (values, usage) = numeric::call(host, module, &args.export, &args.args)?;
        used.add(&usage);
        let values: Vec<_> = values.into_iter().map(numeric::json).collect();
        let value = match <[_; 1]>::try_from(values) {
            Ok([one]) => one,
            Err(values) if values.is_empty() => serde_json::Value::Null,
            Err(values) => values.into(),
        };
        let raw = RawValue::from_string(value.to_string());
        return raw
            .map(Given::One)
            .map_err(|error| Failure::usage(format!("the result is no JSON: {error}")));
    }
    if class {
        return session(args, ready, used).map(Given::Session);
    }
    if let Some(failure) = part_of_class(args, ready) {
        return Err(failure);
    }
    let payload = args.payload.read(engine, module, &args.args)?;
    let outcome = host.request(module, &args.export, &payload).map_err(|error| fault::failure(&error))?;
    used.add(&outcome.usage);
    result(args, ready, &outcome.reply)
}

/// The result of a handler, as asked for.
fn result(args: &Args, ready: &Ready, reply: &Reply) -> Result<Given, Failure> {
    match (&args.raw_result, reply) {
        (Some(path), Reply::Value(bytes)) => input::write(path, bytes).map(|()| Given::Raw),
        _ => {
            let value = payload::value(&ready.module, ready.module.info().codec, reply)?;
            shown(&value).map(Given::One)
        }
    }
}

fn shown(value: &Value) -> Result<Box<RawValue>, Failure> {
    fault::raw(value, "result")
        .map_err(|failure| failure.help("see its undecoded bytes with --raw-result FILE"))
}

/// The failure of somebody who calls `counter_add`, which needs a handle of a session.
fn part_of_class(args: &Args, ready: &Ready) -> Option<Failure> {
    let export = ready.module.info().export(&args.export)?;
    let yao_host::Role::Class { class, part } = &export.role else { return None };
    let module = args.module.display();
    let method = if part == "create" { "METHOD" } else { part };
    Some(
        Failure::usage(format!("{} is part of class {class}: it is called in a session", args.export))
            .help(format!("yao-host call {module} {class} '[ARGS]' {method} '[ARGS]'")),
    )
}

/// Creates an instance, calls its methods in order, destroys it.
fn session(args: &Args, ready: &Ready, used: &mut Used) -> Result<Vec<Box<RawValue>>, Failure> {
    let Ready { host, module, .. } = ready;
    let (create, methods) = words(&args.args);
    // Every word is read before anything runs.
    let codec = module.info().codec.of_records();
    let create = payload::of_array(module, codec, create, &args.export)?;
    let methods = methods
        .into_iter()
        .map(|(method, args)| Ok((method, payload::of_array(module, codec, args, method)?)))
        .collect::<Result<Vec<_>, Failure>>()?;

    let failed = |error| fault::failure(&error);
    let mut session = Session::open(host, module).map_err(failed)?;
    let handle = session.create(&args.export, &create).map_err(failed)?;
    let mut results = Vec::with_capacity(methods.len());
    for (method, payload) in methods {
        let outcome = session.call(&handle, method, &payload).map_err(failed)?;
        used.add(&outcome.usage);
        let value = payload::value(module, codec, &outcome.reply)?;
        results.push(shown(&value)?);
    }
    session.destroy(&handle).map_err(failed)?;
    Ok(results)
}

/// Splits `[5] add [3] get` into the arguments of the class and the methods with theirs.
fn words(words: &[String]) -> (Option<&str>, Vec<(&str, Option<&str>)>) {
    // Names of methods never start like JSON that is not a word.
    let is_json = |word: &&String| !word.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut words = words.iter().peekable();
    let create = words.next_if(is_json).map(String::as_str);
    let mut methods = Vec::new();
    while let Some(method) = words.next() {
        methods.push((method.as_str(), words.next_if(is_json).map(String::as_str)));
    }
    (create, methods)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_session_is_read_word_by_word() {
        let split = |text: &str| {
            let list: Vec<String> = text.split(' ').filter(|w| !w.is_empty()).map(String::from).collect();
            let (create, methods) = words(&list);
            format!("{create:?} {methods:?}")
        };
        assert_eq!(split(""), "None []");
        assert_eq!(split("[5] add [3] get"), r#"Some("[5]") [("add", Some("[3]")), ("get", None)]"#);
        assert_eq!(split("get get"), r#"None [("get", None), ("get", None)]"#);
        // Two lists in a row: the second one is taken as a method, and there is none of that name.
        assert_eq!(split("[5] [3]"), r#"Some("[5]") [("[3]", None)]"#);
    }
}
