//! What a guest asks of its host: the two imports.

use alloc::{format, string::String, vec::Vec};

use crate::{
    Codec, Encoded, Exception, Fault, Imported, LogLine, Packed, ProcessReply,
    abi::{Level, Limit, PACKED_ERROR},
    backend::Vm,
    codec::{self, record},
    dispatch::{self, Caller},
    protocol::{self, charge, range},
    state::{Phase, State},
    tree::Tree,
};

/// `yao.process`.
///
/// # Errors
///
/// What ends the guest: a range outside its memory, a call at the wrong time, budgets used up. Everything else is an
/// error record, as a packed result.
pub fn process(vm: &mut (impl Vm + ?Sized), name: (u32, u32), args: (u32, u32)) -> Result<u64, Fault> {
    let phase = vm.state().phase;
    if phase != Phase::Running {
        return Err(Fault::Trap(format!("yao.process called while {} runs", phase.name())));
    }
    let (size, args_at) = (vm.memory().len(), args.0);
    let name = range("process name", name.0, name.1, size)?;
    let args = range("arguments", args.0, args.1, size)?;
    charge(vm, Tree::import_cost(name.len() + args.len()))?;

    // While it waits the guest holds no fuel: what it calls may use all there is.
    let held = vm.fuel();
    vm.set_fuel(0);
    let (memory, state) = vm.split();
    let (name, args) = (&memory[name], &memory[args]);
    let State { module, owner, tree, .. } = state;
    tree.start_time(owner.clock());
    tree.put_back(held);
    let codec = module.info().codec.of_records();
    let note =
        tree.note(module.name(), || Imported::Process { name: name.into(), args: args.into(), reply: None });
    let outcome = match (tree.count_process(module.limits(owner.limits())), owner.host()) {
        (Err(fault), _) => Err(dispatch::exception(fault, module.name(), "yao.process")),
        (Ok(()), Some(host)) => {
            dispatch::dispatch(host, tree, Caller::guest(module), name, Encoded { codec, bytes: args })?
        }
        (Ok(()), None) => return Err(Fault::Trap("yao.process called while the module is loaded".into())),
    };
    let fuel = state.refuel(0, 0)?;
    vm.set_fuel(fuel);

    if let Ok(ProcessReply::Forged(forged)) = outcome {
        return forged.pack(vm, args_at);
    }
    let bounds = codec::Bounds::of(vm.state().limits());
    let (bytes, error) = match outcome.and_then(|reply| reply_bytes(reply, codec, bounds)) {
        Ok(reply) => reply,
        Err(exception) => (record::write(codec, &exception), true),
    };
    deliver(vm, bytes, error, codec, note)
}

/// The reply in the caller's codec, with its error bit.
fn reply_bytes(reply: ProcessReply, to: Codec, bounds: codec::Bounds) -> Result<(Vec<u8>, bool), Exception> {
    let bytes = match reply {
        ProcessReply::Value(value) => {
            let bytes = codec::encode(to, &value).map_err(|error| error.exception("reply"))?;
            if value.elements() > bounds.elements {
                return Err(codec::CodecError::Elements { limit: bounds.elements }.exception("reply"));
            }
            bytes
        }
        ProcessReply::Encoded(from, bytes) if from == to || bytes.is_empty() => bytes,
        ProcessReply::Encoded(from, bytes) => {
            codec::transcode(from, to, &bytes, bounds).map_err(|error| error.exception("reply"))?
        }
        ProcessReply::Unchecked { bytes, error } => return Ok((bytes, error)),
        // `process` has answered already.
        ProcessReply::Forged(_) => Vec::new(),
    };
    Ok((bytes, false))
}

/// Hands a reply to the guest.
fn deliver(
    vm: &mut (impl Vm + ?Sized),
    bytes: Vec<u8>,
    error: bool,
    codec: Codec,
    note: Option<usize>,
) -> Result<u64, Fault> {
    let (bytes, error) = match vm.state_mut().count_bytes(bytes.len()) {
        Ok(()) => (bytes, error),
        Err(fault) => {
            // Small, and the guest has to learn of it: this record is not counted.
            let error = crate::Error::from_fault(fault, vm.state().module.name(), "yao.process");
            (record::write(codec, &Exception::new(error.code().get(), format!("reply: {error}"))), true)
        }
    };
    charge(vm, Tree::import_cost(bytes.len()))?;
    let placed = protocol::place(vm, &bytes)?;
    let (packed, bytes) = match placed {
        // The reply of nothing is the empty result, whichever codec; an empty error record has its own meaning.
        Some(ptr) => {
            // `place` checked that the length fits.
            let len = u32::try_from(bytes.len()).unwrap_or(0);
            (Packed { ptr, len, error }.pack(), bytes)
        }
        None => (PACKED_ERROR, Vec::new()),
    };
    if let Some(note) = note
        && let Some(call) = vm.state_mut().tree.trace.as_mut().and_then(|trace| trace.get_mut(note))
        && let Imported::Process { reply, .. } = &mut call.call
    {
        *reply = Some((bytes, packed & PACKED_ERROR != 0));
    }
    Ok(packed)
}

/// `yao.log`.
///
/// # Errors
///
/// What ends the guest: a message outside its memory, fuel used up. Nothing else about logging can fail.
pub fn log(vm: &mut (impl Vm + ?Sized), level: u32, message: (u32, u32)) -> Result<(), Fault> {
    let message = range("log message", message.0, message.1, vm.memory().len())?;
    charge(vm, Tree::import_cost(message.len()))?;
    let (memory, state) = vm.split();
    let whole = &memory[message];
    let label = Level::from_wire(level);
    state.tree.note(state.module.name(), || Imported::Log { level, label, message: whole.into() });
    write_line(state, label, whole);
    Ok(())
}

/// Hands one line of a guest to the sink, within the limits on log lines.
pub(crate) fn write_line(state: &mut State, level: Level, whole: &[u8]) {
    let limits = state.module.limits(state.owner.limits());
    let longest = usize::try_from(limits.log_message_bytes).unwrap_or(usize::MAX);
    let kept = &whole[..cut(whole, longest)];
    let bytes = state.tree.usage.log_bytes.saturating_add(kept.len() as u64);
    let lines = state.tree.usage.log_lines + 1;
    let over = |limit, counted| state.tree.check_counted(limits, limit, counted).is_err();
    let dropped = over(Limit::LogLines, lines) || over(Limit::LogBytes, bytes);
    let usage = &mut state.tree.usage;
    if dropped {
        usage.log_dropped += 1;
        return;
    }
    usage.log_lines = lines;
    usage.log_bytes = bytes;
    if let Some(host) = state.owner.host() {
        let message = String::from_utf8_lossy(kept);
        host.sink().log(&LogLine {
            module: state.module.name(),
            level,
            message,
            cut: whole.len() - kept.len(),
        });
    }
}

/// Where to cut a message of bytes so that no character of valid UTF-8 is cut in two.
fn cut(message: &[u8], longest: usize) -> usize {
    if message.len() <= longest {
        return message.len();
    }
    let continues = |at: &usize| message[*at] & 0xc0 == 0x80;
    // At most three bytes of a character precede its last; more continuation bytes than that are no character.
    (longest.saturating_sub(3)..=longest).rev().find(|at| !continues(at)).unwrap_or(longest)
}
