//! How the conductor and a contender talk: one JSON document a line, on the contender's standard input and output.
//!
//! A contender is a program of its own, because the peers are in two languages and want three versions of one engine.
//! The conductor lets them run in turns, one batch each, so that they meet the same noise.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// What the conductor says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum Order {
    /// Load a guest and run one request, which tells what it answers.
    Prepare(Task),
    /// Run requests of a task, numbered in the order in which they were prepared.
    Run {
        /// Its number.
        task: usize,
        /// How often.
        iterations: u64,
    },
}

/// One handler with one payload.
#[derive(Debug, Serialize, Deserialize)]
pub struct Task {
    /// The name of the handler.
    pub handler: String,
    /// The module.
    pub guest: PathBuf,
    /// A file with the bytes that the handler gets.
    pub payload: PathBuf,
}

/// What a contender says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// The task is ready.
    Ready {
        /// Median time to make it so: the guest is checked, compiled and linked, as far as that is done once for all
        /// requests.
        load_us: f64,
        /// What the handler answered, in hexadecimal digits.
        result: String,
    },
    /// The requests were run.
    Ran {
        /// Nanoseconds of all of them.
        ns: u64,
    },
    /// Something failed.
    Failed {
        /// What, and why.
        error: String,
    },
}

/// A guest that is loaded.
pub struct Loaded<'a> {
    /// The name of the handler.
    pub handler: &'a str,
    /// The module.
    pub wasm: &'a [u8],
}

/// One whole request of a loaded guest with its payload; gives the bytes of the result.
pub type Request = Box<dyn FnMut(&[u8]) -> Result<Vec<u8>>>;

/// How often a guest is loaded to measure that.
const LOADS: usize = 5;

/// Serves orders until there are no more. `load` makes ready whatever is made once for many requests.
///
/// # Errors
///
/// When standard input or output fails, or an order cannot be understood. What fails in a task is answered.
pub fn serve(mut load: impl FnMut(&Loaded<'_>) -> Result<Request>) -> Result<()> {
    let mut tasks: Vec<(Request, Vec<u8>)> = Vec::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.context("cannot read an order")?;
        let order = serde_json::from_str(&line).with_context(|| format!("no order: {line}"))?;
        let answer = match order {
            Order::Prepare(task) => prepare(&task, &mut load, &mut tasks),
            Order::Run { task, iterations } => run(&mut tasks, task, iterations),
        };
        let answer = answer.unwrap_or_else(|error| Answer::Failed { error: format!("{error:#}") });
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn prepare(
    task: &Task,
    load: &mut impl FnMut(&Loaded<'_>) -> Result<Request>,
    tasks: &mut Vec<(Request, Vec<u8>)>,
) -> Result<Answer> {
    let read =
        |path: &PathBuf| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let (wasm, payload) = (read(&task.guest)?, read(&task.payload)?);
    let loaded = Loaded { handler: &task.handler, wasm: &wasm };
    let mut times = Vec::with_capacity(LOADS);
    let mut request = None;
    for _ in 0..LOADS {
        // The last one is dropped outside the time that is taken.
        drop(request.take());
        let start = Instant::now();
        request = Some(load(&loaded).with_context(|| format!("cannot load {}", task.guest.display()))?);
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    let mut request = request.context("nothing was loaded")?;
    let result =
        request(&payload).with_context(|| format!("{} of {}", task.handler, task.guest.display()))?;
    tasks.push((request, payload));
    let result = result.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Answer::Ready { load_us: times[LOADS / 2], result })
}

fn run(tasks: &mut [(Request, Vec<u8>)], task: usize, iterations: u64) -> Result<Answer> {
    let count = tasks.len();
    let (request, payload) = tasks.get_mut(task).with_context(|| format!("task {task} of {count}"))?;
    let start = Instant::now();
    for _ in 0..iterations {
        std::hint::black_box(request(payload)?);
    }
    Ok(Answer::Ran { ns: u64::try_from(start.elapsed().as_nanos())? })
}

/// What the process `utils.greet` answers; every contender has it as a function of its host.
#[must_use]
pub fn greeting(name: &str) -> String {
    format!("Hello, {name}")
}
