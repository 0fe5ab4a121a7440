//! What crosses the boundary as JSON: both directions of it, the host's for tests.

use crate::{
    codec::{Reader, Writer},
    error::{Error, Result},
    mem::{Buf, Packed},
};

/// Reads arguments from a payload.
pub(crate) fn accept<T>(payload: &Buf, body: impl FnOnce(&mut Reader<'_>) -> Result<T>) -> Result<T> {
    let payload = to_msgpack(payload)?;
    body(&mut payload.reader())
}

/// A result that was written.
pub(crate) fn result(writer: Writer) -> Result<Packed> {
    to_json(writer.bytes()).map(Buf::into_packed)
}

/// An error record. One that JSON cannot hold loses its details.
pub(crate) fn failure(error: Error) -> Packed {
    let json = super::print(error.record())
        .or_else(|_| super::print(Error::new(error.code(), error.message()).record()))
        // Code and message are always JSON; no bytes are an error record as well.
        .unwrap_or(Buf::EMPTY);
    json.into_packed().into_error()
}

/// Sends encoded arguments and gives the reply, both MessagePack on this side.
pub(crate) fn exchange(args: &[u8], send: impl FnOnce(&[u8]) -> Packed) -> Packed {
    let args = match to_json(args) {
        Ok(args) => args,
        Err(error) => return error.into_packed(),
    };
    let reply = send(&args);
    drop(args);
    if reply.is_error() {
        return error_from(reply).into_packed();
    }
    match to_msgpack(&Buf::adopt(reply)) {
        Ok(value) => value.into_packed(),
        // The caller of this guest did nothing wrong.
        Err(error) => error.of_reply().into_packed(),
    }
}

/// An error record that came as JSON.
pub(crate) fn error_from(packed: Packed) -> Error {
    if packed.is_empty() {
        return Error::adopt(packed);
    }
    let json = Buf::adopt(Packed::new(packed.address(), packed.len()));
    // What is not JSON stays as it is: no error record either, which whoever asks is told.
    Error::adopt(super::parse(&json).unwrap_or(json).into_packed())
}

/// No bytes are a nil on both sides.
fn to_msgpack(json: &[u8]) -> Result<Buf> {
    if json.is_empty() { Ok(Buf::EMPTY) } else { super::parse(json) }
}

fn to_json(msgpack: &[u8]) -> Result<Buf> {
    if msgpack.is_empty() { Ok(Buf::EMPTY) } else { super::print(msgpack) }
}

#[cfg(all(not(target_family = "wasm"), not(feature = "postcard")))]
pub(crate) use host::{args_from, error_to, payload_to, reply_to, result_from};

/// What a host does, for the mock.
#[cfg(all(not(target_family = "wasm"), not(feature = "postcard")))]
mod host {
    use std::vec::Vec;

    use super::{Buf, Error, Packed, Result, Writer, failure, to_json, to_msgpack};

    pub(crate) fn args_from(args: &[u8]) -> Result<Vec<u8>> {
        to_msgpack(args).map(|args| args.to_vec())
    }

    pub(crate) fn reply_to(value: Buf) -> Packed {
        to_json(&value).map_or_else(failure, Buf::into_packed)
    }

    pub(crate) fn error_to(error: Error) -> Packed {
        failure(error)
    }

    pub(crate) fn payload_to(args: Writer) -> Buf {
        to_json(args.bytes()).unwrap_or_else(|error| panic!("these arguments are no JSON: {error}"))
    }

    pub(crate) fn result_from(value: Buf) -> Result<Buf> {
        to_msgpack(&value)
    }
}
