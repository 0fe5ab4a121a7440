//! Patterns of process names, keys and hashes: what they match, and what is refused as unclear.

use yao_host::trust::{Pattern, PublicKey, hex, parse_sha256};

use super::{key, public};

#[test]
fn a_pattern_matches_whole_segments() {
    for (pattern, yes, no) in [
        (
            "models.user.find",
            &["models.user.find"][..],
            &["models.user", "models.user.find.all", "models.user.Find"][..],
        ),
        (
            "models.user.*",
            &["models.user.find", "models.user.*"],
            &["models.user", "models.user.find.all", "models.users.find", "xmodels.user.find"],
        ),
        (
            "models.*.find",
            &["models.user.find", "models.a-b_1.find"],
            &["models.find", "models.user.x.find", "models.user.find.x"],
        ),
        (
            "models.**",
            &["models.user", "models.user.find", "models.a.b.c.d"],
            &["models", "model.user", "modelsx.user"],
        ),
        ("*.**", &["a.b", "a.b.c"], &["a"]),
        ("*", &["a", "greet"], &["a.b"]),
        ("**", &["a", "a.b", "scripts.x.y"], &[]),
        ("*.*", &["a.b"], &["a", "a.b.c"]),
        ("scripts.lib.echo.*", &["scripts.lib.echo.echo"], &["scripts.lib.echo", "scripts.lib"]),
    ] {
        let compiled = Pattern::new(pattern).unwrap();
        assert_eq!(compiled.as_str(), pattern);
        for name in yes {
            assert!(compiled.matches(name), "{pattern} has to match {name}");
        }
        for name in no {
            assert!(!compiled.matches(name), "{pattern} must not match {name}");
        }
    }
}

#[test]
fn a_pattern_that_could_mean_two_things_is_refused() {
    for (pattern, says) in [
        ("", "an empty pattern"),
        (".", "segment 1 of 2 is empty"),
        ("models.", "segment 2 of 2 is empty"),
        (".models", "segment 1 of 2 is empty"),
        ("models..find", "segment 2 of 3 is empty"),
        ("models.**.find", "** before the end"),
        ("**.find", "** before the end"),
        ("models.user*", "\"user*\" has a * as a part"),
        ("models.*r", "\"*r\" has a * as a part"),
        ("models.***", "\"***\" has a * as a part"),
        ("models.user.find ", "no segment of a process name"),
        ("models/user", "no segment of a process name"),
        ("models.{a,b}", "no segment of a process name"),
        ("models.[ab]", "no segment of a process name"),
        ("models.?", "no segment of a process name"),
        ("!models", "no segment of a process name"),
        ("modèles", "no segment of a process name"),
        ("a\u{0}b", "no segment of a process name"),
    ] {
        let error = Pattern::new(pattern).unwrap_err();
        assert!(error.message.contains(says), "{pattern:?}: {error}");
    }
}

#[test]
fn a_long_pattern_and_a_long_name_are_matched_in_one_pass() {
    // Patterns with many stars are slow to match where a star may be any number of segments.
    let pattern = Pattern::new(&format!("{}**", "*.".repeat(5000))).unwrap();
    let name = vec!["a"; 5000].join(".");
    assert!(!pattern.matches(&name));
    assert!(pattern.matches(&format!("{name}.a")));
}

#[test]
fn a_hash_is_64_digits_of_either_case() {
    let lower = "00ff17".to_owned() + &"ab".repeat(29);
    let hash = parse_sha256(&lower).unwrap();
    assert_eq!((hash[0], hash[1], hash[2], hash[31]), (0, 0xff, 0x17, 0xab));
    assert_eq!(parse_sha256(&lower.to_uppercase()).unwrap(), hash);
    assert_eq!(hex(&hash), lower);
    for (text, says) in [
        (&lower[..63], "63 digits"),
        (&lower[..62], "62 digits"),
        ("", "0 digits"),
        (&format!("{lower}00"), "66 digits"),
        (&format!("sha256:{lower}"), "'s' at character 1"),
        (&format!(" {lower}"), "' ' at character 1"),
        (&lower.replace('a', "g"), "'g' at character 7"),
        (&lower.replace('f', "é"), "'é' at character 3"),
    ] {
        let error = parse_sha256(text).unwrap_err();
        assert!(error.message.contains(says), "{text}: {error}");
    }
}

#[test]
fn a_key_reads_as_it_is_written() {
    let public = public(&key(1));
    let text = public.to_string();
    assert_eq!(text.len(), "ed25519:".len() + 44);
    assert_eq!(text.parse::<PublicKey>().unwrap(), public);
    let base64 = text.strip_prefix("ed25519:").unwrap();
    for wrong in [
        base64.to_owned(),
        format!("ED25519:{base64}"),
        format!("ed25519: {base64}"),
        format!("ed25519:{}", base64.trim_end_matches('=')),
        format!("ed25519:{base64}="),
        format!("ed25519:{}", &base64[4..]),
        format!("ed25519:AAAA{base64}"),
        format!("ed25519:{}", hex(public.as_bytes())),
        "ed25519:".into(),
        String::new(),
    ] {
        assert!(wrong.parse::<PublicKey>().is_err(), "{wrong}");
    }
}

#[test]
fn a_key_that_anybody_can_sign_for_is_refused() {
    // The points of small order, and ones whose y is not below the prime.
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    (minus_one[0], minus_one[31]) = (0xec, 0x7f);
    let mut zero_plus_p = minus_one;
    zero_plus_p[0] = 0xed;
    let mut one_plus_p = minus_one;
    one_plus_p[0] = 0xee;
    for weak in [[0; 32], one, minus_one, zero_plus_p, one_plus_p, [0xff; 32]] {
        let error = PublicKey::new(weak).unwrap_err();
        assert!(error.message.contains("weak"), "{weak:02x?}: {error}");
    }
}
