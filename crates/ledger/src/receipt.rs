//! Receipts: one file that proves one entry of a log, offline.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::hash::{Hash, ParseHashError};
use crate::key::{NoteVerifier, ParseNoteVerifierError};

/// How many bytes the file of a receipt may have.
///
/// Enough for the longest entry and the longest checkpoint if every character of them takes six.
pub const MAX_RECEIPT_BYTES: usize = 8 * 1024 * 1024;

/// How many bytes the entry of a receipt may have.
pub const MAX_ENTRY_BYTES: usize = 1024 * 1024;

/// How many hashes the proof of a receipt may have: no tree that can be counted needs more.
pub const MAX_PROOF_HASHES: usize = 64;

/// How many bytes the checkpoint of a receipt may have. It carries one signature.
pub const MAX_CHECKPOINT_BYTES: usize = 64 * 1024;

/// An entry of a log with all that proves it: salt, proof, signed checkpoint, key of the log.
///
/// Its written form is a JSON document with fixed members in a fixed order, and there is one way to
/// write it. So whoever holds a receipt that verifies knows that no byte of the file was changed.
///
/// # Examples
///
/// ```
/// use mithaq_ledger::{Checkpoint, Edge, NoteSigner, Receipt, commit, leaf_hash};
///
/// let signer = NoteSigner::new("node.example/mithaq/ledger/1", &[7; 32])?;
/// let (salt, entry) = ([8; 32], "released report--1 to the ministry");
///
/// let mut edge = Edge::empty();
/// let index = edge.push(leaf_hash(&commit(&salt, entry.as_bytes())));
/// let origin = signer.name().to_owned();
/// let checkpoint = Checkpoint { origin, size: edge.size(), root: edge.root() };
/// let receipt = Receipt {
///     index,
///     salt,
///     entry: entry.to_owned(),
///     proof: vec![], // of the only entry of a log
///     checkpoint: signer.sign(&checkpoint.to_string())?,
///     log_key: signer.verifier(),
/// };
///
/// let file = receipt.to_json();
/// let proved = Receipt::parse(file.as_bytes())?.verify(Some(&signer.verifier()))?;
/// assert!(proved.pinned);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Which leaf of the log commits to the entry.
    pub index: u64,
    /// The salt of the [`commit`](crate::commit)ment.
    pub salt: [u8; 32],
    /// The content of the entry. What it means is not known here.
    pub entry: String,
    /// The [`inclusion_proof`](crate::inclusion_proof) of the leaf in the tree of the checkpoint.
    pub proof: Vec<Hash>,
    /// The signed note of a [`Checkpoint`](crate::Checkpoint), with the log's signature alone.
    pub checkpoint: String,
    /// The key that the log claims to be its own.
    pub log_key: NoteVerifier,
}

impl Receipt {
    /// The file of the receipt.
    ///
    /// A receipt over the limits above is printed too, but nobody will read it.
    pub fn to_json(&self) -> String {
        let members = [
            ("format", quoted(FORMAT)),
            ("log", quoted(&self.log_key.to_string())),
            ("index", self.index.to_string()),
            ("entry", quoted(&self.entry)),
            ("salt", quoted(&STANDARD.encode(self.salt))),
            ("proof", list(&self.proof)),
            ("checkpoint", quoted(&self.checkpoint)),
        ];
        let lines = members.map(|(name, value)| format!("  \"{name}\": {value}"));
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// Reads the file of a receipt, and tolerates nothing but what [`Receipt::to_json`] prints.
    ///
    /// What it says is not believed yet: that is for [`Receipt::verify`].
    ///
    /// # Errors
    ///
    /// [`ParseReceiptError`] says what the file has that a receipt has not.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseReceiptError> {
        within("file", "bytes", bytes.len(), MAX_RECEIPT_BYTES)?;
        let Head { format } = serde_json::from_slice(bytes).map_err(ParseReceiptError::Json)?;
        if format != FORMAT {
            return Err(ParseReceiptError::Format { found: format });
        }
        let document: Document = serde_json::from_slice(bytes).map_err(ParseReceiptError::Json)?;
        let receipt = document.into_receipt()?;
        if receipt.to_json().as_bytes() == bytes {
            Ok(receipt)
        } else {
            Err(ParseReceiptError::Bytes)
        }
    }
}

/// Why a file is not a receipt that can be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ParseReceiptError {
    /// The file says all that a receipt says, but not in the one way to write it.
    #[error(
        "the file is not written as receipts are: it was edited or reformatted; use the file as it \
         was received"
    )]
    Bytes,
    /// The file is of another format, or of a later version.
    #[error("the file is of the format `{found}`, not `{FORMAT}`: it needs another program")]
    Format {
        /// What the file says.
        found: String,
    },
    /// The file is not JSON, or has other members than a receipt.
    #[error("the file is not a receipt, or a part of it is missing or was added")]
    Json(#[source] serde_json::Error),
    /// The key of the log is not a key.
    #[error("the receipt does not name the key of a log")]
    Log(#[source] ParseNoteVerifierError),
    /// A hash of the proof is not a hash.
    #[error("hash {number} of the proof of the receipt cannot be read")]
    Proof {
        /// Which one, counted from 1.
        number: usize,
        /// What is wrong with it.
        source: ParseHashError,
    },
    /// The salt is not 32 bytes in base64.
    #[error("the salt of the receipt must be 32 bytes in base64")]
    Salt,
    /// A part is over its limit.
    #[error("the {part} of the receipt is too long: it has {found} {unit}, and may have {limit}")]
    TooLong {
        /// Which part.
        part: &'static str,
        /// What it is measured in: bytes or hashes.
        unit: &'static str,
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
}

/// What the file says it is: read alone first, so that a later version is told from a broken file.
#[derive(Deserialize)]
struct Head {
    format: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "format")]
    _format: String,
    log: String,
    index: u64,
    entry: String,
    salt: String,
    proof: Vec<String>,
    checkpoint: String,
}

impl Document {
    fn into_receipt(self) -> Result<Receipt, ParseReceiptError> {
        within("entry", "bytes", self.entry.len(), MAX_ENTRY_BYTES)?;
        within("proof", "hashes", self.proof.len(), MAX_PROOF_HASHES)?;
        within(
            "checkpoint",
            "bytes",
            self.checkpoint.len(),
            MAX_CHECKPOINT_BYTES,
        )?;
        Ok(Receipt {
            index: self.index,
            salt: parse_salt(&self.salt).ok_or(ParseReceiptError::Salt)?,
            entry: self.entry,
            proof: parse_proof(&self.proof)?,
            checkpoint: self.checkpoint,
            log_key: self.log.parse().map_err(ParseReceiptError::Log)?,
        })
    }
}

fn within(
    part: &'static str,
    unit: &'static str,
    found: usize,
    limit: usize,
) -> Result<(), ParseReceiptError> {
    if found > limit {
        return Err(ParseReceiptError::TooLong {
            part,
            unit,
            found,
            limit,
        });
    }
    Ok(())
}

fn parse_salt(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

fn parse_proof(texts: &[String]) -> Result<Vec<Hash>, ParseReceiptError> {
    let numbered = (1..).zip(texts);
    numbered
        .map(|(number, text)| {
            text.parse()
                .map_err(|source| ParseReceiptError::Proof { number, source })
        })
        .collect()
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A hash to a line, because people compare them.
fn list(hashes: &[Hash]) -> String {
    if hashes.is_empty() {
        return "[]".to_owned();
    }
    let lines: Vec<String> = hashes
        .iter()
        .map(|hash| format!("    \"{hash}\""))
        .collect();
    format!("[\n{}\n  ]", lines.join(",\n"))
}

/// The first member of every receipt: what the file is, and which version of it.
const FORMAT: &str = "mithaq-receipt/1";
