//! What was fetched from this node, and what this node fetched, each with its proof.

use jiff::Timestamp;

use crate::database::{Param, Query, Row, params};
use crate::transaction::{count, micros, stored, timestamp};
use crate::{AgreementKey, PartnerKey, Snapshot, StoreError, Transaction};

/// One page given to a partner.
#[derive(Clone, Debug)]
pub struct NewDisclosure {
    /// The entry of the log that records it.
    pub log_index: u64,
    /// The agreement under which it was given.
    pub agreement: AgreementKey,
    /// To whom.
    pub partner: PartnerKey,
    /// When.
    pub at: Timestamp,
    /// The first place in the sequence of releases.
    pub first_seq: u64,
    /// The last place.
    pub last_seq: u64,
    /// The number of objects.
    pub objects: u64,
}

/// A disclosure as it is kept.
pub type HeldDisclosure = NewDisclosure;

/// The proof that a partner gave with a page.
#[derive(Clone, Debug)]
pub struct NewReceipt {
    /// The agreement under which the page was received.
    pub agreement: AgreementKey,
    /// The entry of the partner's log.
    pub log_index: u64,
    /// When it was kept.
    pub kept_at: Timestamp,
    /// The number of objects on the page.
    pub objects: u64,
    /// The receipt, as the partner wrote it.
    pub document: String,
}

/// A received proof as it is kept.
pub type HeldReceipt = NewReceipt;

/// Where reading from a partner's collection has got to.
#[derive(Clone, Debug)]
pub struct IntakeCursor {
    /// The partner's own time of the last object read.
    pub added_after: String,
    /// When this node last read.
    pub read_at: Timestamp,
}

const COLUMNS: &str = "log_index, agreement, partner, at, first_seq, last_seq, objects";

impl Snapshot<'_> {
    /// Up to `limit` disclosures recorded before the entry `before`, the newest first.
    pub fn disclosures(
        &self,
        agreement: Option<AgreementKey>,
        before: u64,
        limit: usize,
    ) -> Result<Vec<HeldDisclosure>, StoreError> {
        let mut query = Query {
            sql: format!("SELECT {COLUMNS} FROM disclosure WHERE log_index < ?1"),
            params: vec![Param::from(stored(before))],
        };
        if let Some(agreement) = agreement {
            query.and("agreement =", agreement);
        }
        query.push(" ORDER BY log_index DESC LIMIT", stored(limit as u64));
        self.database.rows(&query.sql, &query.params, disclosure)
    }

    /// The number of disclosures and of objects in them, for one partner or for all.
    pub fn disclosed_totals(&self, agreement: AgreementKey) -> Result<(u64, u64), StoreError> {
        self.database.one(
            "SELECT count(*), CAST(coalesce(sum(objects), 0) AS BIGINT) FROM disclosure
             WHERE agreement = ?1",
            params![agreement],
            |row| Ok((count(row.get(0)?), count(row.get(1)?))),
        )
    }

    /// Objects released, objects withheld, and pages disclosed after a time.
    pub fn activity_since(&self, since: Timestamp) -> Result<(u64, u64, u64), StoreError> {
        self.database.one(
            "SELECT (SELECT count(*) FROM release WHERE released_at > ?1),
               (SELECT count(*) FROM decision WHERE seq IS NULL AND decided_at > ?1),
               (SELECT count(*) FROM disclosure WHERE at > ?1)",
            params![micros(since)],
            |row| Ok((count(row.get(0)?), count(row.get(1)?), count(row.get(2)?))),
        )
    }

    /// The number of disclosures listed, and of entries of the log that record one.
    pub fn disclosures_and_entries(&self) -> Result<(u64, u64), StoreError> {
        self.database.one(
            "SELECT (SELECT count(*) FROM disclosure),
               (SELECT count(*) FROM log_entry WHERE act = 'disclosed')",
            params![],
            |row| Ok((count(row.get(0)?), count(row.get(1)?))),
        )
    }

    /// Where reading under an agreement has got to.
    pub fn intake_cursor(
        &self,
        agreement: AgreementKey,
    ) -> Result<Option<IntakeCursor>, StoreError> {
        let sql = "SELECT added_after, read_at FROM intake_cursor WHERE agreement = ?1";
        self.database.row(sql, params![agreement], |row| {
            Ok(IntakeCursor {
                added_after: row.get(0)?,
                read_at: timestamp(row.get(1)?)?,
            })
        })
    }

    /// The proofs received under an agreement, the newest first.
    pub fn receipts(
        &self,
        agreement: AgreementKey,
        limit: usize,
    ) -> Result<Vec<HeldReceipt>, StoreError> {
        self.database.rows(
            "SELECT agreement, log_index, kept_at, objects, document FROM receipt
             WHERE agreement = ?1 ORDER BY log_index DESC LIMIT ?2",
            params![agreement, stored(limit as u64)],
            receipt,
        )
    }
}

impl Transaction<'_> {
    /// Keeps that a page was given.
    pub fn put_disclosure(&self, new: &NewDisclosure) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO disclosure (log_index, agreement, partner, at, first_seq, last_seq, objects)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                stored(new.log_index),
                new.agreement,
                new.partner,
                micros(new.at),
                stored(new.first_seq),
                stored(new.last_seq),
                stored(new.objects),
            ],
        )?;
        Ok(())
    }

    /// Keeps where reading under an agreement has got to.
    pub fn set_intake_cursor(
        &self,
        agreement: AgreementKey,
        cursor: &IntakeCursor,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO intake_cursor (agreement, added_after, read_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (agreement) DO UPDATE SET added_after = excluded.added_after,
               read_at = excluded.read_at",
            params![agreement, &cursor.added_after, micros(cursor.read_at)],
        )?;
        Ok(())
    }

    /// Keeps the proof that came with a page; the same proof twice is kept once.
    pub fn put_receipt(&self, new: &NewReceipt) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO receipt (agreement, log_index, kept_at, objects, document)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![
                new.agreement,
                stored(new.log_index),
                micros(new.kept_at),
                stored(new.objects),
                &new.document,
            ],
        )?;
        Ok(())
    }
}

fn disclosure(row: &Row<'_>) -> Result<HeldDisclosure, StoreError> {
    Ok(NewDisclosure {
        log_index: count(row.get(0)?),
        agreement: row.get(1)?,
        partner: row.get(2)?,
        at: timestamp(row.get(3)?)?,
        first_seq: count(row.get(4)?),
        last_seq: count(row.get(5)?),
        objects: count(row.get(6)?),
    })
}

fn receipt(row: &Row<'_>) -> Result<HeldReceipt, StoreError> {
    Ok(NewReceipt {
        agreement: row.get(0)?,
        log_index: count(row.get(1)?),
        kept_at: timestamp(row.get(2)?)?,
        objects: count(row.get(3)?),
        document: row.get(4)?,
    })
}
