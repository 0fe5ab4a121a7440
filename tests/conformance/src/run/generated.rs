//! Steps made from `abi-spec/vectors`: hostile values as arguments, payloads and replies.

use std::{fs, path::Path};

use serde::Deserialize;

use super::Failed;
use crate::{
    bytes::Bytes,
    case::{Case, Derived, Expect, ExpectError, ExpectProcess, Process, Role, Step, Vectors},
    data::Data,
};

/// What memory may grow by for one byte of input: 64 for a value made of it, as much again for a list that doubles,
/// and the same for garbage that is not collected yet.
const BYTES_PER_BYTE: u64 = 256;
/// Pages that an allocator may take at a time, whatever it was asked for.
const SLACK_PAGES: u64 = 8;
/// The same where a whole runtime came along, which is what imports WASI: stock Go takes 36.
const RUNTIME_SLACK_PAGES: u64 = 64;
const PAGE: u64 = 0x1_0000;

/// A case with steps, made from one with vectors.
pub(super) struct Generated {
    pub(super) case: Case,
    names: Vec<String>,
}

impl Generated {
    /// The failure with the name of the vector instead of the number of the step.
    pub(super) fn name(&self, failed: Failed) -> Failed {
        let name = failed.step.and_then(|step| self.names.get(step));
        let why = name.map_or(failed.why.clone(), |name| format!("{name}: {}", failed.why));
        Failed { step: None, why, outcome: None }
    }
}

/// One encoding of a file of our own.
#[derive(Debug, Clone, Deserialize)]
struct Vector {
    name: String,
    bytes: Option<Json>,
    canonical: Option<Json>,
    #[serde(default)]
    accepted: Vec<Json>,
    value: Option<Json>,
    code: Option<i64>,
    or_code: Option<i64>,
}

type Json = serde_json::Value;

/// Bytes that are sent, and what must come of them.
struct Input {
    name: String,
    bytes: Vec<u8>,
    /// The codes of which one is the answer; none for a value that is accepted.
    codes: Vec<i64>,
    /// Whether an accepted value has to come back as it is. Repeated keys, for one, may be gone.
    comes_back: bool,
}

/// The steps of a case with vectors of our own; `wasi` says that the guest brings a runtime along.
///
/// # Errors
///
/// When the file cannot be read, or has another number of encodings than the case says.
pub(super) fn from(case: &Case, root: &Path, wasi: bool) -> Result<Option<Generated>, String> {
    let Some((vectors, role)) = case.body.vectors.as_ref().and_then(|vectors| Some((vectors, vectors.role?)))
    else {
        return Ok(None);
    };
    let slack = if wasi { RUNTIME_SLACK_PAGES } else { SLACK_PAGES };
    let inputs = read(vectors, root)?;
    if inputs.len() != vectors.encodings {
        let (found, expected) = (inputs.len(), vectors.encodings);
        return Err(format!("{}: {found} inputs are made of it, expected {expected}", vectors.file));
    }
    let mut generated = Generated { case: case.clone(), names: Vec::new() };
    let body = &mut generated.case.body;
    body.vectors = None;
    for input in inputs {
        // Nothing at all is no arguments and no value, which is not refused.
        if input.bytes.is_empty() && role != Role::Argument {
            continue;
        }
        let most = (input.bytes.len() as u64 * BYTES_PER_BYTE).div_ceil(PAGE) + slack;
        let (mut step, process) = step(&input, role, &vectors.call, body.steps.len());
        if let Some(expect) = &mut step.expect {
            expect.pages_grown_at_most = Some(most);
        }
        generated.names.push(input.name);
        body.steps.push(step);
        body.processes.extend(process);
    }
    Ok(Some(generated))
}

fn read(vectors: &Vectors, root: &Path) -> Result<Vec<Input>, String> {
    let at = |why: String| format!("{}: {why}", vectors.file);
    let text = fs::read_to_string(root.join(&vectors.file)).map_err(|why| at(why.to_string()))?;
    let mut file: Json = serde_json::from_str(&text).map_err(|why| at(why.to_string()))?;
    let group = file[&vectors.group].take();
    let group: Vec<Vector> =
        serde_json::from_value(group).map_err(|why| at(format!("group '{}': {why}", vectors.group)))?;
    let mut inputs = Vec::new();
    for vector in group {
        let codes: Vec<i64> = vector.code.into_iter().chain(vector.or_code).collect();
        for piece in vector.bytes.iter().chain(&vector.canonical).chain(&vector.accepted) {
            let input = Input {
                name: vector.name.clone(),
                bytes: expand(piece)?,
                codes: codes.clone(),
                comes_back: vector.value.is_some(),
            };
            match vectors.each {
                None => inputs.push(input),
                Some(derived) => derive(&input, derived, &mut inputs),
            }
        }
    }
    Ok(inputs)
}

/// Bytes as the vectors write them, which is how cases write them.
fn expand(json: &Json) -> Result<Vec<u8>, String> {
    serde_json::from_value::<Bytes>(json.clone()).map_err(|why| format!("{json}: {why}"))?.expand()
}

fn derive(input: &Input, derived: Derived, inputs: &mut Vec<Input>) {
    const RESERVED: u8 = 0xc1;
    let mut refused = |what: String, bytes: Vec<u8>| {
        let name = format!("{}, {what}", input.name);
        inputs.push(Input { name, bytes, codes: vec![400], comes_back: false });
    };
    match derived {
        Derived::Prefix => {
            for length in 0..input.bytes.len() {
                refused(format!("cut off after {length} bytes"), input.bytes[..length].to_vec());
            }
        }
        Derived::Longer => refused("with a byte behind it".into(), [&input.bytes[..], &[0xc0]].concat()),
        Derived::Reserved => {
            let rest = input.bytes.get(1..).unwrap_or_default();
            refused("with its first byte replaced".into(), [&[RESERVED], rest].concat());
        }
    }
}

/// A step that sends the input in its role, and the process that it needs.
fn step(input: &Input, role: Role, call: &str, number: usize) -> (Step, Option<Process>) {
    let mut step = Step { call: Some(call.into()), ..Step::default() };
    if let Role::Argument | Role::Payload = role {
        let head: &[u8] = if role == Role::Argument { &[0x91] } else { &[] };
        step.payload = Some(Bytes::Literal([head, &input.bytes].concat()));
        let answers = input.codes.iter().map(|code| Expect {
            error: Some(ExpectError { code: *code, details: None }),
            ..Expect::default()
        });
        let any_of = Some(answers.collect()).filter(|answers: &Vec<_>| !answers.is_empty());
        let value = Some(Data::Encoded(input.bytes.clone())).filter(|_| input.comes_back);
        step.expect = Some(Expect { any_of, value, ..Expect::default() });
        return (step, None);
    }
    let name = format!("hostile.v{number}");
    let error = role == Role::ErrorReply;
    let bytes = Some(Bytes::Literal(input.bytes.clone()));
    let (raw, raw_error) = if error { (None, bytes) } else { (bytes, None) };
    let process = Process { name: name.clone(), raw, raw_error, ..Process::default() };
    step.args = Some(vec![Data::Str(name.clone()), Data::Array(Vec::new())]);
    step.expect = Some(Expect {
        value: Some(if error || !input.codes.is_empty() { internal_error() } else { caught_value(input) }),
        processes: Some(vec![ExpectProcess { name, args: None }]),
        ..Expect::default()
    });
    (step, Some(process))
}

fn record(fields: &[(&str, Data)]) -> Data {
    Data::Record(fields.iter().map(|(key, value)| ((*key).into(), value.clone())).collect())
}

/// What `conf_process` gives for a reply that cannot be understood.
fn internal_error() -> Data {
    let error = record(&[("code", Data::Int(500)), ("message", Data::Any), ("details", Data::Any)]);
    record(&[("error", error)])
}

/// What `conf_process` gives for a reply.
fn caught_value(input: &Input) -> Data {
    let value = if input.comes_back { Data::Encoded(input.bytes.clone()) } else { Data::Any };
    record(&[("ok", value)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn vectors(each: Option<Derived>) -> Vectors {
        Vectors {
            file: "abi-spec/vectors/messagepack.json".into(),
            group: "values".into(),
            call: "conf_echo".into(),
            encodings: 1,
            role: Some(Role::Argument),
            each,
        }
    }

    #[test]
    fn a_rule_makes_inputs_that_no_decoder_accepts() {
        let whole = read(&vectors(None), &root()).unwrap();
        assert!(whole.iter().all(|input| input.codes.is_empty() && input.comes_back));
        let bytes: usize = whole.iter().map(|input| input.bytes.len()).sum();
        for (each, count) in
            [(Derived::Prefix, bytes), (Derived::Longer, whole.len()), (Derived::Reserved, whole.len())]
        {
            let made = read(&vectors(Some(each)), &root()).unwrap();
            assert_eq!(made.len(), count, "{each:?}");
            for input in made {
                assert!(
                    crate::codec::decode(&input.bytes).is_err() || input.bytes.is_empty(),
                    "{}",
                    input.name
                );
            }
        }
    }

    #[test]
    fn a_reply_needs_a_process_and_an_argument_a_payload() {
        let input = Input { name: "n".into(), bytes: vec![0xc1], codes: vec![400, 413], comes_back: false };
        let (argument, none) = step(&input, Role::Argument, "conf_echo", 7);
        assert!(none.is_none());
        assert_eq!(argument.payload.unwrap().expand().unwrap(), [0x91, 0xc1]);
        assert_eq!(argument.expect.unwrap().any_of.unwrap().len(), 2);
        let (reply, process) = step(&input, Role::Reply, "conf_process", 7);
        let process = process.unwrap();
        assert_eq!((process.name.as_str(), process.raw_error), ("hostile.v7", None));
        assert!(matches!(reply.expect.unwrap().value, Some(Data::Record(fields)) if fields[0].0 == "error"));
    }
}
