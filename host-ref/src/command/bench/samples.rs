//! Times of requests, and what they come to.

use std::time::Duration;

/// Times of single requests, in nanoseconds.
#[derive(Debug, Default)]
pub(super) struct Samples(Vec<u64>);

/// Microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Summary {
    pub(super) mean_us: f64,
    pub(super) p50_us: f64,
    pub(super) p99_us: f64,
}

impl Samples {
    pub(super) fn push(&mut self, time: Duration) {
        self.0.push(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Adds those of another thread.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Mean and percentiles; all zero without a sample.
    #[expect(clippy::cast_precision_loss, reason = "times in ns are far below 2^53")]
    pub(super) fn summary(mut self) -> Summary {
        self.0.sort_unstable();
        let sum: u128 = self.0.iter().map(|ns| u128::from(*ns)).sum();
        let us = |ns: f64| (ns / 10.0).round() / 100.0;
        Summary {
            mean_us: us(sum as f64 / self.0.len().max(1) as f64),
            p50_us: us(self.percentile(50) as f64),
            p99_us: us(self.percentile(99) as f64),
        }
    }

    /// The smallest sample that so many percent of all do not exceed (nearest rank).
    fn percentile(&self, percent: usize) -> u64 {
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let mut samples = Samples::default();
        for us in (1..=200).rev() {
            samples.push(Duration::from_micros(us));
        }
        assert_eq!(samples.summary(), Summary { mean_us: 100.5, p50_us: 100.0, p99_us: 198.0 });
    }

    #[test]
    fn one_sample_is_every_percentile_and_none_is_zero() {
        let mut samples = Samples::default();
        samples.push(Duration::from_nanos(1500));
        assert_eq!(samples.summary(), Summary { mean_us: 1.5, p50_us: 1.5, p99_us: 1.5 });
        assert_eq!(Samples::default().summary(), Summary { mean_us: 0.0, p50_us: 0.0, p99_us: 0.0 });
    }
}
