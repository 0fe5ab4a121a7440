//! Reads key files: those of `keygen` and of the `wasmsign2` command (a byte that says what it is, then the key), and
//! PEM or DER as `openssl genpkey -algorithm ed25519` writes them.

use std::path::Path;

use wasmsign2::{KeyPair, SecretKey};
use yao_host::trust::PublicKey;

use super::exit::{Exit, Failure};
use super::{files, input};

/// More than any form of a key needs.
const MAX_BYTES: u64 = 4096;

/// The first byte of a secret key.
const SECRET: u8 = 0x81;

const FORMS: &str = "a key file is one of `yao-host keygen`, of `wasmsign2 keygen`, or PEM of `openssl genpkey -algorithm ed25519`";

/// A secret key, with the public one that belongs to it.
pub(crate) fn secret(path: &Path) -> Result<(SecretKey, PublicKey), Failure> {
    let name = input::name(path);
    let bytes = read(path)?;
    let wrong = |what: &str| Failure::usage(format!("{name} is {what}")).help(FORMS);
    let secret = SecretKey::from_any(&bytes).map_err(|_| {
        let public = wasmsign2::PublicKey::from_any(&bytes).is_ok();
        wrong(if public { "a public key, and signing needs the secret one" } else { "no secret key" })
    })?;
    if path.as_os_str() != "-" && files::open_to_others(path) {
        return Err(Failure::usage(format!("others than its owner may read or write the secret key {name}"))
            .help(format!(
                "chmod 600 {name}; if somebody may have read it, make another with `yao-host keygen`"
            )));
    }
    // A file can hold any two halves; with wrong ones each signature would give the secret away.
    let whole = ed25519_compact::KeyPair::try_from_seed(secret.sk.seed())
        .ok()
        .filter(|pair| *pair.pk == *secret.sk.public_key())
        .ok_or_else(|| wrong("a secret key whose public half is not its own"))?;
    let public = PublicKey::new(*whole.pk).map_err(|error| wrong(&error.message))?;
    Ok((secret, public))
}

/// A public key: a file, or its text as `yao.toml` has it. Gives the name that messages call it.
pub(crate) fn public(text: &str) -> Result<(String, PublicKey), Failure> {
    let malformed = |error: yao_host::trust::Malformed| Failure::usage(error.message).help(error.help);
    if text.starts_with("ed25519:") {
        return text.parse().map(|key| (String::from("the key"), key)).map_err(malformed);
    }
    let path = Path::new(text);
    let bytes = read(path)?;
    let name = input::name(path);
    if let Some(key) = str::from_utf8(&bytes).ok().filter(|text| text.starts_with("ed25519:")) {
        return key.trim_end().parse().map(|key| (name, key)).map_err(malformed);
    }
    let key = wasmsign2::PublicKey::from_any(&bytes).map_err(|_| {
        let secret = bytes.first() == Some(&SECRET) || SecretKey::from_any(&bytes).is_ok();
        let what = if secret { "a secret key, and this takes the public one" } else { "no public key" };
        Failure::usage(format!("{name} is {what}")).help(FORMS)
    })?;
    PublicKey::new(*key.pk).map(|key| (name, key)).map_err(malformed)
}

/// A new pair.
pub(crate) fn generate() -> Result<(KeyPair, PublicKey), Failure> {
    let pair = KeyPair::generate();
    let public = PublicKey::new(*pair.pk.pk)
        .map_err(|error| Failure::new(Exit::Io, format!("the random numbers of this system made {error}")))?;
    Ok((pair, public))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    input::read(path, MAX_BYTES, "").map_err(|failure| match failure.exit {
        Exit::Limit => failure.help(FORMS),
        _ => failure,
    })
}
