//! The right edge of a tree: what must be in memory to append to it.

use std::mem;

use thiserror::Error;

use crate::hash::{Hash, node_hash, root_of};
use crate::tile::{ReadTiles, TILE_WIDTH, TileError, TileId, entries_at, read_tile};

/// A tree seen from its right edge, where it grows.
///
/// It holds the last tile of each level while that tile is not whole, so a few dozen kilobytes
/// whatever the size of the tree, and besides it what was pushed since [`Edge::take_changed`].
///
/// # Examples
///
/// ```
/// use mithaq_ledger::{Edge, commit, leaf_hash};
///
/// let mut edge = Edge::empty();
/// let index = edge.push(leaf_hash(&commit(&[7; 32], b"the first entry")));
/// assert_eq!((index, edge.size()), (0, 1));
/// for (tile, hashes) in edge.take_changed() {
///     println!("write {} hashes to {tile}", hashes.len());
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Edge {
    size: u64,
    /// The roots of the complete subtrees that the tree splits into, largest first: one for each
    /// bit that is set in `size`.
    peaks: Vec<Hash>,
    /// The last tile of each level.
    rows: Vec<Row>,
    /// Tiles that became whole since the last [`Edge::take_changed`].
    filled: Vec<(TileId, Vec<Hash>)>,
}

/// The last tile of a level, never whole.
#[derive(Clone, Debug, Default)]
struct Row {
    tile: u64,
    hashes: Vec<Hash>,
    changed: bool,
}

impl Edge {
    /// The edge of the tree without leaves.
    pub fn empty() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
            rows: Vec::new(),
            filled: Vec::new(),
        }
    }

    /// Loads the edge of the tree of the first `size` leaves, reading one tile of each level.
    ///
    /// The tiles are believed: compare [`Edge::root`] with a signed checkpoint before appending.
    ///
    /// # Errors
    ///
    /// [`LoadEdgeError`] if a tile cannot be read or has fewer hashes than that size needs.
    pub fn load<R: ReadTiles>(size: u64, tiles: &R) -> Result<Self, LoadEdgeError<R::Error>> {
        let failed = |source| LoadEdgeError { size, source };
        let mut rows = Vec::new();
        for level in (0..).take_while(|level| entries_at(*level, size) > 0) {
            rows.push(load_row(level, size, tiles).map_err(failed)?);
        }
        let peaks = rows
            .iter()
            .rev()
            .flat_map(|row| peaks_of(&row.hashes))
            .collect();
        Ok(Self {
            size,
            peaks,
            rows,
            filled: Vec::new(),
        })
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        join_peaks(&self.peaks)
    }

    /// Appends a leaf, given by its [`leaf_hash`](crate::leaf_hash), and says which index it has.
    ///
    /// It takes one hash of a node on average, and at most 64.
    pub fn push(&mut self, leaf: Hash) -> u64 {
        let index = self.size;
        self.extend(0, leaf);
        let mut root = leaf;
        // Each peak that is as high as the new one joins it, as when adding one to a number.
        for height in 1..=index.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            root = node_hash(&left, &root);
            if height % LEVEL_HEIGHT == 0 {
                self.extend(height / LEVEL_HEIGHT, root);
            }
        }
        self.peaks.push(root);
        self.size += 1;
        index
    }

    /// The whole present content of each tile that changed since the last call, in order.
    ///
    /// Write them, then sign the checkpoint. If writing fails, the edge is ahead of what is kept:
    /// drop it and load it again, or keep a clone from before.
    pub fn take_changed(&mut self) -> Vec<(TileId, Vec<Hash>)> {
        let mut changed = mem::take(&mut self.filled);
        for (level, row) in (0..).zip(&mut self.rows) {
            if mem::take(&mut row.changed) {
                changed.push((
                    TileId {
                        level,
                        index: row.tile,
                    },
                    row.hashes.clone(),
                ));
            }
        }
        changed.sort_by_key(|(tile, _)| *tile);
        changed
    }

    /// Adds a hash to the last tile of a level, and starts the next tile if this one is whole.
    fn extend(&mut self, level: u32, hash: Hash) {
        let Ok(level) = u8::try_from(level) else {
            return;
        };
        let place = usize::from(level);
        if place >= self.rows.len() {
            self.rows.resize_with(place + 1, Row::default);
        }
        let Some(row) = self.rows.get_mut(place) else {
            return;
        };
        row.hashes.push(hash);
        row.changed = true;
        if row.hashes.len() >= usize::from(TILE_WIDTH) {
            let tile = TileId {
                level,
                index: row.tile,
            };
            self.filled.push((tile, mem::take(&mut row.hashes)));
            row.tile += 1;
            row.changed = false;
        }
    }
}

impl Default for Edge {
    fn default() -> Self {
        Self::empty()
    }
}

/// How many levels of the tree lie between two levels of tiles.
const LEVEL_HEIGHT: u32 = TILE_WIDTH.ilog2();

/// The edge of a tree cannot be loaded: nothing may be appended then.
#[derive(Debug, Error)]
#[error("the log cannot be continued after its first {size} entries: its tiles are not all there")]
pub struct LoadEdgeError<E: std::error::Error + 'static> {
    /// How many leaves the tree was to have.
    pub size: u64,
    /// Which tile is missing, and why.
    pub source: TileError<E>,
}

fn load_row<R: ReadTiles>(level: u8, size: u64, tiles: &R) -> Result<Row, TileError<R::Error>> {
    let tile = TileId {
        level,
        index: entries_at(level, size) / u64::from(TILE_WIDTH),
    };
    let width = tile.width_at(size);
    // The last tile of a level may be whole; then the next one is not begun and not kept.
    let hashes = if width == 0 {
        Vec::new()
    } else {
        read_tile(tiles, tile, width)?
    };
    Ok(Row {
        tile: tile.index,
        hashes,
        changed: false,
    })
}

/// The roots of the complete subtrees that a tile which is not whole splits into, largest first.
fn peaks_of(hashes: &[Hash]) -> Vec<Hash> {
    let mut peaks = Vec::new();
    let mut rest = hashes;
    while let Some(height) = rest.len().checked_ilog2() {
        let Some((subtree, after)) = rest.split_at_checked(1 << height) else {
            break;
        };
        peaks.push(root_of(subtree));
        rest = after;
    }
    peaks
}

/// The root of the tree that splits into these complete subtrees, largest first.
pub(crate) fn join_peaks(peaks: &[Hash]) -> Hash {
    let joined = peaks
        .iter()
        .rev()
        .copied()
        .reduce(|right, left| node_hash(&left, &right));
    joined.unwrap_or(Hash::EMPTY_ROOT)
}
