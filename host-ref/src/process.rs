//! Processes: what `yao.process` reaches beside other scripts.

use alloc::{format, vec::Vec};
use core::time::Duration;

use crate::{
    Codec, Error, Exception, Forged, Host, Value,
    abi::Code,
    codec::{self, Bounds},
    dispatch::{Caller, dispatch},
    tree::Tree,
};

/// What an implementation of a process may know of its call, and the way to call further processes.
///
/// Such calls share the budgets of the request that led here.
pub struct ProcessContext<'a> {
    pub(crate) caller: Caller<'a>,
    pub(crate) host: &'a Host,
    pub(crate) tree: &'a mut Tree,
}

impl ProcessContext<'_> {
    /// The module that called; empty when the embedder did.
    #[must_use]
    pub fn caller(&self) -> &str {
        self.caller.name()
    }

    /// How deep in guest calls this is; 1 is the outermost handler.
    #[must_use]
    pub fn depth(&self) -> u64 {
        self.tree.depth
    }

    /// The time until the deadline of the request, where there is a clock.
    ///
    /// The host cannot interrupt native code: all it can do is refuse a late reply. A process that waits, for a
    /// database or an answer from far away, waits no longer than this, and one that works for long asks
    /// [`ProcessContext::check_deadline`] now and then. Such a process ends with its request; any other holds the
    /// thread of the request for as long as it likes.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        self.tree.remaining_ns(self.host.clock()).map(Duration::from_nanos)
    }

    /// Whether the process may go on: for code that works for long, between its pieces.
    ///
    /// # Errors
    ///
    /// Code 408 when the deadline of the request has passed. Whatever the process then gives reaches nobody.
    pub fn check_deadline(&mut self) -> Result<(), Exception> {
        let caller = self.caller.name();
        self.tree
            .check_deadline(self.host.clock())
            .map_err(|fault| Error::from_fault(fault, caller, "yao.process").exception())
    }

    /// Calls another process, script or native, inside the same request. It counts as one level of depth, so
    /// processes that call each other end.
    ///
    /// Where the host has a policy, this needs a grant of the module that called this process: a process that calls
    /// what its arguments name lends nobody its own rights. See [`ProcessContext::call_as_host`].
    ///
    /// # Errors
    ///
    /// Whatever the callee fails with, as a caller sees it; code 403 when the module has no grant for it.
    pub fn call(&mut self, name: &str, args: &[Value]) -> Result<Value, Exception> {
        self.call_as(self.caller, name, args)
    }

    /// As [`ProcessContext::call`], with the rights of the host, which may call everything, in place of those of the
    /// module that called. For names that this process chooses itself, never for one that its caller gave it.
    ///
    /// # Errors
    ///
    /// Whatever the callee fails with, as a caller sees it.
    pub fn call_as_host(&mut self, name: &str, args: &[Value]) -> Result<Value, Exception> {
        self.call_as(Caller::HOST, name, args)
    }

    fn call_as(&mut self, caller: Caller<'_>, name: &str, args: &[Value]) -> Result<Value, Exception> {
        let fail = |fault| Error::from_fault(fault, self.caller.name(), name).exception();
        let args = codec::encode(Codec::MessagePack, &Value::Array(args.to_vec()))
            .map_err(|error| error.exception("arguments"))?;
        let limits = self.host.limits();
        self.tree.count_process(limits).and_then(|()| self.tree.enter(limits)).map_err(fail)?;
        let args = Encoded { codec: Codec::MessagePack, bytes: &args };
        let reply = dispatch(self.host, self.tree, caller, name.as_bytes(), args);
        self.tree.leave();
        reply.map_err(fail)??.into_value(Bounds::of(limits))
    }
}

/// Arguments or a result as bytes, with the codec they are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded<'a> {
    /// How the bytes are to be read. Never [`Codec::Opaque`] between a guest and a process.
    pub codec: Codec,
    /// One well-formed value of that codec; arguments are one array, or nothing at all for none.
    pub bytes: &'a [u8],
}

impl Encoded<'_> {
    /// Decodes arguments.
    ///
    /// # Errors
    ///
    /// Code 400 when they are not an array; what the host passes to a process is.
    pub fn args(self) -> Result<Vec<Value>, Exception> {
        match codec::decode(self.codec, self.bytes, Bounds::default()) {
            Ok(Value::Array(items)) => Ok(items),
            Ok(Value::Nil) if self.bytes.is_empty() => Ok(Vec::new()),
            Ok(other) => {
                let reason = format!("arguments that are {} instead of an array", other.kind());
                Err(Exception::new(Code::BAD_REQUEST.get(), reason))
            }
            Err(error) => Err(error.exception("arguments")),
        }
    }
}

/// What a process gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProcessReply {
    /// A value, which the host encodes for the caller.
    Value(Value),
    /// Bytes in a codec; the host checks them, and transcodes them when the caller's codec is another.
    Encoded(Codec, Vec<u8>),
    /// Bytes that reach the guest as they are, unchecked, with or without the error bit. For tests of guests against a
    /// host that misbehaves; no bytes with the error bit is how a host says that it got no memory for the reply.
    Unchecked {
        /// What is written into the guest.
        bytes: Vec<u8>,
        /// The error bit.
        error: bool,
    },
    /// A packed number that is made up, for tests of guests against a host that lies about where a reply is.
    Forged(Forged),
}

impl ProcessReply {
    /// The value, for a caller in the host.
    pub(crate) fn into_value(self, bounds: Bounds) -> Result<Value, Exception> {
        match self {
            Self::Value(value) => Ok(value),
            Self::Encoded(codec, bytes) => {
                codec::decode(codec, &bytes, bounds).map_err(|error| error.exception("reply"))
            }
            Self::Unchecked { bytes, error: true } => Err(codec::record::read(Codec::MessagePack, &bytes)),
            Self::Unchecked { bytes, error: false } => {
                codec::decode(Codec::MessagePack, &bytes, bounds).map_err(|error| error.exception("reply"))
            }
            Self::Forged(_) => {
                Err(Exception::new(Code::INTERNAL.get(), "a forged reply means something to a guest only"))
            }
        }
    }
}

/// A source of processes. The host asks its own scripts and closures first, then its registries in order.
pub trait ProcessRegistry: Send + Sync {
    /// Runs the process `name`, or gives `None` when it has none of that name.
    ///
    /// `args` was checked: it is one array, well formed, in the caller's codec, or no bytes for no arguments.
    fn call(
        &self,
        cx: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>>;
}
