//! The hostile guests of `tests/hostile`: the steps of each fixture.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use yao_conformance::folder;
use yao_host::{Config, Error, Host, Instance, LogLine, LogSink, Module, Reply, RequestOptions, Usage};

use crate::{
    compare::Make,
    fixture::{Fixture, Verb},
    transcript::{Transcript, bytes, long},
    world::{self, HOSTILE, foreign, payload},
};

/// A fixture with its name.
pub(crate) struct Hostile {
    pub(crate) name: String,
    fixture: Fixture,
}

/// Reads every fixture.
pub(crate) fn read(root: &Path) -> Result<Vec<Hostile>, String> {
    let read = |file: &std::path::PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let fixture = Fixture::read(file).map_err(|why| format!("{}: {why}", file.display()))?;
        Ok(Hostile { name, fixture })
    };
    folder::files(&root.join("tests/hostile"), "wat")?.iter().map(read).collect()
}

/// What is logged, until the step that it belongs to has ended.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub(crate) fn add(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl LogSink for Lines {
    fn log(&self, line: &LogLine<'_>) {
        self.add(format!("log {} {line}", line.level.name()));
    }

    fn dropped(&self, module: &str, lines: u64) {
        self.add(format!("{lines} lines of {module} are dropped"));
    }
}

impl Hostile {
    /// Does the steps of the fixture on an engine; everything that it answers goes to the transcript.
    pub(crate) fn run(&self, make: &Make, transcript: &Transcript) {
        let engine = make(Config::default().with_limits(self.fixture.limits.clone()));
        let module = match engine.load(HOSTILE, &self.fixture.wasm) {
            Ok(module) => module,
            Err(why) => return transcript.say(format!("load: {}", error(transcript, &why))),
        };
        let lines = Lines::default();
        let host =
            world::builder(&engine, &self.fixture).script(module.clone()).log_sink(lines.clone()).build();
        let mut instance = None;
        for step in &self.fixture.steps {
            let answer = act(&step.verb, &host, &module, &mut instance);
            let answer = answer.unwrap_or_else(|why| error(transcript, &why));
            transcript.say(format!("{}: {answer}", step.text.0));
            transcript.say_all(lines.take());
        }
        drop(instance);
        let left = (host.live_instances(), host.live_sessions());
        transcript.say(format!("{} instances and {} sessions are alive", left.0, left.1));
    }
}

fn act(verb: &Verb, host: &Host, module: &Module, instance: &mut Option<Instance>) -> Result<String, Error> {
    let instance = match verb {
        Verb::Load => return Ok("loaded".into()),
        Verb::Request { handler, args } => {
            let outcome = host.request(module, handler, &payload(args))?;
            return Ok(format!("{} {}", reply(&outcome.reply), usage(outcome.usage)));
        }
        Verb::Foreign { class, method } => {
            return foreign(host, module, class, method).map(|outcome| reply(&outcome.reply));
        }
        Verb::Create { .. } | Verb::Method { .. } | Verb::Destroy { .. } => match instance {
            Some(instance) => instance,
            None => instance.insert(Instance::new(host, module, &RequestOptions::default())?),
        },
    };
    match verb {
        Verb::Create { class, args } => {
            instance.create(class, &payload(args)).map(|made| format!("{made:?}"))
        }
        Verb::Method { class, method, handle, args } => {
            instance.method(class, method, *handle, &payload(args)).map(|answer| reply(&answer))
        }
        Verb::Destroy { class, handle } => instance.destroy(class, *handle).map(|code| code.to_string()),
        Verb::Load | Verb::Request { .. } | Verb::Foreign { .. } => unreachable!("done above"),
    }
}

/// A reply in words.
pub(crate) fn reply(reply: &Reply) -> String {
    match reply {
        Reply::Value(value) => format!("value {}", bytes(value)),
        Reply::Error { exception, bytes: record } => format!("error {} {}", long(exception), bytes(record)),
    }
}

/// What a request used, but for its fuel, which each engine counts in its own way.
pub(crate) fn usage(mut usage: Usage) -> String {
    usage.fuel = 0;
    format!("{usage:?}")
}

/// An error in words.
pub(crate) fn error(transcript: &Transcript, why: &Error) -> String {
    match why {
        Error::Load { problems, .. } if problems.iter().any(|problem| problem.kind == "invalid") => {
            let kinds: Vec<&str> = problems.iter().map(|problem| problem.kind).collect();
            format!("load error {kinds:?}")
        }
        other => format!("error {}: {}", other.code().get(), transcript.text(&other.to_string())),
    }
}
