//! The report that other tools read: `[{"host", "guest", "payload", "mode", "p50_us", "p99_us", "raw_p50_us", "metered_p50_us"}]`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::exit::{Exit, Failure};
use super::super::input;
use super::measure::Measured;

/// The engine under this host.
const HOST: &str = "wasmi";

/// How instances come about: a fresh one for every request, or kept ones that are restored.
pub(super) fn mode(reuse: u16) -> &'static str {
    if reuse == 0 { "fresh" } else { "reuse" }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    host: String,
    guest: String,
    payload: usize,
    mode: String,
    p50_us: f64,
    p99_us: f64,
    raw_p50_us: Option<f64>,
    /// Missing in reports of earlier versions.
    #[serde(default)]
    metered_p50_us: Option<f64>,
}

impl Row {
    fn replaces(&self, other: &Self) -> bool {
        (&self.host, &self.guest, self.payload, &self.mode)
            == (&other.host, &other.guest, other.payload, &other.mode)
    }
}

/// The name of a guest by its path: `rust/echo` for `target/guests/rust/echo.wasm`, `echo` for any other `echo.wasm`.
pub(super) fn guest(path: &Path) -> String {
    let below = path.components().position(|part| part.as_os_str() == "guests");
    let parts: Vec<_> = path
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    match below {
        Some(at) if at + 2 < parts.len() => parts[at + 1..].join("/"),
        _ => parts.last().cloned().unwrap_or_default(),
    }
}

/// Adds what was measured, in place of what is there of the same guest, payload and mode.
pub(super) fn add(path: &Path, guest: &str, mode: &str, measured: &[Measured]) -> Result<(), Failure> {
    let mut rows = read(path)?;
    for row in measured {
        // A guest with one handler is called by its own name, whatever the handler is called.
        let guest = if measured.len() == 1 { guest.to_owned() } else { format!("{guest}:{}", row.handler) };
        let row = Row {
            host: HOST.into(),
            guest,
            payload: row.payload_bytes,
            mode: mode.into(),
            p50_us: row.p50_us,
            p99_us: row.p99_us,
            raw_p50_us: row.raw_p50_us,
            metered_p50_us: row.metered_p50_us,
        };
        rows.retain(|old| !row.replaces(old));
        rows.push(row);
    }
    let text = serde_json::to_string_pretty(&rows)
        .map_err(|error| Failure::new(Exit::Io, format!("cannot write {}: {error}", path.display())))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::new(Exit::Io, format!("cannot make {}: {}", folder.display(), input::plain(&error)))
        })?;
    }
    input::write(path, format!("{text}\n").as_bytes())
}

fn read(path: &Path) -> Result<Vec<Row>, Failure> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let bytes = input::read(path, 64 * 1024 * 1024, "another --report FILE")?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new(Exit::Io, format!("{} is no report of bench: {error}", path.display()))
            .help("name another file, or delete this one")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_are_called_by_sdk_and_name() {
        assert_eq!(guest(Path::new("target/guests/rust/echo.wasm")), "rust/echo");
        assert_eq!(guest(Path::new("/a/target/guests/go-tinygo/greet.wasm")), "go-tinygo/greet");
        assert_eq!(guest(Path::new("my/echo.wasm")), "echo");
        assert_eq!(guest(Path::new("guests/echo.wasm")), "echo");
        assert_eq!(guest(Path::new("-")), "-");
    }
}
