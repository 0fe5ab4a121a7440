//! The list of what differs and may: `differences.toml`.

use std::{fs, path::Path};

use serde::Deserialize;

/// Where the list is.
const FILE: &str = "tests/differential/differences.toml";
/// Stands for every guest.
const ANY: &str = "*";

/// One case that may differ.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference {
    guest: String,
    case: String,
    reason: String,
}

/// The list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Differences {
    difference: Vec<Difference>,
}

impl Differences {
    /// Reads the list.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let file = root.join(FILE);
        let text = fs::read_to_string(&file).map_err(|why| format!("{}: {why}", file.display()))?;
        Self::parse(&text).map_err(|why| format!("{}: {why}", file.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let list: Self = toml::from_str(text).map_err(|why| why.to_string())?;
        match list.difference.iter().find(|entry| entry.reason.trim().is_empty()) {
            Some(entry) => Err(format!("{} on {} has no reason", entry.case, entry.guest)),
            None => Ok(list),
        }
    }

    /// The reason why a case may differ on a guest, where it stands in the list.
    pub(crate) fn reason(&self, guest: &str, case: &str) -> Option<&str> {
        self.difference.iter().find(|entry| entry.is_for(guest, case)).map(|entry| entry.reason.as_str())
    }

    /// The entries without a difference among what was compared: (guest, case, whether it differed). An entry whose
    /// case was not run at all counts only when everything was run.
    pub(crate) fn stale(&self, compared: &[(&str, &str, bool)], everything: bool) -> Vec<String> {
        let stale = self.difference.iter().filter_map(|entry| {
            let mut run = compared.iter().filter(|(guest, case, _)| entry.is_for(guest, case)).peekable();
            let what = if run.peek().is_none() {
                everything.then_some("is not among the cases")?
            } else if run.any(|(_, _, differs)| *differs) {
                return None;
            } else {
                "no longer differs"
            };
            Some(format!("{} on {} {what}: take it off {FILE}", entry.case, entry.guest))
        });
        stale.collect()
    }
}

impl Difference {
    fn is_for(&self, guest: &str, case: &str) -> bool {
        self.case == case && (self.guest == ANY || self.guest == guest)
    }
}

#[cfg(test)]
mod tests {
    use super::Differences;

    fn list(guest: &str) -> Differences {
        let entry = format!("[[difference]]\nguest = {guest:?}\ncase = \"a/b\"\nreason = \"r\"");
        Differences::parse(&entry).unwrap()
    }

    #[test]
    fn a_listed_difference_has_its_reason() {
        assert_eq!(list("c").reason("c", "a/b"), Some("r"));
        assert_eq!(list("*").reason("c", "a/b"), Some("r"));
        assert_eq!(list("go").reason("c", "a/b"), None);
        assert_eq!(list("c").reason("c", "a/bc"), None);
        assert!(Differences::parse(r#"difference = [{ guest = "c", case = "a/b", reason = " " }]"#).is_err());
    }

    #[test]
    fn an_entry_that_no_longer_differs_is_stale() {
        assert_eq!(list("c").stale(&[("c", "a/b", true)], true), [""; 0]);
        assert!(list("c").stale(&[("c", "a/b", false)], false)[0].contains("no longer differs"));
        // One guest that differs is enough for all.
        assert_eq!(list("*").stale(&[("c", "a/b", true), ("go", "a/b", false)], true), [""; 0]);
        assert_eq!(list("c").stale(&[("go", "a/b", false)], false), [""; 0]);
        assert!(list("c").stale(&[("go", "a/b", false)], true)[0].contains("not among the cases"));
    }
}
