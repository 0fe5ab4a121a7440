//! The decoders of the Rust SDK, and the host's values as that SDK sees them.

use yao_sdk::{
    Value,
    codec::{Reader, decode, encode},
};

/// What the SDK makes of bytes of MessagePack; `None` when it refuses them.
pub(crate) fn msgpack(bytes: &[u8]) -> Option<Value> {
    decode(bytes).ok()
}

/// Whether the SDK skips over exactly these bytes, as it does with arguments that nobody asked for.
pub(crate) fn skips(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(bytes);
    reader.skip();
    reader.finish().is_ok()
}

/// The bytes of a value.
pub(crate) fn to_msgpack(value: &Value) -> Vec<u8> {
    encode(value).to_vec()
}

/// The host's value, with the last of equal keys at the place of the first.
pub(crate) fn value(value: &yao_host::Value) -> Value {
    use yao_host::Value as Host;
    match value {
        Host::Nil => Value::Nil,
        Host::Bool(truth) => Value::Bool(*truth),
        Host::Int(number) => Value::from(*number),
        Host::UInt(number) => Value::from(*number),
        Host::F32(float) => Value::F32(*float),
        Host::F64(float) => Value::F64(*float),
        Host::Str(text) => Value::Str(text.clone()),
        Host::Bin(bytes) => Value::Bin(bytes.clone()),
        Host::Array(items) => Value::Array(items.iter().map(self::value).collect()),
        Host::Map(pairs) => {
            let mut entries: Vec<(Value, Value)> = Vec::new();
            for (key, value) in pairs {
                let (key, value) = (self::value(key), self::value(value));
                match entries.iter_mut().find(|(present, _)| *present == key) {
                    Some(entry) => entry.1 = value,
                    None => entries.push((key, value)),
                }
            }
            Value::Map(entries)
        }
        Host::Ext(kind, bytes) => Value::Ext(*kind, bytes.clone()),
    }
}

/// The same value with every NaN the same: which one it is may change on the way.
pub(crate) fn quiet(value: &yao_host::Value) -> yao_host::Value {
    use yao_host::Value as Host;
    match value {
        Host::F32(float) if float.is_nan() => Host::F32(f32::NAN),
        Host::F64(float) if float.is_nan() => Host::F64(f64::NAN),
        Host::Array(items) => Host::Array(items.iter().map(quiet).collect()),
        Host::Map(pairs) => Host::Map(pairs.iter().map(|(key, value)| (quiet(key), quiet(value))).collect()),
        other => other.clone(),
    }
}

/// The SDK as a guest whose codec is JSON.
#[cfg(feature = "sdk-json")]
pub(crate) mod json {
    use yao_sdk::{self as yao, Value, testing::Host};

    #[yao::handler(rest)]
    fn fuzz_arguments(arguments: Vec<Value>) -> Vec<Value> {
        arguments
    }

    /// What the SDK makes of a payload, and writes again; `None` when it refuses the payload.
    pub(crate) fn rewritten(payload: &[u8]) -> Option<Vec<u8>> {
        Host::new().call_raw("fuzz_arguments", payload).ok()
    }
}
