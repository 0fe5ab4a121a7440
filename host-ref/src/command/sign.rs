//! `yao-host sign`: puts a signature in front of a module, and changes no other byte.

use std::path::PathBuf;

use serde::Serialize;
use wasm_encoder::Encode as _;
use wasmsign2::{SecretKey, SignatureData, SignatureForHashes, SignedHashes};
use yao_host::trust::{PublicKey, Signed, Verdict, hex, sha256, signing_message};

use super::exit::{Exit, Failure};
use super::files::{self, Readers};
use super::output::{Output, show};
use super::{input, inspect, keys};

/// Sign a module with a secret key. Sign last: every tool that changes a module makes its signatures void.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  yao-host sign greet.wasm -o greet.wasm --key release.key

The signature becomes the first section of the module, in the form of the WebAssembly tool conventions that wasmsign2
writes and reads; all other bytes stay as they are. Signatures by other keys are kept.")]
pub(crate) struct Args {
    /// The module; `-` reads standard input
    #[arg(value_name = "IN")]
    module: PathBuf,
    /// Where the result goes, which may be IN; `-` writes standard output, and the report goes to standard error
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The secret key, of `yao-host keygen`; `-` reads standard input
    #[arg(short, long, value_name = "FILE")]
    key: PathBuf,
    /// Drop the signatures that the module has
    #[arg(long)]
    replace: bool,
    /// The largest module to read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = inspect::MAX_BYTES)]
    max_bytes: u64,
}

/// The report, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Report {
    module: String,
    output: String,
    key: String,
    signatures: usize,
    sha256: String,
}

/// The header of a module: magic and version.
const HEADER: usize = 8;

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    if args.module.as_os_str() == "-" && args.key.as_os_str() == "-" {
        return Err(Failure::usage("the module and --key cannot both come from standard input"));
    }
    let bytes = input::read(&args.module, args.max_bytes, "--max-bytes N")?;
    let name = input::name(&args.module);
    inspect::valid_core(&name, &bytes)?;
    let (secret, public) = keys::secret(&args.key)?;
    let stripped;
    let module = if args.replace {
        stripped = Signed::strip(&bytes)
            .map_err(|problem| Failure::new(Exit::Load, format!("{name}: {problem}")))?;
        &stripped
    } else {
        &bytes
    };
    let signed = sign(&name, module, &secret, &public)?;

    // What was made is read the way a host reads it before anybody relies on it.
    let read = Signed::read(&signed).ok().flatten();
    let Some(read) = read.filter(|read| read.verdict(&public) == Verdict::Signed) else {
        return Err(Failure::new(Exit::Load, format!("{name} cannot be signed: it has too many signatures"))
            .help("drop those it has with --replace"));
    };
    if args.output.as_os_str() == "-" {
        input::write(&args.output, &signed)?;
    } else {
        files::write(&args.output, &signed, Readers::Default, true)?;
    }
    let report = Report {
        module: name,
        output: input::name(&args.output),
        key: public.to_string(),
        signatures: read.count(),
        sha256: hex(&sha256(&signed)),
    };
    let output = if args.output.as_os_str() == "-" { output.to_stderr() } else { output };
    output.report(&report, |out| {
        let Report { module, key, sha256, .. } = &report;
        writeln!(out, "{}: signed with {key}, sha256 {sha256}", show(module))
    })
}

/// The module with one more signature.
fn sign(name: &str, module: &[u8], secret: &SecretKey, public: &PublicKey) -> Result<Vec<u8>, Failure> {
    let before = Signed::read(module).map_err(|problem| {
        Failure::new(Exit::Load, format!("{name}: {}", problem.message))
            .help("drop what there is with --replace")
    })?;
    let (content, mut data) = match &before {
        None => (&module[HEADER..], empty()),
        Some(before) => {
            if before.verdict(public) == Verdict::Signed {
                return Err(Failure::usage(format!("{name} is signed with this key already"))
                    .help("there is nothing to do; --replace drops all signatures and signs anew"));
            }
            if before.has_stale() {
                return Err(Failure::usage(format!(
                    "{name} was changed after it was signed: its signatures are of other bytes"
                ))
                .help("drop them with --replace"));
            }
            // Read once already, within bounds.
            let data = SignatureData::deserialize(before.section()).map_err(|error| {
                Failure::new(Exit::Load, format!("{name}: wasmsign2 does not read its signatures: {error}"))
                    .help("drop them with --replace")
            })?;
            (before.content(), data)
        }
    };
    let one = SignatureForHashes {
        key_id: wasmsign2::PublicKey { pk: secret.sk.public_key(), key_id: None }
            .attach_default_key_id()
            .key_id,
        alg_id: 1,
        signature: secret.sk.sign(signing_message(content), None).to_vec(),
    };
    let hashes = vec![sha256(content).to_vec()];
    match data.signed_hashes_set.iter_mut().find(|set| set.hashes == hashes) {
        Some(set) => set.signatures.push(one),
        None => data.signed_hashes_set.push(SignedHashes { hashes, signatures: vec![one] }),
    }
    let payload = data.serialize().map_err(|error| Failure::new(Exit::Load, format!("{name}: {error}")))?;
    let mut out = module[..HEADER].to_vec();
    out.push(0);
    wasm_encoder::CustomSection { name: "signature".into(), data: payload.into() }.encode(&mut out);
    out.extend_from_slice(content);
    Ok(out)
}

/// No signatures, version 1 of the form, of a module, with SHA-256.
fn empty() -> SignatureData {
    SignatureData {
        specification_version: 1,
        content_type: 1,
        hash_function: 1,
        signed_hashes_set: Vec::new(),
    }
}
