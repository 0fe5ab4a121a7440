//! The host under test, as the runner sees it. Nothing here is particular to one engine; `wasmi` is the adapter of
//! the reference host, and another host needs one more adapter and no other edit.

pub mod wasmi;

use rmpv::Value;

use crate::case::{HostSetup, Process};

/// A raw WebAssembly value; integers are kept unsigned.
#[derive(Debug, Clone, Copy)]
pub enum Num {
    /// A 32-bit integer.
    I32(u32),
    /// A 64-bit integer.
    I64(u64),
    /// A 32-bit float.
    F32(f32),
    /// A 64-bit float.
    F64(f64),
}

impl PartialEq for Num {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::I32(one), Self::I32(two)) => one == two,
            (Self::I64(one), Self::I64(two)) => one == two,
            (Self::F32(one), Self::F32(two)) => one.to_bits() == two.to_bits(),
            (Self::F64(one), Self::F64(two)) => one.to_bits() == two.to_bits(),
            _ => false,
        }
    }
}

/// Why the host did not do what it was asked for.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The module is refused.
    Load {
        /// The kinds of the problems found; the limit's name when a limit is exceeded.
        kinds: Vec<String>,
        /// The code of the error.
        code: i64,
        /// All of them, for people.
        text: String,
    },
    /// The guest trapped or broke the ABI.
    Trap(String),
    /// An error record, or a limit that gives one.
    Error {
        /// The code that a caller sees.
        code: i64,
        /// Its details.
        details: Option<Value>,
        /// What happened, for people.
        text: String,
    },
    /// The guest has no such export, or the host cannot do this at all.
    Missing(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Load { kinds, text, .. } => write!(f, "load error {}: {text}", kinds.join(", ")),
            Self::Trap(text) => write!(f, "trap: {text}"),
            Self::Error { code, text, .. } => write!(f, "error {code}: {text}"),
            Self::Missing(text) => f.write_str(text),
        }
    }
}

/// What a guest did that its host sees.
#[derive(Debug, Clone)]
pub enum Event {
    /// It wrote a line.
    Log {
        /// The name of the level it counts as.
        level: &'static str,
        /// The line.
        message: String,
    },
    /// It called a scripted process.
    Process {
        /// The name.
        name: String,
        /// The arguments, an array.
        args: Value,
    },
}

/// What the host knows of a module.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The capability bits.
    pub capabilities: u32,
    /// The handlers.
    pub handlers: Vec<String>,
    /// The classes with their methods.
    pub classes: Vec<(String, Vec<String>)>,
    /// Whether it is a plain module.
    pub plain: bool,
}

/// What surrounds the guest in one case.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Scripted answers.
    pub processes: Vec<Process>,
    /// Other modules by name; without bytes, the guest under test once more.
    pub scripts: Vec<(String, Option<Vec<u8>>)>,
}

/// A host that guests run on.
pub trait Host: Send + Sync {
    /// The name of its column in reports.
    fn name(&self) -> &'static str;

    /// Loads a module.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    fn load(&self, bytes: &[u8], setup: &HostSetup) -> Result<Box<dyn Loaded>, Failure>;
}

/// A module that can be run any number of times.
pub trait Loaded: Send + Sync {
    /// What the host knows of it.
    fn facts(&self) -> Facts;

    /// Puts it into a world.
    ///
    /// # Errors
    ///
    /// When one of the scripts is refused.
    fn start(&self, world: World) -> Result<Box<dyn Running>, Failure>;
}

/// A module in a world.
pub trait Running {
    /// A new instance that the runner drives itself.
    ///
    /// # Errors
    ///
    /// When it cannot be instantiated.
    fn instance(&self) -> Result<Box<dyn Instance>, Failure>;

    /// A whole request by the host.
    ///
    /// # Errors
    ///
    /// What a caller sees: an error record, a trap, a limit.
    fn request(&self, handler: &str, payload: &[u8]) -> Result<Vec<u8>, Failure>;

    /// Calls a process by name with encoded arguments.
    ///
    /// # Errors
    ///
    /// What a caller sees.
    fn invoke(&self, process: &str, arguments: &[u8]) -> Result<Value, Failure>;

    /// Makes an instance of a class in a session, which is opened when it is new; gives a number for the handle.
    ///
    /// # Errors
    ///
    /// What a caller sees.
    fn create(&mut self, session: &str, class: &str, payload: &[u8]) -> Result<u64, Failure>;

    /// Calls a method in a session.
    ///
    /// # Errors
    ///
    /// What a caller sees.
    fn method(
        &mut self,
        session: &str,
        handle: u64,
        method: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure>;

    /// Destroys a handle in a session.
    ///
    /// # Errors
    ///
    /// What a caller sees.
    fn destroy(&mut self, session: &str, handle: u64) -> Result<(), Failure>;

    /// Ends a session.
    fn end_session(&mut self, session: &str);

    /// What happened since the last time this was asked.
    fn events(&self) -> Vec<Event>;
}

/// One guest instance that the runner drives itself. Every call renews the budgets, as a new request would.
pub trait Instance {
    /// Calls an export with raw values.
    ///
    /// # Errors
    ///
    /// A trap, a limit, or no such export of that type.
    fn call(&mut self, export: &str, arguments: &[Num]) -> Result<Vec<Num>, Failure>;

    /// `length` bytes of memory.
    ///
    /// # Errors
    ///
    /// When they are not all inside the memory.
    fn read(&self, pointer: u32, length: u32) -> Result<Vec<u8>, Failure>;

    /// Writes to memory.
    ///
    /// # Errors
    ///
    /// When it is not all inside the memory.
    fn write(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), Failure>;

    /// Pages of memory.
    fn pages(&self) -> u64;
}
