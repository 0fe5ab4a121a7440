//! Times of things that run in turns.

use std::time::Instant;

/// What a batch of one contender takes, at least.
const BATCH_US: f64 = 2000.0;

/// Something that is measured: it runs once, and fails when its result is wrong.
pub(super) type Run<'a> = Box<dyn FnMut() -> Result<(), String> + 'a>;

/// Median microseconds of each, in batches that take turns.
pub(super) fn in_turns(runs: &mut [Run<'_>], rounds: usize) -> Result<Vec<f64>, String> {
    let mut counts = Vec::with_capacity(runs.len());
    for run in runs.iter_mut() {
        // Twice: the first run fills caches and makes what is made lazily.
        batch(run, 1)?;
        let once = batch(run, 1)?.max(0.01);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 200,000")]
        counts.push((BATCH_US / once).clamp(1.0, 200_000.0) as u32);
    }
    let mut samples = vec![Vec::with_capacity(rounds); runs.len()];
    for _ in 0..rounds {
        for ((run, count), samples) in runs.iter_mut().zip(&counts).zip(&mut samples) {
            samples.push(batch(run, *count)?);
        }
    }
    Ok(samples.into_iter().map(median).collect())
}

/// Microseconds of one run, out of so many.
fn batch(run: &mut Run<'_>, count: u32) -> Result<f64, String> {
    let start = Instant::now();
    for _ in 0..count {
        run()?;
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(count))
}

/// The middle one; zero of none.
pub(super) fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or_default()
}
