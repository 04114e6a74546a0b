//! The shape of the database, step by step: numbered SQL files, each applied once, never changed.

use rusqlite::{Connection, TransactionBehavior};

use crate::OpenStoreError;

const STEPS: &[&str] = &[include_str!("../migrations/0001_spine.sql")];

/// Brings the database to the newest shape, each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), OpenStoreError> {
    apply(connection, STEPS)
}

fn apply(connection: &mut Connection, steps: &[&str]) -> Result<(), OpenStoreError> {
    loop {
        // Asked again inside each transaction: another program may be opening the same file.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let done = done as usize;
        if done > steps.len() {
            return Err(OpenStoreError::Newer {
                found: done,
                known: steps.len(),
            });
        }
        let Some(step) = steps.get(done) else {
            return Ok(());
        };
        transaction.execute_batch(step)?;
        transaction.execute_batch(&format!("PRAGMA user_version = {}", done + 1))?;
        transaction.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE a (x INTEGER)";
    const SECOND: &str = "INSERT INTO a VALUES (1)";
    const BROKEN: &str = "INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (3)";

    fn rows(connection: &Connection) -> u32 {
        connection
            .query_row("SELECT count(*) FROM a", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn each_step_is_applied_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, &[FIRST]).unwrap();
        assert_eq!(rows(&connection), 0);
        for _ in 0..2 {
            apply(&mut connection, &[FIRST, SECOND]).unwrap();
            assert_eq!(rows(&connection), 1);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_shape_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, &[FIRST, BROKEN]).unwrap_err();
        assert_eq!(rows(&connection), 0);
        apply(&mut connection, &[FIRST, SECOND]).unwrap();
        assert_eq!(rows(&connection), 1);
    }

    #[test]
    fn a_shape_that_is_not_known_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, &[FIRST, SECOND]).unwrap();
        let refused = apply(&mut connection, &[FIRST]);
        assert!(matches!(
            refused,
            Err(OpenStoreError::Newer { found: 2, known: 1 })
        ));
    }
}
