//! From a process name to an answer: another script, a closure, or a registry.

use alloc::{borrow::Cow, format};

use crate::{
    Codec, Encoded, Error, Exception, Fault, Host, Limits, Module, ProcessContext, ProcessReply, Reply,
    Value,
    abi::{Code, Limit},
    codec::{self, Bounds, Outline},
    guest::Guest,
    tree::{Tree, over},
};

/// Who calls a process.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a>(Option<&'a Module>);

impl<'a> Caller<'a> {
    /// The host itself, which may call everything.
    pub(crate) const HOST: Self = Self(None);

    pub(crate) fn guest(module: &'a Module) -> Self {
        Self(Some(module))
    }

    /// The module; empty for the host itself.
    pub(crate) fn name(self) -> &'a str {
        self.0.map_or("", Module::name)
    }

    /// The limits that hold for what it gives and gets.
    pub(crate) fn limits(self, host: &'a Host) -> &'a Limits {
        self.0.map_or(host.limits(), |module| module.limits(host.limits()))
    }

    fn check(self, process: &str) -> Result<(), Exception> {
        match self.0.and_then(Module::admission) {
            Some(admission) => admission.rule.check_call(process),
            None => Ok(()),
        }
    }
}

/// Calls a process. A fault is only what ends the whole request; everything else is the caller's to handle.
pub(crate) fn dispatch(
    host: &Host,
    tree: &mut Tree,
    caller: Caller<'_>,
    name: &[u8],
    args: Encoded<'_>,
) -> Result<Result<ProcessReply, Exception>, Fault> {
    let limits = caller.limits(host);
    let allowed = over(Limit::ProcessNameBytes, limits.process_name_bytes, name.len() as u64)
        .and_then(|()| tree.count_bytes(limits, args.bytes.len()));
    if let Err(fault) = allowed {
        return Ok(Err(exception(fault, caller.name(), "yao.process")));
    }
    let Ok(name) = core::str::from_utf8(name) else {
        return Ok(Err(Exception::new(Code::BAD_REQUEST.get(), "a process name that is not UTF-8")));
    };
    if !is_process_name(name) {
        let reason = format!("{name:?} is no process name: segments of A-Z a-z 0-9 _ -, with dots between");
        return Ok(Err(Exception::new(Code::BAD_REQUEST.get(), reason)));
    }
    // Before anything is looked up: what is not granted is refused, whether or not there is such a process.
    if let Err(exception) = caller.check(name) {
        return Ok(Err(exception));
    }
    let bounds = Bounds::of(limits);
    if let Err(exception) = check_args(args, bounds) {
        return Ok(Err(exception));
    }
    if let Some((module, handler)) = host.script(name) {
        tree.usage.nested_calls += 1;
        return run_script(host, tree, caller, module, handler, args);
    }
    let reply = {
        let mut cx = ProcessContext { caller, host, tree };
        host.run_native(&mut cx, name, args)
    };
    let reply =
        reply.unwrap_or_else(|| Err(Exception::new(Code::NOT_FOUND.get(), format!("no process {name}"))));
    Ok(reply.and_then(|reply| check_reply(reply, bounds, name)))
}

/// In one pass: every call of a process comes by here.
fn is_process_name(name: &str) -> bool {
    let mut before = b'.';
    let segments = name.bytes().all(|byte| {
        let fits = if byte == b'.' { before != b'.' } else { stands_in_segment(byte) };
        before = byte;
        fits
    });
    segments && before != b'.'
}

/// Whether this can stand between the dots of a process name.
pub(crate) fn is_segment(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(stands_in_segment)
}

fn stands_in_segment(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Arguments are one array, or nothing for none.
fn check_args(args: Encoded<'_>, bounds: Bounds) -> Result<(), Exception> {
    match codec::check(args.codec, args.bytes, bounds) {
        Ok(Outline::Array) => Ok(()),
        Ok(Outline::Other) if args.bytes.is_empty() => Ok(()),
        Ok(Outline::Other) => Err(Exception::new(Code::BAD_REQUEST.get(), "arguments that are not an array")),
        Err(error) => Err(error.exception("arguments")),
    }
}

/// What a native process encoded itself is checked as a guest's bytes are.
fn check_reply(reply: ProcessReply, bounds: Bounds, name: &str) -> Result<ProcessReply, Exception> {
    if let ProcessReply::Encoded(codec, bytes) = &reply
        && let Err(error) = codec::check(*codec, bytes, bounds)
    {
        return Err(Exception::new(Code::INTERNAL.get(), format!("reply of process {name}: {error}")));
    }
    Ok(reply)
}

/// The error record of a fault that does not end the whole request.
pub(crate) fn exception(fault: Fault, module: &str, export: &str) -> Exception {
    Error::from_fault(fault, module, export).exception()
}

/// Runs a handler of another script in a nested instance, within limits of its own where it has any.
fn run_script(
    host: &Host,
    tree: &mut Tree,
    caller: Caller<'_>,
    module: &Module,
    handler: &str,
    args: Encoded<'_>,
) -> Result<Result<ProcessReply, Exception>, Fault> {
    let Some(rule) = module.own_limits() else { return run(host, tree, module, handler, args) };
    let outer = tree.narrow(host.limits(), host.clock(), rule);
    // The arguments were checked by the limits of the caller.
    let limits = module.limits(host.limits());
    let fewer = limits.payload_elements < caller.limits(host).payload_elements;
    let checked = if fewer { check_args(args, Bounds::of(limits)) } else { Ok(()) };
    let outcome = match checked {
        Ok(()) => run(host, tree, module, handler, args),
        Err(exception) => Ok(Err(exception)),
    };
    let ends_here = tree.widen(host.clock(), outer, outcome.as_ref().err());
    match outcome {
        Err(fault) if ends_here => Ok(Err(exception(fault, module.name(), handler))),
        outcome => outcome,
    }
}

fn run(
    host: &Host,
    tree: &mut Tree,
    module: &Module,
    handler: &str,
    args: Encoded<'_>,
) -> Result<Result<ProcessReply, Exception>, Fault> {
    if let Err(fault) = tree.enter(host.limits()) {
        return Ok(Err(exception(fault, module.name(), handler)));
    }
    let outcome = match payload(module.info().codec, args, Bounds::of(module.limits(host.limits()))) {
        Ok(payload) => nested(host, tree, module, handler, &payload),
        Err(exception) => Ok(Err(exception)),
    };
    tree.leave();
    outcome
}

fn nested(
    host: &Host,
    tree: &mut Tree,
    module: &Module,
    handler: &str,
    payload: &[u8],
) -> Result<Result<ProcessReply, Exception>, Fault> {
    match Guest::once(host, module, tree, handler, payload) {
        Ok(Reply::Value(bytes)) => {
            let codec = module.info().codec;
            // Its form was checked when it was copied out.
            Ok(Ok(match codec {
                Codec::Opaque => ProcessReply::Value(Value::Bin(bytes)),
                codec => ProcessReply::Encoded(codec, bytes),
            }))
        }
        Ok(Reply::Error { exception, .. }) => Ok(Err(exception)),
        Err(fault) if fault.ends_request() => Err(fault),
        Err(fault) => Ok(Err(exception(fault, module.name(), handler))),
    }
}

/// The payload that a script takes for these arguments: they themselves where the codec is the same.
fn payload<'a>(to: Codec, args: Encoded<'a>, bounds: Bounds) -> Result<Cow<'a, [u8]>, Exception> {
    if args.bytes.is_empty() || to == args.codec {
        return Ok(Cow::Borrowed(args.bytes));
    }
    if to != Codec::Opaque {
        let payload = codec::transcode(args.codec, to, args.bytes, bounds);
        return payload.map(Cow::Owned).map_err(|error| error.exception("arguments"));
    }
    match codec::decode(args.codec, args.bytes, bounds).map_err(|error| error.exception("arguments"))? {
        Value::Array(mut items) => match (items.pop(), items.is_empty()) {
            (None, _) => Ok(Cow::Borrowed(&[])),
            (Some(Value::Bin(bytes)), true) => Ok(Cow::Owned(bytes)),
            _ => Err(Exception::new(Code::BAD_REQUEST.get(), "a script with the opaque codec takes one bin")),
        },
        _ => Err(Exception::new(Code::BAD_REQUEST.get(), "arguments that are not an array")),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_process_name, is_segment};

    #[test]
    fn a_process_name_is_segments_with_dots_between() {
        let by_parts = |name: &str| name.split('.').all(is_segment);
        for name in
            ["a", "a.b", "models.user.Find", "a-b._c", "", ".", "a.", ".a", "a..b", "a b", "a.\u{e9}", "a/b"]
        {
            assert_eq!(is_process_name(name), by_parts(name), "{name:?}");
        }
        assert!(is_process_name("scripts.validate.Check"));
        assert!(!is_process_name("scripts..Check"));
    }
}
