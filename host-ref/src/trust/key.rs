//! Ed25519 public keys, and their form in a policy.

use alloc::{format, string::String};
use core::{fmt, str::FromStr};

use base64ct::{Base64, Encoding as _};

use super::Malformed;

/// What the text of a key starts with.
const PREFIX: &str = "ed25519:";

const HELP: &str = "a key is ed25519: and the base64 of its 32 bytes, as `yao-host keygen` prints it";

/// An Ed25519 public key. As text it is `ed25519:` and the base64 of its 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key of these bytes.
    ///
    /// # Errors
    ///
    /// When they are no point of the curve in its one form, or one of the few for which anybody can make signatures.
    pub fn new(bytes: [u8; 32]) -> Result<Self, Malformed> {
        ed25519_compact::PublicKey::new(bytes)
            .validate()
            .map_err(|_| Malformed::new("32 bytes that are no Ed25519 public key, or a weak one", HELP))?;
        Ok(Self(bytes))
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether a signature is of this key and for these bytes.
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_compact::Signature::new(*signature);
        ed25519_compact::PublicKey::new(self.0).verify(message, &signature).is_ok()
    }
}

impl FromStr for PublicKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let base64 = text
            .strip_prefix(PREFIX)
            .ok_or_else(|| Malformed::new("a key that does not start with ed25519:", HELP))?;
        let mut bytes = [0; 32];
        let decoded = Base64::decode(base64, &mut bytes).map_err(|_| {
            Malformed::new(
                format!(
                    "a key with {} characters after ed25519: that are not the padded base64 of 32 bytes",
                    base64.len()
                ),
                HELP,
            )
        })?;
        if decoded.len() != 32 {
            return Err(Malformed::new(format!("a key of {} bytes", decoded.len()), HELP));
        }
        Self::new(bytes)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = Base64::encode_string(&self.0);
        write!(f, "{PREFIX}{text}")
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
