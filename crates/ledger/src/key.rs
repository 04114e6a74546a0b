//! Keys that sign and verify notes ([C2SP signed-note](https://c2sp.org/signed-note#signatures)).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// A named secret key that signs notes.
///
/// The secret is wiped from memory on drop, and neither `Debug` nor anything else prints it.
///
/// # Examples
///
/// ```
/// use mithaq_ledger::NoteSigner;
///
/// let signer = NoteSigner::new("node.example/mithaq/ledger/1", &[7; 32])?;
/// let note = signer.sign("a line\n")?;
/// assert_eq!(signer.verifier().open(&note)?, "a line\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct NoteSigner {
    secret: SigningKey,
    verifier: NoteVerifier,
}

impl NoteSigner {
    /// Names the Ed25519 key that grows from `seed`, which must be 32 random bytes kept secret.
    ///
    /// # Errors
    ///
    /// [`NoteKeyError`] if the name cannot stand in a signature line.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, NoteKeyError> {
        if !is_key_name(name) {
            return Err(NoteKeyError {
                name: name.to_owned(),
            });
        }
        let secret = SigningKey::from_bytes(seed);
        let verifier = NoteVerifier::named(name, secret.verifying_key());
        Ok(Self { secret, verifier })
    }

    /// The name that stands in the signature line.
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// The public half, to be given to those who verify.
    pub fn verifier(&self) -> NoteVerifier {
        self.verifier.clone()
    }

    /// What a signature line says in base64: the id of the key and the signature.
    pub(crate) fn signature(&self, text: &str) -> Vec<u8> {
        let signature = self.secret.sign(text.as_bytes()).to_bytes();
        [self.verifier.id.to_be_bytes().as_slice(), &signature].concat()
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteSigner")
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}

/// A text is not a name for a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{}` cannot name a key: a name must have at least one character, and no space, `+` or control \
     character; take one like `node.example/mithaq/ledger/1`", name.escape_debug()
)]
pub struct NoteKeyError {
    /// The text.
    pub name: String,
}

/// A named public key that verifies notes.
///
/// Its written form is a verifier key: `NAME+ID+KEY`, the id in eight hexadecimal digits, the key
/// in base64 after a byte that names the algorithm. Two are equal if name and key are.
///
/// # Examples
///
/// ```
/// use mithaq_ledger::NoteVerifier;
///
/// let written = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
/// let verifier: NoteVerifier = written.parse()?;
/// assert_eq!(verifier.name(), "sum.golang.org");
/// assert_eq!(verifier.to_string(), written);
/// # Ok::<(), mithaq_ledger::ParseNoteVerifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl NoteVerifier {
    fn named(name: &str, key: VerifyingKey) -> Self {
        Self {
            name: name.to_owned(),
            id: key_id(name, key.as_bytes()),
            key,
        }
    }

    /// The name that stands in the signature lines of this key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tells keys of one name apart. It is short, so it proves nothing.
    pub fn key_id(&self) -> u32 {
        self.id
    }

    /// The 32 bytes of the Ed25519 key.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether these are the bytes of the key's signature over `text`.
    ///
    /// Strict, so that every verifier agrees and nobody can turn one valid signature into another.
    pub(crate) fn signed(&self, text: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text.as_bytes(), &signature).is_ok())
    }
}

impl fmt::Display for NoteVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [[ED25519].as_slice(), self.key.as_bytes()].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(key))
    }
}

impl fmt::Debug for NoteVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteVerifier({self})")
    }
}

/// Why a text is not a verifier key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseNoteVerifierError {
    /// The algorithm is not Ed25519.
    #[error("the key is of a kind that is not known here: only Ed25519 keys (kind 1) are")]
    Algorithm,
    /// The text is not `NAME+ID+KEY`, or a part is not written in its one right form.
    #[error(
        "the key must be written as its name, eight hexadecimal digits and base64, with `+` between"
    )]
    Form,
    /// The id is not the one that follows from name and key.
    #[error("the key `{name}` has the id {computed:08x}, not {written:08x}: a part was mistyped")]
    Id {
        /// The name, as written.
        name: String,
        /// The id that was written.
        written: u32,
        /// The id that follows from the name and the key.
        computed: u32,
    },
    /// The bytes are not a key, or are one of those that verify anything.
    #[error("the key `{name}` is not a valid Ed25519 key")]
    Key {
        /// The name, as written.
        name: String,
    },
    /// The name cannot stand in a signature line.
    #[error(transparent)]
    Name(#[from] NoteKeyError),
}

impl FromStr for NoteVerifier {
    type Err = ParseNoteVerifierError;

    fn from_str(text: &str) -> Result<Self, ParseNoteVerifierError> {
        let parts: Vec<&str> = text.splitn(3, '+').collect();
        let [name, id, key] = parts.as_slice() else {
            return Err(ParseNoteVerifierError::Form);
        };
        if !is_key_name(name) {
            return Err(NoteKeyError {
                name: (*name).to_owned(),
            }
            .into());
        }
        let written = parse_id(id).ok_or(ParseNoteVerifierError::Form)?;
        let verifier = Self::named(name, parse_key(name, key)?);
        if verifier.id != written {
            let computed = verifier.id;
            let name = verifier.name;
            return Err(ParseNoteVerifierError::Id {
                name,
                written,
                computed,
            });
        }
        Ok(verifier)
    }
}

fn parse_id(text: &str) -> Option<u32> {
    u32::from_str_radix(text, 16)
        .ok()
        .filter(|id| format!("{id:08x}") == text)
}

fn parse_key(name: &str, text: &str) -> Result<VerifyingKey, ParseNoteVerifierError> {
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| ParseNoteVerifierError::Form)?;
    let (kind, key) = bytes.split_first().ok_or(ParseNoteVerifierError::Form)?;
    if *kind != ED25519 {
        return Err(ParseNoteVerifierError::Algorithm);
    }
    VerifyingKey::try_from(key)
        .ok()
        .filter(|key| !key.is_weak())
        .ok_or_else(|| ParseNoteVerifierError::Key {
            name: name.to_owned(),
        })
}

/// Whether a text may name a key ([C2SP signed-note](https://c2sp.org/signed-note#format)).
pub(crate) fn is_key_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_ascii_control() || c == '+';
    !name.is_empty() && !name.contains(forbidden)
}

fn key_id(name: &str, key: &[u8; 32]) -> u32 {
    let hash = Sha256::new()
        .chain_update(name)
        .chain_update(b"\n")
        .chain_update([ED25519])
        .chain_update(key);
    let [first, second, third, fourth, ..] = <[u8; 32]>::from(hash.finalize());
    u32::from_be_bytes([first, second, third, fourth])
}

/// The byte that names Ed25519 among the signature types.
const ED25519: u8 = 0x01;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_wiped_on_drop() {
        // The bound is the test: it does not hold if the feature that wipes is turned off.
        fn wiped<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        wiped(&NoteSigner::new("log", &[7; 32]).unwrap().secret);
    }

    #[test]
    fn nothing_prints_the_secret() {
        let signer = NoteSigner::new("log", &[0xab; 32]).unwrap();
        insta::assert_snapshot!(
            format!("{signer:?}"),
            @"NoteSigner { verifier: NoteVerifier(log+b9875e78+ASSKy9uvngUBlt5wS+otaHcOUZFQ0QO1h9ri2crVPdkw), .. }"
        );
    }
}
