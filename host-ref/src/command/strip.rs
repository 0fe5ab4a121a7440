//! `yao-host strip`: drops the exports that the ABI gives no meaning.
//!
//! Toolchains export more than a guest needs: `__heap_base`, tables, TinyGo's math helpers. Each costs its
//! entry, and keeps what it names alive when wasm-opt looks for dead code. Only the export section is
//! written again; every other byte stays.

use std::path::PathBuf;

use serde::Serialize;
use wasm_encoder::ExportSection;

use super::exit::{Exit, Failure};
use super::meaning::{self, Meaning};
use super::outline::{Export, Outline};
use super::output::{Output, show};
use super::{input, inspect};

/// Drop the exports that the ABI gives no meaning. Sign afterwards: this makes signatures void.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The module; `-` reads standard input
    #[arg(value_name = "IN")]
    module: PathBuf,
    /// Where the result goes; `-` writes standard output, and the report goes to standard error
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Keep this export too; may be given more than once
    #[arg(long, value_name = "NAME")]
    keep: Vec<String>,
    /// The largest module to read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = inspect::MAX_BYTES)]
    max_bytes: u64,
}

/// The report, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Report {
    module: String,
    bytes: usize,
    stripped: usize,
    exports: usize,
    dropped: Vec<Dropped>,
}

#[derive(Debug, Serialize)]
struct Dropped {
    name: String,
    r#type: String,
    why: &'static str,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let bytes = input::read(&args.module, args.max_bytes, "--max-bytes N")?;
    let name = input::name(&args.module);
    let outline = inspect::valid_core(&name, &bytes)?;
    if let Some(missing) = args.keep.iter().find(|keep| !outline.exports.iter().any(|e| e.name == **keep)) {
        return Err(Failure::usage(format!("{name} has no export `{missing}` to keep"))
            .help("`yao-host inspect` lists the exports"));
    }
    if !meaning::is_guest(&outline.exports) {
        return Err(Failure::new(Exit::Load, format!("{name} has no export `yao_abi_v1`"))
            .help("only a guest of the ABI can be stripped: in a plain module every function may be meant"));
    }
    let (kept, dropped): (Vec<_>, Vec<_>) = outline
        .exports
        .iter()
        .zip(meaning::meanings(&outline.exports))
        .partition(|(export, meaning)| meaning.is_some() || args.keep.contains(&export.name));

    let stripped = if dropped.is_empty() {
        bytes.clone()
    } else {
        let kept: Vec<&Export> = kept.into_iter().map(|(export, _)| export).collect();
        rewrite(&bytes, &outline, &kept)
    };
    input::write(&args.output, &stripped)?;

    let report = Report {
        bytes: bytes.len(),
        stripped: stripped.len(),
        exports: outline.exports.len(),
        dropped: dropped
            .into_iter()
            .map(|(export, meaning)| Dropped {
                name: export.name.clone(),
                r#type: export.ty.text(),
                why: match meaning {
                    Meaning::None(why) => why,
                    _ => "",
                },
            })
            .collect(),
        module: name,
    };
    let output = if args.output.as_os_str() == "-" { output.to_stderr() } else { output };
    output.report(&report, |out| {
        for Dropped { name, r#type, why } in &report.dropped {
            writeln!(out, "dropped {} {type} ({why})", show(name))?;
        }
        let Report { module, bytes, stripped, exports, dropped } = &report;
        let (module, dropped) = (show(module), dropped.len());
        writeln!(out, "{module}: {dropped} of {exports} exports dropped, {bytes} -> {stripped} bytes")
    })
}

/// The module with its export section written again; every byte around it stays.
fn rewrite(bytes: &[u8], outline: &Outline, kept: &[&Export]) -> Vec<u8> {
    // A module with an export has the section, and its range comes from these bytes.
    let parts = outline.export_section.clone().and_then(|section| {
        let before = bytes.get(..usize::try_from(section.start).ok()?)?;
        let after = bytes.get(usize::try_from(section.end).ok()?..)?;
        Some((before, after))
    });
    let Some((before, after)) = parts else { return bytes.to_vec() };
    let mut section = ExportSection::new();
    for export in kept {
        let (kind, index) = export.entry;
        section.export(&export.name, kind, index);
    }
    let mut out = before.to_vec();
    wasm_encoder::Section::append_to(&section, &mut out);
    out.extend_from_slice(after);
    out
}
