//! `yao-host bench`: how fast a guest answers, what it uses, and what the host adds to the plain engine.

mod measure;
mod memory;
mod raw;
mod record;
mod samples;
mod text;
mod threads;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use yao_host::{Config, Engine};

use self::measure::Measured;
use super::exit::Failure;
use super::logs::Show;
use super::output::{Output, show};
use super::setup::{HostArgs, Ready};
use super::{fault, payload};

/// Measure handlers: requests per second, latency, memory, and what the host adds to plain wasmi
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Every request has a fresh guest instance: instantiate, allocate and write the payload, call, copy and free the result,
drop. With --reuse an instance is restored instead. One thread, one request at a time; --threads measures several as
well. With --raw the same guest runs on plain wasmi, without limits and checks, in turn with the host's requests, so
that all meet the same noise: plain without fuel, metered with fuel on, which is work inside the interpreter.

Examples:
  yao-host bench greet.wasm greet '{\"name\": \"Ada\"}' --process 'utils.greet=\"hello\"' --raw
  yao-host bench all.wasm --args 'sum=[[1, 2, 3]]' --args 'echo=[\"x\"]'")]
pub(crate) struct Args {
    /// The module
    #[arg(value_name = "MODULE")]
    module: PathBuf,
    /// The handler; without it every handler is measured, with no arguments or those of --args
    #[arg(value_name = "EXPORT")]
    export: Option<String>,
    /// One JSON value for each argument
    #[arg(value_name = "ARG", allow_negative_numbers = true)]
    arguments: Vec<String>,
    #[command(flatten)]
    payload: payload::Args,
    /// The arguments of one handler as a JSON array, when every handler is measured
    #[arg(long = "args", value_name = "HANDLER=ARRAY", conflicts_with = "export")]
    of_handler: Vec<String>,
    /// Run the same guest on plain wasmi beside it, without fuel and with it, and print the ratios
    #[arg(long)]
    raw: bool,
    /// Keep so many instances for the requests to come, restored after each, in place of a fresh one every time
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=256))]
    reuse: u16,
    /// Then from this many threads at once: a count, or several
    #[arg(long, value_name = "N,...", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Vec<u16>,
    /// Then keep so many instances alive at once, and tell how much memory each takes. Needs Linux
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    instances: Option<u32>,
    /// How long to measure each handler
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = seconds)]
    seconds: f64,
    /// Measure so many requests instead of a time
    #[arg(long, value_name = "N", conflicts_with = "seconds", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    iterations: Option<u64>,
    /// Add the results to this report, a JSON array; rows of the same guest, payload and mode are replaced
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How the report calls the guest; by default the path below `guests`, or the file's name
    #[arg(long, value_name = "NAME", requires = "report")]
    guest: Option<String>,
    #[command(flatten)]
    host: HostArgs,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.01..=3600.0).contains(&seconds) => Ok(seconds),
        _ => Err("give seconds from 0.01 to 3600".into()),
    }
}

/// The report, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Document {
    module: String,
    bytes: usize,
    /// Median time to check and compile it.
    load_us: f64,
    handlers: Vec<Measured>,
}

/// A handler with its payload.
struct Job {
    handler: String,
    payload: Vec<u8>,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let ready =
        args.host.ready_with(&args.module, Show::Off, false, |config| config.reuse = args.reuse.into())?;
    let jobs = jobs(args, &ready)?;
    let mut handlers = Vec::with_capacity(jobs.len());
    for job in &jobs {
        let bar = bar(output, &job.handler);
        let pace = measure::Pace { seconds: args.seconds, iterations: args.iterations };
        let raw = if args.raw { Some(raw::Raws::new(&ready, &job.handler)?) } else { None };
        let measured = measure::measure(&ready, job, pace, raw.as_ref(), &bar)
            .and_then(|measured| more(args, &ready, job, pace, measured, &bar));
        bar.finish_and_clear();
        handlers.push(measured.map_err(|failure| match ready.replies.advice() {
            Some(advice) => failure.help(advice),
            None => failure,
        })?);
    }
    let document = Document {
        module: super::input::name(&args.module),
        bytes: ready.bytes.len(),
        load_us: load_us(ready.engine.config(), &ready.bytes)?,
        handlers,
    };
    output.report(&document, |out| text::write(&document, &ready, out))?;
    match &args.report {
        None => Ok(()),
        Some(path) => {
            let guest = args.guest.clone().unwrap_or_else(|| record::guest(&args.module));
            record::add(path, &guest, record::mode(args.reuse), &document.handlers)
        }
    }
}

/// What `--threads` and `--instances` ask for beyond one request at a time.
fn more(
    args: &Args,
    ready: &Ready,
    job: &Job,
    pace: measure::Pace,
    mut measured: Measured,
    bar: &ProgressBar,
) -> Result<Measured, Failure> {
    for threads in &args.threads {
        bar.set_message(format!("{threads} threads"));
        measured.parallel.push(threads::measure(ready, job, (*threads).into(), pace)?);
    }
    if let Some(count) = args.instances {
        bar.set_message(format!("{count} instances"));
        measured.memory = Some(memory::measure(ready, job, count as usize)?);
    }
    Ok(measured)
}

/// What is measured, each with its payload.
fn jobs(args: &Args, ready: &Ready) -> Result<Vec<Job>, Failure> {
    let Ready { engine, module, .. } = ready;
    if module.is_plain() {
        return Err(Failure::usage(format!(
            "{} is a plain module: bench measures handlers of guests",
            module.name()
        ))
        .help("a guest exports `yao_abi_v1`"));
    }
    if let Some(handler) = &args.export {
        let payload = args.payload.read(engine, module, &args.arguments)?;
        return Ok(vec![Job { handler: handler.clone(), payload }]);
    }
    let handlers = &module.info().handlers;
    let mut jobs: Vec<_> =
        handlers.iter().map(|handler| Job { handler: handler.clone(), payload: Vec::new() }).collect();
    for text in &args.of_handler {
        let job = text
            .split_once('=')
            .and_then(|(name, array)| Some((jobs.iter_mut().find(|job| job.handler == name)?, array)));
        let Some((job, array)) = job else {
            return Err(Failure::usage(format!("--args takes HANDLER=ARRAY, not `{text}`"))
                .help(format!("the handlers are {}", handlers.join(", "))));
        };
        job.payload = payload::of_array(module, module.info().codec, Some(array), &job.handler)?;
    }
    if jobs.is_empty() {
        return Err(Failure::usage(format!("{} has no handler to measure", module.name())));
    }
    Ok(jobs)
}

fn bar(output: Output, handler: &str) -> ProgressBar {
    // indicatif draws on terminals only; `--json` is for programs.
    let target = if output.json { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let style = ProgressStyle::with_template("{prefix} {bar:30} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(1000), target)
        .with_style(style)
        .with_prefix(show(handler).into_owned())
}

/// The median time of loading without the cache: an engine of its own each time, for at most a fifth of a second.
fn load_us(config: &Config, bytes: &[u8]) -> Result<f64, Failure> {
    let begin = Instant::now();
    let mut samples = samples::Samples::default();
    while samples.len() < 50 && (samples.len() < 3 || begin.elapsed() < Duration::from_millis(200)) {
        let engine = Engine::new(config.clone());
        let start = Instant::now();
        let module = engine.load("bench", bytes);
        samples.push(start.elapsed());
        module.map_err(|error| fault::failure(&error))?;
    }
    Ok(samples.summary().p50_us)
}
