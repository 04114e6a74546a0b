//! Where a node lives.

use std::path::{Path, PathBuf};
use std::time::Duration;

use mithaq_stix::Limits;
use mithaq_store::StoreAddress;

/// A folder with the node's keys, and the store, which is in the same folder or on a server.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder.
    pub dir: PathBuf,
    /// The store.
    pub store: StoreAddress,
    /// How much of what comes in is too much.
    pub limits: NodeLimits,
}

/// How much is too much. Whatever is refused for it names the bound, so that an operator can raise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeLimits {
    /// For files and objects.
    pub stix: Limits,
    /// The bytes of one request.
    pub request_bytes: u64,
    /// How long an answer may take to begin.
    pub request_time: Duration,
}

impl Default for NodeLimits {
    fn default() -> Self {
        Self {
            stix: Limits::default(),
            request_bytes: 8 * 1024 * 1024,
            request_time: Duration::from_secs(30),
        }
    }
}

impl Home {
    /// Everything in one folder.
    pub fn folder(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            store: StoreAddress::folder(dir),
            limits: NodeLimits::default(),
        }
    }

    /// The same with its store elsewhere.
    #[must_use]
    pub fn with_store(self, store: StoreAddress) -> Self {
        Self { store, ..self }
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: NodeLimits) -> Self {
        Self { limits, ..self }
    }
}

impl From<&Path> for Home {
    fn from(dir: &Path) -> Self {
        Self::folder(dir)
    }
}
