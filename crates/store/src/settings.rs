//! Small named values: the node's own identity, its origin, its language.

use crate::database::params;
use crate::{Snapshot, StoreError, Transaction};

impl Snapshot<'_> {
    /// The value kept under `name`.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        self.database.row(sql, params![name], |row| row.get(0))
    }
}

impl Transaction<'_> {
    /// Keeps `value` under `name`, in place of what was there.
    pub fn set(&self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, value],
        )?;
        Ok(())
    }
}
