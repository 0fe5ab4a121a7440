//! The two headline tables in the README of the repository.

use anyhow::{Context as _, Result, ensure};

use crate::report;
use crate::results::Results;

const BEGIN: &str = "<!-- made by bench-peers/run --readme: begin -->";
const END: &str = "<!-- made by bench-peers/run --readme: end -->";

/// The block between the marker lines.
pub fn block(results: &Results) -> String {
    let wins = results.peers_that_win();
    let wins = if wins.is_empty() {
        String::new()
    } else {
        format!("\nWhere a peer wins:\n\n- {}\n", wins.join("\n- "))
    };
    format!(
        "Bytes of the same guest, in brackets how many times ours with the arena:\n\n{}\n\
         Microseconds of one request, in brackets how many times ours:\n\n{}\n{}\n{wins}\n{}\n",
        report::sizes(results).markdown(),
        report::times(results).markdown(),
        report::STAR,
        report::how(results),
    )
}

/// The README with the block in its place.
///
/// # Errors
///
/// When the marker lines are not there, each once and in order.
pub fn replace(readme: &str, block: &str) -> Result<String> {
    for marker in [BEGIN, END] {
        let count = readme.lines().filter(|line| *line == marker).count();
        ensure!(count == 1, "found {count} lines `{marker}`, expected 1");
    }
    let (before, rest) = readme.split_once(BEGIN).context("no begin")?;
    let (_, after) = rest.split_once(END).context("the end comes before the begin")?;
    Ok(format!("{before}{BEGIN}\n{}\n{END}{after}", block.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_block_is_replaced() {
        let readme = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(replace(&readme, "new\n\n").unwrap(), format!("a\n{BEGIN}\nnew\n{END}\nb\n"));
        assert!(replace("nothing", "new").is_err());
        assert!(replace(&format!("{END}\n{BEGIN}\n"), "new").is_err());
    }
}
