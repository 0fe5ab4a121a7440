//! Does to an instance what a sequence says, and compares each answer with the model's.

use yao_host::{Code, Codec, Error, Instance, Level, Packed, Reply, Value, WasmValue, codec::Bounds};

use super::{ECHO, Lines, array, lock, model::Model, ops::Op};
use crate::{Verdict, ensure, sdk};

/// Bytes that a sequence may allocate before a guest may be out of memory; an arena has them back when no block is
/// live.
const PLENTY: u64 = 1 << 20;
const COUNTER: &str = "conf_counter";
/// Nesting of the values that are sent.
const DEPTH: usize = 6;

pub(super) struct Driver<'a> {
    instance: Instance,
    lines: &'a Lines,
    model: Model,
    spent: u64,
    answers: Vec<String>,
}

impl<'a> Driver<'a> {
    pub(super) fn new(instance: Instance, lines: &'a Lines) -> Self {
        Self { instance, lines, model: Model::default(), spent: 0, answers: Vec::new() }
    }

    /// Does one thing.
    pub(super) fn step(&mut self, op: &Op) -> Verdict {
        if self.model.dead {
            let answer = self.instance.request("conf_empty", &[]);
            ensure!(matches!(answer, Err(Error::Dead { .. })), "a dead instance answers {answer:?}");
            return Ok(());
        }
        if self.model.blocks.is_empty() {
            self.spent = 0;
        }
        if self.spent > PLENTY {
            return Ok(());
        }
        self.instance.refill().map_err(|why| why.to_string())?;
        self.act(op)?;
        let usage = self.instance.usage();
        self.answers.push(format!("{op:?}: {usage:?}"));
        Ok(())
    }

    fn act(&mut self, op: &Op) -> Verdict {
        match op {
            Op::Alloc { .. }
            | Op::AllocTooMuch { .. }
            | Op::Write { .. }
            | Op::Read { .. }
            | Op::Free { .. } => self.blocks(op),
            Op::ReadAnywhere { .. } | Op::ReadAtEnd { .. } | Op::WritePastEnd { .. } => self.bounds(op),
            Op::HoldResult { bytes } => self.hold_result(bytes),
            Op::Create { .. }
            | Op::Add { .. }
            | Op::Get { .. }
            | Op::FailMethod { .. }
            | Op::Destroy { .. } => self.counters(op),
            Op::Forged { .. } | Op::Stale { .. } => self.forged(op),
            _ => self.requests(op),
        }
    }

    fn size(&self) -> u64 {
        self.instance.memory_pages() * 0x1_0000
    }

    fn blocks(&mut self, op: &Op) -> Verdict {
        match *op {
            Op::Alloc { len } => {
                let len = u32::from(len).max(1);
                let ptr = self.alloc(len)?;
                self.model.allocated(ptr, len, self.size(), None).map(drop)
            }
            Op::AllocTooMuch { len } => match self.instance.alloc(len.max(8 << 20)) {
                Ok(None) => Ok(()),
                Err(Error::Trap { .. }) => {
                    self.model.dead = true;
                    Ok(())
                }
                other => Err(format!("an allocation beyond the limit gave {other:?}")),
            },
            Op::Write { block, at, byte, len } => {
                let Some(block) = self.model.block(block) else { return Ok(()) };
                let at = u32::from(at) % block.len;
                let len = u32::from(len).min(block.len - at);
                let bytes = vec![byte; len as usize];
                let range = at as usize..(at + len) as usize;
                block.bytes[range].fill(Some(byte));
                let ptr = block.ptr + at;
                self.instance.memory_write(ptr, &bytes).map_err(|why| why.to_string())
            }
            Op::Read { block } => {
                let Some(block) = self.model.block(block).cloned() else { return Ok(()) };
                let read = self.instance.memory_read(block.ptr, block.len).map_err(|why| why.to_string())?;
                block.check(&read)
            }
            Op::Free { block } => self.free(block),
            _ => Ok(()),
        }
    }

    fn alloc(&mut self, len: u32) -> Result<u32, String> {
        self.spent += u64::from(len);
        match self.instance.alloc(len) {
            Ok(Some(ptr)) => Ok(ptr),
            Ok(None) => Err(format!(
                "no memory for {len} bytes after {} of which {} are live",
                self.spent,
                self.model.held()
            )),
            Err(why) => Err(why.to_string()),
        }
    }

    fn free(&mut self, choice: u8) -> Verdict {
        let Some(block) = self.model.freed(choice) else { return Ok(()) };
        let read = self.instance.memory_read(block.ptr, block.len).map_err(|why| why.to_string())?;
        block.check(&read)?;
        self.instance.free(block.ptr, block.len).map_err(|why| why.to_string())
    }

    /// Ranges inside and outside of the memory.
    fn bounds(&mut self, op: &Op) -> Verdict {
        let size = self.size();
        let near = |before: u8| u32::try_from(size - u64::from(before)).unwrap_or(u32::MAX);
        let (ptr, len) = match *op {
            Op::ReadAnywhere { ptr, len } => (ptr, len),
            Op::ReadAtEnd { before, len } => (near(before), len.into()),
            Op::WritePastEnd { before, more } => {
                let bytes = vec![0xaa; usize::from(before) + usize::from(more) + 1];
                let written = self.instance.memory_write(near(before), &bytes);
                ensure!(
                    matches!(written, Err(Error::Bounds { .. })),
                    "{} bytes written at {:#x} of {size:#x}: {written:?}",
                    bytes.len(),
                    near(before)
                );
                return Ok(());
            }
            _ => return Ok(()),
        };
        // The pointer of no bytes is ignored, as everywhere in the ABI.
        let inside = len == 0 || u64::from(ptr) + u64::from(len) <= size;
        match self.instance.memory_read(ptr, len) {
            Ok(bytes) if inside && bytes.len() == len as usize => Ok(()),
            Err(Error::Bounds { address, len: asked, size: of, .. })
                if !inside && (address, asked, of) == (ptr, len, size) =>
            {
                Ok(())
            }
            Ok(bytes) => Err(format!("{} bytes of {len} at {ptr:#x} of {size:#x} were read", bytes.len())),
            Err(why) => Err(format!("{len} bytes at {ptr:#x} of {size:#x}: {why}")),
        }
    }

    /// A call of a handler by hand, whose result the host keeps for a while.
    fn hold_result(&mut self, bytes: &[u8]) -> Verdict {
        let Ok(len @ 1..) = u32::try_from(bytes.len()) else { return Ok(()) };
        let ptr = self.alloc(len)?;
        self.model.allocated(ptr, len, self.size(), None)?;
        self.instance.memory_write(ptr, bytes).map_err(|why| why.to_string())?;
        // From now on it is the guest's.
        self.model.blocks.pop();
        let args = [ptr, len].map(|number| WasmValue::I32(number.cast_signed()));
        let results = self.instance.call_export("conf_raw", &args).map_err(|why| why.to_string())?;
        let [WasmValue::I64(packed)] = results[..] else {
            return Err(format!("conf_raw gave {results:?}"));
        };
        let result = Packed::unpack(packed.cast_unsigned());
        ensure!(!result.error && result.len == len, "conf_raw of {len} bytes gave {result:?}");
        self.spent += u64::from(len);
        let at = self.model.allocated(result.ptr, result.len, self.size(), Some(bytes))?;
        let read = self.instance.memory_read(result.ptr, result.len).map_err(|why| why.to_string())?;
        self.model.blocks[at].check(&read)
    }

    fn payload(&mut self, items: Vec<Value>) -> Result<Vec<u8>, String> {
        let payload = array(items)?;
        self.spent += 4 * payload.len() as u64;
        Ok(payload)
    }

    fn request(&mut self, handler: &str, items: Vec<Value>) -> Result<Reply, String> {
        let payload = self.payload(items)?;
        self.instance.request(handler, &payload).map_err(|why| why.to_string())
    }

    fn requests(&mut self, op: &Op) -> Verdict {
        match op {
            Op::Echo { values } => {
                let values: Vec<Value> = values.iter().map(|item| item.value(DEPTH)).collect();
                let expected = values.first().cloned().unwrap_or(Value::Nil);
                let reply = self.request("conf_echo", values)?;
                value(&reply, &expected, "echo")
            }
            Op::Process { item, unknown } => {
                let item = item.value(DEPTH);
                let name = if *unknown { "utils.nobody" } else { ECHO };
                let args = vec![name.into(), Value::Array(vec![item.clone()])];
                let reply = self.request("conf_process", args)?;
                let answer = reply.decode(Codec::MessagePack).map_err(|why| why.to_string())?;
                if *unknown {
                    let code =
                        answer.get("error").and_then(|error| error.get("code")).and_then(Value::as_i64);
                    ensure!(code == Some(404), "an unknown process gave {answer:?}");
                    return Ok(());
                }
                let given = answer.get("ok");
                ensure!(given == Some(&item), "a process gave {item:?}, the guest got {answer:?}");
                Ok(())
            }
            Op::Log { level, message } => {
                let before = lock(self.lines).len();
                let args = vec![u32::from(*level).into(), message.as_str().into()];
                let reply = self.request("conf_log", args)?;
                value(&reply, &Value::Nil, "log")?;
                let lines = lock(self.lines);
                let expected = (Level::from_wire((*level).into()), message.clone());
                ensure!(
                    lines[before..] == [expected.clone()],
                    "logged {expected:?}, the host got {:?}",
                    &lines[before..]
                );
                Ok(())
            }
            Op::Fail { code, message } => {
                let reply =
                    self.request("conf_fail", vec![u32::from(*code).into(), message.as_str().into()])?;
                let expected = if *code == 0 { Code::INTERNAL.get() } else { u32::from(*code) };
                error(&reply, expected, "fail")?;
                let Reply::Error { exception, .. } = reply else { return Ok(()) };
                ensure!(exception.message == *message, "failed with {message:?}, got {exception:?}");
                Ok(())
            }
            Op::Garbage { bytes } => self.garbage(bytes),
            Op::NoHandler { name } => {
                let answer = self.instance.request(name, &[]);
                let known = self.instance.module().info().handlers.contains(name);
                ensure!(
                    known || matches!(answer, Err(Error::NoExport { .. })),
                    "handler {name:?}: {answer:?}"
                );
                // Whatever a handler that there is says to no arguments; only a trap ends the instance.
                self.model.dead = self.instance.is_dead();
                Ok(())
            }
            Op::Panic => {
                let payload = self.payload(vec!["it panics".into()])?;
                let answer = self.instance.request("conf_panic", &payload);
                ensure!(matches!(answer, Err(Error::Trap { .. })), "a panic gave {answer:?}");
                ensure!(self.instance.is_dead(), "the instance lives on after a panic");
                self.model.dead = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Any bytes as a payload: the guest refuses what the host's own decoder refuses, and nothing else.
    fn garbage(&mut self, bytes: &[u8]) -> Verdict {
        self.spent += 4 * bytes.len() as u64;
        let reply = self.instance.request("conf_echo", bytes).map_err(|why| why.to_string())?;
        match yao_host::codec::decode(Codec::MessagePack, bytes, Bounds::default()) {
            Ok(Value::Array(items)) => value(&reply, items.first().unwrap_or(&Value::Nil), "echo"),
            Ok(_) if bytes.is_empty() => value(&reply, &Value::Nil, "echo of nothing"),
            Ok(_) | Err(_) => error(&reply, Code::BAD_REQUEST.get(), "a payload that is no array"),
        }
    }

    fn method(&mut self, handle: u32, method: &str, items: Vec<Value>) -> Result<Reply, String> {
        let payload = if items.is_empty() { Vec::new() } else { self.payload(items)? };
        self.instance.method(COUNTER, method, handle, &payload).map_err(|why| why.to_string())
    }

    fn counters(&mut self, op: &Op) -> Verdict {
        if let Op::Create { start } = op {
            let payload = self.payload(vec![(*start).into()])?;
            let made = self.instance.create(COUNTER, &payload).map_err(|why| why.to_string())?;
            return match made {
                Ok(handle) if self.model.has_room() => self.model.created(handle, (*start).into()),
                Err(exception) if !self.model.has_room() && exception.code == Code::TOO_MANY.get() => Ok(()),
                other => Err(format!("create gave {other:?}, room for another: {}", self.model.has_room())),
            };
        }
        let (Op::Add { counter, .. }
        | Op::Get { counter }
        | Op::FailMethod { counter }
        | Op::Destroy { counter }) = op
        else {
            return Ok(());
        };
        let Some((handle, number)) = self.model.counter(*counter) else { return Ok(()) };
        if let Op::Add { number: more, .. } = op {
            *number += i64::from(*more);
        }
        let expected = Value::Int(*number);
        match op {
            Op::Add { number, .. } => {
                value(&self.method(handle, "add", vec![(*number).into()])?, &expected, "add")
            }
            Op::Get { .. } => value(&self.method(handle, "get", vec![])?, &expected, "get"),
            Op::FailMethod { .. } => {
                error(&self.method(handle, "fail", vec![])?, Code::BAD_REQUEST.get(), "a failing method")
            }
            _ => {
                let code = self.instance.destroy(COUNTER, handle).map_err(|why| why.to_string())?;
                ensure!(code == 0, "destroying the live handle {handle:#x} gave {code}");
                self.model.destroyed(handle);
                Ok(())
            }
        }
    }

    fn forged(&mut self, op: &Op) -> Verdict {
        let (handle, destroy) = match *op {
            Op::Forged { handle, destroy } => (handle, destroy),
            Op::Stale { counter, destroy } => match self.model.stale(counter) {
                Some(handle) => (handle, destroy),
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        if self.model.is_live(handle) {
            return Ok(());
        }
        let gone = Code::GONE.get();
        if destroy {
            let code = self.instance.destroy(COUNTER, handle).map_err(|why| why.to_string())?;
            ensure!(code == -gone.cast_signed(), "destroying the dead handle {handle:#x} gave {code}");
            return Ok(());
        }
        error(&self.method(handle, "get", vec![])?, gone, "a dead handle")
    }

    /// Frees what is left, and gives every answer with what it used.
    pub(super) fn finish(mut self) -> Result<Vec<String>, String> {
        while !self.model.dead && !self.model.blocks.is_empty() {
            self.instance.refill().map_err(|why| why.to_string())?;
            self.free(0)?;
        }
        Ok(self.answers)
    }
}

fn value(reply: &Reply, expected: &Value, what: &str) -> Verdict {
    let got =
        reply.decode(Codec::MessagePack).map_err(|why| format!("{what}: {why} instead of {expected:?}"))?;
    // Repeated keys may be kept or not, and a NaN may change its payload.
    let same = sdk::value(&sdk::quiet(&got)) == sdk::value(&sdk::quiet(expected));
    ensure!(same, "{what} gave {got:?} instead of {expected:?}");
    Ok(())
}

fn error(reply: &Reply, code: u32, what: &str) -> Verdict {
    match reply {
        Reply::Error { exception, .. } if exception.code == code => Ok(()),
        other => Err(format!("{what} gave {other:?} instead of error {code}")),
    }
}
