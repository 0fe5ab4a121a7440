//! Reads a policy from a `yao.toml`. Whatever is unknown or unclear in it is an error with its place: a slip in a file
//! of rules must not become a rule that is not there.

use core::{fmt, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Malformed, Pattern, Policy, PublicKey, Rule, parse_sha256};
use crate::{Limit, abi::Scope, near::near};

/// What is wrong with a `yao.toml`, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileError {
    /// The file, as it was given.
    pub source: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, line, column, message, help } = self;
        write!(f, "{source}:{line}:{column}: {message}; {help}")
    }
}

impl core::error::Error for FileError {}

impl Policy {
    /// Reads a policy from the text of a `yao.toml`; `source` is what messages call it.
    ///
    /// # Errors
    ///
    /// The first thing that is no TOML, unknown, of the wrong type, or unclear.
    pub fn from_toml(text: &str, source: &str) -> Result<Self, FileError> {
        let file = File { text, source };
        let root = DeTable::parse(text).map_err(|error| {
            let message = format!("no TOML: {}", error.message().replace('\n', ", "));
            file.error(error.span().unwrap_or_default(), message, "see toml.io for the form")
        })?;
        let mut policy = Self::new(source);
        let mut modules = None;
        for (key, value) in root.get_ref() {
            match &**key.get_ref() {
                "keys" => policy = file.keys(policy, value)?,
                "modules" => modules = Some(value),
                _ => return Err(file.unknown(key, value, "the file", &["keys", "modules"])),
            }
        }
        // Rules name keys, which may stand below them.
        if let Some(modules) = modules {
            for (name, value) in file.table(modules, "modules")? {
                let rule = file.rule(name, value, &policy)?;
                policy = policy.with_rule(rule);
            }
        }
        Ok(policy)
    }
}

/// The keys of a rule.
const RULE_KEYS: [&str; 5] = ["sha256", "signed_by", "unverified", "may_call", "limits"];

type Name<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

#[derive(Clone, Copy)]
struct File<'t> {
    text: &'t str,
    source: &'t str,
}

impl<'t> File<'t> {
    fn keys(self, mut policy: Policy, value: &Value<'t>) -> Result<Policy, FileError> {
        for (name, value) in self.table(value, "keys")? {
            let key = self.string(value, "a key")?;
            let key: PublicKey = key.parse().map_err(|error| self.malformed(value, error))?;
            policy = policy.with_key(name.get_ref(), key);
        }
        Ok(policy)
    }

    fn rule(self, name: &Name<'t>, value: &Value<'t>, policy: &Policy) -> Result<Rule, FileError> {
        let module = &**name.get_ref();
        if module.is_empty() {
            return Err(self.error(name.span(), "a module without a name", "write [modules.NAME]"));
        }
        let mut rule = Rule::new(module);
        rule.lines.module = self.line(&name.span());
        let mut verified = None;
        let mut unverified = None;
        for (key, value) in self.table(value, "a module")? {
            let line = self.line(&key.span());
            match &**key.get_ref() {
                "sha256" => {
                    rule.lines.sha256 = line;
                    verified = Some(key);
                    for value in self.strings(value, "sha256", 1)? {
                        let hash = self.string(value, "a hash")?;
                        rule = rule.sha256(parse_sha256(hash).map_err(|error| self.malformed(value, error))?);
                    }
                }
                "signed_by" => {
                    rule.lines.signed_by = line;
                    verified = Some(key);
                    for value in self.strings(value, "signed_by", 1)? {
                        let name = self.string(value, "the name of a key")?;
                        rule = rule.signed_by(name, self.key(name, value, policy)?);
                    }
                }
                "unverified" => {
                    // Only `true` says something, and only one way to write "no".
                    if value.get_ref().as_bool() != Some(true) {
                        let help = "write unverified = true, or leave it out";
                        return Err(self.error(value.span(), "unverified is only ever true", help));
                    }
                    unverified = Some(key);
                    rule = rule.unverified();
                }
                "may_call" => {
                    rule.lines.may_call = line;
                    for value in self.strings(value, "may_call", 0)? {
                        let pattern = self.string(value, "a pattern")?;
                        let pattern = Pattern::new(pattern).map_err(|error| self.malformed(value, error))?;
                        rule = rule.may_call(pattern);
                    }
                }
                "limits" => rule = self.limits(rule, value)?,
                _ => return Err(self.unknown(key, value, "a module", &RULE_KEYS)),
            }
        }
        match (verified, unverified) {
            (None, None) => Err(self.error(
                name.span(),
                format!("nothing says which bytes module {module} may have"),
                "add sha256 = [\"...\"] or signed_by = [\"NAME OF A KEY\"]; unverified = true takes any, while you work on it",
            )),
            (Some(verified), Some(unverified)) => Err(self.error(
                unverified.span(),
                format!("module {module} has both {} and unverified", verified.get_ref()),
                "leave out one of them",
            )),
            _ => Ok(rule),
        }
    }

    fn key(self, name: &str, value: &Value<'t>, policy: &Policy) -> Result<PublicKey, FileError> {
        let found = policy.keys().find(|(known, _)| *known == name);
        found.map(|(_, key)| *key).ok_or_else(|| {
            let help = match near(name, policy.keys().map(|(known, _)| known)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add {name} = \"ed25519:...\" to [keys]"),
            };
            self.error(value.span(), format!("no key is called `{name}`"), help)
        })
    }

    fn limits(self, mut rule: Rule, value: &Value<'t>) -> Result<Rule, FileError> {
        for (key, value) in self.table(value, "limits")? {
            let Some(limit) = Limit::by_name(key.get_ref()) else {
                let of_modules = Limit::ALL.iter().map(|limit| limit.info());
                let names: Vec<_> =
                    of_modules.filter(|info| info.scope != Scope::Host).map(|info| info.name).collect();
                return Err(self.unknown(key, value, "limits", &names));
            };
            rule = rule
                .limit(limit, self.number(value)?)
                .map_err(|error| self.error(key.span(), error.message, error.help))?;
        }
        Ok(rule)
    }

    fn number(self, value: &Value<'t>) -> Result<u64, FileError> {
        let number = value.get_ref().as_integer().and_then(|integer| {
            u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        });
        number.ok_or_else(|| {
            let what = value.get_ref().type_str();
            let message = format!("a limit is an integer from 0 to {}, not this {what}", u64::MAX);
            self.error(value.span(), message, "such as fuel = 1_000_000")
        })
    }

    fn table<'v>(self, value: &'v Value<'t>, what: &str) -> Result<&'v DeTable<'t>, FileError> {
        value.get_ref().as_table().ok_or_else(|| self.wrong_type(value, what, "a table"))
    }

    fn string<'v>(self, value: &'v Value<'t>, what: &str) -> Result<&'v str, FileError> {
        value.get_ref().as_str().ok_or_else(|| self.wrong_type(value, what, "a string"))
    }

    /// One string, or an array of at least so many.
    fn strings<'v>(
        self,
        value: &'v Value<'t>,
        what: &str,
        least: usize,
    ) -> Result<Vec<&'v Value<'t>>, FileError> {
        match value.get_ref() {
            DeValue::String(_) => Ok(vec![value]),
            DeValue::Array(items) if items.len() >= least => Ok(items.iter().collect()),
            DeValue::Array(_) => Err(self.error(
                value.span(),
                format!("{what} is empty, so no module passes"),
                format!("name what passes, or leave {what} out"),
            )),
            _ => Err(self.wrong_type(value, what, "a string, or an array of strings")),
        }
    }

    fn wrong_type(self, value: &Value<'t>, what: &str, wanted: &str) -> FileError {
        let found = value.get_ref().type_str();
        self.error(
            value.span(),
            format!("{what} is {wanted}, not this {found}"),
            "the README of yao-host shows one",
        )
    }

    fn unknown(self, key: &Name<'t>, value: &Value<'t>, of: &str, known: &[&str]) -> FileError {
        let name = &**key.get_ref();
        let all = known.join(", ");
        let help = match near(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? The keys here are {all}"),
            None if of == "a module" && value.get_ref().is_table() => {
                String::from("a module whose name has a dot is written [modules.\"a.b\"]")
            }
            None => format!("the keys here are {all}"),
        };
        self.error(key.span(), format!("unknown key `{name}` in {of}"), help)
    }

    fn malformed(self, value: &Value<'t>, error: Malformed) -> FileError {
        self.error(value.span(), error.message, error.help)
    }

    fn error(self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> FileError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        FileError {
            source: self.source.into(),
            line: self.line(&at),
            column: before[start..].chars().count() + 1,
            message: message.into(),
            help: help.into(),
        }
    }

    fn line(self, at: &Range<usize>) -> usize {
        self.text.get(..at.start).unwrap_or(self.text).matches('\n').count() + 1
    }
}
