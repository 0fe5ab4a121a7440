//! Third-party test data: every encoding of `msgpack-test-suite` through an export that echoes.

use std::{fs, path::Path};

use serde_json::Value as Json;

use crate::{bytes::from_hex, case::Vectors, codec, matching, notation::show};

/// The encodings of one group.
///
/// # Errors
///
/// When the file cannot be read, or does not hold as many encodings as the case says.
pub fn read(vectors: &Vectors, root: &Path) -> Result<Vec<Vec<u8>>, String> {
    let path = root.join(&vectors.file);
    let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", vectors.file))?;
    let json: Json = serde_json::from_str(&text).map_err(|why| format!("{}: {why}", vectors.file))?;
    let values = json[&vectors.group]
        .as_array()
        .ok_or_else(|| format!("{}: no group '{}'", vectors.file, vectors.group))?;
    let encodings = values.iter().flat_map(|value| value["msgpack"].as_array().into_iter().flatten());
    let encodings: Vec<Vec<u8>> =
        encodings.map(|hex| from_hex(hex.as_str().unwrap_or_default())).collect::<Result<_, _>>()?;
    if encodings.len() != vectors.encodings {
        let (found, expected) = (encodings.len(), vectors.encodings);
        return Err(format!(
            "{}: group '{}' has {found} encodings, expected {expected}",
            vectors.file, vectors.group
        ));
    }
    Ok(encodings)
}

/// Whether the echo is the same value in its shortest form.
///
/// # Errors
///
/// What differs.
pub fn judge(sent: &[u8], result: &[u8]) -> Result<(), String> {
    let sent = codec::decode(sent)?;
    // The empty result is nil, and one byte shorter than its encoding.
    if result.is_empty() && sent.is_nil() {
        return Ok(());
    }
    let got = codec::decode(result)?;
    if !matching::same(&sent, &got) {
        return Err(format!("came back as {}, expected {}", show(&got), show(&sent)));
    }
    let mut shortest = Vec::new();
    rmpv::encode::write_value(&mut shortest, &sent).map_err(|why| why.to_string())?;
    if result != shortest {
        let (got, shortest) = (crate::bytes::to_hex(result, 32), crate::bytes::to_hex(&shortest, 32));
        return Err(format!("came back as {got}; the shortest form is {shortest}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_must_keep_the_value_and_be_short() {
        assert_eq!(judge(&[0xcd, 0, 1], &[1]), Ok(()));
        assert!(judge(&[0xcd, 0, 1], &[0xcc, 1]).unwrap_err().contains("the shortest form is 01"));
        assert!(judge(&[0xca, 0, 0, 0, 0], &[0]).unwrap_err().contains("expected"));
        assert_eq!(judge(&[0xc0], &[]), Ok(()));
    }
}
