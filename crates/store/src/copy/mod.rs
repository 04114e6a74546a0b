//! Taking everything from one store to another: to move, to back up, to restore.
//!
//! Rows are read in one order and hashed as they go; then what arrived is read in the same order and
//! hashed again. Only equal counts and digests count as a copy.

mod backup;
mod digest;

use std::fmt;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use crate::database::{Cell, CopyRows, Database, Param, params};
use crate::place::Place;
use crate::tables::{TABLES, Table};
use crate::transaction::count;
use crate::{OpenStoreError, Store, StoreAddress, StoreError};
pub use backup::{Enclosed, Restored};
use digest::Digester;

/// What a table held when it was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDigest {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// The SHA-256 over all its cells, in the order of its key.
    pub sha256: [u8; 32],
}

/// What a store held when it was copied: every table, the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreDigest {
    /// The tables.
    pub tables: Vec<TableDigest>,
}

impl StoreDigest {
    /// One SHA-256 for all of it.
    pub fn sha256(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for table in &self.tables {
            hash.update(table.table.as_bytes());
            hash.update([0]);
            hash.update(table.rows.to_be_bytes());
            hash.update(table.sha256);
        }
        hash.finalize().into()
    }

    /// The rows of a table, as in `version`.
    pub fn rows_of(&self, table: &str) -> u64 {
        let found = self.tables.iter().find(|it| it.table == table);
        found.map_or(0, |it| it.rows)
    }
}

impl fmt::Display for StoreDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sha256()
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Why a store was not copied. What was begun at the other end has to be removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CopyStoreError {
    /// The other end cannot be made.
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    /// One of the two refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is none that this program made to restore from.
    #[error("`{}` is no backup of a node: {why}", .path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What is missing.
        why: String,
    },
    /// The file changed since it was made.
    #[error(
        "`{}` is not as it was when it was made: nothing was restored; take another backup",
        .0.display()
    )]
    Changed(PathBuf),
    /// A file could not be read or written.
    #[error("`{}`", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// What arrived is not what was sent.
    #[error(
        "the table `{table}` did not arrive as it was sent: do not use the copy, and try again"
    )]
    Different {
        /// The table.
        table: &'static str,
    },
}

/// How far copying has come.
#[derive(Clone, Copy, Debug)]
pub struct CopyProgress {
    /// The table in hand.
    pub table: &'static str,
    /// Rows copied, of all tables.
    pub rows: u64,
    /// Rows that there are, of all tables.
    pub of: u64,
}

/// Rows sent to the other end at once.
const AT_ONCE: usize = 1000;

impl Store {
    /// Moves everything to a new store, and closes this one for good: whoever still has it open can
    /// write nothing more to it, and nobody opens it again.
    ///
    /// The terms of the search are not moved: they wait to be made at the other end.
    ///
    /// # Errors
    ///
    /// [`CopyStoreError::Open`] if there is a store at `to` already, which is then left as it is. If
    /// anything else fails, this store goes on as before.
    pub async fn move_to(
        &self,
        to: &StoreAddress,
        tell: impl FnMut(CopyProgress) + Send + 'static,
    ) -> Result<StoreDigest, CopyStoreError> {
        let (place, to) = (self.place().clone(), to.clone());
        blocking(move || {
            let (_, target) = Place::create(&to)?;
            let from = place.writer()?;
            // Nobody writes while it is copied, so that nothing is left behind.
            from.begin_writing()?;
            let moved = copy(&from, &target, tell).and_then(|digest| {
                from.close_for_good(&to.to_string())?;
                Ok(digest)
            });
            if moved.is_ok() {
                from.commit()?;
            } else {
                from.rollback()?;
                drop(target);
                Place::remove(&to)?;
            }
            moved
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CopyStoreError> + Send + 'static,
) -> Result<T, CopyStoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(CopyStoreError::Store(StoreError::Stopped)))
}

fn copy(
    from: &Database,
    to: &Database,
    mut tell: impl FnMut(CopyProgress),
) -> Result<StoreDigest, CopyStoreError> {
    let of = TABLES.iter().try_fold(0, |sum, table| {
        Ok::<_, StoreError>(sum + rows_in(from, table)?)
    })?;
    let mut rows = 0;
    let mut tables = Vec::with_capacity(TABLES.len());
    to.begin_writing()?;
    to.prepare_for_copy()?;
    for table in &TABLES {
        let mut told = |more| {
            rows += more;
            tell(CopyProgress {
                table: table.name,
                rows,
                of,
            });
        };
        tables.push(copy_table(from, to, table, &mut told)?);
    }
    expect_terms(to)?;
    to.commit()?;
    let sent = StoreDigest { tables };
    let arrived = digest_of(to)?;
    for (sent, arrived) in sent.tables.iter().zip(&arrived.tables) {
        if sent != arrived {
            return Err(CopyStoreError::Different { table: sent.table });
        }
    }
    Ok(sent)
}

fn copy_table(
    from: &Database,
    to: &Database,
    table: &Table,
    tell: &mut dyn FnMut(u64),
) -> Result<TableDigest, StoreError> {
    let mut digester = Digester::default();
    let mut out = CopyRows::new(to, table.name, table.columns);
    let mut waiting = 0;
    each_row(from, table, &mut |cells| {
        digester.row(cells);
        out.add(cells)?;
        waiting += 1;
        if waiting == AT_ONCE {
            out.send()?;
            tell(AT_ONCE as u64);
            waiting = 0;
        }
        Ok(())
    })?;
    out.send()?;
    tell(waiting as u64);
    if let Some(column) = table.counted {
        to.count_on_from(table.name, column)?;
    }
    Ok(digester.finish(table.name))
}

/// Every version is to be indexed again.
fn expect_terms(to: &Database) -> Result<(), StoreError> {
    to.execute(
        "UPDATE indexing SET next = 1, until = (SELECT coalesce(max(version), 0) FROM version)",
        params![],
    )?;
    Ok(())
}

fn digest_of(database: &Database) -> Result<StoreDigest, StoreError> {
    let tables = TABLES.iter().map(|table| {
        let mut digester = Digester::default();
        each_row(database, table, &mut |cells| {
            digester.row(cells);
            Ok(())
        })?;
        Ok(digester.finish(table.name))
    });
    Ok(StoreDigest {
        tables: tables.collect::<Result<_, StoreError>>()?,
    })
}

/// Shows the cells of each row of a table, in the order of its key.
fn each_row(
    database: &Database,
    table: &Table,
    visit: &mut dyn FnMut(&[Cell<'_>]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let Table {
        name, columns, key, ..
    } = table;
    let sql = format!("SELECT {columns} FROM {name} ORDER BY {key}");
    let width = columns.split(',').count();
    database.each(&sql, params![], |row| {
        let cells: Result<Vec<Cell<'_>>, _> = (0..width).map(|column| row.cell(column)).collect();
        visit(&cells?)?;
        Ok(std::ops::ControlFlow::Continue(()))
    })
}

fn rows_in(database: &Database, table: &Table) -> Result<u64, StoreError> {
    let sql = format!("SELECT count(*) FROM {}", table.name);
    Ok(count(database.one(&sql, params![], |row| row.get(0))?))
}

impl<'a> From<Cell<'a>> for Param<'a> {
    fn from(cell: Cell<'a>) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Integer(number) => Self::Integer(number),
            Cell::Text(text) => Self::Text(text),
            Cell::Bytes(bytes) => Self::Bytes(bytes),
        }
    }
}
