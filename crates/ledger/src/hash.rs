//! SHA-256 hashes of leaves and nodes ([RFC 6962, section 2.1](https://www.rfc-editor.org/rfc/rfc6962#section-2.1)).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// The hash of a leaf, of a subtree or of a whole tree: 32 bytes of SHA-256.
///
/// Its written form is standard base64 with padding, 44 characters, as in checkpoints.
///
/// # Examples
///
/// ```
/// use mithaq_ledger::{Hash, leaf_hash, node_hash, root_of};
///
/// let [first, second] = [leaf_hash(b"one"), leaf_hash(b"two")];
/// let root = root_of(&[first, second]);
/// assert_eq!(root, node_hash(&first, &second));
/// assert_eq!(root.to_string().parse::<Hash>()?, root);
/// # Ok::<(), mithaq_ledger::ParseHashError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    pub const EMPTY_ROOT: Self = Self([
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9,
        0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52,
        0xb8, 0x55,
    ]);

    /// Takes 32 bytes as they are; whether they are the hash of anything is not known here.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, as tiles hold them.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The hash of a leaf that holds `data`.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([0])
            .chain_update(data)
            .finalize()
            .into(),
    )
}

/// The hash of the node above `left` and `right`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// The root of the tree whose leaves have these hashes, in this order.
///
/// It takes one hash of a node for each leaf, and memory of half the list. It is meant for lists
/// that are in memory anyway, such as the objects of one page; a log has its [`Edge`](crate::Edge).
pub fn root_of(leaves: &[Hash]) -> Hash {
    // Pairing neighbours and letting an odd last one rise is the same tree as RFC 6962's split at
    // the largest power of two: every left subtree is complete in both.
    let mut row = pair(leaves);
    while row.len() > 1 {
        row = pair(&row);
    }
    row.first().copied().unwrap_or(Hash::EMPTY_ROOT)
}

fn pair(row: &[Hash]) -> Vec<Hash> {
    row.chunks(2)
        .filter_map(|pair| match pair {
            [left, right] => Some(node_hash(left, right)),
            [alone] => Some(*alone),
            _ => None,
        })
        .collect()
}

/// Why a text is not a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseHashError {
    /// The text is not the one base64 form of any bytes.
    #[error("the hash is not written in standard base64 with padding")]
    Base64,
    /// The text is base64 of another number of bytes.
    #[error("the hash has {found} bytes where SHA-256 has 32")]
    Length {
        /// How many bytes the text holds.
        found: usize,
    },
}

impl FromStr for Hash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, ParseHashError> {
        let bytes = STANDARD.decode(text).map_err(|_| ParseHashError::Base64)?;
        let found = bytes.len();
        let bytes = bytes
            .try_into()
            .map_err(|_| ParseHashError::Length { found })?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_root_is_the_hash_of_nothing() {
        assert_eq!(Hash::EMPTY_ROOT.0, <[u8; 32]>::from(Sha256::digest([])));
        assert_eq!(root_of(&[]), Hash::EMPTY_ROOT);
    }

    #[test]
    fn a_leaf_that_looks_like_a_node_has_another_hash() {
        let [left, right] = [leaf_hash(b"left"), leaf_hash(b"right")];
        let bytes = [*left.as_bytes(), *right.as_bytes()].concat();
        assert_ne!(leaf_hash(&bytes), node_hash(&left, &right));
    }

    #[test]
    fn a_hash_has_one_written_form() {
        let written = Hash::EMPTY_ROOT.to_string();
        assert_eq!(written.parse(), Ok(Hash::EMPTY_ROOT));
        // The last digit carries two bits that no byte holds; they must be zero.
        let loose = written.replace("FU=", "FV=");
        assert_ne!(loose, written);
        for wrong in [
            loose.as_str(),
            written.trim_end_matches('='),
            &format!("{written}\n"),
            "*",
        ] {
            assert_eq!(
                wrong.parse::<Hash>(),
                Err(ParseHashError::Base64),
                "{wrong}"
            );
        }
        assert_eq!(
            "AAAA".parse::<Hash>(),
            Err(ParseHashError::Length { found: 3 })
        );
    }
}
