//! `--self-test`: guests with one thing wrong each, which the cases must catch.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    case::Case,
    folder, guest_text,
    host::Host,
    run::{self, Needs, Subject},
    suite,
};

/// A guest with one thing wrong: the WAT guest with a few texts replaced.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutant {
    /// Its name, from the file.
    #[serde(skip)]
    pub name: String,
    /// What it does wrong.
    pub behaviour: String,
    /// The texts to replace.
    pub patches: Vec<Patch>,
}

/// One text to replace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// The file it is in.
    pub file: String,
    /// The text; it occurs exactly once.
    pub find: String,
    /// What stands there in the mutant.
    pub replace: String,
}

/// How a mutant fared.
#[derive(Debug)]
pub struct Trial {
    /// The mutant.
    pub mutant: Mutant,
    /// The first case that failed, with why; nothing when none did.
    pub caught: Option<(String, String)>,
}

/// Reads every mutant in a folder, in the order of their names.
///
/// # Errors
///
/// Names the file and what is wrong in it.
pub fn load_all(folder: &Path) -> Result<Vec<Mutant>, String> {
    let files = folder::files(folder, "toml")?;
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).map_err(|why| format!("{}: {why}", file.display()))?;
        let mut mutant: Mutant = toml::from_str(&text).map_err(|why| format!("{}: {why}", file.display()))?;
        mutant.name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(mutant)
    };
    files.iter().map(read).collect()
}

impl Mutant {
    /// The guest's texts with the patches applied.
    ///
    /// # Errors
    ///
    /// When a text is not there exactly once: the guest has changed, and the mutant must follow.
    pub fn apply(&self, files: &[(String, String)]) -> Result<Vec<(String, String)>, String> {
        let mut files = files.to_vec();
        for (index, patch) in self.patches.iter().enumerate() {
            let at = |why: String| format!("mutant {}: patches[{index}]: {why}", self.name);
            let file = files.iter_mut().find(|(name, _)| *name == patch.file);
            let (_, text) = file.ok_or_else(|| at(format!("there is no file {}", patch.file)))?;
            match text.matches(&patch.find).count() {
                1 => *text = text.replace(&patch.find, &patch.replace),
                times => {
                    return Err(at(format!(
                        "'{}' occurs {times} times in {}, not once",
                        patch.find, patch.file
                    )));
                }
            }
        }
        Ok(files)
    }

    /// Runs the cases until one catches it.
    ///
    /// # Errors
    ///
    /// When a patch does not apply, or the mutant is no module.
    pub fn test(
        &self,
        files: &[(String, String)],
        cases: &[Case],
        host: &dyn Host,
        root: &Path,
    ) -> Result<Trial, String> {
        let files = self.apply(files)?;
        let bytes = guest_text::assemble(&files).map_err(|why| format!("mutant {}: {why}", self.name))?;
        let subject = Subject::new(&bytes, Needs::default());
        let caught = cases.iter().filter(|case| !case.tests_host()).find_map(|case| {
            let failed = run::run(case, Some(&subject), host, root).err()?;
            Some((case.name.clone(), suite::describe(&failed, case)))
        });
        Ok(Trial { mutant: self.clone(), caught })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(find: &str) -> Mutant {
        toml::from_str(&format!(
            "behaviour = \"b\"\n[[patches]]\nfile = \"1.wat\"\nfind = {find:?}\nreplace = \"two\""
        ))
        .unwrap()
    }

    #[test]
    fn a_patch_replaces_one_text() {
        let files = [("1.wat".to_string(), "a one b".to_string())];
        assert_eq!(mutant("one").apply(&files).unwrap()[0].1, "a two b");
    }

    #[test]
    fn a_patch_that_no_longer_applies_is_an_error() {
        let files = [("1.wat".to_string(), "a one b one".to_string())];
        assert!(mutant("one").apply(&files).unwrap_err().contains("occurs 2 times in 1.wat, not once"));
        assert!(mutant("six").apply(&files).unwrap_err().contains("occurs 0 times"));
        assert!(mutant("one").apply(&[]).unwrap_err().contains("there is no file 1.wat"));
    }
}
