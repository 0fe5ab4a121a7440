//! Text in HTML and in cells of Markdown tables.

/// Text as HTML shows it.
pub(crate) fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// HTML of text with `code` in backticks, as in Markdown. A backtick without its fellow stands for itself.
pub(crate) fn prose(text: &str) -> String {
    let parts: Vec<_> = text.split('`').map(html).collect();
    let paired = if parts.len() % 2 == 1 { parts.len() } else { parts.len() - 1 };
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        match index {
            _ if index >= paired => {
                out.push('`');
                out.push_str(part);
            }
            _ if index % 2 == 1 => {
                out.push_str("<code>");
                out.push_str(part);
                out.push_str("</code>");
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// Text as one cell of a Markdown table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text() {
        assert_eq!(html("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!(cell("a|b\nc"), "a\\|b c");
    }

    #[test]
    fn backticks_mark_code_and_a_lone_one_is_text() {
        assert_eq!(prose("run `./dev <x>` now"), "run <code>./dev &lt;x&gt;</code> now");
        assert_eq!(prose("a `b` c`d"), "a <code>b</code> c`d");
        assert_eq!(prose("`"), "`");
    }
}
