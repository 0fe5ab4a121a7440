//! Finds the name that was probably meant. For the command; not a part of the library's interface.

/// The name nearest to `wanted`, if one is near enough to be a slip.
pub fn near<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wanted.to_lowercase();
    names
        .map(|name| (strsim::jaro_winkler(&lower, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn finds_slips_and_leaves_strangers_alone() {
        let names = || ["greet", "counter_add", "echo"].into_iter();
        assert_eq!(near("gret", names()), Some("greet"));
        assert_eq!(near("Greet", names()), Some("greet"));
        assert_eq!(near("counter_ad", names()), Some("counter_add"));
        assert_eq!(near("validate", names()), None);
        assert_eq!(near("", names()), None);
    }
}
