//! Any bytes as MessagePack and as JSON: the decoders of the host, of the Rust SDK and of other libraries refuse them
//! together or agree on what they say, and what was decoded survives being written and read again.

use yao_host::{
    Codec, Value,
    codec::{self, Bounds, CodecError, Outline},
};

use crate::{Verdict, bytes::hex, ensure, sdk};

/// Checks one input.
///
/// # Errors
///
/// What two decoders do not agree on.
pub fn run(input: &[u8]) -> Verdict {
    msgpack(input)?;
    json(input)
}

fn msgpack(input: &[u8]) -> Verdict {
    let bounds = Bounds::default();
    let decoded = codec::decode(Codec::MessagePack, input, bounds);
    let checked = codec::check(Codec::MessagePack, input, bounds);
    let shown = || hex(input);
    ensure!(
        decoded.is_ok() == checked.is_ok(),
        "msgpack {}: decoding gives {decoded:?}, checking {checked:?}",
        shown()
    );
    let theirs = sdk::msgpack(input);
    ensure!(theirs.is_some() == decoded.is_ok(), "msgpack {}: host {decoded:?}, SDK {theirs:?}", shown());
    ensure!(
        sdk::skips(input) == (decoded.is_ok() && !input.is_empty()),
        "msgpack {}: the SDK skips what it refuses, or the other way round",
        shown()
    );
    others(input, &decoded)?;
    let value = match decoded {
        Ok(value) => value,
        Err(why) => return place(&why, input),
    };
    let outline = if matches!(value, Value::Array(_)) { Outline::Array } else { Outline::Other };
    ensure!(checked == Ok(outline), "msgpack {}: checked as {checked:?}, decoded as {value:?}", shown());
    let theirs = theirs.unwrap_or_default();
    let same = sdk::value(&value);
    ensure!(same == theirs, "msgpack {}: host {same:?}, SDK {theirs:?}", shown());

    let written = codec::encode(Codec::MessagePack, &value).map_err(|why| format!("{value:?}: {why}"))?;
    ensure!(
        input.is_empty() || written.len() <= input.len(),
        "msgpack {}: written longer, as {}",
        shown(),
        hex(&written)
    );
    let again = codec::decode(Codec::MessagePack, &written, bounds);
    ensure!(again.as_ref() == Ok(&value), "{value:?} written as {} is read as {again:?}", hex(&written));
    let by_sdk = sdk::to_msgpack(&same);
    let back = codec::decode(Codec::MessagePack, &by_sdk, bounds).map(|value| sdk::value(&value));
    ensure!(
        back.as_ref() == Ok(&same),
        "{same:?} written by the SDK as {} is read as {back:?}",
        hex(&by_sdk)
    );
    Ok(())
}

/// What rmpv says, where it means the same: it takes the reserved byte for nil, text that is no UTF-8 as it is, and
/// nesting of any depth.
fn others(input: &[u8], decoded: &Result<Value, CodecError>) -> Verdict {
    if input.is_empty() {
        return Ok(());
    }
    let mut rest = input;
    let theirs = rmpv::decode::read_value(&mut rest).ok().filter(|_| rest.is_empty());
    match (decoded, theirs) {
        (Ok(value), Some(theirs)) => {
            let ours = codec::encode(Codec::MessagePack, value).map_err(|why| why.to_string())?;
            let mut bytes = Vec::new();
            rmpv::encode::write_value(&mut bytes, &theirs).map_err(|why| why.to_string())?;
            ensure!(ours == bytes, "msgpack {}: ours {}, rmpv {}", hex(input), hex(&ours), hex(&bytes));
        }
        (Ok(value), None) => return Err(format!("msgpack {}: {value:?}, rmpv refuses it", hex(input))),
        (Err(why), Some(theirs)) => ensure!(
            input.contains(&0xc1) || !is_text(&theirs) || nesting(&theirs) > Bounds::default().depth,
            "msgpack {}: refused with {why}, rmpv reads {theirs}",
            hex(input)
        ),
        (Err(_), None) => {}
    }
    Ok(())
}

fn is_text(value: &rmpv::Value) -> bool {
    match value {
        rmpv::Value::String(text) => text.is_str(),
        rmpv::Value::Array(items) => items.iter().all(is_text),
        rmpv::Value::Map(pairs) => pairs.iter().all(|(key, value)| is_text(key) && is_text(value)),
        _ => true,
    }
}

fn nesting(value: &rmpv::Value) -> u32 {
    match value {
        rmpv::Value::Array(items) => 1 + items.iter().map(nesting).max().unwrap_or(0),
        rmpv::Value::Map(pairs) => {
            1 + pairs.iter().flat_map(|(key, value)| [nesting(key), nesting(value)]).max().unwrap_or(0)
        }
        _ => 0,
    }
}

/// Whether an error names a place in the input.
fn place(why: &CodecError, input: &[u8]) -> Verdict {
    match why {
        CodecError::Malformed { offset, reason } => {
            ensure!(
                *offset <= input.len() && !reason.is_empty(),
                "{}: '{reason}' at byte {offset}",
                hex(input)
            );
            Ok(())
        }
        CodecError::Elements { .. } => Ok(()),
        other => Err(format!("{}: reading fails with {other:?}", hex(input))),
    }
}

fn json(input: &[u8]) -> Verdict {
    let text = || String::from_utf8_lossy(input).into_owned();
    let decoded = codec::decode(Codec::Json, input, Bounds::default());
    #[cfg(feature = "sdk-json")]
    same_in_sdk(input)?;
    let value = match decoded {
        Ok(value) => value,
        Err(why) => return place(&why, input),
    };
    if !input.is_empty() {
        let theirs = serde_json::from_slice::<serde_json::Value>(input);
        ensure!(theirs.is_ok(), "json {}: {value:?}, serde_json refuses it: {theirs:?}", text());
    }
    let written = codec::encode(Codec::Json, &value).map_err(|why| format!("json {}: {why}", text()))?;
    let again = codec::decode(Codec::Json, &written, Bounds::default());
    ensure!(
        again.as_ref() == Ok(&value),
        "json {}: {value:?} written as {} is read as {again:?}",
        text(),
        String::from_utf8_lossy(&written)
    );
    Ok(())
}

/// The input as the only arguments of a handler of the Rust SDK.
#[cfg(feature = "sdk-json")]
fn same_in_sdk(input: &[u8]) -> Verdict {
    let payload = [b"[", input, b"]"].concat();
    let text = || String::from_utf8_lossy(&payload).into_owned();
    let ours = codec::decode(Codec::Json, &payload, Bounds::default());
    let theirs = sdk::json::rewritten(&payload);
    ensure!(ours.is_ok() == theirs.is_some(), "json {}: host {ours:?}, SDK {theirs:?}", text());
    let (Ok(ours), Some(theirs)) = (ours, theirs) else { return Ok(()) };
    let read = codec::decode(Codec::Json, &theirs, Bounds::default());
    let (ours, read) = (sdk::value(&ours), read.map(|value| sdk::value(&value)));
    ensure!(
        read.as_ref() == Ok(&ours),
        "json {}: host {ours:?}, SDK {}",
        text(),
        String::from_utf8_lossy(&theirs)
    );
    Ok(())
}
