//! Writing rows into a table of either database.

use super::copy::Rows;
use super::{Cell, Database, Param};
use crate::StoreError;

/// Rows on their way into a table.
pub(crate) struct CopyRows<'a> {
    to: &'a Database,
    columns: String,
    insert: String,
    waiting: Rows,
    width: i16,
}

impl<'a> CopyRows<'a> {
    pub(crate) fn new(to: &'a Database, table: &str, columns: &str) -> Self {
        let width = columns.split(',').count();
        let places: Vec<String> = (1..=width).map(|place| format!("?{place}")).collect();
        let columns = format!("{table} ({columns})");
        Self {
            to,
            insert: format!("INSERT INTO {columns} VALUES ({})", places.join(", ")),
            columns,
            waiting: Rows::default(),
            width: i16::try_from(width).unwrap_or(i16::MAX),
        }
    }

    pub(crate) fn add(&mut self, cells: &[Cell<'_>]) -> Result<(), StoreError> {
        match self.to {
            Database::Sqlite(_) => {
                let params: Vec<Param<'_>> = cells.iter().map(|cell| Param::from(*cell)).collect();
                self.to.execute(&self.insert, &params)?;
            }
            Database::Postgres(_) => {
                self.waiting.row(self.width);
                for cell in cells {
                    match cell {
                        Cell::Null => self.waiting.maybe(None),
                        Cell::Integer(number) => self.waiting.number(*number),
                        Cell::Text(text) => self.waiting.field(text.as_bytes()),
                        Cell::Bytes(bytes) => self.waiting.field(bytes),
                    };
                }
            }
        }
        Ok(())
    }

    /// Sends what waits.
    pub(crate) fn send(&mut self) -> Result<(), StoreError> {
        match self.to {
            Database::Sqlite(_) => Ok(()),
            Database::Postgres(server) => server.send(&mut self.waiting, &self.columns),
        }
    }
}

impl Database {
    /// Prepares an empty store to be filled table by table: a row may come before what it names.
    pub(crate) fn prepare_for_copy(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => self.run("PRAGMA defer_foreign_keys = ON"),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Lets the database count on behind the largest number in a column that it counts by itself.
    pub(crate) fn count_on_from(&self, table: &str, column: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(_) => self.run(&format!(
                "SELECT setval(pg_get_serial_sequence('{table}', '{column}'),
                   coalesce((SELECT max({column}) FROM {table}), 0) + 1, false)"
            )),
        }
    }
}
