//! `yao.toml`: what is in it, and every slip with its place.

use yao_host::{Limit, trust::Policy};

use super::{key, policy, public};

#[test]
fn a_whole_file_is_read() {
    let text = format!(
        r#"# Keys may stand below the modules that name them.
        [modules.greet]
        signed_by = ["release", "ci"]
        sha256 = ["{}"]
        may_call = ["utils.greet", "models.user.*"]
        limits = {{ memory_pages = 16, fuel = 1_000_000, deadline_ms = 0x10 }}

        [modules."lib.echo"]
        unverified = true

        [modules.lib]
        signed_by = "ci"
        [modules.lib.limits]
        call_depth = 2

        [keys]
        release = "{}"
        ci = "{}"
        "#,
        "Ab".repeat(32),
        public(&key(1)),
        public(&key(2))
    );
    let policy = policy(&text);
    assert_eq!(policy.source(), "app/yao.toml");
    let keys: Vec<_> = policy.keys().map(|(name, key)| (name, *key)).collect();
    assert_eq!(keys, [("release", public(&key(1))), ("ci", public(&key(2)))]);
    let rules: Vec<_> = policy.rules().map(|rule| rule.module()).collect();
    assert_eq!(rules, ["greet", "lib", "lib.echo"]);
    let greet = policy.rules().next().unwrap();
    assert_eq!(greet.limits(), [(Limit::MemoryPages, 16), (Limit::Fuel, 1_000_000), (Limit::DeadlineMs, 16)]);
    assert!(greet.grants("utils.greet") && greet.grants("models.user.find") && !greet.grants("models.user"));
    assert!(policy.rules().skip(1).all(|rule| !rule.grants("utils.greet")));
}

#[test]
fn an_empty_file_is_an_empty_policy() {
    for text in ["", "# nothing", "[keys]", "[modules]", "[keys]\n[modules]\n"] {
        assert_eq!(policy(text).rules().count(), 0);
    }
}

#[test]
fn every_slip_is_an_error_with_its_place() {
    let hash = "ab".repeat(32);
    let key = public(&key(1)).to_string();
    let m = "[modules.m]\n";
    let mut wrong = Vec::new();
    for (text, place, says) in [
        // No TOML at all.
        ("[modules".into(), "1:9", "no TOML"),
        ("a = 1\na = 2".into(), "2:1", "no TOML: duplicate key"),
        (format!("{m}unverified = true\n{m}unverified = true"), "3:10", "no TOML: duplicate key"),
        ("x = \"\u{e9}\" y".into(), "1:9", "no TOML"),
        // Unknown keys.
        ("[module.m]".into(), "1:2", "unknown key `module` in the file; did you mean `modules`?"),
        ("[[key]]".into(), "1:3", "did you mean `keys`?"),
        ("zebra = 1".into(), "1:1", "unknown key `zebra` in the file; the keys here are keys, modules"),
        (
            format!("{m}sha265 = \"{hash}\""),
            "2:1",
            "unknown key `sha265` in a module; did you mean `sha256`?",
        ),
        (format!("{m}signed-by = \"k\""), "2:1", "did you mean `signed_by`?"),
        (format!("{m}may_cal = \"k\""), "2:1", "did you mean `may_call`?"),
        (format!("{m}limit = {{}}"), "2:1", "did you mean `limits`?"),
        (
            "[modules.lib.echo]\nunverified = true".into(),
            "1:14",
            "a module whose name has a dot is written [modules.\"a.b\"]",
        ),
        (
            format!("{m}unverified = true\nlimits = {{ feul = 1 }}"),
            "3:12",
            "unknown key `feul` in limits; did you mean `fuel`?",
        ),
        (
            format!("{m}unverified = true\nlimits = {{ sessions = 1 }}"),
            "3:12",
            "limit sessions is of the whole host",
        ),
        // Wrong types.
        ("keys = 1".into(), "1:8", "keys is a table, not this integer"),
        ("modules = []".into(), "1:11", "modules is a table, not this array"),
        ("modules.m = 1".into(), "1:13", "a module is a table, not this integer"),
        ("[keys]\nk = 1".into(), "2:5", "a key is a string, not this integer"),
        (format!("{m}sha256 = 1"), "2:10", "sha256 is a string, or an array of strings, not this integer"),
        (format!("{m}sha256 = [\"{hash}\", 1]"), "2:79", "a hash is a string, not this integer"),
        (
            format!("{m}may_call = true"),
            "2:12",
            "may_call is a string, or an array of strings, not this boolean",
        ),
        (format!("{m}may_call = [[]]"), "2:13", "a pattern is a string, not this array"),
        (format!("{m}unverified = true\nlimits = 1"), "3:10", "limits is a table, not this integer"),
        (
            format!("{m}unverified = true\nlimits = {{ fuel = \"1\" }}"),
            "3:19",
            "a limit is an integer from 0 to",
        ),
        (
            format!("{m}unverified = true\nlimits = {{ fuel = -1 }}"),
            "3:19",
            "a limit is an integer from 0 to",
        ),
        (format!("{m}unverified = true\nlimits = {{ fuel = 1.0 }}"), "3:19", "not this float"),
        (
            format!("{m}unverified = true\nlimits = {{ fuel = 99999999999999999999 }}"),
            "3:19",
            "a limit is an integer",
        ),
        // Unclear or weak.
        (m.into(), "1:10", "nothing says which bytes module m may have"),
        (format!("{m}may_call = \"a.b\""), "1:10", "nothing says which bytes module m may have"),
        ("[modules.\"\"]\nunverified = true".into(), "1:10", "a module without a name"),
        (format!("{m}unverified = false"), "2:14", "unverified is only ever true"),
        (format!("{m}unverified = \"true\""), "2:14", "unverified is only ever true"),
        (
            format!("{m}unverified = true\nsha256 = \"{hash}\""),
            "2:1",
            "module m has both sha256 and unverified",
        ),
        (format!("{m}sha256 = []"), "2:10", "sha256 is empty, so no module passes"),
        (format!("{m}signed_by = []"), "2:13", "signed_by is empty, so no module passes"),
        (format!("{m}sha256 = \"{}\"", &hash[1..]), "2:10", "a hash of 63 digits"),
        (format!("{m}sha256 = [\"{hash}\",\n\"sha256:{hash}\"]"), "3:1", "a hash with 's' at character 1"),
        (
            format!("{m}signed_by = \"relase\"\n[keys]\nrelease = \"{key}\""),
            "2:13",
            "no key is called `relase`; did you mean `release`?",
        ),
        (
            format!("{m}signed_by = \"ops\""),
            "2:13",
            "no key is called `ops`; add ops = \"ed25519:...\" to [keys]",
        ),
        (format!("{m}may_call = [\"a.b\", \"models.u*\"]"), "2:20", "has a * as a part of a segment"),
        (
            format!("[keys]\nk = \"{}\"", key.replace("ed25519:", "")),
            "2:5",
            "a key that does not start with ed25519:",
        ),
        (format!("[keys]\nk = \"ed25519:{}\"", &hash[..44]), "2:5", "a key with 44 characters"),
        (
            "[keys]\nk = \"ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"".into(),
            "2:5",
            "or a weak one",
        ),
    ] {
        let shown = match Policy::from_toml(&text, "yao.toml") {
            Ok(_) => String::from("it is read"),
            Err(error) => error.to_string(),
        };
        let right = shown.starts_with(&format!("yao.toml:{place}: ")) && shown.contains(says);
        if !right || shown.contains('\n') {
            wrong.push(format!("{text}\n  {shown}\n  not {place}, {says}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn columns_are_characters_and_lines_count_every_end() {
    let error = Policy::from_toml(
        "# é\r\n\n[modules.\"é漢\"]\nunverified = true\nlimits = { \"é\" = 1, x = 2 }",
        "f",
    )
    .unwrap_err();
    assert_eq!((error.line, error.column), (5, 12));
    assert_eq!(error.source, "f");
}

#[test]
fn hostile_files_are_errors() {
    let deep = format!("a = {}{}", "[".repeat(50_000), "]".repeat(50_000));
    let nested = format!("a = {}1{}", "{a=".repeat(50_000), "}".repeat(50_000));
    let dotted = format!("{}b = 1", "a.".repeat(50_000));
    for text in [deep, nested, dotted, "\u{0}".into(), "\u{feff}[keys]\u{1}".into()] {
        assert!(Policy::from_toml(&text, "f").is_err());
    }
}
