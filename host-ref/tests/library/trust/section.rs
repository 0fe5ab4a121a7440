//! The signature section: what counts as signed, and what hostile bytes can do with it.

use sha2::{Digest as _, Sha256};
use wasmsign2::{SignatureData, SignatureForHashes, SignedHashes};
use yao_host::trust::{Signed, Verdict};

use super::{key, leb, policy, public, refusal, section, sign, with_section, write};
use crate::guests::{ECHO, guest, wasm};

/// A module with every kind of section that a guest can have.
fn many_sections() -> Vec<u8> {
    let module = wasm(
        r#"(module (@custom "first" "x") (type (func)) (import "yao" "log" (func $log (param i32 i32 i32)))
            (table 2 funcref) (memory (export "memory") 1) (global (mut i32) (i32.const 7))
            (func (export "yao_abi_v1") (result i32) (i32.const 0)) (func $s) (start $s)
            (elem (i32.const 0) func $s) (data (i32.const 0) "data") (@custom "last" "bytes"))"#,
    );
    let parsed = wasmsign2::Module::deserialize(&mut &module[..]).unwrap();
    assert!(parsed.sections.len() >= 12, "{}", parsed.sections.len());
    module
}

fn verdict(bytes: &[u8], seed: u8) -> Option<Verdict> {
    Signed::read(bytes).unwrap().map(|signed| signed.verdict(&public(&key(seed))))
}

/// Reading and verifying hold no more memory at a time than this, whatever the bytes say.
const MOST_BYTES: u64 = 64 * 1024;

/// Reads and verifies, within bounds; whether the bytes are malformed.
fn bounded(bytes: &[u8]) -> bool {
    let key = public(&key(1));
    let mut read = Ok(None);
    let used = allocation_counter::measure(|| {
        read = Signed::read(bytes).map(|signed| signed.map(|signed| signed.verdict(&key)));
    });
    assert!(used.bytes_max <= MOST_BYTES, "{} bytes for a module of {}", used.bytes_max, bytes.len());
    read.is_err()
}

/// Whether a policy that trusts key 1 admits the bytes; the kind of the refusal otherwise.
fn admit(bytes: &[u8]) -> Result<(), &'static str> {
    let text = format!("[keys]\nk = \"{}\"\n[modules.m]\nsigned_by = \"k\"", public(&key(1)));
    policy(&text).admit("m", bytes).map(drop).map_err(|error| refusal(error).kind)
}

#[test]
fn what_wasmsign2_signs_verifies_here() {
    let module = many_sections();
    let signed = sign(&module, &key(1));
    assert_eq!(verdict(&signed, 1), Some(Verdict::Signed));
    assert_eq!(verdict(&signed, 2), Some(Verdict::Absent));
    assert_eq!(verdict(&module, 1), None);
    assert_eq!(Signed::read(&signed).unwrap().unwrap().content(), &module[8..]);
    // With an id of the key, and several keys.
    let id = b"an id".to_vec();
    let parsed = wasmsign2::Module::deserialize(&mut &signed[..]).unwrap();
    let twice = write(key(2).sk.sign_multi(parsed, Some(&id), false, false).unwrap().0);
    assert_eq!(
        (verdict(&twice, 1), verdict(&twice, 2), verdict(&twice, 3)),
        (Some(Verdict::Signed), Some(Verdict::Signed), Some(Verdict::Absent))
    );
    assert_eq!(Signed::read(&twice).unwrap().unwrap().count(), 2);
}

#[test]
fn a_module_that_was_split_into_parts_verifies_as_a_whole_only() {
    let parsed = wasmsign2::Module::deserialize(&mut &many_sections()[..]).unwrap();
    let mut number = 0;
    let split = parsed
        .split(|_| {
            number += 1;
            number < 6
        })
        .unwrap();
    let (signed, _) = key(1).sk.sign_multi(split, None, false, false).unwrap();
    let joints: Vec<_> =
        (0..signed.sections.len()).filter(|at| signed.sections[*at].is_signature_delimiter()).collect();
    assert_eq!(joints.len(), 2);
    assert_eq!(verdict(&write(signed.clone()), 1), Some(Verdict::Signed));
    assert_eq!(admit(&write(signed.clone())), Ok(()));
    // Cut at the first joint: wasmsign2 takes that for signed, and it is another program.
    let mut cut = signed;
    cut.sections.truncate(joints[0] + 1);
    let cut = write(cut);
    assert!(key(1).pk.verify(&mut &cut[..], None).is_ok());
    assert_eq!(verdict(&cut, 1), Some(Verdict::OtherBytes));
    assert_eq!(admit(&cut), Err("tampered"));
}

#[test]
fn a_change_of_any_byte_is_refused() {
    let module = many_sections();
    let signed = sign(&module, &key(1));
    let content = signed.len() - (module.len() - 8);
    let mut tampered = 0;
    for at in 0..signed.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = signed.clone();
            changed[at] ^= change;
            let kind = admit(&changed).unwrap_err();
            // The header and the signature may break in many ways; what is signed is known to be changed.
            if at >= content {
                // A section that no longer ends is no module any more.
                assert!(matches!(kind, "tampered" | "malformed_signature"), "byte {at}: {kind}");
                tampered += usize::from(kind == "tampered");
            }
        }
    }
    assert!(tampered > (signed.len() - content) * 2, "{tampered} of {}", signed.len());
}

#[test]
fn a_section_that_is_added_removed_or_moved_is_refused() {
    let signed = wasmsign2::Module::deserialize(&mut &sign(&many_sections(), &key(1))[..]).unwrap();
    let count = signed.sections.len();
    for at in 1..count {
        let mut without = signed.clone();
        without.sections.remove(at);
        assert_eq!(admit(&write(without)), Err("tampered"), "without section {at}");
        let mut moved = signed.clone();
        let section = moved.sections.remove(at);
        moved.sections.insert(if at == count - 1 { 1 } else { at + 1 }, section);
        assert_eq!(admit(&write(moved)), Err("tampered"), "section {at} moved");
    }
    for at in 1..=count {
        let mut added = signed.clone();
        let section = wasmsign2::CustomSection::new("x".into(), vec![1]);
        added.sections.insert(at, wasmsign2::Section::Custom(section));
        assert_eq!(admit(&write(added)), Err("tampered"), "a section added at {at}");
    }
    // In front of the signature: it is not the first section any more.
    let mut first = signed;
    first.sections.insert(0, wasmsign2::Section::Custom(wasmsign2::CustomSection::new("x".into(), vec![1])));
    assert_eq!(admit(&write(first)), Err("malformed_signature"));
}

#[test]
fn a_signature_that_is_moved_doubled_or_renamed_is_refused() {
    let module = many_sections();
    let signed = sign(&module, &key(1));
    let parsed = wasmsign2::Module::deserialize(&mut &signed[..]).unwrap();
    for to in 1..parsed.sections.len() {
        let mut moved = parsed.clone();
        let signature = moved.sections.remove(0);
        moved.sections.insert(to, signature);
        assert_eq!(admit(&write(moved)), Err("malformed_signature"), "moved to {to}");
        let mut doubled = parsed.clone();
        doubled.sections.insert(to, doubled.sections[0].clone());
        assert_eq!(admit(&write(doubled)), Err("malformed_signature"), "doubled at {to}");
    }
    let error = Signed::read(&with_section(&signed, "signature", &section(&signed))).unwrap_err();
    assert!(error.message.contains("second signature section, number 2"), "{error}");
    for name in ["Signature", "signature ", "signatur", "", "signature_delimiter"] {
        assert_eq!(admit(&with_section(&module, name, &section(&signed))), Err("unsigned"), "{name:?}");
    }
    assert_eq!(admit(&module), Err("unsigned"));
}

#[test]
fn a_signature_of_one_module_is_none_of_another() {
    let other = sign(&guest(ECHO), &key(1));
    assert_eq!(admit(&with_section(&many_sections(), "signature", &section(&other))), Err("tampered"));
    // The hash of these bytes, under the signature of others.
    let module = many_sections();
    let forged = forge(&module, |_, set| {
        set.signatures =
            SignatureData::deserialize(section(&other)).unwrap().signed_hashes_set[0].signatures.clone();
    });
    assert_eq!(admit(&forged), Err("wrong_signer"));
}

/// The module with the data of a good signature by key 1, changed.
fn forge(module: &[u8], change: impl FnOnce(&mut SignatureData, &mut SignedHashes)) -> Vec<u8> {
    let mut data = SignatureData::deserialize(section(&sign(module, &key(1)))).unwrap();
    let mut set = data.signed_hashes_set.remove(0);
    change(&mut data, &mut set);
    data.signed_hashes_set.insert(0, set);
    with_section(module, "signature", &data.serialize().unwrap())
}

#[test]
fn what_is_signed_is_the_hash_of_what_follows_the_signature() {
    let module = many_sections();
    let content: [u8; 32] = Sha256::digest(&module[8..]).into();
    let file: [u8; 32] = Sha256::digest(&module).into();
    let by_hand = |message: &[u8], hashes: Vec<Vec<u8>>| {
        forge(&module, |_, set| {
            set.hashes = hashes;
            set.signatures[0].signature = key(1).sk.sk.sign(message, None).to_vec();
        })
    };
    let domain = b"wasmsig\x01\x01\x01";
    assert_eq!(admit(&by_hand(&[&domain[..], &content].concat(), vec![content.to_vec()])), Ok(()));
    // The hash of the whole file, of nothing, no hash, another domain, the bare hash, the hash not last.
    for (message, hashes) in [
        ([&domain[..], &file].concat(), vec![file.to_vec()]),
        ([&domain[..], &Sha256::digest(b"")].concat(), vec![Sha256::digest(b"").to_vec()]),
        (domain.to_vec(), vec![]),
        ([&b"wasmsig\x02\x01\x01"[..], &content].concat(), vec![content.to_vec()]),
        ([&b"WASMSIG\x01\x01\x01"[..], &content].concat(), vec![content.to_vec()]),
        (content.to_vec(), vec![content.to_vec()]),
        ([&domain[..], &content, &file].concat(), vec![content.to_vec(), file.to_vec()]),
    ] {
        let kind = admit(&by_hand(&message, hashes)).unwrap_err();
        assert!(matches!(kind, "tampered" | "wrong_signer"), "{kind}");
    }
    // Signed hashes cannot be taken apart again.
    let both = [&domain[..], &file, &content].concat();
    assert_eq!(admit(&by_hand(&both, vec![file.to_vec(), content.to_vec()])), Ok(()));
    assert_eq!(admit(&by_hand(&both, vec![content.to_vec()])), Err("wrong_signer"));
}

#[test]
fn a_signature_section_cut_anywhere_is_refused() {
    let module = many_sections();
    let payload = section(&sign(&module, &key(1)));
    for cut in 0..payload.len() {
        assert_eq!(
            admit(&with_section(&module, "signature", &payload[..cut])),
            Err("malformed_signature"),
            "{cut}"
        );
    }
    for more in [&[0][..], &[0; 100], &payload] {
        let longer = [&payload, more].concat();
        assert_eq!(admit(&with_section(&module, "signature", &longer)), Err("malformed_signature"));
    }
    // And the module itself.
    let signed = sign(&module, &key(1));
    for cut in 0..signed.len() {
        assert!(admit(&signed[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn lengths_that_lie_are_refused_before_anything_is_allocated() {
    let module = many_sections();
    let huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
    let start = [1, 1, 1];
    let one_set = |inside: &[u8]| {
        let mut payload = [&start[..], &[1]].concat();
        leb(inside.len(), &mut payload);
        payload.extend_from_slice(inside);
        payload
    };
    let one_signature = |inside: &[u8]| {
        let mut set = vec![0, 1];
        leb(inside.len(), &mut set);
        set.extend_from_slice(inside);
        one_set(&set)
    };
    for payload in [
        [&start[..], &huge].concat(),
        [&start[..], &[1], &huge].concat(),
        one_set(&huge),
        one_set(&[&[0], &huge[..]].concat()),
        one_set(&[&[0, 1], &huge[..]].concat()),
        one_signature(&huge),
        one_signature(&[&[0, 1], &huge[..]].concat()),
        // 2^27 hashes of 32 bytes are 2^32 bytes.
        one_set(&[0x80, 0x80, 0x80, 0x40]),
        // A number of six bytes, and one with bits beyond 32.
        [&start[..], &[0x80, 0x80, 0x80, 0x80, 0x80, 0]].concat(),
        [&start[..], &[0xff, 0xff, 0xff, 0xff, 0x1f]].concat(),
    ] {
        let bytes = with_section(&module, "signature", &payload);
        assert_eq!(admit(&bytes), Err("malformed_signature"), "{payload:02x?}");
        assert!(bounded(&bytes), "{payload:02x?}");
    }
    // A section that claims four gigabytes, with and without the name.
    for body in [&[][..], b"\x09signature\x01\x01\x01"] {
        let bytes = [&module[..8], &[0], &huge, body].concat();
        assert_eq!(admit(&bytes), Err("malformed_signature"));
        assert!(bounded(&bytes));
    }
}

#[test]
fn work_on_hostile_signatures_is_bounded() {
    let module = many_sections();
    let good = SignatureData::deserialize(section(&sign(&module, &key(1)))).unwrap();
    let one = &good.signed_hashes_set[0].signatures[0];
    let with = |count: usize, sets: usize| {
        forge(&module, |data, set| {
            set.signatures = vec![one.clone(); count];
            data.signed_hashes_set = vec![set.clone(); sets - 1];
        })
    };
    assert_eq!(admit(&with(16, 1)), Ok(()));
    assert_eq!(admit(&with(8, 2)), Ok(()));
    assert_eq!(admit(&with(17, 1)), Err("malformed_signature"));
    assert_eq!(admit(&with(3, 6)), Err("malformed_signature"));
    // As much as a section may hold.
    let full = forge(&module, |_, set| {
        set.hashes = vec![vec![0; 32]; 60];
        set.signatures = vec![one.clone(); 16];
    });
    assert!(!bounded(&full));
    // A large module is hashed where it is.
    let large = sign(&with_section(&module, "x", &vec![7; 10_000_000]), &key(1));
    assert!(!bounded(&large));
    let long = forge(&module, |_, set| set.hashes = vec![vec![0; 32]; 600]);
    let error = Signed::read(&long).unwrap_err();
    assert!(error.message.contains("over the limit of 16384"), "{error}");
}

#[test]
fn other_versions_and_algorithms_are_told_apart() {
    let module = many_sections();
    for at in 0..3 {
        let mut payload = section(&sign(&module, &key(1)));
        payload[at] = 2;
        let error = Signed::read(&with_section(&module, "signature", &payload)).unwrap_err();
        assert!(error.message.contains("this host knows 1, 1, 1"), "{error}");
    }
    // An algorithm of the future is passed over, and its signature may have any length.
    let future = SignatureForHashes { key_id: None, alg_id: 9, signature: vec![7; 100] };
    let beside = forge(&module, |_, set| set.signatures.insert(0, future.clone()));
    assert_eq!(admit(&beside), Ok(()));
    let alone = forge(&module, |_, set| set.signatures = vec![future]);
    assert_eq!(admit(&alone), Err("wrong_signer"));
    for len in [0, 63, 65] {
        let short = forge(&module, |_, set| set.signatures[0].signature = vec![0; len]);
        assert_eq!(admit(&short), Err("malformed_signature"), "{len}");
    }
}

#[test]
fn a_signature_is_never_valid_for_a_key_it_only_names() {
    let module = many_sections();
    // The id says key 1, the signature is of key 2.
    let id = key(1).pk.attach_default_key_id().key_id;
    let parsed = wasmsign2::Module::deserialize(&mut &module[..]).unwrap();
    let confused = write(key(2).sk.sign_multi(parsed, id.as_ref(), false, false).unwrap().0);
    assert_eq!(admit(&confused), Err("wrong_signer"));
    // S + L is the same number to a careless verifier.
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let malleable = forge(&module, |_, set| {
        let mut carry = 0;
        for (byte, add) in set.signatures[0].signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = (sum & 0xff) as u8;
            carry = sum >> 8;
        }
        assert_eq!(carry, 0);
    });
    assert_eq!(admit(&malleable), Err("wrong_signer"));
    assert_eq!(
        admit(&forge(&module, |_, set| set.signatures[0].signature = vec![0; 64])),
        Err("wrong_signer")
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_section_panics_and_only_the_signed_bytes_pass(payload: Vec<u8>, at: proptest::sample::Index, byte: u8, keep: bool) {
        let module = guest(ECHO);
        let signed = sign(&module, &key(1));
        // Random payloads, and a good one with one byte changed.
        let payload = if keep {
            let mut good = section(&signed);
            let at = at.index(good.len());
            good[at] = byte;
            good
        } else {
            payload
        };
        let bytes = with_section(&module, "signature", &payload);
        bounded(&bytes);
        if admit(&bytes).is_ok() {
            proptest::prop_assert_eq!(payload, section(&signed));
        }
    }
}
