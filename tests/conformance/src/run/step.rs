//! The verbs of a step.

use std::{collections::BTreeMap, path::Path, thread, time::Duration};

use super::{
    Failed,
    check::{self, Gave, Numbers, Outcome},
    protocol::{self, Block, Payload},
    vectors,
};
use crate::{
    case::{Case, Expect, LiveHandles, Number, NumberTable, Step, Vectors},
    codec,
    data::Data,
    host::{Failure, Instance, Num, Running},
};

/// More handles than any registry of a conformance guest has.
const MANY_HANDLES: u64 = 4_096;
/// Bytes of a page of memory.
const PAGE: u64 = 0x1_0000;
/// What a full registry answers.
const TOO_MANY: i64 = 429;

/// One case being played.
pub(super) struct Play<'a> {
    case: &'a Case,
    /// The first step to play: a look at the load comes before.
    first: usize,
    /// The payload of each step, encoded once.
    payloads: Vec<Vec<u8>>,
    running: Box<dyn Running>,
    instance: Option<Box<dyn Instance>>,
    saved: BTreeMap<String, Num>,
    held: Vec<Block>,
}

impl<'a> Play<'a> {
    /// Encodes what the steps send.
    pub(super) fn new(case: &'a Case, running: Box<dyn Running>, first: usize) -> Result<Self, Failed> {
        let payloads = case.body.steps.iter().map(payload).collect::<Result<_, _>>().map_err(Failed::case)?;
        Ok(Self { case, first, payloads, running, instance: None, saved: BTreeMap::new(), held: Vec::new() })
    }

    /// Pages of the instance of the case.
    pub(super) fn pages(&self) -> u64 {
        self.instance.as_ref().map_or(0, |instance| instance.pages())
    }

    /// Plays all steps once, then frees what was held.
    pub(super) fn pass(&mut self) -> Result<(), Failed> {
        let steps: &'a [Step] = &self.case.body.steps;
        for (index, step) in steps.iter().enumerate().skip(self.first) {
            for _ in 0..step.repeat.unwrap_or(1) {
                let outcome =
                    self.play(index, step).map_err(|why| Failed { step: Some(index), why, outcome: None })?;
                judge(step, index, outcome, &|number| self.number(number))?;
            }
        }
        self.release().map_err(Failed::case)
    }

    /// Sends every encoding of a file of test data.
    pub(super) fn vectors(&mut self, vectors: &Vectors, root: &Path) -> Result<(), Failed> {
        for encoding in vectors::read(vectors, root).map_err(Failed::case)? {
            let payload = [&[0x91], encoding.as_slice()].concat();
            let instance = self.instance().map_err(|why| Failed::case(why.to_string()))?;
            let ended = protocol::call(instance, &vectors.call, None, Payload::Sent(&payload), &[]);
            let result = match ended {
                Ok(Some(block)) => block.release(instance).map(|()| block.bytes),
                Ok(None) => Ok(Vec::new()),
                Err(why) => Err(why.to_string()),
            };
            let judged = result.and_then(|result| vectors::judge(&encoding, &result));
            let name = crate::bytes::to_hex(&encoding, 32);
            judged.map_err(|why| Failed::case(format!("encoding {name}: {why}")))?;
        }
        Ok(())
    }

    fn release(&mut self) -> Result<(), String> {
        let held = std::mem::take(&mut self.held);
        match &mut self.instance {
            Some(instance) => held.iter().try_for_each(|block| block.release(instance.as_mut())),
            None => Ok(()),
        }
    }

    fn instance(&mut self) -> Result<&mut dyn Instance, Failure> {
        if self.instance.is_none() {
            self.instance = Some(self.running.instance()?);
        }
        match &mut self.instance {
            Some(instance) => Ok(instance.as_mut()),
            None => Err(Failure::Missing("no instance".into())),
        }
    }

    /// Does what the verb says. An `Err` is a mistake in the case, not an outcome.
    fn play(&mut self, index: usize, step: &Step) -> Result<Outcome, String> {
        if step.fresh {
            self.held.clear();
            self.instance = None;
        }
        let on_instance = !step.is_for_host();
        if on_instance && let Err(why) = self.instance().map(drop) {
            return Ok(Outcome { ended: Err(why), events: self.running.events(), pages_grown: 0 });
        }
        let before = self.pages();
        let ended = if on_instance { self.drive(index, step)? } else { self.ask_host(index, step)? };
        if let (true, Err(Failure::Trap(_))) = (on_instance, &ended) {
            // What a host does after a trap: nothing is freed, the instance goes.
            self.held.clear();
            self.instance = None;
        }
        let pages_grown = self.pages().saturating_sub(before);
        Ok(Outcome { ended, events: self.running.events(), pages_grown })
    }

    fn ask_host(&mut self, index: usize, step: &Step) -> Result<Result<Gave, Failure>, String> {
        let handle = match &step.handle {
            Some(Number::Saved(name)) => match self.saved.get(name) {
                Some(Num::I64(handle)) => *handle,
                _ => return Err(format!("'{name}' is no handle that a session made")),
            },
            Some(_) => {
                return Err("a session takes only handles that it made, by the name they were saved".into());
            }
            None => 0,
        };
        let payload = &self.payloads[index];
        let session = step.session.as_deref().unwrap_or_default();
        if let Some(handler) = &step.request {
            return Ok(self.running.request(handler, payload).map(Gave::Bytes));
        }
        if let Some(process) = &step.invoke {
            let arguments = if payload.is_empty() { &[0x90] } else { payload.as_slice() };
            return Ok(self.running.invoke(process, arguments).map(Gave::Value));
        }
        if let Some(class) = &step.create {
            let created = self.running.create(session, class, payload);
            if let (Ok(handle), Some(name)) = (&created, &step.save) {
                self.saved.insert(name.clone(), Num::I64(*handle));
            }
            return Ok(created.map(|_| Gave::Nothing));
        }
        if let Some(method) = &step.method {
            return Ok(self.running.method(session, handle, method, payload).map(Gave::Bytes));
        }
        if step.destroy.is_some() {
            return Ok(self.running.destroy(session, handle).map(|()| Gave::Nothing));
        }
        if let Some(session) = &step.end_session {
            self.running.end_session(session);
        }
        if let Some(pause) = step.pause_ms {
            thread::sleep(Duration::from_millis(pause));
        }
        Ok(Ok(Gave::Nothing))
    }

    fn drive(&mut self, index: usize, step: &Step) -> Result<Result<Gave, Failure>, String> {
        let handle = match &step.handle {
            Some(handle) => Some(self.integer(handle)?),
            None => None,
        };
        let address = match step.write.as_ref().or(step.read.as_ref()) {
            Some(address) => self.integer(address)?,
            None => 0,
        };
        let params: Vec<Num> =
            step.params.iter().flatten().map(|number| self.number(number)).collect::<Result<_, _>>()?;
        let payload = match &step.claim {
            Some([pointer, length]) => Payload::Claimed(self.integer(pointer)?, self.integer(length)?),
            None => Payload::Sent(&self.payloads[index]),
        };
        let Some(instance) = &mut self.instance else { return Err("there is no instance".into()) };
        let instance = instance.as_mut();
        if let Some(class) = &step.create {
            let created = protocol::create(instance, class, payload, &self.held);
            if let (Ok(handle), Some(name)) = (&created, &step.save) {
                self.saved.insert(name.clone(), Num::I32(*handle));
            }
            return Ok(created.map(|_| Gave::Nothing));
        }
        if let Some(class) = &step.destroy {
            return Ok(protocol::destroy(instance, class, handle.unwrap_or_default()).map(|()| Gave::Nothing));
        }
        if let Some(export) = &step.raw {
            let returned = instance.call(export, &params);
            if let (Ok([number]), Some(name)) = (returned.as_deref(), &step.save) {
                self.saved.insert(name.clone(), *number);
            }
            return Ok(returned.map(Gave::Numbers));
        }
        if step.write.is_some() {
            let bytes = step.bytes.as_ref().map(crate::bytes::Bytes::expand).transpose()?.unwrap_or_default();
            return Ok(instance.write(address, &bytes).map(|()| Gave::Nothing));
        }
        if step.read.is_some() {
            let expected = step.expect.as_ref().and_then(|expect| expect.bytes.as_ref());
            let length = expected.map(crate::bytes::Bytes::expand).transpose()?.unwrap_or_default().len();
            let length = u32::try_from(length).map_err(|_| "expect.bytes is over 4 GiB")?;
            return Ok(instance.read(address, length).map(Gave::Memory));
        }
        if let Some(LiveHandles { class, count }) = &step.live_handles {
            return Ok(live_handles(instance, class, payload, &self.held, *count).map(|()| Gave::Nothing));
        }
        let export = step.call.as_ref().or(step.method.as_ref()).ok_or("the step has no verb")?;
        let block = match protocol::call(instance, export, handle, payload, &self.held) {
            Ok(Some(block)) => block,
            Ok(None) => return Ok(Ok(Gave::Bytes(Vec::new()))),
            Err(failure) => return Ok(Err(failure)),
        };
        let bytes = block.bytes.clone();
        if step.hold {
            self.held.push(block);
        } else if let Err(why) = block.release(instance) {
            return Ok(Err(Failure::Trap(why)));
        }
        Ok(Ok(Gave::Bytes(bytes)))
    }

    fn integer(&self, number: &Number) -> Result<u32, String> {
        match self.number(number)? {
            Num::I32(value) => Ok(value),
            other => Err(format!("{other:?} is no handle or address: these are 32-bit integers")),
        }
    }

    fn number(&self, number: &Number) -> Result<Num, String> {
        let saved =
            |name: &str| self.saved.get(name).copied().ok_or_else(|| format!("'{name}' was not saved"));
        let table = match number {
            Number::I32(value) => return i32_bits(*value),
            Number::Saved(name) => return saved(name),
            Number::Table(table) => table,
        };
        if let Some(offset) = table.end {
            let end = i64::try_from(self.pages() * PAGE).map_err(|why| why.to_string())?;
            // As a guest computes it: the end of a memory of 4 GiB is 0.
            return i32_bits((end + i64::from(offset)).rem_euclid(1 << 32));
        }
        if let Some(name) = &table.saved {
            let Num::I32(value) = saved(name)? else { return Err(format!("'{name}' is no 32-bit integer")) };
            return Ok(Num::I32(i32_bits(i64::from(value) + table.plus).and_then(unsigned)? ^ table.xor));
        }
        typed(table)
    }
}

fn unsigned(number: Num) -> Result<u32, String> {
    match number {
        Num::I32(value) => Ok(value),
        other => Err(format!("{other:?} is no 32-bit integer")),
    }
}

/// A signed or unsigned 32-bit integer, as cases may write either.
fn i32_bits(value: i64) -> Result<Num, String> {
    let signed = i32::try_from(value).map(i32::cast_unsigned);
    signed
        .or_else(|_| u32::try_from(value))
        .map(Num::I32)
        .map_err(|_| format!("{value} is no 32-bit integer"))
}

fn typed(table: &NumberTable) -> Result<Num, String> {
    let read = |tag: &str, body: &serde_json::Value| Data::from_json(&serde_json::json!({ tag: body }));
    let data = match (&table.i64, &table.f32, &table.f64) {
        (Some(body), None, None) => read("int", body)?,
        (None, Some(body), None) => read("f32", body)?,
        (None, None, Some(body)) => read("f64", body)?,
        _ => return Err("a raw number is i64, f32, f64, saved or end".into()),
    };
    Ok(match data {
        Data::F32(value) => Num::F32(value),
        Data::F64(value) => Num::F64(value),
        Data::Int(value) => {
            let bits = i64::try_from(value).map(i64::cast_unsigned).or_else(|_| u64::try_from(value));
            Num::I64(bits.map_err(|why| why.to_string())?)
        }
        _ => return Err("not a number".into()),
    })
}

fn payload(step: &Step) -> Result<Vec<u8>, String> {
    match (&step.payload, &step.args) {
        (Some(payload), _) => payload.expand(),
        (None, Some(args)) => codec::encode_arguments(args),
        (None, None) => Ok(Vec::new()),
    }
}

/// Compares an outcome with what its step expects.
pub(super) fn judge(step: &Step, index: usize, outcome: Outcome, numbers: Numbers<'_>) -> Result<(), Failed> {
    let nothing = Expect::default();
    match check::check(step.expect.as_ref().unwrap_or(&nothing), &outcome, numbers) {
        None => Ok(()),
        Some(why) => Err(Failed { step: Some(index), why, outcome: Some(Box::new(outcome)) }),
    }
}

/// Fills the registry, counts what fitted, and destroys that again.
fn live_handles(
    instance: &mut dyn Instance,
    class: &str,
    payload: Payload<'_>,
    held: &[Block],
    expected: u64,
) -> Result<(), Failure> {
    let mut made = Vec::new();
    let full = loop {
        match protocol::create(instance, class, payload, held) {
            Ok(handle) => made.push(handle),
            Err(Failure::Error { code: TOO_MANY, .. }) => break true,
            Err(failure) => return Err(failure),
        }
        if made.len() as u64 >= MANY_HANDLES {
            break false;
        }
    };
    for handle in &made {
        protocol::destroy(instance, class, *handle)?;
    }
    let capacity = crate::abi::default_capacity();
    let live = capacity.checked_sub(made.len() as u64);
    match (full, live) {
        (true, Some(live)) if live == expected => Ok(()),
        (true, Some(live)) => {
            Err(Failure::Missing(format!("{live} of {capacity} handles are live, expected {expected}")))
        }
        _ => Err(Failure::Missing(format!("{} handles fitted into a registry for {capacity}", made.len()))),
    }
}
