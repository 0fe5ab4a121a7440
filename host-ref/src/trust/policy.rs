//! All rules together.

use alloc::{boxed::Box, collections::BTreeMap, format, string::String, sync::Arc, vec::Vec};

use sha2::{Digest as _, Sha256};

use super::{PublicKey, Refusal, Rule, hex};
use crate::Error;

/// Which modules an engine takes, and what each of them may do. What it does not list is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    source: Arc<str>,
    /// Every key that it names, for messages; what a rule trusts is in the rule.
    keys: Vec<(String, PublicKey)>,
    rules: BTreeMap<Box<str>, Arc<Rule>>,
}

/// Why a module was admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provenance {
    /// The hash of the whole file.
    pub sha256: [u8; 32],
    /// Whether the rule lists the hash.
    pub listed: bool,
    /// The key that signed the module, with the name it has in the policy, where the rule asks for one.
    pub signer: Option<(String, PublicKey)>,
}

impl Policy {
    /// A policy that admits nothing yet; messages say that its rules are from `source`.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self { source: source.into(), keys: Vec::new(), rules: BTreeMap::new() }
    }

    /// The same with one more key that messages can name. No rule trusts it for that.
    #[must_use]
    pub fn with_key(mut self, name: &str, key: PublicKey) -> Self {
        self.keys.push((name.into(), key));
        self
    }

    /// The same with one more rule. A second rule for the same module takes the place of the first.
    #[must_use]
    pub fn with_rule(mut self, mut rule: Rule) -> Self {
        rule.source = Arc::clone(&self.source);
        self.rules.insert(rule.module().into(), Arc::new(rule));
        self
    }

    /// Where its rules are from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The rules, by the names of their modules.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values().map(|rule| &**rule)
    }

    /// The keys that it names.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &PublicKey)> {
        self.keys.iter().map(|(name, key)| (name.as_str(), key))
    }

    /// Whether a module may be loaded by this name, and why. Looks at the bytes only as far as hashes and signatures
    /// need; [`Engine::load`](crate::Engine::load) asks the same before anything else.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`].
    pub fn admit(&self, module: &str, bytes: &[u8]) -> Result<Provenance, Error> {
        self.admission(module, bytes, Sha256::digest(bytes).into())
            .map(|(_, provenance)| provenance)
            .map_err(|refusal| Error::Forbidden { module: module.into(), refusal })
    }

    /// The rule of a module with these bytes.
    pub(crate) fn admission(
        &self,
        module: &str,
        bytes: &[u8],
        sha256: [u8; 32],
    ) -> Result<(&Arc<Rule>, Provenance), Box<Refusal>> {
        let rule = self.rules.get(module).ok_or_else(|| {
            Refusal::new(
                "unlisted_module",
                format!("module {module} is not listed in {}", self.source),
                format!(
                    "add [modules.{}] with sha256 = [\"{}\"], or with signed_by",
                    quoted(module),
                    hex(&sha256)
                ),
            )
        })?;
        let provenance = rule.admit(bytes, sha256, &self.keys)?;
        Ok((rule, provenance))
    }
}

/// A name as TOML wants it in a header.
fn quoted(name: &str) -> String {
    let bare =
        !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-'));
    if bare { name.into() } else { format!("{name:?}") }
}
