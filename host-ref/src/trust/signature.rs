//! Signatures inside a module, in the form of the WebAssembly tool conventions (Signatures.md) as `wasmsign2` writes it:
//! the first section is a custom one named `signature`, with hashes of what follows it and who signed those.
//!
//! Only signatures of the whole module count. A signature may be over several hashes, of ever longer beginnings of the
//! module; the last of them has to be the whole, or else a module could be cut where the signer only meant a joint.

use alloc::{format, vec::Vec};

use sha2::{Digest as _, Sha256};

use super::{
    Malformed, PublicKey,
    sections::{Reader, Sections},
};

/// The name of the custom section.
const SECTION: &str = "signature";

/// The largest section that is read, in bytes, and the most signatures in it. More than any module needs; what a
/// hostile one can make the host verify is bounded by them.
const MAX_BYTES: usize = 16 * 1024;
const MAX_SIGNATURES: usize = 16;

/// What is signed are these bytes and the hashes after them: domain, version of the format, a module, SHA-256.
const DOMAIN: &[u8] = b"wasmsig\x01\x01\x01";

/// Ed25519 among the algorithms.
const ED25519: u8 = 1;

const HELP: &str = "sign the module again: yao-host sign --replace";

/// The signatures of a module, read but not verified.
#[derive(Clone, Debug)]
pub struct Signed<'a> {
    signatures: Vec<One<'a>>,
    section: &'a [u8],
    content: &'a [u8],
    sha256: [u8; 32],
}

#[derive(Clone, Copy, Debug)]
struct One<'a> {
    hashes: &'a [u8],
    signature: &'a [u8; 64],
}

/// What the signatures of a module say about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The key signed the module as it is.
    Signed,
    /// The key signed something else: the module was changed afterwards, or a part of it was signed.
    OtherBytes,
    /// The key signed nothing here.
    Absent,
}

impl<'a> Signed<'a> {
    /// Reads the signatures of a module; `None` when it has none.
    ///
    /// # Errors
    ///
    /// When they are not in the form, not the first section, or there twice. Never panics, and allocates a bounded
    /// number of bytes, whatever the module is.
    pub fn read(module: &'a [u8]) -> Result<Option<Self>, Malformed> {
        let mut sections = Sections::new(module)?;
        let first = sections.next()?;
        let content = sections.rest();
        let body = first.and_then(|section| section.custom(SECTION));
        let mut number = 1;
        while let Some(section) = sections.next()? {
            number += 1;
            if section.custom(SECTION).is_some() {
                let problem = match body {
                    Some(_) => format!("the module has a second signature section, number {number}"),
                    None => {
                        format!("the signature is section {number} of the module, and has to be the first")
                    }
                };
                return Err(Malformed::new(problem, HELP));
            }
        }
        let Some(body) = body else { return Ok(None) };
        if body.len() > MAX_BYTES {
            let problem =
                format!("a signature section of {} bytes, over the limit of {MAX_BYTES}", body.len());
            return Err(Malformed::new(problem, HELP));
        }
        let signatures = signatures(body)?;
        Ok(Some(Self { signatures, section: body, content, sha256: sha256(content) }))
    }

    /// What a key has signed.
    #[must_use]
    pub fn verdict(&self, key: &PublicKey) -> Verdict {
        let mut verdict = Verdict::Absent;
        for one in &self.signatures {
            let message = [DOMAIN, one.hashes].concat();
            if key.has_signed(&message, one.signature) {
                if one.hashes.ends_with(&self.sha256) {
                    return Verdict::Signed;
                }
                verdict = Verdict::OtherBytes;
            }
        }
        verdict
    }

    /// How many Ed25519 signatures there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.signatures.len()
    }

    /// Whether some of them are for other bytes than the module has.
    #[must_use]
    pub fn has_stale(&self) -> bool {
        self.signatures.iter().any(|one| !one.hashes.ends_with(&self.sha256))
    }

    /// What the signature section has after its name.
    #[must_use]
    pub fn section(&self) -> &'a [u8] {
        self.section
    }

    /// The signed bytes: the sections after the signature.
    #[must_use]
    pub fn content(&self) -> &'a [u8] {
        self.content
    }

    /// A module without any signature section, wherever it stands and whatever is in it.
    ///
    /// # Errors
    ///
    /// When a section does not end inside the module.
    pub fn strip(module: &[u8]) -> Result<Vec<u8>, Malformed> {
        let mut sections = Sections::new(module)?;
        let mut kept = module[..module.len() - sections.rest().len()].to_vec();
        while let Some(section) = sections.next()? {
            if section.custom(SECTION).is_none() {
                kept.extend_from_slice(section.whole);
            }
        }
        Ok(kept)
    }
}

/// What a key signs for a module with these bytes after its signature section.
#[must_use]
pub fn signing_message(content: &[u8]) -> Vec<u8> {
    [DOMAIN, &sha256(content)].concat()
}

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The Ed25519 signatures of a section; those of other algorithms are passed over.
fn signatures(body: &[u8]) -> Result<Vec<One<'_>>, Malformed> {
    let cut = || Malformed::new("a signature section that is cut off, or longer than it says", HELP);
    let mut reader = Reader::new(body);
    let [version, content, hash] = *reader.take(3).ok_or_else(cut)? else { return Err(cut()) };
    if [version, content, hash] != [1, 1, 1] {
        let problem = format!(
            "a signature section of version {version}, content type {content}, hash {hash}: this host knows 1, 1, 1"
        );
        return Err(Malformed::new(problem, HELP));
    }
    let mut found = Vec::new();
    let mut seen = 0;
    for _ in 0..reader.number().ok_or_else(cut)? {
        let mut set = Reader::new(reader.block().ok_or_else(cut)?);
        let count = set.number().and_then(|count| usize::try_from(count).ok()).ok_or_else(cut)?;
        let hashes = set.take(count.checked_mul(32).ok_or_else(cut)?).ok_or_else(cut)?;
        for _ in 0..set.number().ok_or_else(cut)? {
            let mut one = Reader::new(set.block().ok_or_else(cut)?);
            seen += 1;
            if seen > MAX_SIGNATURES {
                let problem = format!("a signature section with more than {MAX_SIGNATURES} signatures");
                return Err(Malformed::new(problem, HELP));
            }
            // The id of the key is a hint that nobody signed.
            one.block().ok_or_else(cut)?;
            let algorithm = one.byte().ok_or_else(cut)?;
            let signature = one.block().ok_or_else(cut)?;
            if !one.is_empty() {
                return Err(cut());
            }
            if algorithm == ED25519 {
                let signature = signature.try_into().map_err(|_| {
                    let len = signature.len();
                    Malformed::new(format!("an Ed25519 signature of {len} bytes instead of 64"), HELP)
                })?;
                found.push(One { hashes, signature });
            }
        }
        if !set.is_empty() {
            return Err(cut());
        }
    }
    if reader.is_empty() { Ok(found) } else { Err(cut()) }
}
