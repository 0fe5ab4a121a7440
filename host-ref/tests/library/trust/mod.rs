//! Policies: which modules an engine takes, and what they may do.

mod calls;
mod file;
mod limits;
mod modules;
mod names;
mod section;

use wasmsign2::{KeyPair, SectionLike as _};
use yao_host::{
    Config, Engine, Error,
    trust::{Policy, PublicKey, Refusal},
};

/// A key of the tests: the same in every run, another for every number.
pub(crate) fn key(seed: u8) -> KeyPair {
    let pair = ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new([seed; 32]));
    KeyPair {
        pk: wasmsign2::PublicKey { pk: pair.pk, key_id: None },
        sk: wasmsign2::SecretKey { sk: pair.sk },
    }
}

pub(crate) fn public(pair: &KeyPair) -> PublicKey {
    PublicKey::new(*pair.pk.pk).unwrap()
}

/// What `wasmsign2 sign` makes of a module.
pub(crate) fn sign(module: &[u8], pair: &KeyPair) -> Vec<u8> {
    let module = wasmsign2::Module::deserialize(&mut &module[..]).unwrap();
    write(pair.sk.sign_multi(module, None, false, false).unwrap().0)
}

pub(crate) fn write(module: wasmsign2::Module) -> Vec<u8> {
    let mut bytes = Vec::new();
    module.serialize(&mut bytes).unwrap();
    bytes
}

/// The payload of the signature section of a signed module.
pub(crate) fn section(signed: &[u8]) -> Vec<u8> {
    let module = wasmsign2::Module::deserialize(&mut &signed[..]).unwrap();
    module.sections[0].payload().to_vec()
}

/// The module with this as its first section, `name` as its name.
pub(crate) fn with_section(module: &[u8], name: &str, payload: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    leb(name.len(), &mut body);
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(payload);
    let mut bytes = module[..8].to_vec();
    bytes.push(0);
    leb(body.len(), &mut bytes);
    bytes.extend_from_slice(&body);
    bytes.extend_from_slice(&module[8..]);
    bytes
}

pub(crate) fn leb(mut number: usize, to: &mut Vec<u8>) {
    while number > 0x7f {
        to.push(0x80 | u8::try_from(number & 0x7f).unwrap());
        number >>= 7;
    }
    to.push(u8::try_from(number).unwrap());
}

pub(crate) fn engine(policy: Policy) -> Engine {
    Engine::new(Config::default().with_policy(policy))
}

/// The policy of a `yao.toml`.
pub(crate) fn policy(text: &str) -> Policy {
    Policy::from_toml(text, "app/yao.toml").unwrap_or_else(|error| panic!("{error}"))
}

/// The refusal of a module; its code is 403.
pub(crate) fn refusal(error: Error) -> Refusal {
    assert_eq!(error.code().get(), 403, "{error}");
    assert_eq!(error.exception().code, 403);
    match error {
        Error::Forbidden { refusal, .. } => *refusal,
        other => panic!("{other}"),
    }
}
