//! Modules of `wasm-smith` in the shape of guests: loading one and asking it never panics, never goes over a limit,
//! always ends in an answer or an error that says what it is; a second time gives the same, and the host is as good as
//! before.

mod shape;

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU64, Ordering},
};

use arbitrary::Unstructured;
use yao_host::{
    Config, Engine, Error, Exception, Host, Instance, Limits, LogLine, Module, Outcome, RequestOptions,
    Translation, Usage, Value,
};

use self::shape::Choices;
use crate::{Verdict, bytes::hex, ensure, guests};

/// What handlers are asked with: nothing, and one number.
const PAYLOADS: [&[u8]; 2] = [b"", b"\x91\x07"];

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.fuel = 200_000;
    limits.init_fuel = 50_000;
    // What bounds these requests is fuel; a machine under load is not the guest's fault.
    limits.deadline_ms = 600_000;
    limits.memory_pages = 20;
    limits.table_elements = 1_000;
    limits.payload_bytes = 100_000;
    limits.boundary_bytes = 300_000;
    limits.process_calls = 50;
    limits.call_depth = 4;
    limits.log_message_bytes = 100;
    limits.log_bytes = 1_000;
    limits.log_lines = 20;
    limits.functions = 1_000;
    limits
}

/// A host with counters around what a guest may do.
struct World {
    engine: Engine,
    limits: Limits,
    good: Module,
}

#[derive(Default)]
struct Seen {
    lines: AtomicU64,
    calls: AtomicU64,
}

impl World {
    fn new(translation: Translation) -> Self {
        let limits = limits();
        let mut config = Config::default().with_limits(limits.clone());
        config.translation = translation;
        let engine = Engine::new(config);
        let good = engine.load("good", &guests::conformance()[0].bytes);
        let good = good.unwrap_or_else(|why| panic!("the good guest does not load: {why}"));
        Self { engine, limits, good }
    }

    fn host(&self, module: Module, seen: &Arc<Seen>) -> Host {
        let (lines, calls) = (Arc::clone(seen), Arc::clone(seen));
        Host::builder(&self.engine)
            .script(module)
            .log_sink(move |_: &LogLine<'_>| {
                lines.lines.fetch_add(1, Ordering::Relaxed);
            })
            .process("a.b", move |_, args| {
                calls.calls.fetch_add(1, Ordering::Relaxed);
                args.first().cloned().ok_or_else(|| Exception::new(400, "nothing to give back"))
            })
            .build()
    }

    fn within(&self, usage: &Usage, seen: &Seen) -> Verdict {
        let limits = &self.limits;
        let (calls, lines) = (seen.calls.load(Ordering::Relaxed), seen.lines.load(Ordering::Relaxed));
        let over = [
            ("fuel", usage.fuel, limits.fuel),
            ("memory_pages", usage.peak_pages, limits.memory_pages),
            ("boundary_bytes", usage.boundary_bytes, limits.boundary_bytes),
            ("call_depth", usage.peak_depth, limits.call_depth),
            ("log_lines", usage.log_lines, limits.log_lines),
            ("log_bytes", usage.log_bytes, limits.log_bytes),
            ("process_calls", calls, limits.process_calls),
            // The host says once how many lines it left out.
            ("lines in the sink", lines, limits.log_lines + 1),
        ]
        .into_iter()
        .find(|(_, used, limit)| used > limit);
        match over {
            Some((name, used, limit)) => Err(format!("{used} of {name} were used, the limit is {limit}")),
            None => Ok(()),
        }
    }
}

/// Checks one input.
///
/// # Errors
///
/// A limit that did not hold, an error that says nothing, two answers to one question.
pub fn run(input: &[u8]) -> Verdict {
    static WORLDS: LazyLock<[World; 2]> =
        LazyLock::new(|| [World::new(Translation::Eager), World::new(Translation::Late)]);
    let [choices, rest @ ..] = input else { return Ok(()) };
    let choices = Choices(*choices);
    let Ok(wasm) = shape::module(choices, &mut Unstructured::new(rest)) else { return Ok(()) };
    let world = &WORLDS[usize::from(choices.late())];
    check(world, &wasm).map_err(|why| format!("{why}\nmodule: {}", hex(&wasm)))
}

fn check(world: &World, wasm: &[u8]) -> Verdict {
    let module = match world.engine.load("smith", wasm) {
        Ok(module) => module,
        Err(why) => return refused(&why),
    };
    let first = ask(world, &module)?;
    let second = ask(world, &module)?;
    if let Some((first, second)) = first.iter().zip(&second).find(|(first, second)| first != second) {
        return Err(format!("first {first}, then {second}"));
    }
    Ok(())
}

/// Asks everything once, on a host of its own; gives every answer in words.
fn ask(world: &World, module: &Module) -> Result<Vec<String>, String> {
    let mut answers = Vec::new();
    for payload in PAYLOADS {
        for handler in &module.info().handlers {
            let seen = Arc::default();
            let host = world.host(module.clone(), &seen);
            let answer = host.request_with(module, handler, payload, &RequestOptions::traced());
            let usage = answer.as_ref().map_or_else(|_| Usage::default(), |outcome| outcome.usage);
            world.within(&usage, &seen)?;
            answers.push(said(answer)?);
            alright(world, &host)?;
        }
        for class in &module.info().classes {
            let seen = Arc::default();
            let host = world.host(module.clone(), &seen);
            answers.extend(instances(&host, module, &class.name, &class.methods, payload)?);
            alright(world, &host)?;
        }
    }
    Ok(answers)
}

/// Makes an instance of a class, uses it, and destroys it.
fn instances(
    host: &Host,
    module: &Module,
    class: &str,
    methods: &[String],
    payload: &[u8],
) -> Result<Vec<String>, String> {
    let mut instance = match Instance::new(host, module, &RequestOptions::default()) {
        Ok(instance) => instance,
        Err(why) => return Ok(vec![named(&why)?]),
    };
    let created = instance.create(class, payload);
    let handle = created.as_ref().ok().and_then(|made| made.as_ref().ok()).copied().unwrap_or(1);
    let mut answers = vec![said(created)?];
    for method in methods {
        answers.push(said(instance.method(class, method, handle, payload))?);
    }
    answers.push(said(instance.destroy(class, handle))?);
    Ok(answers)
}

fn said<T: std::fmt::Debug>(answer: Result<T, Error>) -> Result<String, String> {
    match answer {
        Ok(answer) => Ok(format!("{answer:?}")),
        Err(why) => named(&why),
    }
}

/// An error of a request: of the kinds that a guest can cause, and in words.
fn named(why: &Error) -> Result<String, String> {
    let words = match why {
        Error::Trap { reason, .. } => !reason.is_empty(),
        Error::Limit { .. } | Error::OutOfMemory { .. } | Error::Dead { .. } | Error::Exception { .. } => {
            true
        }
        _ => false,
    };
    ensure!(words, "a request ended with {why:?}");
    Ok(format!("{why:?}"))
}

/// A module that is not loaded is told why, and what to do.
fn refused(why: &Error) -> Verdict {
    match why {
        Error::Load { problems, .. } => {
            let silent = |text: &str| text.trim().is_empty();
            let bad = problems
                .iter()
                .find(|problem| silent(problem.kind) || silent(&problem.message) || silent(&problem.help));
            ensure!(!problems.is_empty() && bad.is_none(), "a module is refused with {problems:?}");
            Ok(())
        }
        Error::Limit { .. } => Ok(()),
        other => Err(format!("loading ended with {other:?}")),
    }
}

/// Nothing is left over, and a good guest still works.
fn alright(world: &World, host: &Host) -> Verdict {
    ensure!(host.live_instances() == 0, "{} instances are still alive", host.live_instances());
    let answer = host.request(&world.good, "conf_echo", b"\x91\x2a");
    let reply = answer.map(|Outcome { reply, .. }| reply.decode(yao_host::Codec::MessagePack));
    ensure!(matches!(reply, Ok(Ok(Value::Int(42)))), "afterwards a good guest gives {reply:?}");
    Ok(())
}
