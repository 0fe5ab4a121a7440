//! `--self-test`: runs the mutants, and says which case caught each.

use std::path::Path;

use crate::{
    case::Case,
    guest_text,
    host::Host,
    mutants::{self, Mutant, Trial},
    parallel,
};

/// Where the fields of the WAT guest are.
pub const WAT_GUEST: &str = "tests/guests/wat/conformance";
/// Where the mutants are.
pub const MUTANTS: &str = "tests/guests/wat/mutants";

/// Runs every mutant: how each fared, in the order of their names.
///
/// # Errors
///
/// When the WAT guest fails a case unchanged, there is no mutant, or one cannot be made.
pub fn run(cases: &[Case], host: &dyn Host, root: &Path, threads: usize) -> Result<Vec<Trial>, String> {
    let files = guest_text::read(&root.join(WAT_GUEST))?;
    let mutants = mutants::load_all(&root.join(MUTANTS))?;
    if mutants.is_empty() {
        return Err(format!("{MUTANTS}: no mutants; each is a .toml file"));
    }
    // The leak rule takes long, so it only looks at what the other cases let pass.
    let mut cases = cases.to_vec();
    cases.sort_by_key(|case| case.body.leak_rule);
    // A guest that is wrong itself would make every mutant look caught.
    let sound = Mutant { name: "none".into(), behaviour: "nothing".into(), patches: vec![] };
    if let Some((case, why)) = sound.test(&files, &cases, host, root)?.caught {
        return Err(format!("the WAT guest itself fails {case}: {why}"));
    }
    let trials = parallel::map(&mutants, threads, |mutant| mutant.test(&files, &cases, host, root));
    let mut trials: Vec<Trial> = trials.into_iter().collect::<Result<_, _>>()?;
    trials.sort_by(|one, two| one.mutant.name.cmp(&two.mutant.name));
    Ok(trials)
}

/// A line for each mutant, and how many were caught.
#[must_use]
pub fn text(trials: &[Trial]) -> String {
    let mut out = String::new();
    for Trial { mutant, caught } in trials {
        match caught {
            Some((case, _)) => {
                out.push_str(&format!("caught    {}: {} [{case}]\n", mutant.name, mutant.behaviour));
            }
            None => out.push_str(&format!("SURVIVED  {}: {}\n", mutant.name, mutant.behaviour)),
        }
    }
    let caught = trials.iter().filter(|trial| trial.caught.is_some()).count();
    out.push_str(&format!("{caught} of {} mutants caught\n", trials.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{case::load::Loader, host::wasmi::Wasmi};

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn order_is_kept() -> Case {
        let name = "arguments/order-is-kept";
        let text = std::fs::read_to_string(root().join(format!("tests/cases/{name}.toml"))).unwrap();
        Loader::new().unwrap().parse(name, text).unwrap()
    }

    fn trial(find: &str, replace: &str) -> Trial {
        let files = guest_text::read(&root().join(WAT_GUEST)).unwrap();
        let mutant: Mutant = toml::from_str(&format!(
            "behaviour = \"b\"\n[[patches]]\nfile = \"1-module.wat\"\nfind = {find:?}\nreplace = {replace:?}"
        ))
        .unwrap();
        mutant.test(&files, &[order_is_kept()], &Wasmi::default(), &root()).unwrap()
    }

    #[test]
    fn a_mutant_that_changes_nothing_survives() {
        let trial = trial(";; No arguments.", ";; None.");
        assert!(trial.caught.is_none(), "{:?}", trial.caught);
        let text = text(&[trial]);
        assert!(text.starts_with("SURVIVED") && text.ends_with("0 of 1 mutants caught\n"), "{text}");
    }

    #[test]
    fn a_mutant_that_is_wrong_is_caught_by_a_named_case() {
        let trial = trial("(memory (export \"memory\") 1)", "(memory (export \"memory\") 0)");
        let text = text(&[trial]);
        assert!(text.contains("[arguments/order-is-kept]") && text.contains("1 of 1 mutants"), "{text}");
    }

    #[test]
    fn every_mutant_applies_to_the_guest() {
        let files = guest_text::read(&root().join(WAT_GUEST)).unwrap();
        let mutants = mutants::load_all(&root().join(MUTANTS)).unwrap();
        assert!(mutants.len() >= 16, "{} mutants", mutants.len());
        for mutant in mutants {
            let patched = mutant.apply(&files).unwrap();
            assert_ne!(patched, files, "{} changes nothing", mutant.name);
            guest_text::assemble(&patched).unwrap();
        }
    }
}
