//! The same requests from several threads at once.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use serde::Serialize;
use yao_host::Error;

use super::super::exit::Failure;
use super::super::fault;
use super::super::setup::Ready;
use super::Job;
use super::measure::Pace;
use super::samples::Samples;

/// What so many threads came to.
#[derive(Debug, Serialize)]
pub(super) struct Parallel {
    pub(super) threads: usize,
    /// Of all of them together.
    pub(super) per_second: f64,
    pub(super) p50_us: f64,
    pub(super) p99_us: f64,
}

/// Requests from this many threads that start together.
pub(super) fn measure(ready: &Ready, job: &Job, threads: usize, pace: Pace) -> Result<Parallel, Failure> {
    let start = Barrier::new(threads);
    let each: Vec<Result<(Samples, f64), Error>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(|| one(ready, job, &start, pace))).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, _>| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        running.into_iter().map(join).collect()
    });
    let (mut all, mut per_second) = (Samples::default(), 0.0);
    for done in each {
        let (samples, rate) = done.map_err(|error| fault::failure(&error))?;
        per_second += rate;
        all.append(samples);
    }
    let summary = all.summary();
    Ok(Parallel { threads, per_second: per_second.round(), p50_us: summary.p50_us, p99_us: summary.p99_us })
}

/// One thread's requests, and how many a second these were.
#[expect(clippy::cast_precision_loss, reason = "a count of requests")]
fn one(ready: &Ready, job: &Job, start: &Barrier, pace: Pace) -> Result<(Samples, f64), Error> {
    let request = || ready.host.request(&ready.module, &job.handler, &job.payload);
    // Before the barrier, so that no thread waits for another that fails: its own first request would fail as well.
    let first = request();
    start.wait();
    black_box(first?);
    let mut samples = Samples::default();
    let begin = Instant::now();
    let mut before = begin;
    let time = Duration::from_secs_f64(pace.seconds);
    for done in 0.. {
        if pace.iterations.map_or(before - begin >= time, |iterations| done >= iterations) {
            break;
        }
        black_box(request()?);
        let now = Instant::now();
        samples.push(now - before);
        before = now;
    }
    let rate = samples.len() as f64 / (before - begin).as_secs_f64();
    Ok((samples, rate))
}
