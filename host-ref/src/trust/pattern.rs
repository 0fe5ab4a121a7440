//! Patterns of process names.

use alloc::{boxed::Box, format, string::String};
use core::fmt;

use super::Malformed;
use crate::dispatch::is_segment;

const HELP: &str =
    "a pattern is segments with dots between: a name, * for any one segment, ** at the end for one or more";

/// A set of process names: segments with dots between, each a name, `*` for any one segment, or, only at the end, `**`
/// for one or more.
///
/// `models.user.*` is `models.user.find` but neither `models.user` nor `models.user.find.all`; `models.**` is all that
/// begins with `models.`. A `*` is never a part of a segment, and letters are compared with their case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Box<str>);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When it is not of that form.
    pub fn new(text: &str) -> Result<Self, Malformed> {
        let last = text.split('.').count();
        for (i, segment) in text.split('.').enumerate() {
            let problem = match segment {
                "" if text.is_empty() => String::from("an empty pattern"),
                "" => format!("pattern {text:?}: segment {} of {last} is empty", i + 1),
                "**" if i + 1 < last => format!("pattern {text:?}: ** before the end"),
                "*" | "**" => continue,
                name if is_segment(name) => continue,
                part if part.contains('*') => {
                    format!("pattern {text:?}: {part:?} has a * as a part of a segment")
                }
                odd => format!(
                    "pattern {text:?}: {odd:?} is no segment of a process name, which has A-Z a-z 0-9 _ -"
                ),
            };
            return Err(Malformed::new(problem, HELP));
        }
        Ok(Self(text.into()))
    }

    /// Whether a process name is in the set.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let mut segments = name.split('.');
        for part in self.0.split('.') {
            match (part, segments.next()) {
                (_, None) => return false,
                ("**", Some(_)) => return true,
                ("*", Some(_)) => {}
                (literal, Some(segment)) if literal == segment => {}
                _ => return false,
            }
        }
        segments.next().is_none()
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
