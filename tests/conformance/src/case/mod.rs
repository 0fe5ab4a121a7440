//! What a case is made of. The JSON schema beside this crate says the same to people and editors.

pub mod load;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::{bytes::Bytes, data::Data, run::Needs};

/// A case with its name, `group/behaviour`.
#[derive(Debug, Clone)]
pub struct Case {
    /// `group/behaviour`, from the path of the file.
    pub name: String,
    /// The text of the file, for `--explain` and `--bless`.
    pub source: String,
    /// What the file says.
    pub body: Body,
}

impl Case {
    /// Whether it tests the host with a guest of its own, once, instead of each SDK.
    #[must_use]
    pub fn tests_host(&self) -> bool {
        self.body.guest.is_some()
    }

    /// The folder the case is in.
    #[must_use]
    pub fn group(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

/// The content of a case file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What must happen, and why it matters.
    pub doc: String,
    /// Ids of the clauses that are tested.
    pub clauses: Vec<String>,
    /// The guest of a case that tests the host.
    pub guest: Option<GuestSource>,
    /// How the host is configured.
    #[serde(default)]
    pub host: HostSetup,
    /// Other guests in the same host.
    #[serde(default)]
    pub scripts: Vec<Script>,
    /// What the host answers.
    #[serde(default)]
    pub processes: Vec<Process>,
    /// Run all steps 2,000 + 8,000 times and see that no page is gained.
    #[serde(default)]
    pub leak_rule: bool,
    /// Run all steps so often.
    pub repeat: Option<u32>,
    /// Third-party encodings to send.
    pub vectors: Option<Vectors>,
    /// What is done, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// The guest of a case that tests the host.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GuestSource {
    /// A module in WAT.
    Wat(String),
    /// The fields of a module in WAT, before those of `standard.wat`.
    Fields(String),
    /// The bytes of a module, or of something else.
    Bytes(Bytes),
}

/// How the host is configured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostSetup {
    /// A profile of the limits.
    pub profile: Option<String>,
    /// Limits by name.
    #[serde(default)]
    pub limits: BTreeMap<String, u64>,
    /// What the guest's manifest asks for; no case sets this.
    #[serde(skip)]
    pub needs: Needs,
}

/// Another guest in the same host.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Its name.
    pub name: String,
    /// Its text; without one, the guest under test once more.
    pub wat: Option<String>,
    /// Its fields, before those of `standard.wat`.
    pub fields: Option<String>,
}

/// What the host answers to a process.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Its name.
    pub name: String,
    /// A value.
    pub value: Option<Data>,
    /// An error record.
    pub error: Option<ErrorReply>,
    /// Bytes, unchecked.
    pub raw: Option<Bytes>,
    /// Bytes with the error bit, unchecked.
    pub raw_error: Option<Bytes>,
    /// A packed number that is made up.
    pub forged: Option<ForgedReply>,
    /// The first argument.
    #[serde(default)]
    pub first_argument: bool,
}

/// A reply of a host that lies about where it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgedReply {
    /// Bytes that are placed in the guest as an honest host does.
    pub bytes: Option<Bytes>,
    /// Where the reply claims to be.
    pub at: Place,
    /// How long it claims to be.
    pub length: u32,
    /// The error bit.
    #[serde(default)]
    pub error: bool,
}

/// Where a forged reply claims to be.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// An address.
    Address(u32),
    /// Bytes from the end of memory.
    End(i32),
    /// Bytes from the start of the arguments that the guest passed.
    Args(i32),
    /// Bytes from the start of the block that was placed.
    Block(i32),
}

/// An error that a process answers with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorReply {
    /// Its code.
    pub code: i32,
    /// Its message.
    pub message: String,
    /// Its details.
    pub details: Option<Data>,
}

/// Encodings of a file of test data, each of which goes through an export.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vectors {
    /// The file, from the root of the repository.
    pub file: String,
    /// The part of it.
    pub group: String,
    /// The export.
    pub call: String,
    /// How many encodings there are.
    pub encodings: usize,
    /// How they reach the guest. Without it they are third-party data, and the one argument of an export that echoes.
    #[serde(rename = "as")]
    pub role: Option<Role>,
    /// What is sent is not the encodings themselves, but made from them, and refused.
    pub each: Option<Derived>,
}

/// How an encoding of our own vectors reaches the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// As the one argument.
    Argument,
    /// As the whole payload.
    Payload,
    /// As the reply of a process.
    Reply,
    /// As the reply of a process, with the error bit.
    ErrorReply,
}

/// Inputs that are made from good encodings by a rule, so that no decoder accepts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derived {
    /// The encoding without its end, once for every number of bytes.
    Prefix,
    /// The encoding and one byte more.
    Longer,
    /// The encoding with 0xc1 as its first byte.
    Reserved,
}

/// A raw WebAssembly value.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// An i32.
    I32(i64),
    /// A number that an earlier step saved.
    Saved(String),
    /// An i64, a float, or a saved number that is changed.
    Table(Box<NumberTable>),
}

/// The longer forms of [`Number`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberTable {
    /// An i64, also as text.
    pub i64: Option<Json>,
    /// An f32.
    pub f32: Option<Json>,
    /// An f64.
    pub f64: Option<Json>,
    /// A saved number ...
    pub saved: Option<String>,
    /// ... with this added ...
    #[serde(default)]
    pub plus: i64,
    /// ... and these bits turned over.
    #[serde(default)]
    pub xor: u32,
    /// An address, so far from the end of memory as it is at that moment.
    pub end: Option<i32>,
}

/// One step: exactly one verb, what it needs, and what is expected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Verb: load the guest.
    #[serde(default)]
    pub load: bool,
    /// Verb: call a handler in the instance of the case.
    pub call: Option<String>,
    /// Verb: make an instance of a class.
    pub create: Option<String>,
    /// Verb: call a method export.
    pub method: Option<String>,
    /// Verb: destroy a handle of a class.
    pub destroy: Option<String>,
    /// Verb: call any export with raw numbers.
    pub raw: Option<String>,
    /// Verb: a whole request by the host.
    pub request: Option<String>,
    /// Verb: a process of the host, by name.
    pub invoke: Option<String>,
    /// Verb: write to memory.
    pub write: Option<Number>,
    /// Verb: read from memory.
    pub read: Option<Number>,
    /// Verb: count the live handles of a class.
    pub live_handles: Option<LiveHandles>,
    /// Verb: end a session.
    pub end_session: Option<String>,
    /// Verb: let so many milliseconds pass.
    pub pause_ms: Option<u64>,
    /// Arguments.
    pub args: Option<Vec<Data>>,
    /// The payload itself.
    pub payload: Option<Bytes>,
    /// Raw arguments.
    pub params: Option<Vec<Number>>,
    /// Where a payload claims to be, and how long: nothing is sent.
    pub claim: Option<[Number; 2]>,
    /// What to write.
    pub bytes: Option<Bytes>,
    /// The handle of a method or destroy.
    pub handle: Option<Number>,
    /// The session that create, method or destroy go through.
    pub session: Option<String>,
    /// The name under which the handle or raw result is kept.
    pub save: Option<String>,
    /// In a new instance.
    #[serde(default)]
    pub fresh: bool,
    /// Free the result at the end of the case.
    #[serde(default)]
    pub hold: bool,
    /// Do the step so often.
    pub repeat: Option<u32>,
    /// What is expected; without it, that it succeeds and neither logs nor calls a process.
    pub expect: Option<Expect>,
}

/// How many handles of a class are alive.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveHandles {
    /// The class.
    pub class: String,
    /// How many.
    pub count: u64,
}

/// What is expected of a step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The decoded result.
    pub value: Option<Data>,
    /// The exact bytes of the result.
    pub bytes: Option<Bytes>,
    /// The packed result is 0.
    #[serde(default)]
    pub empty: bool,
    /// An error record.
    pub error: Option<ExpectError>,
    /// A trap.
    #[serde(default)]
    pub trap: bool,
    /// A kind of load error.
    pub load_error: Option<String>,
    /// One of these.
    pub any_of: Option<Vec<Expect>>,
    /// However it ends: only the host has to stand it.
    #[serde(default)]
    pub anything: bool,
    /// Whatever lines are written.
    #[serde(default)]
    pub any_logs: bool,
    /// The raw results.
    pub returns: Option<Vec<Number>>,
    /// The one raw result is not 0.
    #[serde(default)]
    pub nonzero: bool,
    /// The one raw result is a multiple of this.
    pub multiple_of: Option<u64>,
    /// Pages that memory grew by.
    pub pages_grown: Option<u64>,
    /// Pages that memory grew by at most.
    pub pages_grown_at_most: Option<u64>,
    /// The lines written; none when left out.
    pub logs: Option<Vec<ExpectLog>>,
    /// How many lines were written.
    pub log_lines: Option<usize>,
    /// The scripted processes called; none when left out.
    pub processes: Option<Vec<ExpectProcess>>,
    /// The capability bits.
    pub capabilities: Option<u32>,
    /// Capability bits that are set.
    #[serde(default)]
    pub capabilities_set: u32,
    /// Capability bits that are not set.
    #[serde(default)]
    pub capabilities_clear: u32,
    /// The names of all handlers, in any order.
    pub handlers: Option<Vec<String>>,
    /// All classes with their methods, in any order.
    pub classes: Option<BTreeMap<String, Vec<String>>>,
    /// Whether it is a plain module.
    pub plain: Option<bool>,
}

/// The error record that is expected; its message is never compared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectError {
    /// The code.
    pub code: i64,
    /// The details; when left out, they are not looked at.
    pub details: Option<Data>,
}

/// A line that is expected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectLog {
    /// Its level.
    pub level: String,
    /// Its text; when left out, it only has to have one.
    pub message: Option<String>,
    /// The beginning of its text.
    pub begins: Option<String>,
}

/// A call of a scripted process that is expected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectProcess {
    /// Its name.
    pub name: String,
    /// Its arguments; when left out, they are not looked at.
    pub args: Option<Vec<Data>>,
}

impl Expect {
    /// Whether it says what the outcome must be, so that plain success is not implied.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.error.is_some() || self.trap || self.load_error.is_some()
    }
}

impl Step {
    /// Whether it goes through the host or does nothing to a guest, and so has no use for the instance of the case.
    #[must_use]
    pub fn is_for_host(&self) -> bool {
        self.request.is_some()
            || self.invoke.is_some()
            || self.session.is_some()
            || self.end_session.is_some()
            || self.pause_ms.is_some()
    }

    /// The verb and its object, for messages.
    #[must_use]
    pub fn title(&self) -> String {
        let named = [
            ("call", &self.call),
            ("create", &self.create),
            ("method", &self.method),
            ("destroy", &self.destroy),
            ("raw", &self.raw),
            ("request", &self.request),
            ("invoke", &self.invoke),
            ("end_session", &self.end_session),
        ];
        if let Some((verb, Some(name))) = named.iter().find(|(_, name)| name.is_some()) {
            return format!("{verb} {name}");
        }
        if let Some(pause) = self.pause_ms {
            return format!("pause_ms {pause}");
        }
        match (self.load, &self.write, &self.read, &self.live_handles) {
            (true, ..) => "load".into(),
            (_, Some(_), ..) => "write".into(),
            (_, _, Some(_), _) => "read".into(),
            (.., Some(live)) => format!("live_handles {}", live.class),
            _ => "nothing".into(),
        }
    }
}
