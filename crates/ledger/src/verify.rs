//! Proofs checked, from nothing but hashes and sizes
//! ([RFC 6962, sections 2.1.1 and 2.1.2](https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1)).

use thiserror::Error;

use crate::hash::{Hash, node_hash};

/// Checks that the leaf with this hash is leaf `index` of the tree with this size and root.
///
/// # Errors
///
/// [`ProofError`] says in what way the proof fails. It does not say who is to blame: the leaf, the
/// index, the proof or the root may be the part that is not genuine.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::IndexBeyondSize { index, size });
    }
    let path = Path::to(index, size);
    let (expected, found) = (path.length(), proof.len());
    let (inner, border) = path
        .divide(proof)
        .ok_or(ProofError::Length { expected, found })?;
    let top = climb_border(climb(*leaf, inner, index), border);
    if top == *root {
        Ok(())
    } else {
        Err(ProofError::Root { size })
    }
}

/// Checks that the tree of `new` leaves continues the tree of `old` leaves.
///
/// Nothing follows for a new tree from an old tree without leaves: every tree continues it.
///
/// # Errors
///
/// [`ProofError`] says in what way the proof fails. [`ProofError::Forked`] alone shows, if both
/// roots were signed, that the log has told two stories.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Shrinks { old, new });
    }
    if old == 0 && *old_root != Hash::EMPTY_ROOT {
        return Err(ProofError::Root { size: old });
    }
    if old == new && old_root != new_root {
        return Err(ProofError::Forked { size: new });
    }
    if old > 0 && old < new {
        return verify_growth(old, new, proof, old_root, new_root);
    }
    match proof.len() {
        0 => Ok(()),
        found => Err(ProofError::Length { expected: 0, found }),
    }
}

/// As [`verify_consistency`], with `0 < old < new`.
fn verify_growth(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), ProofError> {
    // The proof climbs from the last complete subtree of the old tree, first through both trees
    // and then through the new one alone. If that subtree is the whole old tree, its root is known.
    let height = old.trailing_zeros();
    let known = old.is_power_of_two();
    let path = Path::to(old - 1, new).above(height);
    let expected = usize::from(!known) + path.length();
    let (seed, rest) = match proof.split_first() {
        _ if known => (old_root, proof),
        Some((seed, rest)) => (seed, rest),
        None => return Err(ProofError::Length { expected, found: 0 }),
    };
    let (inner, border) = path.divide(rest).ok_or(ProofError::Length {
        expected,
        found: proof.len(),
    })?;
    let turns = (old - 1).checked_shr(height).unwrap_or(0);
    let old_top = climb_border(climb_within(*seed, inner, turns), border);
    if old_top != *old_root {
        return Err(ProofError::Root { size: old });
    }
    let new_top = climb_border(climb(*seed, inner, turns), border);
    if new_top == *new_root {
        Ok(())
    } else {
        Err(ProofError::Root { size: new })
    }
}

/// Why a proof does not prove.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// Two trees of one size have different roots.
    #[error("two logs of {size} entries differ: at most one of them is the log")]
    Forked {
        /// How many leaves both have.
        size: u64,
    },
    /// The tree has no such leaf.
    #[error("there is no entry {index} in a log of {size} entries: they are counted from 0")]
    IndexBeyondSize {
        /// Which leaf was claimed.
        index: u64,
        /// How many leaves the tree has.
        size: u64,
    },
    /// The proof has too few or too many hashes for what it claims.
    #[error("the proof has {found} hashes where one for this place and size has {expected}")]
    Length {
        /// How many hashes such a proof has.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// The proof leads to another root.
    #[error("the proof does not lead to the root of the log of {size} entries")]
    Root {
        /// How many leaves the tree has whose root is not met.
        size: u64,
    },
    /// The newer tree is smaller.
    #[error("a log of {new} entries cannot continue one of {old}")]
    Shrinks {
        /// How many leaves the older tree has.
        old: u64,
        /// How many leaves the newer tree has.
        new: u64,
    },
}

/// How many steps lie between a subtree and the root.
#[derive(Clone, Copy)]
struct Path {
    /// Steps below the place where the way parts from the right edge: the neighbour is on the left
    /// or on the right.
    inner: u32,
    /// Steps along the right edge: the neighbour is on the left.
    border: u32,
}

impl Path {
    /// From leaf `index` of a tree of `size` leaves, which must be more than `index`.
    fn to(index: u64, size: u64) -> Self {
        let inner = u64::BITS - (index ^ (size - 1)).leading_zeros();
        let border = index.checked_shr(inner).unwrap_or(0).count_ones();
        Self { inner, border }
    }

    /// From a subtree of this height that has the leaf on its right edge.
    fn above(self, height: u32) -> Self {
        Self {
            inner: self.inner.saturating_sub(height),
            ..self
        }
    }

    fn length(self) -> usize {
        (self.inner + self.border) as usize
    }

    /// Divides a proof into its two stretches; `None` if its length is not that of the path.
    fn divide(self, proof: &[Hash]) -> Option<(&[Hash], &[Hash])> {
        let (inner, border) = proof.split_at_checked(self.inner as usize)?;
        (proof.len() == self.length()).then_some((inner, border))
    }
}

/// Climbs with a neighbour at each step: on the left where the bit of `turns` is set.
fn climb(from: Hash, neighbours: &[Hash], turns: u64) -> Hash {
    neighbours
        .iter()
        .enumerate()
        .fold(from, |below, (step, neighbour)| {
            if is_left(turns, step) {
                node_hash(neighbour, &below)
            } else {
                node_hash(&below, neighbour)
            }
        })
}

/// As [`climb`], in the tree that has no neighbours on the right yet.
fn climb_within(from: Hash, neighbours: &[Hash], turns: u64) -> Hash {
    let left = neighbours
        .iter()
        .enumerate()
        .filter(|(step, _)| is_left(turns, *step));
    left.fold(from, |below, (_, neighbour)| node_hash(neighbour, &below))
}

fn climb_border(from: Hash, neighbours: &[Hash]) -> Hash {
    neighbours
        .iter()
        .fold(from, |below, neighbour| node_hash(neighbour, &below))
}

fn is_left(turns: u64, step: usize) -> bool {
    u32::try_from(step)
        .ok()
        .and_then(|step| turns.checked_shr(step))
        .unwrap_or(0)
        & 1
        == 1
}
