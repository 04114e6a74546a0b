//! Signed notes: short texts with signature lines below ([C2SP signed-note](https://c2sp.org/signed-note#format)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::key::{NoteSigner, NoteVerifier, is_key_name};

/// How long a signed note may be, in bytes.
pub const MAX_NOTE_BYTES: usize = 256 * 1024;

/// How many signature lines a note may have.
pub const MAX_SIGNATURES: usize = 100;

impl NoteSigner {
    /// Signs a text and gives the whole note: the text, an empty line, the signature line.
    ///
    /// # Errors
    ///
    /// [`SignNoteError`] if the text is not one that a note may have; nothing is signed then.
    pub fn sign(&self, text: &str) -> Result<String, SignNoteError> {
        if !text.ends_with('\n') {
            return Err(SignNoteError::OpenLine);
        }
        if has_control_character(text) {
            return Err(SignNoteError::ControlCharacter);
        }
        let signature = STANDARD.encode(self.signature(text));
        let note = format!("{text}\n{SIGNATURE_MARK}{} {signature}\n", self.name());
        if note.len() > MAX_NOTE_BYTES {
            Err(SignNoteError::TooLong)
        } else {
            Ok(note)
        }
    }
}

/// Why a text cannot be signed as a note.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignNoteError {
    /// The text has a control character that is not a newline.
    #[error("the text to sign has a control character: only newlines may stand in a note")]
    ControlCharacter,
    /// The text is empty or does not end with a newline.
    #[error("the text to sign must end with a newline")]
    OpenLine,
    /// The note would be longer than [`MAX_NOTE_BYTES`].
    #[error("the text to sign is too long: a note may have {MAX_NOTE_BYTES} bytes")]
    TooLong,
}

impl NoteVerifier {
    /// The text of a note, once this key's signature under it is verified.
    ///
    /// Signatures by other keys are ignored, also by a key of the same name with another id. If
    /// this key signed more than once, every one of its signatures must verify.
    ///
    /// # Errors
    ///
    /// [`OpenNoteError`]; no part of the note may be believed then.
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, OpenNoteError> {
        let (text, signatures) = divide(note)?;
        let mut signed = false;
        for (number, line) in (1..).zip(signatures.split('\n')) {
            let line = parse_line(line).ok_or(OpenNoteError::SignatureLine { number })?;
            if line.name == self.name() && line.id == self.key_id() {
                if !self.signed(text, &line.signature) {
                    return Err(OpenNoteError::Signature {
                        name: self.name().to_owned(),
                    });
                }
                signed = true;
            }
        }
        if signed {
            Ok(text)
        } else {
            Err(OpenNoteError::NotSigned {
                key: self.to_string(),
            })
        }
    }
}

/// Why a note cannot be believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OpenNoteError {
    /// The note has a control character that is not a newline.
    #[error("the note has a control character: only newlines may stand in a note")]
    ControlCharacter,
    /// There is no text, empty line and signature lines.
    #[error("a note must be a text, an empty line and signature lines, each ended by a newline")]
    Form,
    /// No signature line is by the key.
    #[error("the note carries no signature by the key `{key}`")]
    NotSigned {
        /// The key.
        key: String,
    },
    /// A signature line is by the key, but is not its signature over this text.
    #[error(
        "the signature by `{name}` does not fit the note: the text or the signature was changed \
         after signing"
    )]
    Signature {
        /// The name of the key.
        name: String,
    },
    /// A signature line cannot be read.
    #[error("signature line {number} of the note cannot be read")]
    SignatureLine {
        /// Which one, counted from 1.
        number: usize,
    },
    /// The note is longer than [`MAX_NOTE_BYTES`].
    #[error("the note has {found} bytes, more than the {MAX_NOTE_BYTES} that a note may have")]
    TooLong {
        /// How many bytes it has.
        found: usize,
    },
    /// The note has more than [`MAX_SIGNATURES`] signature lines.
    #[error("the note has more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
}

/// How many signature lines stand under a text that [`NoteVerifier::open`] found in a note.
pub(crate) fn count_signatures(note: &str, text: &str) -> usize {
    note.strip_prefix(text)
        .map_or(0, |below| below.lines().skip(1).count())
}

/// What a signature line begins with: an em dash and a space.
const SIGNATURE_MARK: &str = "\u{2014} ";

struct SignatureLine<'a> {
    name: &'a str,
    id: u32,
    signature: Vec<u8>,
}

/// The text of a note with its last newline, and the signature lines without theirs.
fn divide(note: &str) -> Result<(&str, &str), OpenNoteError> {
    let found = note.len();
    if found > MAX_NOTE_BYTES {
        return Err(OpenNoteError::TooLong { found });
    }
    if has_control_character(note) {
        return Err(OpenNoteError::ControlCharacter);
    }
    let end = note.rfind("\n\n").ok_or(OpenNoteError::Form)?;
    let (text, below) = note.split_at_checked(end + 1).ok_or(OpenNoteError::Form)?;
    let signatures = below
        .strip_prefix('\n')
        .and_then(|lines| lines.strip_suffix('\n'));
    let signatures = signatures.ok_or(OpenNoteError::Form)?;
    if signatures.split('\n').nth(MAX_SIGNATURES).is_some() {
        return Err(OpenNoteError::TooManySignatures);
    }
    Ok((text, signatures))
}

fn parse_line(line: &str) -> Option<SignatureLine<'_>> {
    let (name, signature) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
    let bytes = STANDARD.decode(signature).ok()?;
    let (id, signature) = bytes.split_first_chunk()?;
    let well_formed = is_key_name(name) && !signature.is_empty();
    well_formed.then(|| SignatureLine {
        name,
        id: u32::from_be_bytes(*id),
        signature: signature.to_vec(),
    })
}

fn has_control_character(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' && byte != b'\n')
}
