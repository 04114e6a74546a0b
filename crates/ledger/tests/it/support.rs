//! A log in memory, and the definition of RFC 6962 written down as it stands there.

use std::collections::BTreeMap;
use std::convert::Infallible;

use mithaq_ledger::{Edge, Hash, ReadTiles, TileId, leaf_hash, node_hash};

/// Tiles in memory, written only from what an edge hands out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shelf(pub(crate) BTreeMap<TileId, Vec<Hash>>);

impl Shelf {
    pub(crate) fn write(&mut self, edge: &mut Edge) {
        self.0.extend(edge.take_changed());
    }
}

impl ReadTiles for Shelf {
    type Error = Infallible;

    fn tile(&self, tile: TileId) -> Result<Vec<Hash>, Infallible> {
        Ok(self.0.get(&tile).cloned().unwrap_or_default())
    }
}

/// The hashes of `count` different leaves.
pub(crate) fn leaves(count: u64) -> Vec<Hash> {
    (0..count)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect()
}

/// The edge and the tiles of a log of `count` leaves.
pub(crate) fn log(count: u64) -> (Edge, Shelf) {
    let mut edge = Edge::empty();
    let mut shelf = Shelf::default();
    for leaf in leaves(count) {
        edge.push(leaf);
    }
    shelf.write(&mut edge);
    (edge, shelf)
}

/// `MTH(D[n])` of RFC 6962, section 2.1.
pub(crate) fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&mth(left), &mth(right))
        }
    }
}

/// `PATH(m, D[n])` of RFC 6962, section 2.1.1.
pub(crate) fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, beside) = if index < k {
        (path(index, left), right)
    } else {
        (path(index - k, right), left)
    };
    path.push(mth(beside));
    path
}

/// `PROOF(m, D[n])` of RFC 6962, section 2.1.2.
pub(crate) fn proof(old: usize, leaves: &[Hash]) -> Vec<Hash> {
    subproof(old, leaves, true)
}

fn subproof(old: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if known { vec![] } else { vec![mth(leaves)] };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, beside) = if old <= k {
        (subproof(old, left, known), right)
    } else {
        (subproof(old - k, right, false), left)
    };
    proof.push(mth(beside));
    proof
}

/// The largest power of two below `count`.
fn split(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

/// The same hash with one bit changed.
pub(crate) fn flipped(hash: &Hash, bit: usize) -> Hash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash::from_bytes(bytes)
}

/// An error and its causes, one in each line.
pub(crate) fn sentences(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}
