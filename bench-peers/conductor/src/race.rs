//! Lets the contenders run in turns.

use std::path::Path;

use anyhow::{Context as _, Result};
use yao_peers_protocol as protocol;

use crate::child::Running;
use crate::field::Contender;
use crate::results::Time;
use crate::tasks::{TASKS, Task};

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often everyone has a turn with every task.
    pub rounds: usize,
    /// How long one turn takes, about.
    pub batch_ms: f64,
}

/// One contender with one task.
struct Pair {
    contender: Contender,
    task: Task,
    runner: usize,
    number: usize,
    iterations: u64,
    load_us: f64,
    samples: Vec<f64>,
}

/// Where the race takes place.
pub struct Places<'a> {
    /// The contenders' programs.
    pub programs: &'a Path,
    /// Guests, one folder an SDK.
    pub guests: &'a Path,
    /// Where payloads are written.
    pub payloads: &'a Path,
}

/// Runs everything; the times, contender by contender.
///
/// # Errors
///
/// When a contender fails, or answers anything but the right result.
pub fn race(places: &Places<'_>, pace: Pace, field: &[Contender]) -> Result<Vec<Time>> {
    std::fs::create_dir_all(places.payloads)
        .with_context(|| format!("cannot make {}", places.payloads.display()))?;
    let mut running = Vec::with_capacity(field.len());
    let mut pairs = Vec::new();
    for (runner, contender) in field.iter().copied().enumerate() {
        eprintln!("loading: {}", contender.name);
        running.push(Running::start(&contender, places.programs)?);
        for (number, task) in TASKS.into_iter().enumerate() {
            pairs.push(prepare(&mut running[runner], places, pace, contender, task, runner, number)?);
        }
    }
    for round in 0..pace.rounds {
        for number in 0..TASKS.len() {
            for pair in pairs.iter_mut().filter(|pair| pair.number == number) {
                pair.samples.push(running[pair.runner].run(number, pair.iterations)? / 1000.0);
            }
        }
        if (round + 1) % 10 == 0 || round + 1 == pace.rounds {
            eprintln!("round {} of {}", round + 1, pace.rounds);
        }
    }
    Ok(pairs.into_iter().map(Pair::time).collect())
}

fn prepare(
    running: &mut Running,
    places: &Places<'_>,
    pace: Pace,
    contender: Contender,
    task: Task,
    runner: usize,
    number: usize,
) -> Result<Pair> {
    let sdk = contender.sdk;
    let payload = places.payloads.join(format!("{}-{number}", sdk.folder()));
    std::fs::write(&payload, task.payload(sdk)?)
        .with_context(|| format!("cannot write {}", payload.display()))?;
    let guest = places.guests.join(sdk.folder()).join(task.handler()).with_extension("wasm");
    let ready = running.prepare(protocol::Task { handler: task.handler().into(), guest, payload })?;
    task.check(sdk, &ready.result)
        .with_context(|| format!("{} does not answer as the others do to {}", contender.name, task.name))?;
    // Caches fill and lazy parts are made before a request counts; then a batch is as long as asked for.
    let mut iterations = 1;
    loop {
        let ns = running.run(number, iterations)?;
        let wanted = (pace.batch_ms * 1e6 / ns.max(1.0)).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        let wanted = wanted.clamp(1.0, 1e6) as u64;
        if wanted <= iterations * 2 {
            iterations = wanted;
            break;
        }
        iterations = wanted.min(iterations * 10);
    }
    let samples = Vec::with_capacity(pace.rounds);
    Ok(Pair { contender, task, runner, number, iterations, load_us: ready.load_us, samples })
}

impl Pair {
    fn time(mut self) -> Time {
        self.samples.sort_by(f64::total_cmp);
        let at = |percent: usize| self.samples[(self.samples.len() - 1) * percent / 100];
        Time {
            contender: self.contender.name,
            keeps_state: self.contender.keeps_state,
            sdk: self.contender.sdk,
            task: self.task.name,
            us: at(50),
            low_us: at(10),
            high_us: at(90),
            load_us: self.load_us,
            requests: self.iterations * self.samples.len() as u64,
        }
    }
}
