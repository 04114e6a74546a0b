//! What a leaf holds instead of the entry: a commitment that hides it.

use sha2::{Digest as _, Sha256};

/// How many bytes a leaf holds.
pub const COMMITMENT_BYTES: usize = 40;

/// The bytes of the leaf for an entry: eight that name the form, then a salted hash of `content`.
///
/// With a salt of 32 random bytes that nobody else has, the commitment says nothing about the
/// content, not even to one who guesses it. So erasing salt and content erases the entry, and the
/// log can still be verified. Whoever has both can show that the leaf is this entry's and no
/// other's.
///
/// The salt must be used once: two entries with one salt and the same content are seen to be the
/// same.
///
/// # Examples
///
/// ```
/// use mithaq_ledger::{commit, leaf_hash};
///
/// let leaf = commit(&[7; 32], b"released report--1 to the ministry");
/// assert!(leaf.starts_with(b"mithaq1\0"));
/// assert_ne!(leaf, commit(&[8; 32], b"released report--1 to the ministry"));
/// let hash = leaf_hash(&leaf); // what goes into the tree
/// # let _ = hash;
/// ```
pub fn commit(salt: &[u8; 32], content: &[u8]) -> [u8; COMMITMENT_BYTES] {
    let hash = Sha256::new()
        .chain_update(HASH_DOMAIN)
        .chain_update(salt)
        .chain_update(content)
        .finalize();
    let mut leaf = [0; COMMITMENT_BYTES];
    for (place, byte) in leaf.iter_mut().zip(LEAF_FORM.iter().chain(&hash)) {
        *place = *byte;
    }
    leaf
}

/// Says what a leaf is, and leaves room for other forms of leaves in the same log.
const LEAF_FORM: &[u8; 8] = b"mithaq1\0";

/// Keeps this use of SHA-256 apart from every other one.
const HASH_DOMAIN: &[u8] = b"mithaq/entry/v1\0";
