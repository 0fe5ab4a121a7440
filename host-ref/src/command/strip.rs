//! `yao-host strip`: drops the exports that the ABI gives no meaning.
//!
//! Toolchains export more than a guest needs: `__heap_base`, tables, TinyGo's math helpers. Each costs its
//! entry, and keeps what it names alive when wasm-opt looks for dead code. Only the export section is
//! written again; every other byte stays. Custom sections go on request: wasm-opt does that too, but it writes
//! code anew, longer than an optimised module has it.

use std::path::PathBuf;

use serde::Serialize;
use wasm_encoder::{ExportKind, ExportSection};
use yao_host::size::outline::{Export, Extern, Outline, Section};

use super::exit::{Exit, Failure};
use super::meaning::{self, Meaning};
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
    /// Drop custom sections too: names, debug information, producers, signatures
    #[arg(long)]
    custom: bool,
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
    /// Bytes of custom sections that were dropped.
    custom: u64,
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

    let kept: Vec<&Export> = kept.into_iter().map(|(export, _)| export).collect();
    let stripped = rewrite(&bytes, &outline, (!dropped.is_empty()).then_some(kept.as_slice()), args.custom);
    let custom = outline.sections.iter().filter(|section| args.custom && is_custom(section));
    let custom = custom.map(|section| section.bytes).sum();
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
        custom,
        module: name,
    };
    let output = if args.output.as_os_str() == "-" { output.to_stderr() } else { output };
    output.report(&report, |out| {
        for Dropped { name, r#type, why } in &report.dropped {
            writeln!(out, "dropped {} {type} ({why})", show(name))?;
        }
        let Report { module, bytes, stripped, exports, dropped, custom } = &report;
        let (module, dropped) = (show(module), dropped.len());
        let custom = match custom {
            0 => String::new(),
            bytes => format!(" and {bytes} bytes of custom sections"),
        };
        writeln!(out, "{module}: {dropped} of {exports} exports{custom} dropped, {bytes} -> {stripped} bytes")
    })
}

fn is_custom(section: &Section) -> bool {
    section.name.starts_with("custom ")
}

/// The module with the export section written again for `exports`, where that is given, and without custom sections,
/// where that is asked for; every other byte stays.
fn rewrite(bytes: &[u8], outline: &Outline, exports: Option<&[&Export]>, drop_custom: bool) -> Vec<u8> {
    // Ranges come from these bytes; sections follow each other from the header to the end.
    let range = |start: u64, length: u64| {
        let start = usize::try_from(start).ok()?;
        bytes.get(start..start.checked_add(usize::try_from(length).ok()?)?)
    };
    let mut out = range(0, 8).unwrap_or_default().to_vec();
    for section in &outline.sections {
        let is_exports = outline.export_section.as_ref().is_some_and(|range| range.start == section.offset);
        match exports {
            Some(kept) if is_exports => wasm_encoder::Section::append_to(&export_section(kept), &mut out),
            _ if drop_custom && is_custom(section) => {}
            _ => out.extend_from_slice(range(section.offset, section.bytes).unwrap_or_default()),
        }
    }
    out
}

fn export_section(kept: &[&Export]) -> ExportSection {
    let mut section = ExportSection::new();
    for export in kept {
        let kind = match export.ty {
            Extern::Func(_) => ExportKind::Func,
            Extern::Memory { .. } => ExportKind::Memory,
            Extern::Global => ExportKind::Global,
            Extern::Table => ExportKind::Table,
            Extern::Tag => ExportKind::Tag,
        };
        section.export(&export.name, kind, export.index);
    }
    section
}
