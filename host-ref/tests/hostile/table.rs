//! The table of the README of the fixtures: every fault, the file that has it, and what has to come of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;

use crate::fixture::Fixture;

const BEGIN: &str =
    "<!-- fixtures: begin; made from the files by `BLESS=1 cargo test -p yao-host --test hostile` -->\n";
const END: &str = "<!-- fixtures: end -->";

/// The kinds of faults, in the order of the README. A group without a fixture is a promise without a test.
const GROUPS: [(&str, &str); 16] = [
    ("pointers", "Pointers out of range by one, at 2^31, at 2^32, and sums that wrap"),
    ("lengths", "Lengths that are lies: refused before anything is allocated for them"),
    ("nothing", "Zero lengths at the end of the memory and past it"),
    ("buffers", "Buffers that overlap, or are not aligned"),
    ("growth-inside", "Memory that grows inside `process`, then the reply"),
    ("midway", "A trap or an error in the middle of `process`"),
    ("re-entry", "Re-entry guest to host to guest"),
    ("endless", "What never ends: loops, loops of host calls, bulk memory"),
    ("recursion", "Deep recursion, huge locals, deep nesting"),
    ("growth", "Growth to the maximum; huge memory, tables, data"),
    ("start", "`start`, `_initialize` and the marker that loop, trap or call imports"),
    ("structure", "Exports, imports and features that no guest has"),
    ("allocators", "Allocators that return null, lie, loop, trap or call back"),
    ("logs", "Log lines that are no text, too long or too many"),
    ("handles", "Handles 0, forged, stale, foreign; the pull form"),
    ("values", "Results and arguments that are no values"),
];

/// Compares the table of the README with the fixtures; writes it with `BLESS` in the environment.
pub(crate) fn check(folder: &Path) -> Result<(), Failed> {
    let path = folder.join("README.md");
    let readme = fs::read_to_string(&path)?;
    let (before, rest) = readme.split_once(BEGIN).ok_or("no mark where the table begins")?;
    let (_, after) = rest.split_once(END).ok_or("no mark where the table ends")?;
    let wanted = format!("{before}{BEGIN}{}{END}{after}", table(folder)?);
    if wanted == readme {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        return Ok(fs::write(&path, wanted)?);
    }
    Err("its table does not fit the files; write it with BLESS=1".into())
}

fn table(folder: &Path) -> Result<String, Failed> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for path in crate::files(folder) {
        let (fixture, _) = Fixture::header(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let steps: Vec<_> = fixture
            .steps
            .iter()
            .map(|step| format!("`{}`: {}", step.text.0, step.text.1.replace('|', "\\|")))
            .collect();
        let row = format!("| {} | [{name}]({name}) | {} |\n", fixture.fault, steps.join("; "));
        rows.push((fixture.group, row));
    }
    let mut table = String::new();
    for (group, title) in GROUPS {
        write!(table, "\n### {title}\n\n| fault | file | outcome |\n|---|---|---|\n")?;
        let before = table.len();
        rows.iter().filter(|(of, _)| of == group).for_each(|(_, row)| table.push_str(row));
        if table.len() == before {
            return Err(format!("no fixture is of the group {group}").into());
        }
    }
    if let Some((group, row)) = rows.iter().find(|(group, _)| GROUPS.iter().all(|(known, _)| known != group))
    {
        return Err(format!("no group is called {group}: {row}").into());
    }
    write!(table, "\n{} fixtures.\n\n", rows.len())?;
    Ok(table)
}
