//! What a fixture finds around it: the same for every engine that runs it.

use std::sync::atomic::{AtomicU64, Ordering};

use yao_host::{
    Clock, Codec, Engine, Error, Exception, Host, HostBuilder, Module, Outcome, Session, Value, codec,
};

use crate::fixture::Fixture;

/// The name that the guest of a fixture is loaded under: its handlers are `scripts.hostile.*`.
pub(crate) const HOSTILE: &str = "hostile";

/// A clock that goes on by so many microseconds whenever it is looked at.
struct Ticks(AtomicU64, u64);

impl Clock for Ticks {
    fn now_ns(&self) -> u64 {
        self.0.fetch_add(self.1 * 1000, Ordering::Relaxed)
    }
}

/// A host with everything that a fixture may call.
pub(crate) fn builder(engine: &Engine, fixture: &Fixture) -> HostBuilder {
    Host::builder(engine)
        .clock(Ticks(AtomicU64::new(0), fixture.tick_us))
        .process("t.nil", |_, _| Ok(Value::Nil))
        .process("t.echo", |_, args| Ok(Value::Array(args.to_vec())))
        .process("t.fail", |_, _| Err(Exception::new(400, "t.fail always fails")))
        .process("t.text", |_, args| match args {
            // Not more than the host would let through: the process is no part of the test.
            [Value::Int(len)] => Ok(Value::Str("x".repeat(usize::try_from(*len).unwrap_or(0).min(1 << 25)))),
            _ => Err(Exception::new(400, "t.text takes a length")),
        })
        .process("t.back", |context, _| context.call("scripts.hostile.h", &[]))
}

/// The payload of arguments; none are no bytes.
pub(crate) fn payload(args: &[Value]) -> Vec<u8> {
    if args.is_empty() {
        return Vec::new();
    }
    codec::encode(Codec::MessagePack, &Value::Array(args.to_vec())).expect("JSON can be said in MessagePack")
}

/// What a call with a handle of one session gives in another of the same module.
pub(crate) fn foreign(host: &Host, module: &Module, class: &str, method: &str) -> Result<Outcome, Error> {
    let mut first = Session::open(host, module)?;
    let mut second = Session::open(host, module)?;
    let handle = first.create(class, &[])?;
    second.call(&handle, method, &[])
}
