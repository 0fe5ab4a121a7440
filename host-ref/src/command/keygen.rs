//! `yao-host keygen`: a new pair of keys.

use std::path::PathBuf;

use serde::Serialize;

use super::exit::Failure;
use super::files::{self, Readers};
use super::keys;
use super::output::{Output, show};

/// Make a new Ed25519 key pair for signing modules.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  yao-host keygen release
  yao-host sign greet.wasm -o greet.wasm --key release.key

NAME.key is the secret key, which nobody but you may read; NAME.pub is the public one. The line that is printed goes
below [keys] in yao.toml. Both files have the form of the WebAssembly tool conventions, which the wasmsign2 command reads
as well: the byte 0x81 and 64 bytes, the byte 0x01 and 32 bytes. With --pem they are PKCS#8 and SubjectPublicKeyInfo
in PEM, which openssl reads.")]
pub(crate) struct Args {
    /// The files, without their endings
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// Write PEM instead of raw bytes
    #[arg(long)]
    pem: bool,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
}

/// The report, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Report {
    secret: String,
    public: String,
    name: String,
    key: String,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let Some(stem) = args.name.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Err(Failure::usage(format!("{} is no name of a file", args.name.display()))
            .help("such as `yao-host keygen release`"));
    };
    let with = |ending: &str| args.name.with_file_name(format!("{stem}.{ending}"));
    let (secret, public) = (with("key"), with("pub"));
    // Before anything is written: a pair is both files, or none.
    if let Some(there) =
        [&secret, &public].into_iter().find(|path| !args.force && path.symlink_metadata().is_ok())
    {
        return Err(files::exists(there));
    }
    let (pair, key) = keys::generate()?;
    let (secret_bytes, public_bytes) = if args.pem {
        (pair.sk.to_pem().into_bytes(), pair.pk.to_pem().into_bytes())
    } else {
        (pair.sk.to_bytes(), pair.pk.to_bytes())
    };
    files::write(&secret, &secret_bytes, Readers::Owner, args.force)?;
    if let Err(failure) = files::write(&public, &public_bytes, Readers::Default, args.force) {
        // Half a pair is of no use, and it signed nothing yet.
        let _ = std::fs::remove_file(&secret);
        return Err(failure);
    }
    let report = Report {
        secret: secret.display().to_string(),
        public: public.display().to_string(),
        name: stem,
        key: key.to_string(),
    };
    output.report(&report, |out| {
        let Report { secret, public, name, key } = &report;
        writeln!(out, "{}: the secret key, keep it to yourself", show(secret))?;
        writeln!(out, "{}: the public key; in yao.toml, below [keys]:", show(public))?;
        writeln!(out, "{} = \"{key}\"", show(&toml_key(name)))
    })
}

/// A name as a key in TOML.
fn toml_key(name: &str) -> String {
    let bare = name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-'));
    if bare { name.into() } else { format!("{name:?}") }
}
