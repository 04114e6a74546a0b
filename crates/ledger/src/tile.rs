//! Tiles: the tree cut into pieces of up to 256 hashes, as they are kept and served
//! ([C2SP tlog-tiles](https://c2sp.org/tlog-tiles#merkle-tree)).

use std::fmt;

use thiserror::Error;

use crate::hash::Hash;

/// How many hashes a whole tile holds.
pub const TILE_WIDTH: u16 = 256;

/// The name of a tile, whatever number of hashes it has by now.
///
/// Entry `i` of level `l` is the root of the leaves from `i * 256^l` up to `(i + 1) * 256^l`, and
/// tile `n` of a level holds its entries from `n * 256` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// 0 for the leaves' hashes; each level above stands for 256 times as many leaves.
    pub level: u8,
    /// Which tile of the level, from the left, starting at 0.
    pub index: u64,
}

impl TileId {
    /// How many hashes this tile has in a tree of `size` leaves: 0 to 256.
    pub fn width_at(self, size: u64) -> u16 {
        let entries = entries_at(self.level, size);
        let first = self.index.checked_mul(u64::from(TILE_WIDTH));
        let from_first = first.map_or(0, |first| entries.saturating_sub(first));
        u16::try_from(from_first)
            .unwrap_or(TILE_WIDTH)
            .min(TILE_WIDTH)
    }

    /// The path under which the tile is served while it has `width` hashes.
    ///
    /// `None` if no tile has that width: 0, or more than 256.
    ///
    /// # Examples
    ///
    /// ```
    /// use mithaq_ledger::TileId;
    ///
    /// let tile = TileId { level: 0, index: 1_234_067 };
    /// assert_eq!(tile.path(256).as_deref(), Some("tile/0/x001/x234/067"));
    /// assert_eq!(tile.path(8).as_deref(), Some("tile/0/x001/x234/067.p/8"));
    /// assert_eq!(TileId::parse_path("tile/0/x001/x234/067.p/8"), Ok((tile, 8)));
    /// ```
    pub fn path(self, width: u16) -> Option<String> {
        match width {
            TILE_WIDTH => Some(self.to_string()),
            1..TILE_WIDTH => Some(format!("{self}.p/{width}")),
            _ => None,
        }
    }

    /// Reads a path that [`TileId::path`] wrote, and says which width it asks for.
    ///
    /// # Errors
    ///
    /// [`ParseTilePathError`] for every other text, also for a second way to write the same tile.
    pub fn parse_path(path: &str) -> Result<(Self, u16), ParseTilePathError> {
        parse(path)
            .filter(|(tile, width)| tile.path(*width).as_deref() == Some(path))
            .ok_or(ParseTilePathError)
    }
}

/// The path of the whole tile.
impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}", self.level)?;
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            let mark = if place == 0 { "" } else { "x" };
            write!(f, "/{mark}{group:03}")?;
        }
        Ok(())
    }
}

/// Why a text is not the path of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "the path does not name a tile: it must be `tile/LEVEL/INDEX` with a level from 0 to 63, the \
     index in groups of three digits, and `.p/WIDTH` after it while the tile is not whole"
)]
pub struct ParseTilePathError;

/// The highest level that a path may name.
const MAX_LEVEL: u8 = 63;

/// Reads loosely; the caller compares with the one right way to write what was read.
fn parse(path: &str) -> Option<(TileId, u16)> {
    let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let level = level.parse().ok().filter(|level| *level <= MAX_LEVEL)?;
    let (index, width) = match rest.split_once(".p/") {
        None => (rest, TILE_WIDTH),
        Some((index, width)) => (index, width.parse().ok()?),
    };
    let mut number: u64 = 0;
    for group in index.split('/') {
        let group: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
        number = number.checked_mul(1000)?.checked_add(group)?;
    }
    Some((
        TileId {
            level,
            index: number,
        },
        width,
    ))
}

/// Gives the tiles of one tree, from wherever they are kept.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use std::convert::Infallible;
///
/// use mithaq_ledger::{Hash, ReadTiles, TileId};
///
/// struct InMemory(BTreeMap<TileId, Vec<Hash>>);
///
/// impl ReadTiles for InMemory {
///     type Error = Infallible;
///
///     fn tile(&self, tile: TileId) -> Result<Vec<Hash>, Infallible> {
///         Ok(self.0.get(&tile).cloned().unwrap_or_default())
///     }
/// }
/// ```
pub trait ReadTiles {
    /// Why a tile cannot be read.
    type Error: std::error::Error + 'static;

    /// All hashes that the tile has now; none if there is no such tile.
    ///
    /// These may be more than the tree of interest has, because the tree may have grown since: the
    /// caller takes from the front what it needs.
    ///
    /// # Errors
    ///
    /// When the tile cannot be read. A tile that does not exist is not an error.
    fn tile(&self, tile: TileId) -> Result<Vec<Hash>, Self::Error>;
}

/// How many entries a level has in a tree of `size` leaves.
pub(crate) fn entries_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * 8).unwrap_or(0)
}

/// A tile does not hold what the tree needs of it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TileError<E: std::error::Error + 'static> {
    /// The tile cannot be read.
    #[error("`{tile}` cannot be read")]
    Read {
        /// Which tile.
        tile: TileId,
        /// Why.
        source: E,
    },
    /// The tile is there, or not at all, but has too few hashes.
    #[error("`{tile}` holds {found} hashes where at least {needed} are needed: restore it")]
    Short {
        /// Which tile.
        tile: TileId,
        /// How many hashes it must have.
        needed: u16,
        /// How many hashes it has.
        found: usize,
    },
}

/// The first `width` hashes of a tile.
pub(crate) fn read_tile<R: ReadTiles>(
    tiles: &R,
    tile: TileId,
    width: u16,
) -> Result<Vec<Hash>, TileError<R::Error>> {
    let mut hashes = tiles
        .tile(tile)
        .map_err(|source| TileError::Read { tile, source })?;
    let found = hashes.len();
    if found < usize::from(width) {
        return Err(TileError::Short {
            tile,
            needed: width,
            found,
        });
    }
    hashes.truncate(usize::from(width));
    Ok(hashes)
}
