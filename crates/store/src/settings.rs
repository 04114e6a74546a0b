//! Small named values: the node's own identity, its origin, its language.

use rusqlite::OptionalExtension;

use crate::{Snapshot, StoreError, Transaction};

impl Snapshot<'_> {
    /// The value kept under `name`.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }
}

impl Transaction<'_> {
    /// Keeps `value` under `name`, in place of what was there.
    pub fn set(&self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute((name, value))?;
        Ok(())
    }
}
