//! How a run of the command ends: exit codes, and failures that say what to do next.

use serde_json::{Map, Value};

/// The documented exit codes. `--help` and README.md list them; scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The guest answered with an error record.
    Guest = 1,
    /// The command line or a JSON argument is wrong.
    Usage = 2,
    /// The module cannot be loaded.
    Load = 3,
    /// The guest trapped or broke the ABI.
    Trap = 4,
    /// A limit of the host ended the request.
    Limit = 5,
    /// A file cannot be read or written.
    Io = 6,
    /// The policy of a `yao.toml` refuses the module, or it is not signed as it has to be.
    Forbidden = 7,
}

impl Exit {
    /// The process exit code.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// The stable name in `--json` output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Usage => "usage",
            Self::Load => "load",
            Self::Trap => "trap",
            Self::Limit => "limit",
            Self::Io => "io",
            Self::Forbidden => "forbidden",
        }
    }
}

/// The exit codes as `--help` shows them.
pub(crate) const HELP: &str = "Exit codes:
  0  done
  1  the guest returned an error record
  2  wrong command line, argument, JSON or yao.toml
  3  the module cannot be loaded
  4  the guest trapped or broke the ABI
  5  a limit of the host ended the request
  6  a file cannot be read or written
  7  yao.toml does not admit the module, or it is not signed as it has to be";

/// A failure: what happened, and what to do next.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Further fields of the error object that `--json` prints.
    pub(crate) fields: Vec<(String, Value)>,
    /// Fields beside the error object in that document.
    pub(crate) beside: Vec<(String, Value)>,
}

impl Failure {
    /// A failure without advice.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), help: None, fields: Vec::new(), beside: Vec::new() }
    }

    /// A failure that the report has told already: only the exit code is left.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self::new(exit, "")
    }

    /// A failure of the command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Adds what to do next.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a field for `--json`.
    pub(crate) fn field(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.fields.push((key.into(), value.into()));
        self
    }

    /// Adds a field beside the error object, for `--json`.
    pub(crate) fn beside(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.beside.push((key.into(), value.into()));
        self
    }

    /// The document that `--json` prints.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = Map::new();
        error.insert("kind".into(), self.exit.name().into());
        error.insert("exit".into(), self.exit.code().into());
        error.insert("message".into(), self.message.clone().into());
        if let Some(help) = &self.help {
            error.insert("help".into(), help.clone().into());
        }
        error.extend(self.fields.iter().cloned());
        let mut document: Map<String, Value> = self.beside.iter().cloned().collect();
        document.insert("error".into(), error.into());
        document.into()
    }
}
