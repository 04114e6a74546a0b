//! What can go wrong when keeping or finding something.

use std::path::PathBuf;

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenStoreError {
    /// There is no store there and the caller did not ask to make one.
    #[error("`{0}` holds no node: make one with `mithaq init --dir`")]
    Missing(String),
    /// The caller asked to make a store where there is one.
    #[error("`{0}` already holds a node: choose an empty folder, or an empty database")]
    Exists(String),
    /// Everything that was there is elsewhere now.
    #[error("what was here was moved to `{0}`: `mithaq.toml` should name that place")]
    Moved(String),
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
    /// The file of the database could not be opened.
    #[error("the database could not be opened")]
    Database(#[from] rusqlite::Error),
    /// The server could not be reached, or does not let this program in.
    #[error("the PostgreSQL server does not answer as it should")]
    Server(#[from] postgres::Error),
    /// The server is older than what this program needs.
    #[error("the PostgreSQL server is of version {0}: this program needs 15 or newer")]
    OldServer(String),
    /// The database on the server would change texts.
    #[error("the database keeps texts as {0}: make it with ENCODING 'UTF8'")]
    Encoding(String),
    /// The server would say that something is durable before it is.
    #[error(
        "the server runs with `{0} = off`, so what it acknowledges can be lost: turn it on in its \
         configuration and start it again"
    )]
    NotDurable(&'static str),
    /// The certificates that vouch for the server cannot be used.
    #[error("`{}` cannot vouch for the server: {why}", .path.display())]
    RootCertificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The database answered something unexpected while it was brought to its shape.
    #[error("the database could not be brought to its shape")]
    Shape(#[from] StoreError),
    /// The program is ending.
    #[error("the program is ending")]
    Stopped,
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

/// Why something could not be kept or found. Nothing of the act is kept then, but for
/// [`StoreError::Uncertain`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database refused.
    #[error("the database refused")]
    Database(#[from] rusqlite::Error),
    /// The database server refused, or went away.
    #[error("the database server refused")]
    Server(#[from] postgres::Error),
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
    /// The server went away while the act was made durable.
    #[error(
        "the connection broke while the write was made durable, so it may have been kept or not: \
         look before you do it again: {0}"
    )]
    Uncertain(String),
}

impl StoreError {
    /// A [`StoreError::Damaged`] that says `what`.
    pub fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    /// What the database said, in one line.
    pub(crate) fn reason(&self) -> String {
        reason(self)
    }
}

impl OpenStoreError {
    /// What the database said, in one line.
    pub(crate) fn reason(&self) -> String {
        reason(self)
    }
}

fn reason(error: &dyn std::error::Error) -> String {
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        if !reason.contains(&text) {
            reason = format!("{reason}: {text}");
        }
        source = error.source();
    }
    reason
}
