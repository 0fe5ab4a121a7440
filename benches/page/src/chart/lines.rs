//! Lines over a few places on an axis.

use std::fmt::Write as _;

use super::{Scale, WIDTH, number, scale::Axis};
use crate::escape;

/// One line.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name, at its end.
    pub label: String,
    /// One value a place.
    pub values: Vec<f64>,
}

/// Lines over places that are evenly apart, whatever they mean.
#[derive(Clone, Debug)]
pub struct Lines {
    /// What is shown.
    pub title: String,
    /// What the numbers are.
    pub unit: String,
    /// How heights grow.
    pub scale: Scale,
    /// The names of the places, from left to right.
    pub places: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
}

const LEFT: f64 = 90.0;
const RIGHT: f64 = 200.0;
const TOP: f64 = 40.0;
const HEIGHT: f64 = 240.0;
/// Between two names at the ends of lines.
const APART: f64 = 15.0;

impl Lines {
    /// As an SVG element.
    #[must_use]
    pub fn svg(&self) -> String {
        let values = self.series.iter().flat_map(|series| series.values.iter().copied());
        let axis = Axis::new(self.scale, values, HEIGHT);
        let y = |value: f64| TOP + HEIGHT - axis.at(value);
        let x = |index: usize| LEFT + part(index, self.places.len()) * (WIDTH - LEFT - RIGHT);
        let mut out = format!(
            "<svg viewBox=\"0 0 {WIDTH:.0} {:.0}\" role=\"img\"><text x=\"0\" y=\"18\" class=\"title\">{}, {}</text>",
            TOP + HEIGHT + 30.0,
            escape::html(&self.title),
            escape::html(&self.unit),
        );
        for tick in axis.ticks() {
            let y = y(tick);
            let _ = write!(
                out,
                "<line x1=\"{LEFT:.0}\" y1=\"{y:.1}\" x2=\"{:.0}\" y2=\"{y:.1}\" class=\"grid\"/>\
                 <text x=\"{:.0}\" y=\"{:.1}\" class=\"end\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 8.0,
                y + 4.0,
                number(tick),
            );
        }
        for (index, place) in self.places.iter().enumerate() {
            let _ = write!(
                out,
                "<text x=\"{:.1}\" y=\"{:.0}\" class=\"tick\">{}</text>",
                x(index),
                TOP + HEIGHT + 20.0,
                escape::html(place),
            );
        }
        for (group, series) in self.series.iter().enumerate() {
            let points: Vec<_> = series
                .values
                .iter()
                .enumerate()
                .map(|(index, value)| format!("{:.1},{:.1}", x(index), y(*value)))
                .collect();
            let _ = write!(out, "<polyline points=\"{}\" class=\"l{}\"/>", points.join(" "), group % 6);
        }
        // Names at the ends of their lines, pushed apart where these meet.
        let mut ends: Vec<_> = self
            .series
            .iter()
            .enumerate()
            .filter_map(|(group, series)| Some((y(*series.values.last()?), group, series)))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = f64::NEG_INFINITY;
        for (end, group, series) in ends {
            let at = end.max(free);
            free = at + APART;
            let _ = write!(
                out,
                "<text x=\"{:.0}\" y=\"{:.1}\" class=\"t{}\">{} {}</text>",
                WIDTH - RIGHT + 8.0,
                at + 4.0,
                group % 6,
                escape::html(&series.label),
                series.values.last().map_or_else(String::new, |value| number(*value)),
            );
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Where one of so many places lies, 0 to 1.
fn part(index: usize, count: usize) -> f64 {
    let last = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
    if last == 0 { 0.5 } else { f64::from(u32::try_from(index).unwrap_or(u32::MAX)) / f64::from(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_ends_do_not_cover_each_other() {
        let series = ["a", "b"].map(|label| Series { label: label.into(), values: vec![1.0, 2.0] });
        let lines = Lines {
            title: "t".into(),
            unit: "us".into(),
            scale: Scale::Linear,
            places: vec!["64 B".into(), "4 KiB".into()],
            series: series.into(),
        };
        let svg = lines.svg();
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert!(svg.contains(">64 B<") && svg.contains(">a 2<") && svg.contains(">b 2<"), "{svg}");
        assert!(svg.contains("y=\"44.0\" class=\"t0\"") && svg.contains("y=\"59.0\" class=\"t1\""), "{svg}");
    }

    #[test]
    fn one_place_and_none_are_drawn() {
        for places in [vec!["only".to_owned()], vec![]] {
            let values = vec![3.0; places.len()];
            let series = vec![Series { label: "s".into(), values }];
            let lines =
                Lines { title: String::new(), unit: String::new(), scale: Scale::Linear, places, series };
            assert!(!lines.svg().contains("NaN"));
        }
    }
}
