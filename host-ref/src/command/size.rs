//! `yao-host size`: what a guest weighs, whether it is within its budget, and what makes it smaller.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use yao_host::size::{self, Finding, Size};

use super::exit::{Exit, Failure};
use super::meaning;
use super::output::{BOLD, CYAN, DIM, GREEN, Output, RED, show, table};
use super::{input, inspect};

/// Show where the bytes of a guest go and what makes it smaller; fail when it is over a budget or has grown
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The module; `-` reads standard input
    #[arg(value_name = "MODULE")]
    module: PathBuf,
    /// Fail above this size: bytes, or a number with KB, MB (1000), KiB, MiB (1024), such as 10KB
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    budget: Option<u64>,
    /// Fail when the module grew by more than 64 bytes or 1 %, or has another import, export or feature than this
    /// one: an earlier report of `yao-host size --json`, or an earlier module
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// How many of the biggest functions to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// The largest module to read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = inspect::MAX_BYTES)]
    max_bytes: u64,
}

/// The report, as `--json` prints it; one of these is what `--baseline` reads.
#[derive(Debug, Serialize)]
struct Report<'a> {
    module: &'a str,
    bytes: u64,
    code: u64,
    data: u64,
    custom: u64,
    pages: u64,
    memory: u64,
    budget: Option<u64>,
    /// Bytes of the baseline.
    baseline: Option<u64>,
    sections: Vec<Part<'a>>,
    imports: &'a [String],
    exports: &'a [String],
    features: &'a [String],
    /// Bytes by name, the biggest first.
    functions: serde_json::Map<String, serde_json::Value>,
    /// Why the module fails; empty when it passes.
    failures: Vec<Said<'a>>,
    advice: Vec<Said<'a>>,
}

#[derive(Debug, Serialize)]
struct Part<'a> {
    name: &'a str,
    bytes: u64,
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    kind: &'static str,
    message: &'a str,
    help: &'a str,
}

/// What is read of an earlier report.
#[derive(Debug, Deserialize)]
struct Baseline {
    bytes: u64,
    imports: Vec<String>,
    exports: Vec<String>,
    features: Vec<String>,
    functions: BTreeMap<String, u64>,
}

pub(crate) fn run(args: &Args, output: Output) -> Result<(), Failure> {
    let name = input::name(&args.module);
    let (size, dropped) = measure(&args.module, args.max_bytes)?;
    let baseline = args.baseline.as_deref().map(|path| read_baseline(path, args.max_bytes)).transpose()?;

    let mut failures = Vec::new();
    if let Some(budget) = args.budget {
        failures.extend(size::over_budget("bytes", size.bytes, budget, "raise --budget"));
    }
    if let Some(was) = &baseline {
        failures.extend(against(&size, was));
    }
    // What failed already has its advice.
    let failed =
        |one: &Finding| failures.iter().any(|other| other.kind == one.kind && other.message == one.message);
    let advice: Vec<Finding> = size::advice(&size, &dropped).into_iter().filter(|one| !failed(one)).collect();

    let mut functions: Vec<(&String, u64)> =
        size.functions.iter().map(|(name, bytes)| (name, *bytes)).collect();
    functions.sort_by_key(|(name, bytes)| (u64::MAX - bytes, *name));
    let report = Report {
        module: &name,
        bytes: size.bytes,
        code: size.code,
        data: size.data,
        custom: size.custom,
        pages: size.pages,
        memory: size.memory,
        budget: args.budget,
        baseline: baseline.as_ref().map(|was| was.bytes),
        sections: size.sections.iter().map(|(name, bytes)| Part { name, bytes: *bytes }).collect(),
        imports: &size.imports,
        exports: &size.exports,
        features: &size.features,
        functions: functions.iter().map(|(name, bytes)| ((*name).clone(), (*bytes).into())).collect(),
        failures: said(&failures),
        advice: said(&advice),
    };
    output.report(&report, |out| text(&report, &functions, args.top, out))?;
    if failures.is_empty() { Ok(()) } else { Err(Failure::silent(Exit::Limit)) }
}

/// The size of a module, and its exports without a meaning.
fn measure(path: &Path, max_bytes: u64) -> Result<(Size, Vec<String>), Failure> {
    let bytes = input::read(path, max_bytes, "--max-bytes N")?;
    let name = input::name(path);
    let outline = inspect::valid_core(&name, &bytes)?;
    let size = Size::of(&bytes).map_err(|error| {
        Failure::new(Exit::Load, format!("{name} is no valid module: {}", error.message()))
    })?;
    let mut dropped = Vec::new();
    if meaning::is_guest(&outline.exports) {
        let meanings = meaning::meanings(&outline.exports);
        let without = outline.exports.iter().zip(meanings).filter(|(_, meaning)| !meaning.is_some());
        dropped.extend(without.map(|(export, _)| export.name.clone()));
    }
    Ok((size, dropped))
}

/// Reads a module or a report, whichever the file is.
fn read_baseline(path: &Path, max_bytes: u64) -> Result<Baseline, Failure> {
    let bytes = input::read(path, max_bytes, "--max-bytes N")?;
    if bytes.starts_with(b"\0asm") {
        let (size, _) = measure(path, max_bytes)?;
        let Size { bytes, imports, exports, features, functions, .. } = size;
        return Ok(Baseline { bytes, imports, exports, features, functions });
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::usage(format!("{} is neither a module nor a report of sizes: {error}", input::name(path)))
            .help("make one with `yao-host size --json MODULE > FILE`")
    })
}

/// What has changed for the worse, or without anyone having said so.
fn against(size: &Size, was: &Baseline) -> Vec<Finding> {
    const RENEW: &str = "write the baseline again: `yao-host size --json MODULE > FILE`";
    let mut found = Vec::new();
    found.extend(size::grew(was.bytes, size.bytes, (&was.functions, &size.functions), RENEW));
    found.extend(size::unexpected("import", &was.imports, &size.imports, RENEW));
    found.extend(size::unexpected("export", &was.exports, &size.exports, RENEW));
    found.extend(size::features_outside(size, &was.features));
    found
}

fn said(findings: &[Finding]) -> Vec<Said<'_>> {
    findings.iter().map(|Finding { kind, message, help }| Said { kind, message, help }).collect()
}

fn text(
    report: &Report<'_>,
    functions: &[(&String, u64)],
    top: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut facts = format!("{} bytes", report.bytes);
    if let Some(budget) = report.budget {
        facts += &match budget.checked_sub(report.bytes) {
            Some(left) => format!(", {left} below the budget of {budget}"),
            None => format!(", {} over the budget of {budget}", report.bytes - budget),
        };
    }
    if let Some(was) = report.baseline {
        facts += &match report.bytes.checked_sub(was) {
            Some(0) => ", as the baseline".into(),
            Some(more) => format!(", {more} more than the baseline of {was}"),
            None => format!(
                ", {} less than the baseline of {was}: write it again to keep that",
                was - report.bytes
            ),
        };
    }
    let style = if report.failures.is_empty() { GREEN } else { RED };
    writeln!(out, "{BOLD}{}{BOLD:#}: {style}{facts}{style:#}", show(report.module))?;

    writeln!(out, "{BOLD}sections{BOLD:#}")?;
    let share = |bytes: u64| format!("{} %", bytes * 100 / report.bytes.max(1));
    let rows: Vec<_> = report
        .sections
        .iter()
        .map(|part| [show(part.name).into_owned(), format!("{} bytes", part.bytes), share(part.bytes)])
        .collect();
    table(out, &rows)?;

    if top > 0 && !functions.is_empty() {
        writeln!(out, "{BOLD}biggest functions{BOLD:#}")?;
        let rows: Vec<_> = functions
            .iter()
            .take(top)
            .map(|(name, bytes)| [show(name).into_owned(), format!("{bytes} bytes"), share(*bytes)])
            .collect();
        table(out, &rows)?;
        let rest = &functions[top.min(functions.len())..];
        if !rest.is_empty() {
            let bytes: u64 = rest.iter().map(|(_, bytes)| bytes).sum();
            writeln!(out, "  {DIM}and {} more of {bytes} bytes{DIM:#}", rest.len())?;
        }
    }
    for failure in &report.failures {
        writeln!(out, "{RED}{}:{RED:#} {}", failure.kind, show(failure.message))?;
        writeln!(out, "  {CYAN}help:{CYAN:#} {}", show(failure.help))?;
    }
    writeln!(out, "{BOLD}to make it smaller{BOLD:#}")?;
    for advice in &report.advice {
        writeln!(out, "  {}", show(advice.message))?;
        writeln!(out, "    {CYAN}help:{CYAN:#} {}", show(advice.help))?;
    }
    Ok(())
}

/// Bytes, with an optional unit. `KB` is 1000 bytes, `KiB` is 1024.
fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1000,
        "m" | "mb" => 1_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        _ => return Err(format!("`{}` is no unit; there are B, KB, MB, KiB, MiB", unit.trim())),
    };
    let wrong = || "give a number of bytes, such as 2600, 10KB or 1.5MiB".to_owned();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    // Three digits after the point are as exact as anyone needs; more are refused, not rounded.
    if whole.is_empty() || part.len() > 3 || (number.contains('.') && part.is_empty()) || part.contains('.') {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let thousandths: u64 =
        if part.is_empty() { 0 } else { format!("{part:0<3}").parse().map_err(|_| wrong())? };
    whole
        .checked_mul(factor)
        .and_then(|bytes| bytes.checked_add(thousandths * factor / 1000))
        .ok_or_else(|| "that is more than 64 bits of bytes".into())
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn sizes_come_with_and_without_a_unit() {
        for (text, bytes) in [
            ("0", 0),
            ("2600", 2600),
            ("10KB", 10_000),
            ("10 kb", 10_000),
            ("10k", 10_000),
            ("10KiB", 10_240),
            ("1.5MB", 1_500_000),
            ("1.5 MiB", 1_572_864),
            ("7B", 7),
        ] {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        for text in [
            "",
            "KB",
            "10GB",
            "-1",
            "1.",
            ".5KB",
            "1.2.3KB",
            "1.0005KB",
            "1e3",
            "99999999999999999999",
            "18446744073709551615KB",
            "ten",
        ] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
