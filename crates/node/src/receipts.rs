//! Proofs: a receipt for an entry of the log, and the log's own checkpoints and tiles.

use mithaq_ledger::{Checkpoint, Edge, Hash, Receipt, inclusion_proof};
use mithaq_store::{Snapshot, StoreError};

use crate::admit::Admitted;
use crate::desk::Desk;
use crate::record::Tiles;
use crate::{ActError, Node};

impl Node {
    /// The receipt of an entry, for the partner whom the entry concerns; nothing for anybody else.
    pub async fn receipt_for(
        &self,
        partner: &Admitted,
        index: u64,
    ) -> Result<Option<Receipt>, ActError> {
        let desk = std::sync::Arc::clone(&self.desk);
        let partner = partner.partner;
        self.desk
            .store
            .read(move |view| match view.log_entry(index)? {
                Some(entry) if entry.partner == Some(partner) => receipt(&desk, view, index),
                _ => Ok(None),
            })
            .await
    }

    /// The receipt of any entry, for this node's own officers.
    pub async fn receipt(&self, index: u64) -> Result<Option<Receipt>, ActError> {
        let desk = std::sync::Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| receipt(&desk, view, index))
            .await
    }

    /// The log's size and root as they are now, signed.
    pub async fn checkpoint(&self) -> Result<String, ActError> {
        let desk = std::sync::Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| checkpoint(&desk, view, view.log_size()?))
            .await
    }
}

fn receipt(desk: &Desk, view: &Snapshot<'_>, index: u64) -> Result<Option<Receipt>, ActError> {
    let Some(entry) = view.log_entry(index)? else {
        return Ok(None);
    };
    let size = view.log_size()?;
    let proof = inclusion_proof(index, size, &Tiles(view))
        .map_err(|error| StoreError::damaged(format!("the log's tree: {error}")))?;
    Ok(Some(Receipt {
        index,
        salt: entry.salt,
        entry: entry.content,
        proof,
        checkpoint: checkpoint(desk, view, size)?,
        log_key: desk.keys.log().verifier(),
    }))
}

fn checkpoint(desk: &Desk, view: &Snapshot<'_>, size: u64) -> Result<String, ActError> {
    let checkpoint = Checkpoint {
        origin: desk.profile.origin.clone(),
        size,
        root: root(view, size)?,
    };
    desk.keys
        .log()
        .sign(&checkpoint.to_string())
        .map_err(|_| StoreError::damaged("the log's checkpoint cannot be signed").into())
}

/// The root of the log's first `size` entries.
pub(crate) fn root(view: &Snapshot<'_>, size: u64) -> Result<Hash, StoreError> {
    Edge::load(size, &Tiles(view))
        .map(|edge| edge.root())
        .map_err(|error| StoreError::damaged(format!("the log's tree: {error}")))
}
