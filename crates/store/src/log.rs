//! The log's entries and tiles. What the bytes mean is the node's business, their arithmetic the
//! ledger's; here they are only kept, in the same transaction as the act that they record.

use jiff::Timestamp;

use crate::database::{Row, params};
use crate::transaction::{count, micros, stored, timestamp};
use crate::{AgreementKey, PartnerKey, Snapshot, StoreError, Transaction};

/// An entry to be kept at the end of the log.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// Its place, counted from zero: the number of entries before it.
    pub index: u64,
    /// The hash of its leaf.
    pub leaf: &'a [u8; 32],
    /// When the act was done.
    pub at: Timestamp,
    /// What was done, as a short word such as `disclosed`.
    pub act: &'a str,
    /// The agreement concerned.
    pub agreement: Option<AgreementKey>,
    /// The partner concerned.
    pub partner: Option<PartnerKey>,
    /// What hides the content in the leaf.
    pub salt: &'a [u8; 32],
    /// What the leaf commits to.
    pub content: &'a str,
}

/// An entry as it is kept.
#[derive(Clone, Debug)]
pub struct HeldEntry {
    /// Its place, counted from zero.
    pub index: u64,
    /// The hash of its leaf.
    pub leaf: [u8; 32],
    /// When the act was done.
    pub at: Timestamp,
    /// What was done.
    pub act: String,
    /// The agreement concerned.
    pub agreement: Option<AgreementKey>,
    /// The partner concerned.
    pub partner: Option<PartnerKey>,
    /// What hides the content in the leaf.
    pub salt: [u8; 32],
    /// What the leaf commits to.
    pub content: String,
}

const COLUMNS: &str = "idx, leaf, at, act, agreement, partner, salt, content";

impl Snapshot<'_> {
    /// The number of entries.
    pub fn log_size(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(idx) + 1, 0) FROM log_entry";
        Ok(count(self.database.one(sql, params![], |row| row.get(0))?))
    }

    /// The entry at `index`.
    pub fn log_entry(&self, index: u64) -> Result<Option<HeldEntry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM log_entry WHERE idx = ?1");
        self.database.row(&sql, params![stored(index)], entry)
    }

    /// Up to `limit` entries before the index `before`, the newest first.
    pub fn log_entries(&self, before: u64, limit: usize) -> Result<Vec<HeldEntry>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM log_entry WHERE idx < ?1 ORDER BY idx DESC LIMIT ?2");
        self.database
            .rows(&sql, params![stored(before), stored(limit as u64)], entry)
    }

    /// Up to `limit` entries from the index `start` on, in their order.
    pub fn log_range(&self, start: u64, limit: u64) -> Result<Vec<HeldEntry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM log_entry WHERE idx >= ?1 ORDER BY idx LIMIT ?2");
        self.database
            .rows(&sql, params![stored(start), stored(limit)], entry)
    }

    /// The hashes of one tile of the log's tree, 32 bytes each; empty if there is none.
    pub fn log_tile(&self, level: u8, index: u64) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT hashes FROM log_tile WHERE level = ?1 AND idx = ?2";
        let found = self
            .database
            .row(sql, params![level, stored(index)], |row| row.get(0))?;
        Ok(found.unwrap_or_default())
    }
}

impl Transaction<'_> {
    /// Keeps an entry at the end of the log.
    pub fn append_entry(&self, entry: &NewEntry<'_>) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO log_entry (idx, leaf, at, act, agreement, partner, salt, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                stored(entry.index),
                entry.leaf,
                micros(entry.at),
                entry.act,
                entry.agreement,
                entry.partner,
                entry.salt,
                entry.content,
            ],
        )?;
        Ok(())
    }

    /// Keeps what a tile holds now.
    pub fn put_tile(&self, level: u8, index: u64, hashes: &[u8]) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO log_tile (level, idx, hashes) VALUES (?1, ?2, ?3)
             ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes",
            params![level, stored(index), hashes],
        )?;
        Ok(())
    }
}

fn entry(row: &Row<'_>) -> Result<HeldEntry, StoreError> {
    Ok(HeldEntry {
        index: count(row.get(0)?),
        leaf: row.get(1)?,
        at: timestamp(row.get(2)?)?,
        act: row.get(3)?,
        agreement: row.get(4)?,
        partner: row.get(5)?,
        salt: row.get(6)?,
        content: row.get(7)?,
    })
}
