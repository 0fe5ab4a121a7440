//! What a fixture says in the lines that begin with `;;!`.

use std::fs;
use std::path::Path;

use yao_host::{Codec, Level, Limit, Limits, Value, codec};

/// Bytes that a host may hold for a fixture at a time when the fixture says nothing else.
const PEAK: u64 = 1 << 20;

/// One hostile guest and what has to come of it.
pub(crate) struct Fixture {
    pub(crate) wasm: Vec<u8>,
    /// The fault, in words.
    pub(crate) fault: String,
    /// The group that the README lists it in.
    pub(crate) group: String,
    pub(crate) limits: Limits,
    /// Those of `limits` that the fixture set.
    pub(crate) limits_set: Vec<(String, u64)>,
    /// Microseconds that the clock goes on at each look.
    pub(crate) tick_us: u64,
    /// Bytes that the host may hold at a time.
    pub(crate) peak: u64,
    /// Lines that reach the log, and lines that are dropped.
    pub(crate) log_count: (u64, u64),
    /// The first lines that reach the log.
    pub(crate) log: Vec<(Level, String)>,
    /// The deepest level of nested calls, and the most pages of memory.
    pub(crate) depth: Option<u64>,
    pub(crate) pages: Option<u64>,
    pub(crate) steps: Vec<Step>,
}

/// One thing that a host is asked to do, and what it has to answer.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) verb: Verb,
    pub(crate) expected: Expected,
    /// Both, as the fixture has them.
    pub(crate) text: (String, String),
}

#[derive(Clone)]
pub(crate) enum Verb {
    Load,
    Request { handler: String, args: Vec<Value> },
    Create { class: String, args: Vec<Value> },
    Method { class: String, method: String, handle: u32, args: Vec<Value> },
    Destroy { class: String, handle: u32 },
    Foreign { class: String, method: String },
}

#[derive(Clone)]
pub(crate) enum Expected {
    Loads,
    Refused { kind: String, text: String },
    Value(Value),
    Empty,
    Error { code: u32, text: String },
    Trap { text: String },
    Limit(Limit),
    Handle(u32),
    Number(i32),
}

impl Fixture {
    /// Reads a fixture and builds its guest.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let (mut fixture, body) = Self::header(path)?;
        fixture.wasm = wat::parse_str(&body).map_err(|error| error.to_string())?;
        Ok(fixture)
    }

    /// Reads a fixture; gives the text of its guest beside it.
    pub(crate) fn header(path: &Path) -> Result<(Self, String), String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut fixture = Self {
            wasm: Vec::new(),
            fault: String::new(),
            group: String::new(),
            limits: Limits::default(),
            limits_set: Vec::new(),
            tick_us: 0,
            peak: PEAK,
            log_count: (0, 0),
            log: Vec::new(),
            depth: None,
            pages: None,
            steps: Vec::new(),
        };
        let mut body = text.clone();
        for line in text.lines() {
            let Some(line) = line.strip_prefix(";;! ") else { continue };
            let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            if key == "repeat" {
                let [name, count, what] = words(rest)?;
                body = body.replace(&format!("{{{name}}}"), &string(what)?.repeat(number(count)?));
            } else {
                fixture.line(key, rest).map_err(|reason| format!("`{line}`: {reason}"))?;
            }
        }
        if fixture.fault.is_empty() || fixture.group.is_empty() || fixture.steps.is_empty() {
            return Err("a fixture has at least the lines fault, group, and one step".into());
        }
        Ok((fixture, body))
    }

    fn line(&mut self, key: &str, rest: &str) -> Result<(), String> {
        match key {
            "fault" => self.fault = rest.into(),
            "group" => self.group = rest.into(),
            "limit" => {
                let [name, value] = words(rest)?;
                let value = number(value)?;
                self.limits.set_by_name(name, value).map_err(|error| error.to_string())?;
                self.limits_set.push((name.into(), value));
            }
            "tick" => self.tick_us = number(rest)?,
            "peak" => self.peak = number(rest)?,
            "depth" => self.depth = Some(number(rest)?),
            "pages" => self.pages = Some(number(rest)?),
            "lines" => self.log_count.0 = number(rest)?,
            "dropped" => self.log_count.1 = number(rest)?,
            // Looked at by the runner before it reads the fixture.
            "heavy" => {}
            "log" => {
                let [level, text] = words(rest)?;
                let level = *Level::ALL.iter().find(|known| known.name() == level).ok_or("no such level")?;
                self.log.push((level, string(text)?));
            }
            _ => self.steps.push(step(key, rest)?),
        }
        Ok(())
    }
}

/// Whether a fixture takes too long for a build without optimisation.
pub(crate) fn is_heavy(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.lines().any(|line| line == ";;! heavy"))
}

fn step(key: &str, rest: &str) -> Result<Step, String> {
    let (what, expected) = rest.split_once("=> ").ok_or("a step says after `=>` what comes of it")?;
    let what = what.trim();
    // Arguments are the JSON array at the end.
    let (names, args) = what.split_once('[').unwrap_or((what, ""));
    let args = match args {
        "" => Vec::new(),
        args => match json(&format!("[{args}"))? {
            Value::Array(items) => items,
            _ => return Err("arguments are one JSON array".into()),
        },
    };
    let verb = match key {
        "load" => Verb::Load,
        "request" => Verb::Request { handler: names.trim().into(), args },
        "create" => Verb::Create { class: names.trim().into(), args },
        "method" => {
            let [class, method, handle] = words(names.trim())?;
            Verb::Method { class: class.into(), method: method.into(), handle: number(handle)?, args }
        }
        "destroy" => {
            let [class, handle] = words(names.trim())?;
            Verb::Destroy { class: class.into(), handle: number(handle)? }
        }
        "foreign" => {
            let [class, method] = words(names.trim())?;
            Verb::Foreign { class: class.into(), method: method.into() }
        }
        _ => return Err("no such line in a fixture".into()),
    };
    let text = (format!("{key} {what}").trim().to_owned(), expected.to_owned());
    Ok(Step { verb, expected: outcome(expected)?, text })
}

fn outcome(text: &str) -> Result<Expected, String> {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    Ok(match kind {
        "loads" => Expected::Loads,
        "empty" => Expected::Empty,
        "value" => Expected::Value(json(rest)?),
        "trap" => Expected::Trap { text: string(rest)? },
        "refused" => {
            let [kind, text] = words(rest)?;
            Expected::Refused { kind: kind.into(), text: string(text)? }
        }
        "error" => {
            let [code, text] = words(rest)?;
            Expected::Error { code: number(code)?, text: string(text)? }
        }
        "limit" => Expected::Limit(Limit::by_name(rest).ok_or("no such limit")?),
        "handle" => Expected::Handle(number(rest)?),
        "number" => Expected::Number(rest.parse().map_err(|_| "no number")?),
        _ => return Err(format!("no outcome is called {kind}")),
    })
}

/// The first words; the last takes all that is left.
fn words<const N: usize>(text: &str) -> Result<[&str; N], String> {
    let words: Vec<_> = text.splitn(N, ' ').collect();
    words.try_into().map_err(|_| format!("{N} words are needed"))
}

fn number<T: TryFrom<u64>>(text: &str) -> Result<T, String> {
    let wide: u64 = match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => text.parse(),
    }
    .map_err(|_| format!("{text:?} is no number"))?;
    T::try_from(wide).map_err(|_| format!("{text} is too large here"))
}

fn json(text: &str) -> Result<Value, String> {
    codec::decode(Codec::Json, text.as_bytes(), codec::Bounds::default()).map_err(|error| error.to_string())
}

fn string(text: &str) -> Result<String, String> {
    match json(text)? {
        Value::Str(text) => Ok(text),
        other => Err(format!("{} instead of text in quotes", other.kind())),
    }
}
