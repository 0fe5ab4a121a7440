//! Which modules a policy admits.

use sha2::{Digest as _, Sha256};
use yao_host::{
    Config, Engine, Error,
    trust::{Policy, Rule, hex},
};

use super::{engine, key, policy, public, refusal, sign};
use crate::guests::{ECHO, guest, quiet};

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn load(text: &str, name: &str, bytes: &[u8]) -> Result<yao_host::Module, Error> {
    engine(policy(text)).load(name, bytes)
}

#[test]
fn without_a_policy_every_module_loads() {
    let signed = sign(&guest(ECHO), &key(1));
    let engine = Engine::new(Config::default());
    assert!(engine.load("any", &guest(ECHO)).is_ok());
    assert!(engine.load("any", &signed).is_ok());
}

#[test]
fn an_empty_policy_admits_nothing() {
    let refusal = refusal(load("", "greet", &guest(ECHO)).unwrap_err());
    assert_eq!(refusal.kind, "unlisted_module");
    assert_eq!(refusal.message, "module greet is not listed in app/yao.toml");
    assert!(
        refusal.help.contains("[modules.greet]") && refusal.help.contains(&sha256(&guest(ECHO))),
        "{refusal}"
    );
}

#[test]
fn a_module_is_listed_by_its_whole_name() {
    let bytes = guest(ECHO);
    let text = format!("[modules.\"lib.echo\"]\nsha256 = \"{}\"", sha256(&bytes));
    assert!(load(&text, "lib.echo", &bytes).is_ok());
    for other in ["lib", "echo", "Lib.echo", "lib.echo ", "lib.echo.x", ""] {
        let refusal = refusal(load(&text, other, &bytes).unwrap_err());
        assert_eq!(refusal.kind, "unlisted_module", "{other:?}");
        assert!(refusal.help.starts_with("add [modules."), "{refusal}");
    }
}

#[test]
fn a_module_with_a_listed_hash_of_either_case_loads() {
    let bytes = guest(ECHO);
    let hash = sha256(&bytes);
    let zeros = "0".repeat(64);
    for list in [
        format!("\"{hash}\""),
        format!("[\"{}\"]", hash.to_uppercase()),
        format!("[\"{zeros}\", \"{hash}\"]"),
    ] {
        let text = format!("[modules.greet]\nsha256 = {list}");
        assert!(load(&text, "greet", &bytes).is_ok(), "{list}");
    }
    let text = format!("[modules.greet]\n\nsha256 = \"{zeros}\"");
    let refusal = refusal(load(&text, "greet", &bytes).unwrap_err());
    assert_eq!(refusal.kind, "hash_mismatch");
    assert!(
        refusal.message.contains(&hash) && refusal.message.contains("app/yao.toml:3 (sha256)"),
        "{refusal}"
    );
    assert!(refusal.help.contains(&format!("add \"{hash}\"")), "{refusal}");
}

#[test]
fn a_signed_module_loads_and_says_who_signed_it() {
    let text = format!(
        "[keys]\na = \"{}\"\nb = \"{}\"\n[modules.greet]\nsigned_by = [\"a\", \"b\"]",
        public(&key(1)),
        public(&key(2))
    );
    for (seed, name) in [(1, "a"), (2, "b")] {
        let signed = sign(&guest(ECHO), &key(seed));
        assert!(load(&text, "greet", &signed).is_ok());
        let provenance = policy(&text).admit("greet", &signed).unwrap();
        assert_eq!(provenance.signer, Some((name.into(), public(&key(seed)))));
        assert!(!provenance.listed);
        assert_eq!(hex(&provenance.sha256), sha256(&signed));
    }
}

#[test]
fn a_module_without_a_signature_is_refused_where_one_is_wanted() {
    let text = format!("[keys]\nrelease = \"{}\"\n[modules.greet]\nsigned_by = \"release\"", public(&key(1)));
    let signed = sign(&guest(ECHO), &key(1));
    // Nothing but the bytes of the module counts; its signature stripped away is no signature.
    for bytes in [guest(ECHO), [&signed[..8], &guest(ECHO)[8..]].concat()] {
        let refusal = refusal(load(&text, "greet", &bytes).unwrap_err());
        assert_eq!(refusal.kind, "unsigned");
        assert_eq!(
            refusal.message,
            "module greet has no signature, and app/yao.toml:4 (signed_by) wants one by release"
        );
        assert!(refusal.help.contains("yao-host sign"), "{refusal}");
    }
}

#[test]
fn a_signature_of_another_key_is_refused_by_its_name() {
    let text = format!(
        "[keys]\nrelease = \"{}\"\nstaging = \"{}\"\n[modules.greet]\nsigned_by = \"release\"",
        public(&key(1)),
        public(&key(2))
    );
    for (seed, says) in [
        (2, "is signed by staging, and app/yao.toml:5 (signed_by) wants release"),
        (3, "keys that the policy does not know"),
    ] {
        let refusal = refusal(load(&text, "greet", &sign(&guest(ECHO), &key(seed))).unwrap_err());
        assert_eq!(refusal.kind, "wrong_signer");
        assert!(refusal.message.contains(says), "{refusal}");
    }
}

#[test]
fn a_rule_with_hash_and_key_wants_both() {
    let signed = sign(&guest(ECHO), &key(1));
    let other = sign(&guest(ECHO), &key(2));
    let rule = |hash: &str| {
        format!("[keys]\na = \"{}\"\n[modules.m]\nsha256 = \"{hash}\"\nsigned_by = \"a\"", public(&key(1)))
    };
    let provenance = policy(&rule(&sha256(&signed))).admit("m", &signed).unwrap();
    assert!(provenance.listed && provenance.signer.is_some());
    assert_eq!(refusal(load(&rule(&sha256(&other)), "m", &signed).unwrap_err()).kind, "hash_mismatch");
    assert_eq!(refusal(load(&rule(&sha256(&other)), "m", &other).unwrap_err()).kind, "wrong_signer");
}

#[test]
fn an_unverified_module_loads_with_any_bytes() {
    let text = "[modules.m]\nunverified = true";
    assert!(load(text, "m", &guest(ECHO)).is_ok());
    assert!(load(text, "m", &sign(&guest(ECHO), &key(9))).is_ok());
}

#[test]
fn a_rule_that_names_nothing_admits_nothing() {
    let policy = Policy::new("table").with_rule(Rule::new("m"));
    let refusal = refusal(engine(policy).load("m", &guest(ECHO)).unwrap_err());
    assert_eq!(refusal.kind, "unlisted_module");
    assert!(refusal.message.contains("table"), "{refusal}");
}

#[test]
fn nothing_of_a_refused_module_is_looked_at() {
    // No module at all, and one whose start function traps: the policy speaks first.
    let traps = crate::guests::wasm("(module (func unreachable) (start 0))");
    for bytes in [&b"no module"[..], b"", &traps] {
        let refusal = refusal(load("", "m", bytes).unwrap_err());
        assert_eq!(refusal.kind, "unlisted_module");
    }
    let text = format!("[keys]\na = \"{}\"\n[modules.m]\nsigned_by = \"a\"", public(&key(1)));
    assert_eq!(refusal(load(&text, "m", &traps).unwrap_err()).kind, "unsigned");
    assert_eq!(refusal(load(&text, "m", b"no module").unwrap_err()).kind, "malformed_signature");
}

#[test]
fn bytes_that_are_loaded_by_one_name_are_still_refused_by_another() {
    let bytes = guest(ECHO);
    let text = format!(
        "[modules.good]\nsha256 = \"{}\"\n[modules.bad]\nsha256 = \"{}\"",
        sha256(&bytes),
        "0".repeat(64)
    );
    let engine = engine(policy(&text));
    let kept = engine.load("good", &bytes).unwrap();
    assert_eq!(refusal(engine.load("bad", &bytes).unwrap_err()).kind, "hash_mismatch");
    assert_eq!(refusal(engine.load("other", &bytes).unwrap_err()).kind, "unlisted_module");
    drop(kept);
}

#[test]
fn a_module_of_another_engine_does_not_run_where_there_is_a_policy() {
    let bytes = guest(ECHO);
    let with = engine(policy("[modules.m]\nunverified = true"));
    let again = engine(policy("[modules.m]\nunverified = true"));
    let without = Engine::new(Config::default());
    let other = Engine::new(Config::default());
    for (host, loads, runs) in [
        (&with, &with, true),
        (&with, &without, false),
        (&without, &with, false),
        (&with, &again, false),
        (&without, &other, true),
    ] {
        let module = loads.load("m", &bytes).unwrap();
        let host = quiet(host).script(module.clone()).build();
        let direct = host.request(&module, "echo", &[]).map(drop);
        let by_name = host.call("scripts.m.echo", &[1.into()]).map(drop);
        let session = yao_host::Session::open(&host, &module).map(drop);
        for result in [direct, session] {
            match result {
                Ok(()) => assert!(runs),
                Err(error) => assert_eq!((refusal(error).kind, runs), ("foreign_module", false)),
            }
        }
        match by_name {
            Ok(()) => assert!(runs),
            Err(error) => assert_eq!((error.exception().code, runs), (403, false), "{error}"),
        }
        assert_eq!(host.live_instances(), 0);
    }
}
