//! `yao-host verify`: who signed a module, and whether an application would take it. Nothing of the module runs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use yao_host::trust::{Policy, PublicKey, Refusal, Signed, Verdict, hex, sha256};
use yao_host::{Error, Limits};

use super::exit::Failure;
use super::output::{GREEN, Output, RED, show};
use super::problem::Problem;
use super::{app, fault, input, keys, setup};

/// Say who signed modules: against keys, or as the yao.toml of an application wants it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  yao-host verify greet.wasm --key release.pub
  yao-host verify greet.wasm --key 'ed25519:...' --key staging.pub    signed by one of them, or by more
  yao-host verify scripts/*.wasm --app .                              as ./yao.toml wants it

The whole module has to be signed, as it is. Every key that signed it is named.")]
pub(crate) struct Args {
    /// The modules; `-` reads standard input
    #[arg(value_name = "MODULE", required = true)]
    modules: Vec<PathBuf>,
    /// A public key: a file of `yao-host keygen`, or ed25519:BASE64; may be given more than once
    #[arg(short, long = "key", value_name = "KEY", required_unless_present = "app", conflicts_with = "app")]
    keys: Vec<String>,
    #[command(flatten)]
    app: app::Args,
    /// The largest module to read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::SERVER.module_bytes)]
    max_bytes: u64,
}

/// One module, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Verified {
    module: String,
    ok: bool,
    sha256: Option<String>,
    signed_by: Vec<Signer>,
    /// Whether the yao.toml lists its hash.
    listed: bool,
    problem: Option<Problem>,
}

#[derive(Debug, Serialize)]
struct Signer {
    name: String,
    key: String,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let policy = args.app.policy()?;
    let keys = args.keys.iter().map(|key| keys::public(key)).collect::<Result<Vec<_>, _>>()?;
    let verified: Vec<_> = args
        .modules
        .iter()
        .map(|path| match input::read(path, args.max_bytes, "--max-bytes N") {
            Ok(bytes) => match &policy {
                Some(policy) => by_policy(path, &bytes, policy),
                None => by_keys(path, &bytes, &keys),
            },
            Err(failure) => refused(path, None, failure),
        })
        .collect();
    output.report(&verified, |out| verified.iter().try_for_each(|one| text(one, out)))?;
    let worst = verified.iter().flat_map(|one| &one.problem).map(|problem| problem.exit);
    worst.max_by_key(|exit| exit.code()).map_or(Ok(()), |exit| Err(Failure::silent(exit)))
}

fn by_policy(path: &Path, bytes: &[u8], policy: &Policy) -> Verified {
    match policy.admit(&setup::script_name(path), bytes) {
        Ok(provenance) => Verified {
            listed: provenance.listed,
            ..signed(path, bytes, provenance.signer.into_iter().collect())
        },
        Err(Error::Forbidden { refusal, .. }) => refused(path, Some(bytes), *refusal),
        Err(error) => refused(path, Some(bytes), fault::failure(&error)),
    }
}

fn by_keys(path: &Path, bytes: &[u8], keys: &[(String, PublicKey)]) -> Verified {
    let refuse =
        |kind, message, help: &str| refused(path, Some(bytes), Refusal { kind, message, help: help.into() });
    let read = match Signed::read(bytes) {
        Err(problem) => return refuse("malformed_signature", problem.message, problem.help),
        Ok(None) => {
            let help = "sign it with `yao-host sign`, after every other tool";
            return refuse("unsigned", String::from("the module has no signature"), help);
        }
        Ok(Some(read)) => read,
    };
    let by =
        |wanted| -> Vec<_> { keys.iter().filter(|(_, key)| read.verdict(key) == wanted).cloned().collect() };
    let signers = by(Verdict::Signed);
    if !signers.is_empty() {
        return signed(path, bytes, signers);
    }
    match by(Verdict::OtherBytes).first() {
        Some((name, key)) => refuse(
            "tampered",
            format!(
                "{name} ({key}) signed other bytes: the module was changed afterwards, or signed in part"
            ),
            "sign it last: strip, wasm-opt and other tools change it",
        ),
        None => refuse(
            "wrong_signer",
            format!("none of its signatures, {} of Ed25519, is by a key that was given", read.count()),
            "give the key of who signed it, or have it signed",
        ),
    }
}

fn signed(path: &Path, bytes: &[u8], signers: Vec<(String, PublicKey)>) -> Verified {
    let signed_by = signers.into_iter().map(|(name, key)| Signer { name, key: key.to_string() }).collect();
    let sha256 = Some(hex(&sha256(bytes)));
    Verified { module: input::name(path), ok: true, sha256, signed_by, listed: false, problem: None }
}

fn refused(path: &Path, bytes: Option<&[u8]>, problem: impl Into<Problem>) -> Verified {
    Verified {
        module: input::name(path),
        ok: false,
        sha256: bytes.map(|bytes| hex(&sha256(bytes))),
        signed_by: Vec::new(),
        listed: false,
        problem: Some(problem.into()),
    }
}

fn text(one: &Verified, out: &mut dyn Write) -> io::Result<()> {
    let module = show(&one.module);
    if let Some(problem) = &one.problem {
        writeln!(out, "{RED}no{RED:#} {module}")?;
        return problem.text(out);
    }
    let mut why: Vec<_> =
        one.signed_by.iter().map(|by| format!("signed by {} ({})", show(&by.name), by.key)).collect();
    if one.listed {
        why.push(format!("sha256 {} is listed", one.sha256.as_deref().unwrap_or_default()));
    }
    if why.is_empty() {
        why.push("unverified, as its rule says".into());
    }
    writeln!(out, "{GREEN}ok{GREEN:#} {module}: {}", why.join(", "))
}
