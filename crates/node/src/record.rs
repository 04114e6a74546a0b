//! Writing in the log: every act of the node becomes an entry in the same transaction as the act.

use jiff::Timestamp;
use mithaq_ledger::{Edge, Hash, ReadTiles, TileId, commit, leaf_hash};
use mithaq_store::{AgreementKey, NewEntry, PartnerKey, Snapshot, StoreError, Transaction};
use serde::Serialize;
use serde_json::Value;

use crate::ActError;
use crate::clock::{Randomness, secret};

/// What is written down about an act. It is committed to, not shown: only whoever is given the
/// salt can open it.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    /// What was done, as a short word such as `disclosed`.
    pub(crate) act: &'static str,
    pub(crate) at: Timestamp,
    /// The agency whose node writes this.
    pub(crate) by: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) agreement: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) partner: Option<&'a str>,
    pub(crate) detail: Value,
}

/// Which rows of the store an entry concerns, so that the right people find it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Concerns {
    pub(crate) agreement: Option<AgreementKey>,
    /// The partner who may open the entry.
    pub(crate) partner: Option<PartnerKey>,
}

/// Writes an entry at the end of the log; gives its place.
pub(crate) fn record(
    transaction: &Transaction<'_>,
    randomness: &dyn Randomness,
    entry: &Entry<'_>,
    concerns: Concerns,
) -> Result<u64, ActError> {
    let salt = secret(randomness)?;
    let content = serde_json::to_string(entry)
        .map_err(|_| StoreError::damaged("an entry of the log could not be written as JSON"))?;
    let leaf = leaf_hash(&commit(&salt, content.as_bytes()));
    let size = transaction.log_size()?;
    let mut edge = Edge::load(size, &Tiles(transaction))
        .map_err(|error| StoreError::damaged(format!("the log's tree: {error}")))?;
    let index = edge.push(leaf);
    transaction.append_entry(&NewEntry {
        index,
        leaf: leaf.as_bytes(),
        at: entry.at,
        act: entry.act,
        agreement: concerns.agreement,
        partner: concerns.partner,
        salt: &salt,
        content: &content,
    })?;
    for (tile, hashes) in edge.take_changed() {
        let bytes: Vec<u8> = hashes.iter().flat_map(|hash| *hash.as_bytes()).collect();
        transaction.put_tile(tile.level, tile.index, &bytes)?;
    }
    Ok(index)
}

/// The log's tiles as the ledger reads them.
pub(crate) struct Tiles<'a, 'b>(pub(crate) &'a Snapshot<'b>);

impl ReadTiles for Tiles<'_, '_> {
    type Error = StoreError;

    fn tile(&self, tile: TileId) -> Result<Vec<Hash>, StoreError> {
        let bytes = self.0.log_tile(tile.level, tile.index)?;
        Ok(bytes
            .as_chunks::<32>()
            .0
            .iter()
            .map(|chunk| Hash::from_bytes(*chunk))
            .collect())
    }
}

/// One hash over a page of objects, in their order.
///
/// It is the root of the tree of RFC 6962 over one leaf for each object: the SHA-256 of its canonical
/// form (RFC 8785).
pub fn objects_root<'a>(digests: impl Iterator<Item = &'a mithaq_stix::Digest>) -> String {
    let leaves: Vec<Hash> = digests.map(|digest| leaf_hash(digest.as_bytes())).collect();
    mithaq_ledger::root_of(&leaves).to_string()
}
