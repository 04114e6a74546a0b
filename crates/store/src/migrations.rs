//! The shape of the database, step by step: numbered SQL files, each applied once, never changed.
//!
//! Both databases have the same steps, each in its own words.

use crate::database::{Database, params};
use crate::{OpenStoreError, StoreError};

/// The steps of one of the two databases.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    steps: &'static [&'static str],
}

const SQLITE: Shape = Shape {
    steps: &[
        include_str!("../migrations/sqlite/0001_spine.sql"),
        include_str!("../migrations/sqlite/0002_search.sql"),
    ],
};

const POSTGRES: Shape = Shape {
    steps: &[
        include_str!("../migrations/postgres/0001_spine.sql"),
        include_str!("../migrations/postgres/0002_search.sql"),
    ],
};

impl Shape {
    pub(crate) fn of(database: &Database) -> Self {
        match database {
            Database::Sqlite(_) => SQLITE,
            Database::Postgres(_) => POSTGRES,
        }
    }
}

/// Brings the database to the newest shape, each step in a transaction of its own.
pub(crate) fn migrate(database: &Database, shape: Shape) -> Result<(), OpenStoreError> {
    loop {
        begin(database)?;
        let outcome = take_step(database, shape.steps);
        match &outcome {
            Ok(_) => database.commit()?,
            Err(_) => database.rollback()?,
        }
        if !outcome? {
            return Ok(());
        }
    }
}

/// The number of steps that a database has taken, and of those that there are.
pub(crate) fn shape(database: &Database) -> Result<(usize, usize), StoreError> {
    Ok((done(database)?, Shape::of(database).steps.len()))
}

/// Takes the next step; says whether there was one.
fn take_step(database: &Database, steps: &[&str]) -> Result<bool, OpenStoreError> {
    // Asked again inside each transaction: another program may be opening the same database.
    let done = done(database)?;
    if done > steps.len() {
        return Err(OpenStoreError::Newer {
            found: done,
            known: steps.len(),
        });
    }
    let Some(step) = steps.get(done) else {
        return Ok(false);
    };
    database.run(step)?;
    note(database, done + 1)?;
    Ok(true)
}

/// Like any writing, but where there may be no table yet.
fn begin(database: &Database) -> Result<(), StoreError> {
    match database {
        Database::Sqlite(_) => database.begin_writing(),
        Database::Postgres(server) => server.begin(
            "BEGIN;
             SELECT pg_advisory_xact_lock(hashtextextended('mithaq ' || current_schema(), 0));
             CREATE TABLE IF NOT EXISTS shape (done BIGINT NOT NULL)",
        ),
    }
}

/// The number of steps taken.
fn done(database: &Database) -> Result<usize, StoreError> {
    let sql = match database {
        Database::Sqlite(_) => "PRAGMA user_version",
        Database::Postgres(_) => "SELECT coalesce(max(done), 0) FROM shape",
    };
    let done: u32 = database.one(sql, params![], |row| row.get(0))?;
    Ok(done as usize)
}

fn note(database: &Database, done: usize) -> Result<(), StoreError> {
    match database {
        Database::Sqlite(_) => database.run(&format!("PRAGMA user_version = {done}")),
        Database::Postgres(_) => database.run(&format!(
            "DELETE FROM shape; INSERT INTO shape VALUES ({done})"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE a (x INTEGER)";
    const SECOND: &str = "INSERT INTO a VALUES (1)";
    const BROKEN: &str = "INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (3)";

    fn empty() -> Database {
        Database::Sqlite(rusqlite::Connection::open_in_memory().unwrap())
    }

    fn apply(database: &Database, steps: &'static [&'static str]) -> Result<(), OpenStoreError> {
        migrate(database, Shape { steps })
    }

    fn rows(database: &Database) -> u32 {
        database
            .one("SELECT count(*) FROM a", &[], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn each_step_is_applied_once() {
        let database = empty();
        apply(&database, &[FIRST]).unwrap();
        assert_eq!(rows(&database), 0);
        for _ in 0..2 {
            apply(&database, &[FIRST, SECOND]).unwrap();
            assert_eq!(rows(&database), 1);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_shape_before_it() {
        let database = empty();
        apply(&database, &[FIRST, BROKEN]).unwrap_err();
        assert_eq!(rows(&database), 0);
        apply(&database, &[FIRST, SECOND]).unwrap();
        assert_eq!(rows(&database), 1);
    }

    #[test]
    fn a_shape_that_is_not_known_is_refused() {
        let database = empty();
        apply(&database, &[FIRST, SECOND]).unwrap();
        let refused = apply(&database, &[FIRST]);
        assert!(matches!(
            refused,
            Err(OpenStoreError::Newer { found: 2, known: 1 })
        ));
    }
}
