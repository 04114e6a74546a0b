//! Where a node lives.

use std::path::{Path, PathBuf};

use mithaq_store::StoreAddress;

/// A folder with the node's keys, and the store, which is in the same folder or on a server.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder.
    pub dir: PathBuf,
    /// The store.
    pub store: StoreAddress,
}

impl Home {
    /// Everything in one folder.
    pub fn folder(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            store: StoreAddress::folder(dir),
        }
    }
}

impl From<&Path> for Home {
    fn from(dir: &Path) -> Self {
        Self::folder(dir)
    }
}
