//! `yao-host inspect`: what a file is and holds, for guests and for what was meant to be one.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use yao_host::abi::{ABI_MAJOR, CAPABILITIES};
use yao_host::size::outline::{self, Extern, Kind, Outline};
use yao_host::size::{features_needed, validate};
use yao_host::{Config, Engine, Error};

use super::exit::{Exit, Failure};
use super::input;
use super::meaning::{self, Meaning};
use super::output::{BOLD, DIM, GREEN, Output, YELLOW, show, table};

/// The largest file that is read without being asked to: the module limit of profile `server`.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Show what a file is: sections, imports, exports and their meaning, capabilities, features
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The module; `-` reads standard input
    #[arg(value_name = "MODULE")]
    module: PathBuf,
    /// The largest module to read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = MAX_BYTES)]
    max_bytes: u64,
}

/// The report, as `--json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    module: String,
    /// `guest`, `plain`, or `broken` where the file ends or turns invalid before its exports are known.
    kind: &'static str,
    bytes: usize,
    abi: Option<Abi>,
    memory: Option<Memory>,
    functions: u64,
    start: bool,
    features: Vec<String>,
    producers: Vec<String>,
    sections: Vec<Section>,
    imports: Vec<Import>,
    exports: Vec<Export>,
    /// Why the file is broken.
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct Abi {
    version: u32,
    /// What `yao_abi_v1` returned; unknown where the module cannot be loaded.
    capabilities: Option<u32>,
    capability_names: Vec<&'static str>,
    codec: Option<&'static str>,
    /// Why the host refuses to load it, each with what to do.
    load_problems: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Memory {
    initial_pages: u64,
    maximum_pages: Option<u64>,
    page_bytes: u64,
}

#[derive(Debug, Serialize)]
struct Section {
    name: String,
    offset: u64,
    bytes: u64,
    items: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Import {
    module: String,
    name: String,
    r#type: String,
}

#[derive(Debug, Serialize)]
struct Export {
    name: String,
    r#type: String,
    meaning: String,
    /// False where the ABI gives it none: `yao-host strip` drops it.
    meant: bool,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let bytes = input::read(&args.module, args.max_bytes, "--max-bytes N")?;
    let name = input::name(&args.module);
    core_module(&name, &bytes)?;
    let report = report(name, &bytes);
    output.report(&report, |out| text(&report, out))?;
    match report.problem {
        None => Ok(()),
        Some(_) if output.json => Err(Failure::silent(Exit::Load)),
        Some(problem) => Err(broken(&report.module, &problem)),
    }
}

/// Refuses what is no core module at all, and says what it is.
pub(crate) fn core_module(name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |message: String| Failure::new(Exit::Load, message);
    Err(match outline::kind(bytes) {
        Kind::Core => return Ok(()),
        Kind::Empty => {
            failure(format!("{name} is empty")).help("build the guest again: the file holds no bytes")
        }
        Kind::NotWasm(what) => {
            failure(format!("{name} is no wasm module, but {what} of {} bytes", bytes.len()))
                .help("a module starts with the bytes 00 61 73 6d 01 00 00 00")
        }
        Kind::BadHeader(what) => {
            failure(format!("{name} is {what}")).help("build the guest again, or copy the whole file")
        }
        Kind::Component => failure(format!("{name} is a component; the ABI loads core modules"))
            .help("build for wasm32-unknown-unknown, without wasm-tools component or a wasip2 target"),
    })
}

/// The outline of a core module that is valid; anything else is a failure to load.
pub(crate) fn valid_core(name: &str, bytes: &[u8]) -> Result<Outline, Failure> {
    core_module(name, bytes)?;
    let (outline, error) = Outline::read(bytes);
    match error.or_else(|| validate(bytes).err()) {
        Some(error) => Err(broken(name, &tell(&error, bytes.len()))),
        None => Ok(outline),
    }
}

fn broken(name: &str, problem: &str) -> Failure {
    Failure::new(Exit::Load, format!("{name} is no valid module: {problem}"))
        .help("build the guest again, or copy the whole file")
}

fn tell(error: &wasmparser::BinaryReaderError, len: usize) -> String {
    let cut = if error.offset() >= len as u64 {
        format!(", where the file of {len} bytes ends")
    } else {
        String::new()
    };
    format!("{} at offset {:#x}{cut}", error.message(), error.offset())
}

pub(super) fn report(module: String, bytes: &[u8]) -> Report {
    let (outline, error) = Outline::read(bytes);
    let error = error.or_else(|| validate(bytes).err());
    let problem = error.map(|error| tell(&error, bytes.len()));
    let meanings = meaning::meanings(&outline.exports);
    let guest = meaning::is_guest(&outline.exports);
    let abi = (guest && problem.is_none()).then(|| abi(&module, bytes));
    Report {
        kind: match (&problem, guest) {
            (Some(_), _) => "broken",
            (None, true) => "guest",
            (None, false) => "plain",
        },
        bytes: bytes.len(),
        abi,
        memory: outline.memory.as_ref().and_then(|memory| match memory {
            Extern::Memory { initial, maximum, page_bytes } => {
                Some(Memory { initial_pages: *initial, maximum_pages: *maximum, page_bytes: *page_bytes })
            }
            _ => None,
        }),
        functions: outline.functions,
        start: outline.start,
        features: if problem.is_none() { features_needed(bytes) } else { Vec::new() },
        producers: outline.producers,
        sections: outline
            .sections
            .into_iter()
            .map(|s| Section { name: s.name, offset: s.offset, bytes: s.bytes, items: s.items })
            .collect(),
        imports: outline
            .imports
            .into_iter()
            .map(|import| Import { r#type: import.ty.text(), module: import.module, name: import.name })
            .collect(),
        exports: outline
            .exports
            .into_iter()
            .zip(meanings)
            .map(|(export, meaning)| Export {
                r#type: export.ty.text(),
                name: export.name,
                meaning: meaning.text(),
                meant: !matches!(meaning, Meaning::None(_)),
            })
            .collect(),
        module,
        problem,
    }
}

/// What loading tells: capabilities and codec, or why it fails.
fn abi(name: &str, bytes: &[u8]) -> Abi {
    // What a host may turn on is on: this tells what the module is, `check` whether a host takes it.
    let mut config = Config::default();
    config.custom_page_sizes = true;
    config.wasi = true;
    match Engine::new(config).load(name, bytes) {
        Ok(module) => {
            let info = module.info();
            let known = CAPABILITIES.iter().filter(|(bit, _)| info.capabilities & bit != 0);
            Abi {
                version: ABI_MAJOR,
                capabilities: Some(info.capabilities),
                capability_names: known.map(|(_, name)| *name).collect(),
                codec: Some(info.codec.name()),
                load_problems: Vec::new(),
            }
        }
        Err(error) => Abi {
            version: ABI_MAJOR,
            capabilities: None,
            capability_names: Vec::new(),
            codec: None,
            load_problems: match error {
                Error::Load { problems, .. } => problems.iter().map(ToString::to_string).collect(),
                other => vec![other.to_string()],
            },
        },
    }
}

pub(super) fn text(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let what = match (report.kind, &report.abi) {
        ("guest", Some(abi)) => format!("guest of ABI {}", abi.version),
        ("plain", _) => "plain module, without the ABI".into(),
        (kind, _) => kind.into(),
    };
    writeln!(out, "{BOLD}{}{BOLD:#}: {what}, {} bytes", show(&report.module), report.bytes)?;
    let mut facts = Vec::new();
    if let Some(abi) = &report.abi {
        let names =
            if abi.capability_names.is_empty() { "none".into() } else { abi.capability_names.join(", ") };
        let bits = abi.capabilities.map_or_else(|| "unknown".into(), |bits| format!("{bits:#x} ({names})"));
        facts.push(["capabilities".into(), bits]);
        if let Some(codec) = abi.codec {
            facts.push(["codec".into(), codec.into()]);
        }
    }
    if let Some(memory) = &report.memory {
        let maximum =
            memory.maximum_pages.map_or_else(|| "no maximum".into(), |max| format!("at most {max}"));
        let plural = if memory.initial_pages == 1 { "" } else { "s" };
        let small = if memory.page_bytes == 1 { " of one byte" } else { "" };
        facts.push(["memory".into(), format!("{} page{plural}{small}, {maximum}", memory.initial_pages)]);
    }
    facts.push(["functions".into(), report.functions.to_string()]);
    if report.start {
        facts.push(["start".into(), "runs a function on instantiation".into()]);
    }
    if !report.features.is_empty() {
        facts.push(["features".into(), report.features.join(", ")]);
    }
    if !report.producers.is_empty() {
        facts.push(["producers".into(), show(&report.producers.join(", ")).into_owned()]);
    }
    table(out, &facts)?;

    section(out, "sections", &report.sections, |s| {
        let items = s.items.map_or_else(String::new, |items| format!("{items} items"));
        [show(&s.name).into_owned(), format!("at {:#x}", s.offset), format!("{} bytes", s.bytes), items]
    })?;
    section(out, "imports", &report.imports, |i| {
        [show(&format!("{}.{}", i.module, i.name)).into_owned(), i.r#type.clone()]
    })?;
    section(out, "exports", &report.exports, |e| {
        let style = if e.meant { GREEN } else { DIM };
        [show(&e.name).into_owned(), e.r#type.clone(), format!("{style}{}{style:#}", e.meaning)]
    })?;
    for problem in report.abi.iter().flat_map(|abi| &abi.load_problems) {
        writeln!(out, "{YELLOW}does not load:{YELLOW:#} {}", show(problem))?;
    }
    Ok(())
}

fn section<T, const N: usize>(
    out: &mut dyn Write,
    title: &str,
    rows: &[T],
    row: impl Fn(&T) -> [String; N],
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}{title}{BOLD:#}")?;
    table(out, &rows.iter().map(row).collect::<Vec<_>>())
}
