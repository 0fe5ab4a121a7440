//! MessagePack to JSON and back: what has a form in the other codec can be read there, and a second trip changes
//! nothing more. (The first may: JSON has one width of float and one NaN.)

use yao_host::{
    Codec,
    codec::{self, Bounds},
};

use crate::{Verdict, bytes::hex, ensure};

/// Checks one input.
///
/// # Errors
///
/// What is lost on the way.
pub fn run(input: &[u8]) -> Verdict {
    trip(Codec::MessagePack, Codec::Json, input)?;
    trip(Codec::Json, Codec::MessagePack, input)
}

fn trip(from: Codec, to: Codec, input: &[u8]) -> Verdict {
    let step = |from: Codec, to: Codec, bytes: &[u8]| {
        codec::transcode(from, to, bytes, Bounds::default())
            .map_err(|why| format!("{} of {} to {}: {why}", hex(bytes), from.name(), to.name()))
    };
    let Ok(there) = step(from, to, input) else { return Ok(()) };
    let checked = codec::check(to, &there, Bounds::default());
    ensure!(checked.is_ok(), "{} of {} became {}: {checked:?}", hex(input), from.name(), hex(&there));
    let back = step(to, from, &there)?;
    let again = step(from, to, &back)?;
    ensure!(there == again, "{} of {} became {}, then {}", hex(input), from.name(), hex(&there), hex(&again));
    ensure!(
        step(to, from, &again)? == back,
        "{} of {}: the second trip back differs from the first",
        hex(input),
        from.name()
    );
    Ok(())
}
