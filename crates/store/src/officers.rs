//! Officers and their sessions.

use jiff::Timestamp;

use crate::database::{Row, params};
use crate::transaction::{micros, timestamp};
use crate::{OfficerKey, Snapshot, StoreError, Transaction};

/// A local user.
#[derive(Clone, Debug)]
pub struct HeldOfficer {
    /// The row.
    pub key: OfficerKey,
    /// The name to sign in with.
    pub name: String,
    /// The role, as in `liaison`.
    pub role: String,
    /// The password's Argon2 hash, in PHC form.
    pub password: String,
    /// Wrong passwords in a row.
    pub failures: u32,
    /// No password is looked at before this time.
    pub locked_until: Timestamp,
}

/// Somebody's being signed in.
#[derive(Clone, Debug)]
pub struct HeldSession {
    /// Who.
    pub officer: HeldOfficer,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
}

const COLUMNS: &str = "o.officer, o.name, o.role, o.password, o.failures, o.locked_until";

impl Snapshot<'_> {
    /// All officers, by name.
    pub fn officers(&self) -> Result<Vec<HeldOfficer>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM officer o ORDER BY name");
        self.database.rows(&sql, params![], officer)
    }

    /// The officer who signs in as `name`.
    pub fn officer(&self, name: &str) -> Result<Option<HeldOfficer>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM officer o WHERE o.name = ?1");
        self.database.row(&sql, params![name], officer)
    }

    /// The session whose secret has this SHA-256.
    pub fn session(&self, sha256: &[u8; 32]) -> Result<Option<HeldSession>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, s.created_at, s.seen_at FROM session s JOIN officer o USING (officer)
             WHERE s.sha256 = ?1"
        );
        self.database.row(&sql, params![sha256], |row| {
            Ok(HeldSession {
                officer: officer(row)?,
                created_at: timestamp(row.get(6)?)?,
                seen_at: timestamp(row.get(7)?)?,
            })
        })
    }
}

impl Transaction<'_> {
    /// Keeps an officer, or gives one a new role and password; sessions begun with the old one end.
    pub fn put_officer(
        &self,
        name: &str,
        role: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO officer (name, role, password, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name) DO UPDATE SET role = excluded.role,
               password = excluded.password, failures = 0, locked_until = 0",
            params![name, role, password, micros(at)],
        )?;
        self.database.execute(
            "DELETE FROM session WHERE officer = (SELECT officer FROM officer WHERE name = ?1)",
            params![name],
        )?;
        Ok(())
    }

    /// Counts a wrong password, or forgets those before a right one.
    pub fn set_failures(
        &self,
        officer: OfficerKey,
        failures: u32,
        locked_until: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE officer SET failures = ?2, locked_until = ?3 WHERE officer = ?1",
            params![officer, failures, micros(locked_until)],
        )?;
        Ok(())
    }

    /// Keeps a new session.
    pub fn put_session(
        &self,
        sha256: &[u8; 32],
        officer: OfficerKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO session (sha256, officer, created_at, seen_at) VALUES (?1, ?2, ?3, ?3)",
            params![sha256, officer, micros(at)],
        )?;
        Ok(())
    }

    /// Notes that a session was used.
    pub fn touch_session(&self, sha256: &[u8; 32], at: Timestamp) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE session SET seen_at = ?2 WHERE sha256 = ?1",
            params![sha256, micros(at)],
        )?;
        Ok(())
    }

    /// Ends a session.
    pub fn end_session(&self, sha256: &[u8; 32]) -> Result<(), StoreError> {
        self.database
            .execute("DELETE FROM session WHERE sha256 = ?1", params![sha256])?;
        Ok(())
    }

    /// Ends every session that began before `created` or was last used before `seen`.
    pub fn end_old_sessions(&self, created: Timestamp, seen: Timestamp) -> Result<(), StoreError> {
        self.database.execute(
            "DELETE FROM session WHERE created_at < ?1 OR seen_at < ?2",
            params![micros(created), micros(seen)],
        )?;
        Ok(())
    }
}

fn officer(row: &Row<'_>) -> Result<HeldOfficer, StoreError> {
    Ok(HeldOfficer {
        key: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        password: row.get(3)?,
        failures: row.get(4)?,
        locked_until: timestamp(row.get(5)?)?,
    })
}
