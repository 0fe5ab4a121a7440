//! Calls of processes by name, set up once and called again and again.

use yao_host::{Engine, Host, Value};

use crate::{guests, host, payload};

/// How many scripts a host has.
pub const MODULES: [u32; 3] = [1, 50, 500];

/// How many guests are in each other's call: the deepest is what the server profile allows.
pub const DEPTHS: [u32; 3] = [1, 4, 16];

/// A host with many scripts, each called in its turn: engines and processors remember one module better than hundreds.
pub struct Modules {
    host: Host,
    names: Vec<String>,
    next: usize,
    args: [Value; 1],
    right: Value,
}

impl Modules {
    /// Loads `greet` of the Rust SDK (arena) that many times, as modules that are not the same.
    ///
    /// # Errors
    ///
    /// When it is not built, or does not load.
    pub fn new(count: u32) -> Result<Self, String> {
        let guest = guests::one("rust-arena", "greet")?;
        let engine = Engine::new(host::config(&guest));
        let mut builder = host::builder(&engine);
        for number in 0..count {
            let wasm = guests::numbered(guest.wasm.clone(), number);
            let module = engine.load(&format!("m{number}"), &wasm).map_err(|error| error.to_string())?;
            builder = builder.script(module);
        }
        let name = payload::text(64);
        let record = |key: &str, text: String| Value::Map(vec![(key.into(), Value::Str(text))]);
        Ok(Self {
            host: builder.build(),
            names: (0..count).map(|number| format!("scripts.m{number}.greet")).collect(),
            next: 0,
            right: record("greeting", payload::greeting(&name)),
            args: [record("name", name)],
        })
    }

    /// Calls the next script.
    ///
    /// # Errors
    ///
    /// When it fails, or gives anything but the right result.
    pub fn call(&mut self) -> Result<Value, String> {
        let name = &self.names[self.next % self.names.len()];
        self.next += 1;
        right(self.host.call(name, &self.args), &self.right)
    }
}

/// Scripts that call each other: every one but the last passes a call on.
pub struct Chain {
    host: Host,
    args: Vec<Value>,
    right: Value,
}

const FORWARD: &str = "scripts.forward.conf_forward";
const LAST: &str = "scripts.forward.conf_echo";

impl Chain {
    /// A chain of so many guests, each in an instance of its own.
    ///
    /// # Errors
    ///
    /// When the guest is not built, or does not load.
    pub fn new(depth: u32) -> Result<Self, String> {
        let guest = guests::one("rust-arena", "conformance")?;
        let engine = Engine::new(host::config(&guest));
        let module = engine.load("forward", &guest.wasm).map_err(|error| error.to_string())?;
        let right = Value::Str(payload::text(64));
        // From the inside out: the last guest gives its argument back, every other one calls the next.
        let args = (1..depth).fold(vec![right.clone()], |inner, level| {
            let next = if level == 1 { LAST } else { FORWARD };
            vec![next.into(), Value::Array(inner)]
        });
        Ok(Self { host: host::builder(&engine).script(module).build(), args, right })
    }

    /// Calls the outermost.
    ///
    /// # Errors
    ///
    /// As [`Modules::call`].
    pub fn call(&self) -> Result<Value, String> {
        let first = if self.args.len() == 1 { LAST } else { FORWARD };
        right(self.host.call(first, &self.args), &self.right)
    }
}

fn right(result: Result<Value, yao_host::Error>, right: &Value) -> Result<Value, String> {
    match result {
        Ok(value) if value == *right => Ok(value),
        Ok(_) => Err("the process gives another result than the right one".into()),
        Err(error) => Err(error.to_string()),
    }
}
