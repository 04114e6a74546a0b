//! One way to speak with either database: statements with numbered values, rows with typed cells.
//!
//! The statements are in the SQL that SQLite and PostgreSQL have in common; where they differ, the
//! caller says so by looking at which of the two it has.

mod address;
mod bulk;
mod copy;
mod copy_rows;
mod param;
mod query;
mod row;
pub(crate) mod server;
pub(crate) mod sqlite;

use std::ops::ControlFlow;

pub use address::{ParseStoreAddressError, PostgresAddress, StoreAddress};
pub(crate) use bulk::{Bulk, HandlingRow, VersionRow};
pub(crate) use copy_rows::CopyRows;
pub(crate) use param::{Param, params};
pub(crate) use query::Query;
pub(crate) use row::{Cell, Column, Row};
pub(crate) use server::Server;

use crate::StoreError;

/// What callers are told when the database gave up the acts of one moment.
pub(crate) const UNDONE: &str = "the database undid the whole transaction";

/// A connection to the database of a store.
pub(crate) enum Database {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Server>),
}

impl Database {
    /// Runs a statement and shows each row until told to stop.
    pub(crate) fn each(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut visit: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => sqlite::each(connection, sql, params, &mut visit),
            Self::Postgres(server) => server.each(sql, params, &mut visit),
        }
    }

    /// Runs a statement and reads every row.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// Runs a statement and reads the first row, if there is one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.each(sql, params, |row| {
            found = Some(read(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// Runs a statement that always gives one row, such as a count.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.row(sql, params, read)?
            .ok_or_else(|| StoreError::damaged("a count gave no row"))
    }

    /// Runs a statement that gives no rows; says how many rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Self::Postgres(server) => server.execute(sql, params),
        }
    }

    /// Runs statements that take no values.
    pub(crate) fn run(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Self::Postgres(server) => server.run(sql),
        }
    }

    /// Begins to write; until the end nobody else does.
    pub(crate) fn begin_writing(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch("BEGIN IMMEDIATE")?),
            // Other processes may write to the same store: the lock makes them one line, and what
            // is read after it is what the one before has left.
            Self::Postgres(server) => server
                .begin("BEGIN; SELECT pg_advisory_xact_lock('setting'::regclass::oid::bigint)"),
        }
    }

    /// Begins to look at everything as it is at one moment.
    pub(crate) fn begin_reading(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch("BEGIN")?),
            Self::Postgres(server) => {
                server.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
        }
    }

    /// Makes what was written durable, or ends the looking.
    pub(crate) fn commit(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch("COMMIT")?),
            Self::Postgres(server) => server.commit(),
        }
    }

    /// Undoes the whole transaction.
    pub(crate) fn rollback(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch("ROLLBACK")?),
            Self::Postgres(server) => server.rollback(),
        }
    }

    /// Marks the place to which one act can be undone.
    pub(crate) fn begin_act(&self) -> Result<(), StoreError> {
        self.run("SAVEPOINT act")
    }

    /// Keeps what the act wrote, as far as the transaction is kept.
    pub(crate) fn keep_act(&self) -> Result<(), StoreError> {
        if let Self::Postgres(server) = self {
            server.copy_waiting()?;
        }
        self.run("RELEASE act")
    }

    /// Undoes what the act wrote.
    pub(crate) fn undo_act(&self) -> Result<(), StoreError> {
        const UNDO: &str = "ROLLBACK TO act; RELEASE act";
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch(UNDO)?),
            Self::Postgres(server) => server.undo(UNDO),
        }
    }

    /// Whether a transaction is open that can still be committed.
    pub(crate) fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(connection) => !connection.is_autocommit(),
            Self::Postgres(server) => server.in_transaction(),
        }
    }

    /// Whether the database is another program, which can end a connection while nobody looks.
    pub(crate) fn is_elsewhere(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Whether the database went away: a new connection has to be made.
    pub(crate) fn is_lost(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(server) => server.is_lost(),
        }
    }
}
