//! What a policy says of one module.

use alloc::{boxed::Box, format, string::String, sync::Arc, vec::Vec};

use super::{Malformed, Pattern, PublicKey, Refusal, Signed, Verdict, hex, policy::Provenance};
use crate::{
    Exception, Limit, Limits,
    abi::{Code, Scope},
};

/// How many grants a refusal lists: it is an error record, and those are short.
const GRANTS_SHOWN: usize = 8;

/// The rule of one module: the bytes it may have, the processes it may call, the limits of its own.
///
/// A rule admits nothing until it names hashes, keys, or says [`Rule::unverified`]; where it names both hashes and
/// keys, both have to hold. It grants no call until it names patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    module: Box<str>,
    sha256: Vec<[u8; 32]>,
    signers: Vec<(String, PublicKey)>,
    unverified: bool,
    may_call: Vec<Pattern>,
    limits: Vec<(Limit, u64)>,
    /// The file or table it is from, for messages, and the lines in it.
    pub(super) source: Arc<str>,
    pub(super) lines: Lines,
}

/// Where the parts of a rule stand; 0 where there is no line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) module: usize,
    pub(super) sha256: usize,
    pub(super) signed_by: usize,
    pub(super) may_call: usize,
}

impl Rule {
    /// A rule for the module of this name, the one it is loaded by. It admits and grants nothing yet.
    #[must_use]
    pub fn new(module: &str) -> Self {
        Self {
            module: module.into(),
            sha256: Vec::new(),
            signers: Vec::new(),
            unverified: false,
            may_call: Vec::new(),
            limits: Vec::new(),
            source: "the policy".into(),
            lines: Lines::default(),
        }
    }

    /// Admits bytes with this hash, beside those with hashes named before.
    #[must_use]
    pub fn sha256(mut self, hash: [u8; 32]) -> Self {
        self.sha256.push(hash);
        self
    }

    /// Admits bytes that this key has signed, or one of those named before; `name` is what messages call it.
    #[must_use]
    pub fn signed_by(mut self, name: &str, key: PublicKey) -> Self {
        self.signers.push((name.into(), key));
        self
    }

    /// Admits any bytes: for modules that are being worked on, whose grants and limits hold all the same.
    #[must_use]
    pub fn unverified(mut self) -> Self {
        self.unverified = true;
        self
    }

    /// Grants calls of the processes of a pattern.
    #[must_use]
    pub fn may_call(mut self, pattern: Pattern) -> Self {
        self.may_call.push(pattern);
        self
    }

    /// Gives the module a limit of its own. What holds is the smaller of it and the host's; a limit of a whole request
    /// is one of the part of it that this module and what it calls use.
    ///
    /// # Errors
    ///
    /// For limits of a whole host, which no module can have.
    pub fn limit(mut self, limit: Limit, number: u64) -> Result<Self, Malformed> {
        let info = limit.info();
        if info.scope == Scope::Host {
            return Err(Malformed::new(
                format!("limit {} is of the whole host, not of a module", info.name),
                "set it in the host's own configuration",
            ));
        }
        self.limits.retain(|(other, _)| *other != limit);
        self.limits.push((limit, number));
        Ok(self)
    }

    /// The name of the module.
    #[must_use]
    pub fn module(&self) -> &str {
        &self.module
    }

    /// The limits of its own.
    #[must_use]
    pub fn limits(&self) -> &[(Limit, u64)] {
        &self.limits
    }

    /// The smaller of these limits and its own.
    pub(crate) fn narrowed(&self, limits: &Limits) -> Limits {
        let mut narrowed = limits.clone();
        for (limit, number) in &self.limits {
            narrowed.set(*limit, narrowed.get(*limit).min(*number));
        }
        narrowed
    }

    /// Whether the module may call a process.
    #[must_use]
    pub fn grants(&self, process: &str) -> bool {
        self.may_call.iter().any(|pattern| pattern.matches(process))
    }

    /// The error record for a call that is not granted.
    pub(crate) fn check_call(&self, process: &str) -> Result<(), Exception> {
        if self.grants(process) {
            return Ok(());
        }
        let module = &self.module;
        // Guests see this: the name of the file is enough for them.
        let place =
            self.place(if self.lines.may_call == 0 { self.lines.module } else { self.lines.may_call });
        let place = place.rsplit(['/', '\\']).next().unwrap_or_default();
        let granted = match self.may_call.as_slice() {
            [] => String::from("nothing"),
            all => {
                let shown: Vec<_> = all.iter().take(GRANTS_SHOWN).map(Pattern::as_str).collect();
                let more = match all.len().saturating_sub(GRANTS_SHOWN) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("{}{more}", shown.join(", "))
            }
        };
        Err(Exception::new(
            Code::FORBIDDEN.get(),
            format!(
                "module {module} may not call {process}: {place} grants it {granted}; add \"{process}\" to its may_call"
            ),
        ))
    }

    /// Whether the module may have these bytes.
    pub(super) fn admit(
        &self,
        bytes: &[u8],
        sha256: [u8; 32],
        known: &[(String, PublicKey)],
    ) -> Result<Provenance, Box<Refusal>> {
        let module = &self.module;
        if !self.unverified && self.sha256.is_empty() && self.signers.is_empty() {
            return Err(Refusal::new(
                "unlisted_module",
                format!(
                    "module {module}: the rule at {} names neither a hash nor a key",
                    self.place(self.lines.module)
                ),
                "say which bytes it may have: by sha256, by signed_by, or unverified",
            ));
        }
        if !self.sha256.is_empty() && !self.sha256.contains(&sha256) {
            return Err(Refusal::new(
                "hash_mismatch",
                format!(
                    "module {module} has the sha256 {}, which {} (sha256) does not list",
                    hex(&sha256),
                    self.place(self.lines.sha256)
                ),
                format!("if these bytes are meant, add \"{}\" there", hex(&sha256)),
            ));
        }
        let signer = if self.signers.is_empty() { None } else { Some(self.signer(bytes, known)?) };
        Ok(Provenance { sha256, listed: !self.sha256.is_empty(), signer })
    }

    /// Which of the keys signed these bytes.
    fn signer(
        &self,
        bytes: &[u8],
        known: &[(String, PublicKey)],
    ) -> Result<(String, PublicKey), Box<Refusal>> {
        let module = &self.module;
        let names: Vec<_> = self.signers.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(" or ");
        let place = self.place(self.lines.signed_by);
        let sign = format!(
            "sign it last, after every other tool: yao-host sign IN -o OUT --key FILE, with the key of {names}"
        );
        let signed = Signed::read(bytes).map_err(|problem| {
            Refusal::new(
                "malformed_signature",
                format!("module {module}: {}, and {place} (signed_by) wants one by {names}", problem.message),
                problem.help,
            )
        })?;
        let Some(signed) = signed else {
            let problem =
                format!("module {module} has no signature, and {place} (signed_by) wants one by {names}");
            return Err(Refusal::new("unsigned", problem, sign));
        };
        let mut changed = None;
        for (name, key) in &self.signers {
            match signed.verdict(key) {
                Verdict::Signed => return Ok((name.clone(), *key)),
                Verdict::OtherBytes => changed = Some(name),
                Verdict::Absent => {}
            }
        }
        if let Some(name) = changed {
            let problem = format!(
                "module {module} was signed by {name} and changed afterwards, or signed in part: {place} (signed_by) \
                 wants all of it signed"
            );
            return Err(Refusal::new("tampered", problem, sign));
        }
        let other = known.iter().find(|(_, key)| signed.verdict(key) == Verdict::Signed);
        let by = match other {
            Some((name, _)) => format!("by {name}"),
            None => String::from("by keys that the policy does not know"),
        };
        let problem = format!("module {module} is signed {by}, and {place} (signed_by) wants {names}");
        Err(Refusal::new("wrong_signer", problem, sign))
    }

    /// `yao.toml:7`, or the source alone where there is no line.
    fn place(&self, line: usize) -> String {
        if line == 0 { String::from(&*self.source) } else { format!("{}:{line}", self.source) }
    }
}
