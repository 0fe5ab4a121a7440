//! Calls of a host in any order, on the conformance guest of any SDK, against a naive model of memory and handles.
//!
//! The first byte chooses the guest, the rest is the sequence. Every sequence runs twice: both runs must give the same
//! answers for the same fuel.

mod drive;
mod model;
mod ops;

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use arbitrary::{Arbitrary as _, Unstructured};
use yao_host::{Config, Engine, Exception, Host, Instance, Level, LogLine, Module, RequestOptions, Value};

use self::{drive::Driver, ops::Op};
use crate::{Verdict, ensure, guests};

/// Calls in a sequence.
const LONGEST: usize = 200;
/// Pages that a guest may have: enough for every sequence, few enough to be used up at once by what asks for more.
const PAGES: u64 = 64;

/// A process that gives its first argument back.
const ECHO: &str = "utils.echo";

type Lines = Arc<Mutex<Vec<(Level, String)>>>;

struct Subject {
    sdk: &'static str,
    host: Host,
    module: Module,
    lines: Lines,
}

impl Subject {
    fn new(sdk: &'static str, wasm: &[u8]) -> Result<Self, String> {
        let mut config = Config::default();
        config.limits.memory_pages = PAGES;
        // A sequence is over in a moment; a machine under load is not the guest's fault.
        config.limits.deadline_ms = 600_000;
        let engine = Engine::new(config);
        let module = engine.load(sdk, wasm).map_err(|why| why.to_string())?;
        let lines = Lines::default();
        let sink = Arc::clone(&lines);
        let host = Host::builder(&engine)
            .log_sink(move |line: &LogLine<'_>| {
                lock(&sink).push((line.level, line.message.clone().into_owned()));
            })
            .process(ECHO, |_, args| {
                args.first().cloned().ok_or_else(|| Exception::new(400, "nothing to give back"))
            })
            .build();
        Ok(Self { sdk, host, module, lines })
    }

    fn play(&self, ops: &[Op]) -> Result<Vec<String>, String> {
        lock(&self.lines).clear();
        let instance = Instance::new(&self.host, &self.module, &RequestOptions::default());
        let instance = instance.map_err(|why| format!("{}: {why}", self.sdk))?;
        let mut driver = Driver::new(instance, &self.lines);
        for (at, op) in ops.iter().enumerate() {
            driver.step(op).map_err(|why| format!("{}, call {at}, {op:?}: {why}", self.sdk))?;
        }
        driver.finish().map_err(|why| format!("{}, after the last call: {why}", self.sdk))
    }

    fn run(&self, ops: &[Op]) -> Verdict {
        let first = self.play(ops)?;
        let second = self.play(ops)?;
        if let Some(at) = first.iter().zip(&second).position(|(first, second)| first != second) {
            return Err(format!("{}: first {}, then {}", self.sdk, first[at], second[at]));
        }
        ensure!(
            self.host.live_instances() == 0,
            "{} instances are alive after the last",
            self.host.live_instances()
        );
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn array(items: Vec<Value>) -> Result<Vec<u8>, String> {
    yao_host::codec::encode(yao_host::Codec::MessagePack, &Value::Array(items)).map_err(|why| why.to_string())
}

/// Checks one input.
///
/// # Errors
///
/// The first answer that the model did not predict.
pub fn run(input: &[u8]) -> Verdict {
    static SUBJECTS: LazyLock<Mutex<Vec<Subject>>> = LazyLock::new(|| {
        let subject = |guest: &guests::Guest| {
            Subject::new(guest.sdk, &guest.bytes).unwrap_or_else(|why| panic!("{}: {why}", guest.sdk))
        };
        Mutex::new(guests::conformance().iter().map(subject).collect())
    });
    let [choice, rest @ ..] = input else { return Ok(()) };
    let mut data = Unstructured::new(rest);
    let mut ops = Vec::new();
    while ops.len() < LONGEST && !data.is_empty() {
        let Ok(op) = Op::arbitrary(&mut data) else { break };
        ops.push(op);
    }
    // Locked for the whole run: the lines of two would mix.
    let subjects = lock(&SUBJECTS);
    subjects[usize::from(*choice) % subjects.len()].run(&ops)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A guest whose allocator is what the test says.
    fn guest(alloc: &str) -> Vec<u8> {
        let text = format!(
            "(module (memory (export \"memory\") 1) (global $top (mut i32) (i32.const 1024))
               (func (export \"yao_abi_v1\") (result i32) (i32.const 0))
               (func (export \"yao_free\") (param i32 i32))
               (func (export \"yao_alloc\") (param $len i32) (result i32) {alloc})
               (func (export \"conf_echo\") (param i32 i32) (result i64) (i64.const 0)))"
        );
        wat::parse_str(text).unwrap()
    }

    fn verdict(alloc: &str, ops: &[Op]) -> String {
        Subject::new("test", &guest(alloc)).unwrap().run(ops).unwrap_err()
    }

    const TWO: [Op; 2] = [Op::Alloc { len: 15 }, Op::Alloc { len: 15 }];

    #[test]
    fn an_allocator_that_overlaps_is_found() {
        assert!(verdict("(i32.const 1024)", &TWO).contains("overlaps"));
    }

    #[test]
    fn an_allocator_that_does_not_align_is_found() {
        assert!(verdict("(i32.const 1028)", &TWO).contains("not aligned"));
    }

    #[test]
    fn an_allocator_without_memory_is_found() {
        assert!(verdict("(i32.const 0)", &TWO).contains("no memory"));
    }

    #[test]
    fn a_block_that_the_guest_overwrites_is_found() {
        // Each allocation scribbles over the block before it.
        let alloc = "(i32.store (i32.sub (global.get $top) (i32.const 64)) (i32.const -1))
                     (global.set $top (i32.add (global.get $top) (i32.const 64))) (global.get $top)";
        let ops = [
            Op::Alloc { len: 15 },
            Op::Write { block: 0, at: 0, byte: 7, len: 16 },
            Op::Alloc { len: 1 },
            Op::Alloc { len: 1 },
            Op::Read { block: 0 },
        ];
        assert!(verdict(alloc, &ops).contains("was written"));
    }

    #[test]
    fn a_wrong_answer_is_found() {
        let alloc = "(global.set $top (i32.add (global.get $top) (i32.const 64))) (global.get $top)";
        assert!(verdict(alloc, &[Op::Echo { values: vec![ops::Item::Bool(true)] }]).contains("echo"));
    }
}
