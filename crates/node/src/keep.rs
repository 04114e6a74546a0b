//! Keeping a node safe and taking it elsewhere: backup, restore, another store.

use std::path::Path;

use mithaq_store::{CopyProgress, Enclosed, Restored, Store, StoreAddress, StoreDigest};

use crate::{ActError, Node};

impl Node {
    /// Writes everything that the node holds into one new file, with the files that it cannot be
    /// made again without, while it goes on being used.
    pub async fn back_up(
        &self,
        file: &Path,
        enclosed: Vec<Enclosed>,
        tell: impl FnMut(CopyProgress) + Send + 'static,
    ) -> Result<StoreDigest, ActError> {
        Ok(self.desk.store.back_up(file, enclosed, tell).await?)
    }

    /// Makes a new store of a backup, and gives the files that were enclosed.
    pub async fn restore_store(
        file: &Path,
        to: &StoreAddress,
        tell: impl FnMut(CopyProgress) + Send + 'static,
    ) -> Result<Restored, ActError> {
        Ok(Store::restore(file, to, tell).await?)
    }

    /// Moves everything that the node holds to another store; from then on nothing can be done with
    /// this one.
    pub async fn move_store(
        &self,
        to: &StoreAddress,
        tell: impl FnMut(CopyProgress) + Send + 'static,
    ) -> Result<StoreDigest, ActError> {
        Ok(self.desk.store.move_to(to, tell).await?)
    }

    /// Where the store is.
    pub fn store_address(&self) -> StoreAddress {
        self.desk.store.address()
    }
}
