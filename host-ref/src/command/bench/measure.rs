//! Measures one handler: the host's requests and plain ones in turn.

use std::hint::black_box;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use serde::Serialize;
use yao_host::Reply;

use super::super::exit::{Exit, Failure};
use super::super::fault;
use super::super::setup::Ready;
use super::Job;
use super::memory::Memory;
use super::raw::Raws;
use super::samples::{Samples, Summary};
use super::threads::Parallel;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    pub(super) seconds: f64,
    pub(super) iterations: Option<u64>,
}

/// What one handler came to.
#[derive(Debug, Serialize)]
pub(super) struct Measured {
    pub(super) handler: String,
    pub(super) payload_bytes: usize,
    pub(super) result_bytes: usize,
    /// Of a handler that answered with an error record.
    pub(super) error_code: Option<u32>,
    pub(super) iterations: usize,
    pub(super) per_second: f64,
    pub(super) mean_us: f64,
    pub(super) p50_us: f64,
    pub(super) p99_us: f64,
    pub(super) peak_kib: u64,
    pub(super) fuel: u64,
    pub(super) raw_p50_us: Option<f64>,
    pub(super) raw_p99_us: Option<f64>,
    /// The host's median over the plain one.
    pub(super) ratio: Option<f64>,
    /// Plain wasmi with fuel on: the interpreter's own work for metering, which no host can save.
    pub(super) metered_p50_us: Option<f64>,
    pub(super) metered_p99_us: Option<f64>,
    /// The host's median over the metered one.
    pub(super) metered_ratio: Option<f64>,
    /// With `--threads`.
    pub(super) parallel: Vec<Parallel>,
    /// With `--instances`.
    pub(super) memory: Option<Memory>,
}

/// Requests before the first that counts: caches and branch predictors settle.
const WARM_UP: u64 = 200;

pub(super) fn measure(
    ready: &Ready,
    job: &Job,
    pace: Pace,
    raw: Option<&Raws>,
    bar: &ProgressBar,
) -> Result<Measured, Failure> {
    let Job { handler, payload } = job;
    let request =
        || ready.host.request(&ready.module, handler, payload).map_err(|error| fault::failure(&error));
    let first = request()?;
    for raw in raw.into_iter().flat_map(Raws::each) {
        // All must do the same work, or their ratio says nothing.
        let plain = raw.request(payload)?;
        if plain != first.reply.bytes() {
            return Err(Failure::new(
                Exit::Trap,
                format!(
                    "{handler} answers plain wasmi with {} bytes, the host with {}",
                    plain.len(),
                    first.reply.bytes().len()
                ),
            )
            .help("a guest whose result depends on more than its payload cannot be measured with --raw"));
        }
    }

    let (mut host, mut plain, mut metered) = (Samples::default(), Samples::default(), Samples::default());
    let warm_up = pace.iterations.map_or(WARM_UP, |iterations| WARM_UP.min(iterations));
    let warm_up_end = Instant::now() + Duration::from_secs_f64(pace.seconds / 4.0);
    for _ in 0..warm_up {
        black_box(request()?);
        for raw in raw.into_iter().flat_map(Raws::each) {
            black_box(raw.request(payload)?);
        }
        if Instant::now() > warm_up_end {
            break;
        }
    }

    let begin = Instant::now();
    let mut shown = begin;
    for done in 0.. {
        let now = Instant::now();
        let part = match pace.iterations {
            Some(iterations) => ratio(done, iterations),
            None => (now - begin).as_secs_f64() / pace.seconds,
        };
        if part >= 1.0 {
            break;
        }
        if now - shown > Duration::from_millis(100) {
            shown = now;
            bar.set_position(per_mille(part));
            bar.set_message(format!("{done} requests"));
        }
        timed(&mut host, || request().map(drop))?;
        if let Some(raw) = raw {
            timed(&mut plain, || raw.plain.request(payload).map(drop))?;
            timed(&mut metered, || raw.metered.request(payload).map(drop))?;
        }
    }

    let iterations = host.len();
    let host = host.summary();
    let plain = raw.map(|_| plain.summary());
    let metered = raw.map(|_| metered.summary());
    let over = |other: Option<Summary>| {
        other
            .filter(|other| other.p50_us > 0.0)
            .map(|other| (host.p50_us / other.p50_us * 1000.0).round() / 1000.0)
    };
    Ok(Measured {
        handler: handler.clone(),
        payload_bytes: payload.len(),
        result_bytes: first.reply.bytes().len(),
        error_code: match &first.reply {
            Reply::Error { exception, .. } => Some(exception.code),
            Reply::Value(_) => None,
        },
        iterations,
        per_second: if host.mean_us > 0.0 { (1e6 / host.mean_us).round() } else { 0.0 },
        mean_us: host.mean_us,
        p50_us: host.p50_us,
        p99_us: host.p99_us,
        peak_kib: first.usage.peak_pages * 64,
        fuel: first.usage.fuel,
        raw_p50_us: plain.map(|plain| plain.p50_us),
        raw_p99_us: plain.map(|plain| plain.p99_us),
        ratio: over(plain),
        metered_p50_us: metered.map(|metered| metered.p50_us),
        metered_p99_us: metered.map(|metered| metered.p99_us),
        metered_ratio: over(metered),
        parallel: Vec::new(),
        memory: None,
    })
}

/// Runs and times one request.
fn timed(samples: &mut Samples, request: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let start = Instant::now();
    request()?;
    samples.push(start.elapsed());
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a count of requests, for a progress bar and a bound")]
fn ratio(done: u64, of: u64) -> f64 {
    done as f64 / of as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
fn per_mille(part: f64) -> u64 {
    (part * 1000.0).clamp(0.0, 1000.0) as u64
}
