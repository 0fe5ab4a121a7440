//! What a step gave, against what the case expects.

use std::collections::BTreeMap;

use rmpv::Value;

use crate::{
    bytes::to_hex,
    case::{Expect, ExpectError, ExpectLog, ExpectProcess},
    codec,
    host::{Event, Facts, Failure, Num},
    matching::difference,
    notation,
};

/// What a step gave.
#[derive(Debug, Clone)]
pub enum Gave {
    /// Nothing to look at: a write, a freed handle.
    Nothing,
    /// A result of a handler or method; empty is the empty result.
    Bytes(Vec<u8>),
    /// Bytes of memory, which are no encoded value.
    Memory(Vec<u8>),
    /// A decoded result, from a process of the host.
    Value(Value),
    /// Raw results.
    Numbers(Vec<Num>),
    /// What the host knows of the module.
    Facts(Facts),
}

/// A step's outcome with everything around it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub ended: Result<Gave, Failure>,
    /// What the guest did meanwhile.
    pub events: Vec<Event>,
    /// Pages gained.
    pub pages_grown: u64,
}

/// Numbers that the case wrote, with saved ones filled in.
pub type Numbers<'a> = &'a dyn Fn(&crate::case::Number) -> Result<Num, String>;

/// Why the outcome is not the expected one; nothing when it is.
#[must_use]
pub fn check(expect: &Expect, outcome: &Outcome, numbers: Numbers<'_>) -> Option<String> {
    if let Some(any_of) = &expect.any_of {
        let reasons: Vec<String> =
            any_of.iter().filter_map(|expect| check(expect, outcome, numbers)).collect();
        if reasons.len() == any_of.len() {
            return Some(format!("none of {} is so: {}", reasons.len(), reasons.join("; ")));
        }
        return grown(expect, outcome.pages_grown);
    }
    if expect.anything {
        return None;
    }
    ended(expect, outcome, numbers).or_else(|| {
        logs(expect, &outcome.events)
            .or_else(|| processes(expect.processes.as_deref().unwrap_or_default(), &outcome.events))
            .or_else(|| grown(expect, outcome.pages_grown))
    })
}

fn ended(expect: &Expect, outcome: &Outcome, numbers: Numbers<'_>) -> Option<String> {
    match &outcome.ended {
        Err(failure) => failed(expect, failure),
        Ok(_) if expect.trap => Some(format!("{}, expected a trap", describe(outcome))),
        Ok(_) if expect.error.is_some() => {
            let code = expect.error.as_ref().map(|error| error.code).unwrap_or_default();
            Some(format!("{}, expected error {code}", describe(outcome)))
        }
        Ok(_) if expect.load_error.is_some() => {
            Some(format!("the module was loaded, expected load error {}", expect.load_error.as_deref()?))
        }
        Ok(gave) => succeeded(expect, gave, numbers),
    }
}

fn failed(expect: &Expect, failure: &Failure) -> Option<String> {
    let wanted = match (&expect.error, expect.trap, &expect.load_error) {
        (Some(error), ..) => return error_differs(error, failure),
        (_, true, _) => match failure {
            Failure::Trap(_) => return None,
            _ => "a trap".into(),
        },
        (_, _, Some(kind)) => match failure {
            Failure::Load { kinds, .. } if kinds.contains(kind) => return None,
            _ => format!("load error {kind}"),
        },
        _ => "success".to_string(),
    };
    Some(format!("{failure}; expected {wanted}"))
}

fn error_differs(expected: &ExpectError, failure: &Failure) -> Option<String> {
    /// What a caller gets when the callee trapped.
    const TRAPPED: i64 = 502;
    match failure {
        Failure::Error { code, details, .. } if *code == expected.code => {
            let details = details.clone().unwrap_or(Value::Nil);
            expected
                .details
                .as_ref()
                .and_then(|expected| difference(expected, &details))
                .map(|why| format!("details: {why}"))
        }
        Failure::Trap(_) if expected.code == TRAPPED => None,
        Failure::Load { code, .. } if *code == expected.code => None,
        _ => Some(format!("{failure}; expected error {}", expected.code)),
    }
}

fn succeeded(expect: &Expect, gave: &Gave, numbers: Numbers<'_>) -> Option<String> {
    let bytes = match gave {
        Gave::Bytes(bytes) | Gave::Memory(bytes) => Some(bytes.as_slice()),
        _ => None,
    };
    if let Some(expected) = &expect.value {
        let value = match gave {
            Gave::Bytes(bytes) => match codec::decode(bytes) {
                Ok(value) => value,
                Err(why) => return Some(format!("the result {} is {why}", to_hex(bytes, 32))),
            },
            Gave::Value(value) => value.clone(),
            _ => return Some("this verb gives no value".into()),
        };
        if let Some(why) = difference(expected, &value) {
            return Some(why);
        }
    }
    if let Some(expected) = &expect.bytes {
        let expected = match expected.expand() {
            Ok(expected) => expected,
            Err(why) => return Some(format!("expect.bytes: {why}")),
        };
        if bytes != Some(expected.as_slice()) {
            let got = bytes.map_or("none".into(), |bytes| to_hex(bytes, 64));
            return Some(format!("bytes are {got}, expected {}", to_hex(&expected, 64)));
        }
    }
    if expect.empty && bytes != Some(&[]) {
        let got = bytes.map_or("no bytes".into(), |bytes| to_hex(bytes, 64));
        return Some(format!("the result is {got}, expected the empty result (packed 0)"));
    }
    raw(expect, gave, numbers).or_else(|| facts(expect, gave))
}

fn raw(expect: &Expect, gave: &Gave, numbers: Numbers<'_>) -> Option<String> {
    let got = match gave {
        Gave::Numbers(got) => got.as_slice(),
        _ => &[],
    };
    if let Some(returns) = &expect.returns {
        let expected: Vec<Num> = match returns.iter().map(numbers).collect() {
            Ok(expected) => expected,
            Err(why) => return Some(format!("expect.returns: {why}")),
        };
        if got != expected {
            return Some(format!("returned {got:?}, expected {expected:?}"));
        }
    }
    let integer = match got {
        [Num::I32(value)] => u64::from(*value),
        [Num::I64(value)] => *value,
        _ => 0,
    };
    if expect.nonzero && integer == 0 {
        return Some(format!("returned {got:?}, expected an integer other than 0"));
    }
    let multiple = expect.multiple_of.filter(|multiple| integer % multiple != 0);
    multiple.map(|multiple| format!("returned {integer:#x}, expected a multiple of {multiple}"))
}

fn facts(expect: &Expect, gave: &Gave) -> Option<String> {
    let Gave::Facts(facts) = gave else {
        let wanted = expect.capabilities.is_some() || expect.handlers.is_some() || expect.classes.is_some();
        return (wanted || expect.plain.is_some())
            .then(|| "only the verb load gives facts of the module".into());
    };
    if let Some(expected) = expect.capabilities.filter(|expected| *expected != facts.capabilities) {
        return Some(format!("capabilities are {:#x}, expected {expected:#x}", facts.capabilities));
    }
    let clear = facts.capabilities & expect.capabilities_clear;
    if facts.capabilities & expect.capabilities_set != expect.capabilities_set || clear != 0 {
        let (set, clear) = (expect.capabilities_set, expect.capabilities_clear);
        return Some(format!(
            "capabilities are {:#x}, expected {set:#x} set and {clear:#x} clear",
            facts.capabilities
        ));
    }
    if let Some(expected) = expect.plain.filter(|expected| *expected != facts.plain) {
        return Some(format!("plain is {}, expected {expected}", facts.plain));
    }
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    if let Some(expected) = &expect.handlers {
        let (expected, got) = (sorted(expected), sorted(&facts.handlers));
        if expected != got {
            return Some(format!("handlers are {got:?}, expected {expected:?}"));
        }
    }
    let expected = expect.classes.as_ref()?;
    let by_name = |(name, methods): (&String, &Vec<String>)| (name.clone(), sorted(methods));
    let expected: BTreeMap<_, _> = expected.iter().map(by_name).collect();
    let got: BTreeMap<_, _> = facts.classes.iter().map(|(name, methods)| by_name((name, methods))).collect();
    (expected != got).then(|| format!("classes are {got:?}, expected {expected:?}"))
}

fn logs(expect: &Expect, events: &[Event]) -> Option<String> {
    if expect.any_logs {
        return None;
    }
    let lines: Vec<(&str, &str)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Log { level, message } => Some((*level, message.as_str())),
            Event::Process { .. } => None,
        })
        .collect();
    if let Some(count) = expect.log_lines {
        return (count != lines.len())
            .then(|| format!("{} lines were logged, expected {count}", lines.len()));
    }
    let expected = expect.logs.as_deref().unwrap_or_default();
    let same = |(expected, (level, message)): (&ExpectLog, &(&str, &str))| {
        expected.level == *level
            && expected.message.as_ref().is_none_or(|expected| expected == message)
            && expected.begins.as_ref().is_none_or(|begins| message.starts_with(begins))
            && !(expected.message.is_none() && message.is_empty())
    };
    if expected.len() == lines.len() && expected.iter().zip(&lines).all(same) {
        return None;
    }
    Some(notation::cut(&format!("logged {lines:?}, expected {expected:?}")))
}

fn processes(expected: &[ExpectProcess], events: &[Event]) -> Option<String> {
    let calls: Vec<(&str, &Value)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Process { name, args } => Some((name.as_str(), args)),
            Event::Log { .. } => None,
        })
        .collect();
    let names = || calls.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    if calls.len() != expected.len()
        || !calls.iter().zip(expected).all(|((name, _), expected)| *name == expected.name)
    {
        let expected: Vec<&str> = expected.iter().map(|process| process.name.as_str()).collect();
        return Some(format!("processes called were {:?}, expected {expected:?}", names()));
    }
    calls.iter().zip(expected).find_map(|((name, args), expected)| {
        let wanted = crate::data::Data::Array(expected.args.clone()?);
        difference(&wanted, args).map(|why| format!("arguments of process {name}: {why}"))
    })
}

fn grown(expect: &Expect, grown: u64) -> Option<String> {
    if let Some(expected) = expect.pages_grown.filter(|expected| *expected != grown) {
        return Some(format!("memory grew by {grown} pages, expected {expected}"));
    }
    let most = expect.pages_grown_at_most.filter(|most| *most < grown)?;
    Some(format!("memory grew by {grown} pages, expected at most {most}"))
}

/// An outcome in a few words, for messages.
#[must_use]
pub fn describe(outcome: &Outcome) -> String {
    match &outcome.ended {
        Err(failure) => failure.to_string(),
        Ok(Gave::Nothing) => "it succeeded".into(),
        Ok(Gave::Memory(bytes)) => to_hex(bytes, 64),
        Ok(Gave::Bytes(bytes)) if bytes.is_empty() => "the result is empty".into(),
        Ok(Gave::Bytes(bytes)) => match codec::decode(bytes) {
            Ok(value) => format!("the result is {}", notation::show(&value)),
            Err(_) => format!("the result is {}", to_hex(bytes, 64)),
        },
        Ok(Gave::Value(value)) => format!("the result is {}", notation::show(value)),
        Ok(Gave::Numbers(numbers)) => format!("it returned {numbers:?}"),
        Ok(Gave::Facts(facts)) => format!("it loaded: {facts:?}"),
    }
}
