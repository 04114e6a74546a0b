//! The shape of the database, step by step: numbered SQL files, each applied once, never changed.

use rusqlite::Connection;

use crate::OpenStoreError;

const STEPS: &[&str] = &[include_str!("../migrations/0001_spine.sql")];

/// Brings the database to the newest shape, each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), OpenStoreError> {
    let done: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = done as usize;
    if done > STEPS.len() {
        return Err(OpenStoreError::Newer {
            found: done,
            known: STEPS.len(),
        });
    }
    for (number, step) in STEPS.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.execute_batch(&format!("PRAGMA user_version = {}", number + 1))?;
        transaction.commit()?;
    }
    Ok(())
}
