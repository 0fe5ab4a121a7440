//! Provenance and least privilege: which modules a host takes, and what each of them may call.
//!
//! A [`Policy`] has one [`Rule`] for each module, by its name. A rule says which bytes the module may have, by SHA-256
//! or by who signed them, which processes it may call, and which limits it has of its own. An [`Engine`] with a policy
//! ([`Config::with_policy`]) refuses every module that no rule admits, before anything else looks at its bytes; a host
//! of that engine refuses every call that the caller's rule does not grant. Without a policy nothing is refused.
//!
//! A refusal is [`Error::Forbidden`], or an error record with code 403 for the guest that called.
//!
//! ```
//! use yao_host::trust::{Pattern, Policy, PublicKey, Rule};
//! use yao_host::{Code, Config, Engine, Limit};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let release: PublicKey = "ed25519:iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=".parse()?;
//! let greet = Rule::new("greet")
//!     .signed_by("release", release)
//!     .may_call(Pattern::new("models.user.*")?)
//!     .limit(Limit::Fuel, 1_000_000)?;
//! let policy = Policy::new("the firmware's table").with_rule(greet);
//! let engine = Engine::new(Config::default().with_policy(policy));
//!
//! let error = engine.load("greet", b"\0asm\x01\0\0\0").unwrap_err();
//! assert_eq!(error.code(), Code::FORBIDDEN);
//! assert!(error.to_string().contains("no signature"), "{error}");
//! # Ok(())
//! # }
//! ```
//!
//! [`Config::with_policy`]: crate::Config::with_policy
//! [`Engine`]: crate::Engine
//! [`Error::Forbidden`]: crate::Error::Forbidden

mod admission;
#[cfg(feature = "trust")]
mod file;
mod hex;
mod key;
mod pattern;
mod policy;
mod refusal;
mod rule;
mod sections;
mod signature;

#[cfg(feature = "trust")]
pub use self::file::FileError;
pub(crate) use self::{admission::Admission, refusal::foreign};
pub use self::{
    hex::{hex, parse_sha256},
    key::PublicKey,
    pattern::Pattern,
    policy::{Policy, Provenance},
    refusal::{Malformed, Refusal},
    rule::Rule,
    signature::{Signed, Verdict, sha256, signing_message},
};
