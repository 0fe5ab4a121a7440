//! Horizontal bars.

use std::fmt::Write as _;

use super::{Scale, WIDTH, number, scale::Axis};
use crate::escape;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its name, on the left.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// The colour: bars with the same number belong together.
    pub group: usize,
}

/// Horizontal bars, one below the other.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What is shown.
    pub title: String,
    /// What the numbers are.
    pub unit: String,
    /// How lengths grow.
    pub scale: Scale,
    /// From top to bottom.
    pub bars: Vec<Bar>,
}

/// Pixels for names, and for the number behind the longest bar.
const LABELS: f64 = 260.0;
const NUMBERS: f64 = 80.0;
const STEP: f64 = 22.0;
const TOP: f64 = 34.0;

impl Bars {
    /// As an SVG element.
    #[must_use]
    pub fn svg(&self) -> String {
        let axis = Axis::new(self.scale, self.bars.iter().map(|bar| bar.value), WIDTH - LABELS - NUMBERS);
        let mut bottom = TOP;
        let mut marks = String::new();
        for bar in &self.bars {
            let (length, middle) = (axis.at(bar.value), bottom + STEP * 0.7);
            let _ = write!(
                marks,
                "<text x=\"{:.0}\" y=\"{middle:.0}\" class=\"end\">{}</text>\
                 <rect x=\"{LABELS:.0}\" y=\"{:.0}\" width=\"{length:.1}\" height=\"16\" class=\"g{}\"/>\
                 <text x=\"{:.0}\" y=\"{middle:.0}\">{}</text>",
                LABELS - 8.0,
                escape::html(&bar.label),
                bottom + 3.0,
                bar.group % 6,
                LABELS + length + 6.0,
                number(bar.value),
            );
            bottom += STEP;
        }
        let grid: String = axis.ticks().into_iter().fold(String::new(), |mut grid, tick| {
            let x = LABELS + axis.at(tick);
            let _ = write!(
                grid,
                "<line x1=\"{x:.1}\" y1=\"{TOP:.0}\" x2=\"{x:.1}\" y2=\"{bottom:.0}\" class=\"grid\"/>\
                 <text x=\"{x:.1}\" y=\"{:.0}\" class=\"tick\">{}</text>",
                bottom + 16.0,
                number(tick),
            );
            grid
        });
        format!(
            "<svg viewBox=\"0 0 {WIDTH:.0} {:.0}\" role=\"img\"><text x=\"0\" y=\"18\" class=\"title\">{}, {}</text>\
             {grid}{marks}</svg>\n",
            bottom + 24.0,
            escape::html(&self.title),
            escape::html(&self.unit),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_its_name_and_number() {
        let bar = |label: &str, value| Bar { label: label.into(), value, group: 0 };
        let bars = vec![bar("a<b", 1.5), bar("c", 150.0), bar("nothing", 0.0)];
        let svg = Bars { title: "t".into(), unit: "us".into(), scale: Scale::Logarithmic, bars }.svg();
        for text in ["a&lt;b", ">1.5<", ">150<", ">0<", "t, us"] {
            assert!(svg.contains(text), "{text} in {svg}");
        }
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.contains("width=\"0.0\""), "zero has no length: {svg}");
    }
}
