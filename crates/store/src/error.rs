//! What can go wrong when keeping or finding something.

use std::path::PathBuf;

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenStoreError {
    /// There is no store there and the caller did not ask to make one.
    #[error("`{}` holds no node: make one with `mithaq init --dir`", .0.display())]
    Missing(PathBuf),
    /// The caller asked to make a store where there is one.
    #[error("`{}` already holds a node: choose an empty folder", .0.display())]
    Exists(PathBuf),
    /// The file was written by a newer program.
    #[error(
        "the store is at version {found}, newer than this program's {known}: use the newer program"
    )]
    Newer {
        /// The version found in the file.
        found: usize,
        /// The newest version that this program knows.
        known: usize,
    },
    /// The database refused.
    #[error("the database could not be opened")]
    Database(#[from] rusqlite::Error),
    /// The file could not be made.
    #[error("`{}` could not be made", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The thread that writes could not be started.
    #[error("the writer could not be started")]
    Writer(#[source] std::io::Error),
}

/// Why something could not be kept or found. Nothing of the act is kept then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database refused.
    #[error("the database refused")]
    Database(#[from] rusqlite::Error),
    /// The writer has stopped: the program is shutting down, or the disk failed.
    #[error(
        "the store no longer accepts writes: look at the log of the program and run `mithaq doctor`"
    )]
    Stopped,
    /// The act itself broke off, by a defect of this program; the others went on.
    #[error("the act broke off and was undone: report this as a defect")]
    Broken,
    /// What stands in the database is not what this program wrote there.
    #[error("the store is damaged: {what}: run `mithaq doctor`")]
    Damaged {
        /// What was found, and where.
        what: String,
    },
    /// The disk refused this act or another one of the same moment; all of them were undone.
    #[error("the write could not be made durable and was undone: {0}")]
    NotDurable(String),
}

impl StoreError {
    /// A [`StoreError::Damaged`] that says `what`.
    pub fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
