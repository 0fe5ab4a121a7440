//! The tables of sizes in the SDKs' READMEs, made from the committed baseline.
//!
//! `<!-- sizes: begin SDK... -->` to `<!-- sizes: end -->` is a table of guests, a column for each SDK;
//! `<!-- costs: begin SDK... -->` to `<!-- costs: end -->` is one of features. In a table from
//! `<!-- bytes: begin GUEST... -->` to `<!-- bytes: end -->` the rows stay, and their cells after the second are the bytes
//! of these guests and the initial pages of the last one; the second cell says the SDK.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::baseline::Baseline;
use crate::budget::Budgets;
use crate::feature::Cost;

/// READMEs whose tables are not what the baseline makes; with `write` they are written, and then none is left.
pub(crate) fn stale(
    root: &Path,
    budgets: &Budgets,
    baseline: &Baseline,
    costs: &[Cost],
    write: bool,
) -> Result<Vec<PathBuf>, String> {
    let mut stale = Vec::new();
    for path in readmes(root)? {
        let failed = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let text = std::fs::read_to_string(&path).map_err(|e| failed(&e))?;
        let new = renewed(&text, budgets, baseline, costs).map_err(|e| failed(&e))?;
        if new == text {
            continue;
        }
        if write {
            std::fs::write(&path, new).map_err(|e| failed(&e))?;
        } else {
            stale.push(path.strip_prefix(root).unwrap_or(&path).to_path_buf());
        }
    }
    Ok(stale)
}

/// The README of the repository and of each folder in it.
fn readmes(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = vec![root.join("README.md")];
    for entry in std::fs::read_dir(root).map_err(|e| format!("{}: {e}", root.display()))? {
        found.push(entry.map_err(|e| format!("{}: {e}", root.display()))?.path().join("README.md"));
    }
    found.retain(|path| path.is_file());
    found.sort();
    Ok(found)
}

fn renewed(text: &str, budgets: &Budgets, baseline: &Baseline, costs: &[Cost]) -> Result<String, String> {
    let sizes = |sdks: &[&str]| size_table(sdks, budgets, baseline);
    let text = replaced(text, "sizes", &|sdks, _| sizes(sdks))?;
    let text = replaced(&text, "costs", &|sdks, _| cost_table(sdks, costs))?;
    replaced(&text, "bytes", &|guests, table| filled(table, guests, baseline))
}

/// Makes a table of the names that its mark has and of what stood there.
type Make<'a> = dyn Fn(&[&str], &str) -> Result<String, String> + 'a;

/// The text with every marked block of a kind made again.
fn replaced(text: &str, kind: &str, table: &Make<'_>) -> Result<String, String> {
    let (begin, end) = (format!("<!-- {kind}: begin "), format!("<!-- {kind}: end -->"));
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&begin) {
        let (before, block) = rest.split_at(at + begin.len());
        let (sdks, block) =
            block.split_once(" -->").ok_or_else(|| format!("`{begin}` does not end in ` -->`"))?;
        let (old, after) =
            block.split_once(&end).ok_or_else(|| format!("`{begin}{sdks} -->` has no `{end}`"))?;
        let names: Vec<&str> = sdks.split_whitespace().collect();
        let _ = write!(out, "{before}{sdks} -->\n{}{end}", table(&names, old.trim_start_matches('\n'))?);
        rest = after;
    }
    Ok(out + rest)
}

fn size_table(sdks: &[&str], budgets: &Budgets, baseline: &Baseline) -> Result<String, String> {
    let mut guests: Vec<&str> = Vec::new();
    for budget in budgets.budget.iter().filter(|budget| sdks.contains(&budget.sdk.as_str())) {
        if !guests.contains(&budget.guest.as_str()) {
            guests.push(&budget.guest);
        }
    }
    if let Some(unknown) = sdks.iter().find(|sdk| !baseline.sizes.contains_key(**sdk)) {
        return Err(format!(
            "tests/sizes.json has no SDK {unknown}; write the name of a folder of target/guests"
        ));
    }
    let mut out = format!("| guest |{}\n|---|{}\n", heads(sdks), "--:|".repeat(sdks.len()));
    for guest in guests {
        let cells = sdks.iter().map(|sdk| baseline.get(sdk, guest).map(|weight| grouped(weight.bytes)));
        row(&mut out, &format!("`{guest}`"), cells);
    }
    Ok(out)
}

/// A table with the numbers of its rows made again. A row whose SDK is a column for the suite only, such as `c-free-list`,
/// has the guests `echo-free-list` of the SDK `c`; one of no SDK stays as it is.
fn filled(table: &str, guests: &[&str], baseline: &Baseline) -> Result<String, String> {
    let mut out = String::new();
    for line in table.lines() {
        let mut cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let sdk = cells.get(1).and_then(|cell| cell.strip_prefix('`')?.strip_suffix('`'));
        let weights = sdk.and_then(|sdk| {
            let of = |guest: &&str| {
                let (base, kind) = sdk.split_once('-').unwrap_or((sdk, ""));
                baseline.get(sdk, guest).or_else(|| baseline.get(base, &format!("{guest}-{kind}")))
            };
            guests.iter().map(of).collect::<Option<Vec<_>>>()
        });
        let Some(weights) = weights else {
            out += line;
            out.push('\n');
            continue;
        };
        cells.truncate(2);
        let memory = weights.last().map_or_else(String::new, |weight| match (weight.memory, weight.pages) {
            (Some(bytes), _) => format!("{} bytes", grouped(bytes)),
            (None, 1) => "1 page".into(),
            (None, pages) => format!("{pages} pages"),
        });
        let bytes: String = weights.iter().map(|weight| format!(" {} |", grouped(weight.bytes))).collect();
        let _ = writeln!(out, "| {} |{bytes} {memory} |", cells.join(" | "));
    }
    if out.is_empty() {
        return Err("the table between `<!-- bytes: begin` and `end` has no rows to fill".into());
    }
    Ok(out)
}

fn cost_table(sdks: &[&str], costs: &[Cost]) -> Result<String, String> {
    let costs: Vec<&Cost> = costs.iter().filter(|cost| sdks.contains(&cost.sdk.as_str())).collect();
    if costs.is_empty() {
        return Err(format!(
            "no feature is measured of {}; see [[feature]] in tests/size-budgets.toml",
            sdks.join(", ")
        ));
    }
    let mut features: Vec<&str> = Vec::new();
    for cost in &costs {
        if !features.contains(&cost.feature.as_str()) {
            features.push(&cost.feature);
        }
    }
    let mut out = format!("| costs |{}\n|---|{}\n", heads(sdks), "--:|".repeat(sdks.len()));
    for feature in features {
        let cells = sdks.iter().map(|sdk| {
            let cost = costs.iter().find(|cost| cost.feature == feature && cost.sdk == *sdk)?;
            let sign = if cost.bytes < 0 { "-" } else { "" };
            Some(sign.to_owned() + &grouped(cost.bytes.unsigned_abs()))
        });
        row(&mut out, feature, cells);
    }
    Ok(out)
}

fn heads(sdks: &[&str]) -> String {
    sdks.iter().fold(String::new(), |line, sdk| line + &format!(" `{sdk}` |"))
}

fn row(out: &mut String, head: &str, cells: impl Iterator<Item = Option<String>>) {
    let line = cells.fold(String::new(), |line, cell| line + &format!(" {} |", cell.unwrap_or_default()));
    let _ = writeln!(out, "| {head} |{line}");
}

/// A number with commas.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::tests::ONE;
    use crate::feature::{costs, tests::weights};

    #[test]
    fn marked_blocks_are_made_again_and_nothing_else_changes() {
        let budgets = Budgets::parse(ONE).unwrap();
        let baseline = weights(&[("rust", "echo", 1_234_567), ("rust", "log", 90), ("rust", "empty", 100)]);
        let costs = costs(&budgets, &baseline);
        let text = "a\n<!-- sizes: begin rust -->\nold\n<!-- sizes: end -->\nb\n<!-- costs: begin rust -->\n<!-- costs: end -->\n";
        let new = renewed(text, &budgets, &baseline, &costs).unwrap();
        assert_eq!(
            new,
            "a\n<!-- sizes: begin rust -->\n| guest | `rust` |\n|---|--:|\n| `echo` | 1,234,567 |\n<!-- sizes: end -->\nb\n\
             <!-- costs: begin rust -->\n| costs | `rust` |\n|---|--:|\n| one | -10 |\n<!-- costs: end -->\n"
        );
        assert_eq!(renewed(&new, &budgets, &baseline, &costs).unwrap(), new);
    }

    #[test]
    fn rows_of_bytes_are_filled_and_others_stay() {
        let budgets = Budgets::parse(ONE).unwrap();
        let sizes = [
            ("rust", "echo", 300),
            ("rust", "log", 1_234),
            ("c", "echo-free-list", 9),
            ("c", "log-free-list", 8),
        ];
        let text = "<!-- bytes: begin echo log -->\n| SDK | column | echo | log | starts |\n|---|---|--:|--:|---|\n\
                    | [R](r) | `rust` | old | | |\n| C | `c-free-list` | | | |\n| none | `wat` | | | 1 page |\n\
                    <!-- bytes: end -->";
        let new = renewed(text, &budgets, &weights(&sizes), &[]).unwrap();
        let rows: Vec<&str> = new.lines().skip(3).collect();
        assert_eq!(
            rows,
            [
                "| [R](r) | `rust` | 300 | 1,234 | 1 page |",
                "| C | `c-free-list` | 9 | 8 | 1 page |",
                "| none | `wat` | | | 1 page |",
                "<!-- bytes: end -->"
            ]
        );
        assert!(
            renewed("<!-- bytes: begin echo --><!-- bytes: end -->", &budgets, &weights(&sizes), &[])
                .is_err()
        );
    }

    #[test]
    fn a_block_without_an_end_and_an_unknown_sdk_are_errors() {
        let budgets = Budgets::parse(ONE).unwrap();
        let baseline = weights(&[("rust", "echo", 1)]);
        let fails = |text: &str| renewed(text, &budgets, &baseline, &[]).unwrap_err();
        assert!(fails("<!-- sizes: begin rust -->\n").contains("has no `<!-- sizes: end -->`"));
        assert!(fails("<!-- sizes: begin perl --><!-- sizes: end -->").contains("no SDK perl"));
    }

    #[test]
    fn a_stale_readme_is_named_and_can_be_written() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("sdk-rust");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("README.md"), "<!-- sizes: begin rust -->\n<!-- sizes: end -->").unwrap();
        let budgets = Budgets::parse(ONE).unwrap();
        let baseline = weights(&[("rust", "echo", 1)]);
        let left = |write| stale(root.path(), &budgets, &baseline, &[], write).unwrap();
        assert_eq!(left(false), [Path::new("sdk-rust/README.md")]);
        assert!(left(true).is_empty() && left(false).is_empty());
    }
}
