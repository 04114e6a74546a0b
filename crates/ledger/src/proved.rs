//! What a receipt proves, or why it does not.

use thiserror::Error;

use crate::checkpoint::{Checkpoint, ParseCheckpointError};
use crate::entry::commit;
use crate::hash::{Hash, leaf_hash};
use crate::key::NoteVerifier;
use crate::note::{OpenNoteError, count_signatures};
use crate::receipt::Receipt;
use crate::verify::{ProofError, verify_inclusion};

/// What a receipt proves: the log of this name had this entry when it had this size and root.
///
/// Whose the key is, is for the reader to know: from `pinned` if the reader gave the key, else by
/// comparing `key` with what the agency has published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// The name of the log.
    pub origin: String,
    /// Which leaf of the log commits to the entry.
    pub index: u64,
    /// How many leaves the log had when it signed.
    pub size: u64,
    /// The root of the log at that size.
    pub root: Hash,
    /// The key that signed.
    pub key: NoteVerifier,
    /// Whether the reader knew the key beforehand, and it is the same.
    pub pinned: bool,
}

impl Receipt {
    /// Checks that the receipt proves its entry, with the key that the reader knows, if any.
    ///
    /// Without a pinned key, the receipt proves only that whoever has the key it names, signed.
    ///
    /// # Errors
    ///
    /// [`NotProved`] says which link of the chain does not hold, the first one from the key down to
    /// the entry.
    pub fn verify(&self, pinned: Option<&NoteVerifier>) -> Result<Proved, NotProved> {
        if let Some(pinned) = pinned.filter(|pinned| **pinned != self.log_key) {
            let named = self.log_key.to_string();
            return Err(NotProved::OtherKey {
                named,
                pinned: pinned.to_string(),
            });
        }
        let Checkpoint { origin, size, root } = self.signed_checkpoint()?;
        if self.index >= size {
            return Err(NotProved::IndexBeyondSize {
                index: self.index,
                size,
            });
        }
        let leaf = leaf_hash(&commit(&self.salt, self.entry.as_bytes()));
        verify_inclusion(&leaf, self.index, size, &self.proof, &root).map_err(|source| {
            NotProved::Entry {
                index: self.index,
                size,
                source,
            }
        })?;
        let key = self.log_key.clone();
        Ok(Proved {
            origin,
            index: self.index,
            size,
            root,
            key,
            pinned: pinned.is_some(),
        })
    }

    fn signed_checkpoint(&self) -> Result<Checkpoint, NotProved> {
        let text = self
            .log_key
            .open(&self.checkpoint)
            .map_err(NotProved::Signature)?;
        // A signature that nobody checks could be changed unnoticed.
        if count_signatures(&self.checkpoint, text) != 1 {
            return Err(NotProved::OtherSignatures);
        }
        let checkpoint: Checkpoint = text.parse().map_err(NotProved::Checkpoint)?;
        if checkpoint.origin != self.log_key.name() {
            let key = self.log_key.name().to_owned();
            return Err(NotProved::OtherOrigin {
                origin: checkpoint.origin,
                key,
            });
        }
        Ok(checkpoint)
    }
}

/// Why a receipt does not prove its entry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotProved {
    /// What the log signed is not a checkpoint.
    #[error("the log signed something, but not the state of a log")]
    Checkpoint(#[source] ParseCheckpointError),
    /// The entry is not the one that the log holds at that place.
    #[error(
        "the log of {size} entries does not hold this entry at place {index}: the entry, the salt, \
         the place or the proof was changed"
    )]
    Entry {
        /// Which leaf was claimed.
        index: u64,
        /// How many leaves the log had.
        size: u64,
        /// How the proof fails.
        source: ProofError,
    },
    /// The log had no such leaf yet.
    #[error("the log had {size} entries when it signed, so it has no entry at place {index} there")]
    IndexBeyondSize {
        /// Which leaf was claimed.
        index: u64,
        /// How many leaves the log had.
        size: u64,
    },
    /// The receipt names another key than the reader knows.
    #[error(
        "the receipt names the key `{named}`, but the key known for this log is `{pinned}`: ask \
         the agency that keeps the log which key is its own"
    )]
    OtherKey {
        /// The key in the receipt, in its written form.
        named: String,
        /// The key that the reader gave, in its written form.
        pinned: String,
    },
    /// The checkpoint is of a log with another name than the key's.
    #[error("the key `{key}` signed the state of another log, `{origin}`")]
    OtherOrigin {
        /// The log that the checkpoint names.
        origin: String,
        /// The name of the key.
        key: String,
    },
    /// The checkpoint carries more than the log's signature.
    #[error("the checkpoint of the receipt must carry one signature, the log's, and no other")]
    OtherSignatures,
    /// The checkpoint is not signed by the key that the receipt names.
    #[error("the log did not sign the state that the receipt shows")]
    Signature(#[source] OpenNoteError),
}
