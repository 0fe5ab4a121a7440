//! From values to pixels.

/// How an axis grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Evenly, from zero.
    Linear,
    /// By factors: ten times as much is as far everywhere.
    Logarithmic,
}

/// An axis over the values that it is to show.
pub(super) struct Axis {
    scale: Scale,
    low: f64,
    high: f64,
    length: f64,
}

impl Axis {
    /// An axis of `length` pixels. Values that are not finite, and on a logarithmic one those not above zero, do not
    /// count.
    pub(super) fn new(scale: Scale, values: impl IntoIterator<Item = f64>, length: f64) -> Self {
        let shown = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = match scale {
            Scale::Linear => (0.0, shown.fold(0.0, f64::max)),
            Scale::Logarithmic => {
                let (low, high) = shown
                    .filter(|value| *value > 0.0)
                    .fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
                // Whole powers of ten, so that the ends have round numbers and the smallest bar a length.
                let low = if low.is_finite() { 10.0_f64.powf((low / 1.5).log10().floor()) } else { 1.0 };
                (low, if high > 0.0 { 10.0_f64.powf(high.log10().ceil()) } else { 10.0 })
            }
        };
        let high = if high > low { high } else { low + 1.0 };
        Self { scale, low, high, length }
    }

    /// How far from the start a value lies.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Logarithmic if value <= 0.0 => 0.0,
            Scale::Logarithmic => (value / self.low).ln() / (self.high / self.low).ln(),
        };
        part.clamp(0.0, 1.0) * self.length
    }

    /// Round values along the axis.
    pub(super) fn ticks(&self) -> Vec<f64> {
        match self.scale {
            Scale::Logarithmic => {
                let mut ticks = vec![self.low];
                while ticks.last().is_some_and(|last| last * 10.0 <= self.high * 1.001) {
                    ticks.extend(ticks.last().map(|last| last * 10.0));
                }
                ticks
            }
            Scale::Linear => {
                let rough = self.high / 5.0;
                let power = 10.0_f64.powf(rough.log10().floor());
                let step = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
                let step = step.into_iter().find(|step| *step >= rough).unwrap_or(rough);
                (0..=5).map(|index| f64::from(index) * step).filter(|tick| *tick <= self.high).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_axis_ends_at_powers_of_ten() {
        let axis = Axis::new(Scale::Logarithmic, [1.6, 210.0], 300.0);
        assert_eq!(axis.ticks(), [1.0, 10.0, 100.0, 1000.0]);
        assert!((axis.at(10.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_linear_axis_starts_at_zero_with_round_ticks() {
        let axis = Axis::new(Scale::Linear, [3.0, 47.0], 470.0);
        assert_eq!(axis.ticks(), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert!((axis.at(47.0) - 470.0).abs() < 1e-9);
    }

    #[test]
    fn odd_values_stay_inside() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            for values in [vec![], vec![0.0], vec![f64::NAN, f64::INFINITY], vec![-1.0]] {
                let axis = Axis::new(scale, values, 100.0);
                assert!(axis.ticks().len() < 20);
                for value in [-5.0, 0.0, 1e300] {
                    assert!((0.0..=100.0).contains(&axis.at(value)), "{scale:?} {value}");
                }
            }
        }
    }
}
