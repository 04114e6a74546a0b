//! Proofs made from tiles ([RFC 6962, sections 2.1.1 and 2.1.2](https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1)).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use thiserror::Error;

use crate::edge::join_peaks;
use crate::hash::{Hash, root_of};
use crate::tile::{ReadTiles, TILE_WIDTH, TileError, TileId, read_tile};

/// The root of the tree of the first `size` leaves.
///
/// # Errors
///
/// [`ProveError::Tile`] if a tile cannot be read or has fewer hashes than that size needs.
pub fn root_at<R: ReadTiles>(size: u64, tiles: &R) -> Result<Hash, ProveError<R::Error>> {
    Ok(Tree::new(size, tiles).root(0..size)?)
}

/// Proves that leaf `index` is in the tree of the first `size` leaves; the hash nearest the leaf
/// comes first.
///
/// # Errors
///
/// [`ProveError::IndexBeyondSize`] if that tree has no such leaf; [`ProveError::Tile`] if a tile
/// cannot be read or has fewer hashes than that size needs.
pub fn inclusion_proof<R: ReadTiles>(
    index: u64,
    size: u64,
    tiles: &R,
) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if index >= size {
        return Err(ProveError::IndexBeyondSize { index, size });
    }
    let mut tree = Tree::new(size, tiles);
    let mut proof = Vec::new();
    let mut around = 0..size;
    while let Some((left, right)) = split(&around) {
        let (inside, beside) = if index < left.end {
            (left, right)
        } else {
            (right, left)
        };
        proof.push(tree.root(beside)?);
        around = inside;
    }
    proof.reverse();
    Ok(proof)
}

/// Proves that the tree of the first `new` leaves continues the tree of the first `old` leaves.
///
/// The proof is empty if `old` is 0 or equals `new`: there is nothing to prove then.
///
/// # Errors
///
/// [`ProveError::Shrinks`] if `old` is larger than `new`; [`ProveError::Tile`] if a tile cannot be
/// read or has fewer hashes than that size needs.
pub fn consistency_proof<R: ReadTiles>(
    old: u64,
    new: u64,
    tiles: &R,
) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if old > new {
        return Err(ProveError::Shrinks { old, new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut tree = Tree::new(new, tiles);
    let mut proof = Vec::new();
    let mut around = 0..new;
    // Ends at the last complete subtree of the old tree, which is a subtree of the new one too.
    while around.end != old {
        let Some((left, right)) = split(&around) else {
            break;
        };
        let (inside, beside) = if old <= left.end {
            (left, right)
        } else {
            (right, left)
        };
        proof.push(tree.root(beside)?);
        around = inside;
    }
    // If that subtree is the whole old tree, the verifier has its root already.
    if around.start > 0 {
        proof.push(tree.root(around)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Why a log cannot prove what it is asked for.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProveError<E: std::error::Error + 'static> {
    /// The tree has no such leaf.
    #[error("there is no entry {index} in a log of {size} entries: they are counted from 0")]
    IndexBeyondSize {
        /// Which leaf was asked for.
        index: u64,
        /// How many leaves the tree has.
        size: u64,
    },
    /// A tree does not continue a larger one.
    #[error("a log of {new} entries cannot continue one of {old}: give the smaller size first")]
    Shrinks {
        /// How many leaves the older tree has.
        old: u64,
        /// How many leaves the newer tree has.
        new: u64,
    },
    /// A tile cannot be read or has too few hashes.
    #[error("the log cannot make the proof: its tiles are not all there")]
    Tile(
        #[from]
        #[source]
        TileError<E>,
    ),
}

/// The two subtrees below the root of these leaves; `None` for a leaf.
fn split(leaves: &Range<u64>) -> Option<(Range<u64>, Range<u64>)> {
    let last = (leaves.end - leaves.start).checked_sub(1)?;
    let middle = leaves.start + (1 << last.checked_ilog2()?);
    Some((leaves.start..middle, middle..leaves.end))
}

/// A tree in tiles, each of which is read at most once.
struct Tree<'a, R> {
    size: u64,
    tiles: &'a R,
    read: BTreeMap<TileId, Vec<Hash>>,
}

impl<'a, R: ReadTiles> Tree<'a, R> {
    fn new(size: u64, tiles: &'a R) -> Self {
        Self {
            size,
            tiles,
            read: BTreeMap::new(),
        }
    }

    /// The root of a subtree, complete or at the right edge, as [`split`] makes them.
    fn root(&mut self, leaves: Range<u64>) -> Result<Hash, TileError<R::Error>> {
        let mut peaks = Vec::new();
        let mut rest = leaves;
        while let Some(height) = (rest.end - rest.start).checked_ilog2() {
            peaks.push(self.complete(height, rest.start >> height)?);
            rest.start += 1 << height;
        }
        Ok(join_peaks(&peaks))
    }

    /// The root of the complete subtree number `index` from the left among those of a height.
    ///
    /// Tiles begin at multiples of their width, so one tile holds all that is needed.
    fn complete(&mut self, height: u32, index: u64) -> Result<Hash, TileError<R::Error>> {
        let level = u8::try_from(height / TILE_WIDTH.ilog2()).unwrap_or(u8::MAX);
        let span = 1_u64 << (height % TILE_WIDTH.ilog2());
        let first = index * span;
        let tile = TileId {
            level,
            index: first / u64::from(TILE_WIDTH),
        };
        let hashes = match self.read.entry(tile) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                unknown.insert(read_tile(self.tiles, tile, tile.width_at(self.size))?)
            }
        };
        let before = usize::try_from(first % u64::from(TILE_WIDTH)).unwrap_or(usize::MAX);
        let below = hashes
            .iter()
            .skip(before)
            .take(1 << (height % TILE_WIDTH.ilog2()));
        Ok(root_of(&below.copied().collect::<Vec<_>>()))
    }
}
