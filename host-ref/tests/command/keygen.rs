//! `yao-host keygen` and what its keys do. Keys are random, so no file holds what it prints.

use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use wasmsign2::{PublicKey, SecretKey};

use crate::{run, written};

/// The keys of the tests, the same in every run; made by hand, so that they are what `keygen` has to be like.
pub(crate) fn fixed_keys(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder can be made");
    let write = |name: &str, bytes: &[u8], mode: u32| {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("a key can be written");
        set_mode(&path, mode);
    };
    for (name, seed) in [("release", 1), ("staging", 2)] {
        let pair = pair(seed);
        write(&format!("{name}.key"), &[&[0x81][..], &*pair.sk].concat(), 0o600);
        write(&format!("{name}.pub"), &[&[0x01][..], &*pair.pk].concat(), 0o644);
    }
    let (release, staging) = (pair(1), pair(2));
    write("open.key", &[&[0x81][..], &*release.sk].concat(), 0o644);
    write("halves.key", &[&[0x81][..], &release.sk[..32], &*staging.pk].concat(), 0o600);
}

fn pair(seed: u8) -> ed25519_compact::KeyPair {
    ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new([seed; 32]))
}

/// The key as `yao.toml` has it.
pub(crate) fn text(seed: u8) -> String {
    yao_host::trust::PublicKey::new(*pair(seed).pk).expect("a key of a seed is a key").to_string()
}

pub(crate) fn keygen(work: &Path) -> Result<(), Failed> {
    let work = &work.join("keygen");
    fs::create_dir_all(work)?;
    let say = |command: &str| -> Result<(i32, String), Failed> {
        let output = run(command, "", work)?;
        let text = [output.stdout, output.stderr].concat();
        Ok((output.status.code().unwrap_or(-1), String::from_utf8(text)?))
    };
    fs::copy(work.join("../zoo.wasm"), work.join("zoo.wasm"))?;

    // Both files, in the form that wasmsign2 reads, the secret one for nobody else.
    let (code, said) = say("yao-host keygen release")?;
    assert_eq!(code, 0, "{said}");
    assert_eq!(mode(&work.join("release.key")), 0o600);
    let secret = SecretKey::from_file(work.join("release.key"))?;
    let public = PublicKey::from_file(work.join("release.pub"))?;
    assert_eq!(*secret.sk.public_key(), *public.pk);
    let line = said.lines().last().unwrap_or_default();
    let toml = format!("[keys]\n{line}\n[modules.zoo]\nsigned_by = \"release\"\n");
    fs::create_dir_all(work.join("app"))?;
    fs::write(work.join("app/yao.toml"), toml)?;

    // Nothing is overwritten, whichever of the two is there, and nothing half is left.
    let before = fs::read(work.join("release.key"))?;
    for missing in ["none", "release.pub", "release.key"] {
        let kept = fs::read(work.join(missing)).ok();
        let _ = fs::remove_file(work.join(missing));
        let (code, said) = say("yao-host keygen release")?;
        assert!(code == 6 && said.contains("exists, and stays as it is"), "{said}");
        assert!(!work.join(missing).exists(), "{missing}");
        if let Some(kept) = kept {
            fs::write(work.join(missing), kept)?;
        }
    }
    assert_eq!(fs::read(work.join("release.key"))?, before);

    // What it makes signs, and wasmsign2 and the application believe it.
    set_mode(&work.join("release.key"), 0o600);
    let (code, said) = say("yao-host sign zoo.wasm -o signed.wasm --key release.key")?;
    assert_eq!(code, 0, "{said}");
    let signed = fs::read(work.join("signed.wasm"))?;
    public.verify(&mut &signed[..], None)?;
    let zoo = fs::read(work.join("zoo.wasm"))?;
    assert!(signed.starts_with(&zoo[..8]) && signed.ends_with(&zoo[8..]), "other bytes changed");
    fs::rename(work.join("signed.wasm"), work.join("app/zoo.wasm"))?;
    assert_eq!(say("yao-host verify app/zoo.wasm --app app")?.0, 0);
    assert_eq!(written(work), ["app", "release.key", "release.pub", "zoo.wasm"], "a temporary file is left");

    // By force, even a file that others could read is replaced by one that they cannot.
    set_mode(&work.join("release.key"), 0o666);
    assert_eq!(say("yao-host keygen release --force")?.0, 0);
    assert_eq!(mode(&work.join("release.key")), 0o600);
    assert_ne!(fs::read(work.join("release.key"))?, before);
    let (code, said) = say("yao-host verify app/zoo.wasm --key release.pub")?;
    assert!(code == 7 && said.contains("wrong_signer"), "{said}");

    // PEM, as openssl has it, in files of any name.
    let (code, said) = say("yao-host keygen --pem 'my key'")?;
    assert!(code == 0 && said.contains("\n\"my key\" = \"ed25519:"), "{said}");
    let pem = fs::read_to_string(work.join("my key.key"))?;
    let body = pem.strip_prefix("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEI");
    assert!(body.is_some_and(|body| body.ends_with("\n-----END PRIVATE KEY-----\n")), "{pem}");
    assert_eq!(say("yao-host sign zoo.wasm -o signed.wasm --key 'my key.key'")?.0, 0);
    assert_eq!(say("yao-host verify signed.wasm --key 'my key.pub'")?.0, 0);

    for (name, says) in
        [("none/x", "no such file or directory"), ("..", "is no name of a file"), ("", "a value is required")]
    {
        let (code, said) = say(&format!("yao-host keygen '{name}'"))?;
        assert!(code != 0 && said.contains(says), "{name:?}: {said}");
    }
    Ok(())
}

/// Modules whose signatures are not as they have to be.
pub(crate) fn odd_signatures(work: &Path, zoo: &[u8]) -> Result<(), wasmsign2::WSError> {
    let secret = SecretKey { sk: pair(1).sk };
    let module = wasmsign2::Module::deserialize(&mut &zoo[..])?;
    let mut moved = secret.sign(module, None)?;
    let mut signed = Vec::new();
    moved.serialize(&mut signed)?;
    if let Some(last) = signed.last_mut() {
        *last ^= 1;
    }
    fs::write(work.join("tampered.wasm"), &signed)?;
    let signature = moved.sections.remove(0);
    moved.sections.push(signature);
    moved.serialize_to_file(work.join("moved.wasm"))?;
    let garbage = wasmsign2::CustomSection::new("signature".into(), b"garbage".to_vec());
    moved.sections.pop();
    moved.sections.insert(0, wasmsign2::Section::Custom(garbage));
    moved.serialize_to_file(work.join("garbage.wasm"))
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).map_or(0, |meta| meta.permissions().mode() & 0o777)
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode of a file can be set");
}
