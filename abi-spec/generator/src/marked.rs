//! Replacing a block between two marker lines inside a file that people write.

/// The comment style of a file that holds marked blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Comment {
    /// `/* ... */`
    C,
    /// `<!-- ... -->`
    Html,
}

const MARK: &str = "generated from abi-spec/abi.toml by ./dev generate:";

impl Comment {
    /// The marker line; `block` is empty where a file has one block only.
    pub(crate) fn marker(self, edge: &str, block: &str) -> String {
        let text = if block.is_empty() { format!("{MARK} {edge}") } else { format!("{MARK} {edge} {block}") };
        match self {
            Self::C => format!("/* {text} */"),
            Self::Html => format!("<!-- {text} -->"),
        }
    }
}

/// `file` with the lines between the markers of `block` replaced by `body`.
pub(crate) fn replace(file: &str, comment: Comment, block: &str, body: &str) -> Result<String, String> {
    let begin = comment.marker("begin", block);
    let end = comment.marker("end", block);
    for marker in [&begin, &end] {
        let count = file.lines().filter(|line| line.trim_end() == marker).count();
        if count != 1 {
            return Err(format!("found {count} lines `{marker}`, expected 1"));
        }
    }
    let mut out = String::new();
    let mut inside = false;
    let mut closed = false;
    for line in file.lines() {
        if line.trim_end() == end {
            closed = inside;
            inside = false;
        }
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
        if line.trim_end() == begin {
            inside = true;
            out.push_str(body.trim_end());
            out.push('\n');
        }
    }
    if closed { Ok(out) } else { Err(format!("`{end}` comes before `{begin}`")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_only_what_is_between_the_markers() {
        let begin = Comment::Html.marker("begin", "a");
        let end = Comment::Html.marker("end", "a");
        let file = format!("x\n{begin}\nold\nolder\n{end}\ny\n");
        assert_eq!(
            replace(&file, Comment::Html, "a", "new\n").unwrap(),
            format!("x\n{begin}\nnew\n{end}\ny\n")
        );
    }

    #[test]
    fn refuses_missing_double_and_swapped_markers() {
        let begin = Comment::C.marker("begin", "");
        let end = Comment::C.marker("end", "");
        assert!(replace("x\n", Comment::C, "", "").unwrap_err().contains("found 0 lines"));
        let twice = format!("{begin}\n{begin}\n{end}\n");
        assert!(replace(&twice, Comment::C, "", "").unwrap_err().contains("found 2 lines"));
        let swapped = format!("{end}\n{begin}\n");
        assert!(replace(&swapped, Comment::C, "", "").unwrap_err().contains("comes before"));
    }
}
