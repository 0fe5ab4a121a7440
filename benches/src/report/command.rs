//! `yao-host bench`, which measures requests: its rows are what this report shows.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use yao_bench::guests::Guest;
use yao_bench::payload;

/// The command, and a folder for payloads and replies.
pub(super) struct Command {
    program: PathBuf,
    folder: PathBuf,
    /// The rows that other tools read.
    report: PathBuf,
}

/// One handler, as `yao-host bench --json` prints it.
#[derive(Debug, Deserialize)]
pub(super) struct Measured {
    pub(super) p50_us: f64,
    pub(super) p99_us: f64,
    pub(super) per_second: f64,
    pub(super) peak_kib: u64,
    pub(super) fuel: u64,
    pub(super) error_code: Option<u32>,
    pub(super) raw_p50_us: Option<f64>,
    pub(super) ratio: Option<f64>,
    pub(super) metered_p50_us: Option<f64>,
    pub(super) metered_ratio: Option<f64>,
    pub(super) parallel: Vec<super::threads::Row>,
    pub(super) memory: Option<super::live::Memory>,
}

/// All that it prints.
#[derive(Debug, Deserialize)]
struct Printed {
    load_us: f64,
    handlers: Vec<Measured>,
}

impl Command {
    /// The command at this path; an old report is removed.
    pub(super) fn new(program: &Path, out: &Path) -> Result<Self, String> {
        let folder = out.join("payloads");
        let made = std::fs::create_dir_all(&folder);
        made.map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let report = out.join("report.json");
        match std::fs::remove_file(&report) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!("cannot remove {}: {error}", report.display()));
            }
            _ => {}
        }
        Ok(Self { program: program.into(), folder, report })
    }

    /// The option that adds a row to the report.
    pub(super) fn report(&self) -> String {
        format!("--report={}", self.report.display())
    }

    /// Measures `echo` or `greet` with a payload of a size; also the microseconds to load the guest.
    pub(super) fn bench(
        &self,
        guest: &Guest,
        size: usize,
        options: &[String],
    ) -> Result<(Measured, f64), String> {
        let (bytes, _) = payload::of(&guest.name, size);
        let file = self.write(&format!("{}-{size}", guest.name), &bytes)?;
        let greeting = serde_json::json!({ "utils.greet": payload::greeting(&payload::text(size)) });
        let replies = self.write(&format!("replies-{size}.json"), greeting.to_string().as_bytes())?;
        let mut command = std::process::Command::new(&self.program);
        command
            .args(["bench", "--json", "--custom-page-sizes", "--raw-payload"])
            .arg(file)
            .arg("--process-file")
            .arg(replies);
        command.args(options);
        if guest.needs_wasi() {
            command.arg("--wasi");
        }
        command.arg(&guest.path).arg(&guest.name);
        let ran = command.output().map_err(|error| {
            format!("cannot run {}: {error}; ./dev bench-report builds it", self.program.display())
        })?;
        let said = |text: &[u8]| String::from_utf8_lossy(text).trim().to_owned();
        if !ran.status.success() {
            return Err(format!(
                "yao-host bench {}: {}{}",
                guest.title(),
                said(&ran.stdout),
                said(&ran.stderr)
            ));
        }
        let printed: Printed = serde_json::from_slice(&ran.stdout)
            .map_err(|error| format!("yao-host bench {} prints no report: {error}", guest.title()))?;
        let Ok([measured]) = <[Measured; 1]>::try_from(printed.handlers) else {
            return Err(format!("yao-host bench {} measured more than one handler", guest.title()));
        };
        match measured.error_code {
            Some(code) => Err(format!("{} answers error {code} to {size} bytes", guest.title())),
            None => Ok((measured, printed.load_us)),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(path)
    }
}
