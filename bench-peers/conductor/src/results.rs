//! What came out, as `report.json` has it.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::field::{Contender, FIELD, OURS, SMALL_PAGES, SMALL_PAGES_KEPT, Sdk};
use crate::tasks::TASKS;

/// One contender with one task.
#[derive(Clone, Debug, Serialize)]
pub struct Time {
    /// A name of the field.
    pub contender: &'static str,
    /// Whether the next request finds what this one left.
    pub keeps_state: bool,
    /// Whose guest it ran.
    pub sdk: Sdk,
    /// A name of the tasks.
    pub task: &'static str,
    /// One whole request: the median of all rounds, and what a tenth of them stayed below and above.
    pub us: f64,
    pub low_us: f64,
    pub high_us: f64,
    /// To load the guest, once for all requests.
    pub load_us: f64,
    /// How many requests were run.
    pub requests: u64,
}

/// One guest.
#[derive(Clone, Debug, Serialize)]
pub struct Size {
    /// Whose.
    pub sdk: Sdk,
    /// Its name.
    pub guest: &'static str,
    /// After `wasm-opt -Oz`.
    pub bytes: u64,
}

/// A goal of the project, and what became of it in this run.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// What.
    pub goal: String,
    /// At least so many times.
    pub wanted: f64,
    /// So many times.
    pub got: f64,
}

/// Everything.
#[derive(Debug, Serialize)]
pub struct Results {
    /// How many rounds, how long one turn.
    pub rounds: usize,
    pub batch_ms: f64,
    /// The machine.
    pub processor: String,
    pub cores: usize,
    /// The peers' versions, from the lock files.
    pub versions: Vec<(String, String)>,
    pub sizes: Vec<Size>,
    pub times: Vec<Time>,
    pub goals: Vec<Goal>,
}

impl Results {
    /// The time of a contender with a task.
    pub fn time(&self, contender: &str, task: &str) -> Option<&Time> {
        self.times.iter().find(|time| time.contender == contender && time.task == task)
    }

    /// The bytes of a guest.
    pub fn size(&self, sdk: Sdk, guest: &str) -> Option<u64> {
        self.sizes.iter().find(|size| size.sdk == sdk && size.guest == guest).map(|size| size.bytes)
    }

    /// Adds the goals: how much faster and how much smaller than extism.
    #[must_use]
    pub fn with_goals(mut self) -> Self {
        let faster = |ours: &str, task: &str, wanted| {
            let got = self.time("extism", task)?.us / self.time(ours, task)?.us;
            Some(Goal { goal: format!("{task}: {ours} faster than extism, fresh plug-in"), wanted, got })
        };
        #[expect(clippy::cast_precision_loss, reason = "bytes of a guest")]
        let smaller = |sdk: Sdk, wanted| {
            let got = self.size(Sdk::Extism, "greet")? as f64 / self.size(sdk, "greet")? as f64;
            Some(Goal { goal: format!("greet: {} smaller than extism-pdk", sdk.title()), wanted, got })
        };
        let goals = [
            faster(OURS, "echo 64 B", 100.0),
            faster(SMALL_PAGES, "echo 64 B", 100.0),
            faster(OURS, "greet 64 B", 50.0),
            faster(SMALL_PAGES, "greet 64 B", 50.0),
            faster(SMALL_PAGES_KEPT, "greet 64 B", 50.0),
            smaller(Sdk::YaoDlmalloc, 12.0),
            smaller(Sdk::YaoArena, 30.0),
        ];
        self.goals = goals.into_iter().flatten().collect();
        self
    }

    /// Who is quicker than we are, with what, how many times, and why: a sentence for each.
    pub fn peers_that_win(&self) -> Vec<String> {
        let wins = |contender: &Contender| {
            let why = contender.why_it_wins?;
            let factor = |task: &str| Some(self.time(OURS, task)?.us / self.time(contender.name, task)?.us);
            let tasks: Vec<_> = TASKS
                .iter()
                .filter_map(|task| Some((task.name, factor(task.name).filter(|factor| *factor > 1.0)?)))
                .map(|(task, factor)| format!("{task} {factor:.2}x"))
                .collect();
            (!tasks.is_empty()).then(|| format!("{} ({} as fast): {why}.", contender.name, tasks.join(", ")))
        };
        FIELD.iter().filter_map(wins).collect()
    }
}

/// The bytes of every guest.
///
/// # Errors
///
/// When one cannot be read.
pub fn sizes(guests: &Path) -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for sdk in Sdk::ALL {
        for guest in ["echo", "greet", "digest"] {
            let file = guests.join(sdk.folder()).join(guest).with_extension("wasm");
            let bytes =
                std::fs::metadata(&file).with_context(|| format!("no guest {}", file.display()))?.len();
            sizes.push(Size { sdk, guest, bytes });
        }
    }
    Ok(sizes)
}

/// The versions of the peers that the lock files name.
///
/// # Errors
///
/// When a lock file cannot be read, or does not name one.
pub fn versions(workspace: &Path) -> Result<Vec<(String, String)>> {
    let read = |file: &str| {
        let path = workspace.join(file);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (hosts, guests) = (read("Cargo.lock")?, read("guests/Cargo.lock")?);
    let mut versions = Vec::new();
    for (lock, name) in [
        (&hosts, "extism"),
        (&guests, "extism-pdk"),
        (&hosts, "wapc"),
        (&hosts, "wasmtime-provider"),
        (&guests, "wapc-guest"),
        (&hosts, "wasmi"),
    ] {
        versions.push((name.to_owned(), locked(lock, name).with_context(|| format!("no {name} is locked"))?));
    }
    let wasmtime = read("Cargo.toml")?;
    let pinned = wasmtime.lines().find_map(|line| line.strip_prefix("wasmtime = { version = \"="));
    let pinned = pinned.and_then(|rest| rest.split('"').next()).context("wasmtime is not pinned")?;
    versions.push(("wasmtime".into(), pinned.into()));
    let wazero = read("contenders/wazero/go.mod")?;
    let wazero = wazero.lines().find_map(|line| line.split_once("tetratelabs/wazero v"));
    versions.push(("wazero".into(), wazero.context("no wazero in go.mod")?.1.trim().into()));
    Ok(versions)
}

/// The version of a package in a lock file.
fn locked(lock: &str, name: &str) -> Option<String> {
    let package =
        lock.split("[[package]]").find(|package| package.contains(&format!("\nname = \"{name}\"\n")))?;
    let version = package.lines().find_map(|line| line.strip_prefix("version = "))?;
    Some(version.trim_matches('"').into())
}
