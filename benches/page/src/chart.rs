//! Charts as SVG.

mod bars;
mod lines;
mod scale;

pub use bars::{Bar, Bars};
pub use lines::{Lines, Series};
pub use scale::Scale;

/// Pixels of a chart from left to right.
const WIDTH: f64 = 860.0;

/// A number as people read it: three digits that count, thousands with a comma.
#[must_use]
pub fn number(value: f64) -> String {
    let magnitude = value.abs();
    let digits = match magnitude {
        _ if magnitude >= 100.0 || magnitude == 0.0 => 0,
        _ if magnitude >= 10.0 => 1,
        _ if magnitude >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let rest = rest.trim_end_matches('0');
    let mut out = String::new();
    let count = whole.trim_start_matches('-').len();
    for (index, digit) in whole.trim_start_matches('-').chars().enumerate() {
        if index > 0 && (count - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    if rest.is_empty() { format!("{sign}{out}") } else { format!("{sign}{out}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_three_digits_that_count() {
        let read = [0.0, 0.034_56, 1.0, 1.234, 12.34, 123.4, 1_234_567.8, -1234.0].map(number);
        assert_eq!(read, ["0", "0.035", "1", "1.23", "12.3", "123", "1,234,568", "-1,234"]);
    }
}
