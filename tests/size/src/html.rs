//! The report as one HTML page with bars, without a script and without anything from elsewhere.

use std::fmt::Write as _;

use crate::feature::Cost;
use crate::row::Row;

const STYLE: &str = "\
:root { color-scheme: light dark; --code: #2a6fb0; --data: #d08a2e; --other: #8a8f98; --more: #b04a4a; --less: #3f8f5f; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .15rem .5rem; white-space: nowrap; }
th { font-weight: 600; border-bottom: 1px solid var(--other); }
.name { text-align: left; } .bars { width: 45%; }
.bar { display: flex; height: .8rem; background: color-mix(in srgb, var(--other) 15%, transparent); }
.bar i { display: block; height: 100%; }
.code { background: var(--code); } .data { background: var(--data); } .other { background: var(--other); }
.more { color: var(--more); } .less { color: var(--less); } i.more { background: var(--more); } i.less { background: var(--less); }
.gzip { background: color-mix(in srgb, var(--code) 55%, transparent); }
.brotli { background: color-mix(in srgb, var(--code) 35%, transparent); }
.key i { display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 1rem; }
.thin { height: .35rem; margin-top: 2px; }
";

/// The page.
pub(crate) fn page(rows: &[Row], costs: &[Cost]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>Bytes of the guests</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>Bytes of the guests</h1>\n<p>After <code>wasm-opt -Oz</code>, all exports of the ABI included. The thin bars \
         are the same guest after gzip and brotli. Bars are drawn to the largest guest of their table.</p>\n\
         <p class=\"key\"><i class=\"code\"></i>code<i class=\"data\"></i>data<i class=\"other\"></i>other sections\
         <i class=\"gzip\"></i>gzip<i class=\"brotli\"></i>brotli</p>\n"
    );
    // One table a guest: what a reader compares is the same guest in several SDKs.
    let mut guests: Vec<&str> = Vec::new();
    for row in rows {
        if !guests.contains(&row.guest.as_str()) {
            guests.push(&row.guest);
        }
    }
    for guest in guests {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.guest == guest).collect();
        guest_table(&mut out, guest, &rows);
    }
    cost_table(&mut out, costs);
    out += "</body>\n</html>\n";
    out
}

fn guest_table(out: &mut String, guest: &str, rows: &[&Row]) {
    let _ = writeln!(
        out,
        "<h2>{}</h2>\n<table>\n<tr><th class=\"name\">SDK</th><th class=\"bars\"></th><th>bytes</th><th>change</th>\
         <th>code</th><th>data</th><th>gzip</th><th>brotli</th><th>budget</th><th>pages</th></tr>",
        escape(guest)
    );
    // Stock Go beside the others would leave them without a bar: it has a scale of its own.
    let widest =
        |large: bool| rows.iter().map(|row| row.bytes).filter(|bytes| is_large(*bytes) == large).max();
    for row in rows {
        let scale = widest(is_large(row.bytes)).unwrap_or(1);
        let other = row.bytes.saturating_sub(row.code + row.data);
        let sections = bar("", scale, &[("code", row.code), ("data", row.data), ("other", other)]);
        let gzip = bar(" thin", scale, &[("gzip", row.gzip)]);
        let brotli = bar(" thin", scale, &[("brotli", row.brotli)]);
        let change = if row.delta() > 0 { "more" } else { "less" };
        let budget = row.budget.map_or_else(|| "-".to_owned(), |budget| budget.to_string());
        let own = if is_large(row.bytes) { " <small>(own scale)</small>" } else { "" };
        let _ = writeln!(
            out,
            "<tr><td class=\"name\" title=\"{config}\">{sdk}{own}</td><td class=\"bars\">{sections}{gzip}{brotli}</td>\
             <td>{bytes}</td><td class=\"{change}\">{delta}</td><td>{code}</td><td>{data}</td><td>{gz}</td><td>{br}</td>\
             <td>{budget}</td><td>{pages}</td></tr>",
            config = escape(&row.config),
            sdk = escape(&row.sdk),
            bytes = row.bytes,
            delta = row.delta_text(),
            code = row.code,
            data = row.data,
            gz = row.gzip,
            br = row.brotli,
            pages = row.pages,
        );
    }
    *out += "</table>\n";
}

fn cost_table(out: &mut String, costs: &[Cost]) {
    *out += "<h2>What a feature costs</h2>\n<p>The bytes of a guest that has it less those of one that has not.</p>\n\
             <table>\n<tr><th class=\"name\">feature</th><th class=\"name\">SDK</th><th class=\"bars\"></th><th>bytes</th>\
             <th class=\"name\">guest less guest</th></tr>\n";
    let size = |cost: &Cost| cost.bytes.unsigned_abs();
    let widest =
        |large: bool| costs.iter().map(size).filter(|bytes| is_large(*bytes) == large).max().unwrap_or(1);
    for cost in costs {
        let kind = if cost.bytes < 0 { "less" } else { "more" };
        let _ = writeln!(
            out,
            "<tr><td class=\"name\">{}</td><td class=\"name\">{}</td><td class=\"bars\">{}</td><td>{:+}</td>\
             <td class=\"name\">{} - {}</td></tr>",
            escape(&cost.feature),
            escape(&cost.sdk),
            bar("", widest(is_large(size(cost))), &[(kind, size(cost))]),
            cost.bytes,
            escape(&cost.guest),
            escape(&cost.minus),
        );
    }
    *out += "</table>\n";
}

/// Whether a bar on the common scale would leave nothing of the others.
fn is_large(bytes: u64) -> bool {
    bytes > 100_000
}

fn bar(class: &str, scale: u64, parts: &[(&str, u64)]) -> String {
    let mut out = format!("<div class=\"bar{class}\">");
    for (class, bytes) in parts {
        // Tenths of a percent, in integers.
        let share = bytes.saturating_mul(1000) / scale.max(1);
        let _ = write!(
            out,
            "<i class=\"{class}\" style=\"width:{}.{}%\" title=\"{class}: {bytes}\"></i>",
            share / 10,
            share % 10
        );
    }
    out + "</div>"
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::row;

    #[test]
    fn a_guest_has_a_bar_of_its_sections() {
        let page = page(&[row()], &[]);
        for part in [
            "title=\"code: 90\"",
            "width:81.8%",
            "title=\"data: 10\"",
            "title=\"other: 10\"",
            "title=\"brotli: 70\"",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }

    #[test]
    fn every_tag_that_opens_closes() {
        let cost = Cost {
            feature: "a < b".into(),
            sdk: "c".into(),
            guest: "log".into(),
            minus: "empty".into(),
            bytes: -5,
        };
        let page = page(&[row()], &[cost]);
        for tag in ["table", "tr", "td", "div", "i", "h2", "p", "body", "html"] {
            let opened =
                page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        assert!(page.contains("a &lt; b"));
    }

    #[test]
    fn a_guest_of_megabytes_has_its_own_scale() {
        let large = Row { sdk: "go".into(), bytes: 1_000_000, code: 900_000, ..row() };
        let page = page(&[row(), large], &[]);
        assert!(page.contains("width:81.8%") && page.contains("width:90.0%") && page.contains("own scale"));
    }
}
