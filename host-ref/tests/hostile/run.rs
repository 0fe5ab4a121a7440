//! Runs a fixture, and checks what every hostile guest has to leave behind: nothing.

use std::sync::{Arc, LazyLock, Mutex};

use yao_host::{
    Codec, Config, Engine, Error, Exception, Host, Instance, Level, LogLine, LogSink, Module, Reply,
    RequestOptions, Usage, Value,
};

use crate::fixture::{Expected, Fixture, Step, Verb};
use crate::world::{self, HOSTILE, foreign, payload};

/// A guest that does nothing wrong: `echo` gives its payload back.
pub(crate) static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = include_str!("../../examples/echo.wat");
    wat::parse_str(text).expect("the text of the good guest is right")
});

/// What one run of a fixture showed. Two runs show the same.
#[derive(Debug, PartialEq)]
struct Seen {
    answers: Vec<Result<Answer, Error>>,
    usage: Vec<Option<Usage>>,
    log: LogSeen,
}

#[derive(Debug, PartialEq)]
enum Answer {
    Loaded,
    Reply(Reply),
    Handle(Result<u32, Exception>),
    Number(i32),
}

#[derive(Clone, Debug, Default, PartialEq)]
struct LogSeen {
    lines: u64,
    dropped: u64,
    /// As much as any fixture looks at, without the memory of what is longer.
    first: Vec<(Level, String)>,
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<LogSeen>>);

impl Sink {
    fn seen(&self) -> LogSeen {
        self.0.lock().expect("no test panics with the log").clone()
    }
}

impl LogSink for Sink {
    fn log(&self, line: &LogLine<'_>) {
        let mut seen = self.0.lock().expect("no test panics with the log");
        seen.lines += 1;
        if seen.first.len() < 16 {
            seen.first.push((line.level, line.to_string().chars().take(100).collect()));
        }
    }

    fn dropped(&self, _: &str, lines: u64) {
        self.0.lock().expect("no test panics with the log").dropped += lines;
    }
}

/// Runs a fixture twice.
pub(crate) fn check(fixture: &Fixture) -> Result<(), String> {
    let first = once(fixture)?;
    let second = once(fixture)?;
    if first == second {
        return Ok(());
    }
    Err(format!("the second run differs from the first:\n  {first:?}\n  {second:?}"))
}

fn once(fixture: &Fixture) -> Result<Seen, String> {
    let mut seen = Err(String::new());
    let memory = allocation_counter::measure(|| seen = run(fixture));
    let seen = seen?;
    if memory.bytes_max > fixture.peak {
        return Err(format!("the host held {} bytes, {} are allowed", memory.bytes_max, fixture.peak));
    }
    Ok(seen)
}

fn run(fixture: &Fixture) -> Result<Seen, String> {
    let engine = Engine::new(Config::default().with_limits(fixture.limits.clone()));
    let loaded = engine.load(HOSTILE, &fixture.wasm);
    let sink = Sink::default();
    let host = host(&engine, fixture, loaded.as_ref().ok(), sink.clone());
    let mut seen = Seen { answers: Vec::new(), usage: Vec::new(), log: LogSeen::default() };
    let mut instance = None;
    for step in &fixture.steps {
        let (answer, usage) = match (&step.verb, &loaded) {
            (Verb::Load, loaded) => (loaded.as_ref().map(|_| Answer::Loaded).map_err(Clone::clone), None),
            (_, Err(error)) => return Err(format!("it does not load: {error}")),
            (verb, Ok(module)) => act(verb, fixture, &host, module, &mut instance),
        };
        compare(step, &answer)?;
        check_usage(fixture, usage)?;
        seen.answers.push(answer);
        seen.usage.push(usage);
    }
    drop(instance);
    seen.log = sink.seen();
    check_log(fixture, &seen.log)?;
    left_behind(&host)?;
    Ok(seen)
}

/// A host for a fixture, with its guest where that loads.
fn host(engine: &Engine, fixture: &Fixture, hostile: Option<&Module>, sink: Sink) -> Host {
    let builder = world::builder(engine, fixture).log_sink(sink);
    match hostile {
        Some(hostile) => builder.script(hostile.clone()).build(),
        None => builder.build(),
    }
}

fn act(
    verb: &Verb,
    fixture: &Fixture,
    host: &Host,
    module: &Module,
    instance: &mut Option<Instance>,
) -> (Result<Answer, Error>, Option<Usage>) {
    match verb {
        Verb::Load => (Ok(Answer::Loaded), None),
        Verb::Request { handler, args } => request(fixture, host, module, handler, &payload(args)),
        Verb::Foreign { class, method } => {
            (foreign(host, module, class, method).map(|outcome| Answer::Reply(outcome.reply)), None)
        }
        verb => match of_class(verb, host, module, instance) {
            Ok(answer) => (Ok(answer), instance.as_ref().map(Instance::usage)),
            Err(error) => (Err(error), instance.as_ref().map(Instance::usage)),
        },
    }
}

/// A request in a fresh instance, and what it used. What a failing one used is known of a single instance only.
fn request(
    fixture: &Fixture,
    host: &Host,
    module: &Module,
    handler: &str,
    payload: &[u8],
) -> (Result<Answer, Error>, Option<Usage>) {
    match host.request(module, handler, payload) {
        Ok(outcome) => (Ok(Answer::Reply(outcome.reply)), Some(outcome.usage)),
        Err(error) => {
            let quiet = self::host(host.engine(), fixture, Some(module), Sink::default());
            let instance = Instance::new(&quiet, module, &RequestOptions::default());
            let usage = instance.ok().map(|mut instance| {
                drop(instance.request(handler, payload));
                instance.usage()
            });
            (Err(error), usage)
        }
    }
}

/// What a fixture does with instances of a class happens in one guest instance, with any handle.
fn of_class(
    verb: &Verb,
    host: &Host,
    module: &Module,
    instance: &mut Option<Instance>,
) -> Result<Answer, Error> {
    let instance = match instance {
        Some(instance) => instance,
        None => instance.insert(Instance::new(host, module, &RequestOptions::default())?),
    };
    match verb {
        Verb::Create { class, args } => instance.create(class, &payload(args)).map(Answer::Handle),
        Verb::Method { class, method, handle, args } => {
            instance.method(class, method, *handle, &payload(args)).map(Answer::Reply)
        }
        Verb::Destroy { class, handle } => instance.destroy(class, *handle).map(Answer::Number),
        Verb::Load | Verb::Request { .. } | Verb::Foreign { .. } => unreachable!("no verb of a class"),
    }
}

fn compare(step: &Step, answer: &Result<Answer, Error>) -> Result<(), String> {
    let says = |error: &Error, text: &str| error.to_string().contains(text);
    let right = match (&step.expected, answer) {
        (Expected::Loads, Ok(Answer::Loaded)) => true,
        (Expected::Refused { kind, text }, Err(error @ Error::Load { problems, .. })) => {
            problems.iter().any(|problem| problem.kind == kind && !problem.help.is_empty())
                && says(error, text)
        }
        (Expected::Empty, Ok(Answer::Reply(Reply::Value(bytes)))) => bytes.is_empty(),
        (Expected::Value(value), Ok(Answer::Reply(reply @ Reply::Value(_)))) => {
            reply.decode(Codec::MessagePack).as_ref() == Ok(value)
        }
        (
            Expected::Error { code, text },
            Ok(Answer::Reply(Reply::Error { exception, .. }) | Answer::Handle(Err(exception))),
        ) => exception.code == *code && exception.message.contains(text),
        (Expected::Error { code, text }, Err(error)) => {
            let other = matches!(error, Error::Trap { .. } | Error::Limit { .. } | Error::Load { .. });
            !other && error.code().get() == *code && says(error, text)
        }
        (Expected::Trap { text }, Err(error @ Error::Trap { .. })) => {
            error.code().get() == 502 && says(error, text) && says(error, "module hostile, export ")
        }
        (Expected::Limit(limit), Err(error @ Error::Limit { limit: hit, number, .. })) => {
            let info = limit.info();
            hit == limit
                && says(error, &format!("module hostile: limit {} of {number} {}", info.name, info.unit))
        }
        (Expected::Handle(handle), Ok(Answer::Handle(Ok(got)))) => handle == got,
        (Expected::Number(number), Ok(Answer::Number(got))) => number == got,
        _ => false,
    };
    if right {
        return Ok(());
    }
    let answer = match answer {
        Ok(Answer::Reply(reply)) => format!("{reply:?}, {:?}", reply.decode(Codec::MessagePack)),
        Ok(answer) => format!("{answer:?}"),
        Err(error) => format!("{error:?}: {error}"),
    };
    let (verb, expected) = &step.text;
    Err(format!("{verb}\n  wanted: {expected}\n  got:    {}", answer.chars().take(1000).collect::<String>()))
}

fn check_usage(fixture: &Fixture, usage: Option<Usage>) -> Result<(), String> {
    let Some(usage) = usage else { return Ok(()) };
    for (what, wanted, got) in
        [("depth", fixture.depth, usage.peak_depth), ("pages", fixture.pages, usage.peak_pages)]
    {
        if wanted.is_some_and(|wanted| wanted != got) {
            return Err(format!("{what}: wanted {wanted:?}, got {got}"));
        }
    }
    Ok(())
}

fn check_log(fixture: &Fixture, log: &LogSeen) -> Result<(), String> {
    if (log.lines, log.dropped) != fixture.log_count {
        let (lines, dropped) = fixture.log_count;
        return Err(format!(
            "log: wanted {lines} lines and {dropped} dropped, got {} and {}: {:?}",
            log.lines, log.dropped, log.first
        ));
    }
    let wanted = fixture.log.iter().map(|(level, text)| (*level, format!("{HOSTILE}: {text}")));
    if wanted.eq(log.first.iter().take(fixture.log.len()).cloned()) {
        return Ok(());
    }
    Err(format!("log: wanted {:?}, got {:?}", fixture.log, log.first))
}

/// After a hostile guest nothing of it is alive, and a good guest runs on the same host.
fn left_behind(host: &Host) -> Result<(), String> {
    let (instances, sessions) = (host.live_instances(), host.live_sessions());
    if (instances, sessions) != (0, 0) {
        return Err(format!("{instances} instances and {sessions} sessions are still alive"));
    }
    let good = host.engine().load("good", &GOOD).map_err(|error| error.to_string())?;
    let echo = payload(&[Value::Str("good".into())]);
    match host.request(&good, "echo", &echo) {
        Ok(outcome) if outcome.reply == Reply::Value(echo) => Ok(()),
        other => Err(format!("a good guest gives {other:?}")),
    }
}
