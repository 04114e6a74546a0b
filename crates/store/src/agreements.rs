//! Agreements and the acts about them.

use jiff::Timestamp;
use mithaq_stix::ObjectId;

use crate::database::{Row, params};
use crate::transaction::{count, micros, parsed, stored, timestamp};
use crate::{AgreementKey, Snapshot, StoreError, Transaction};

/// An agreement as it is kept: the instrument's canonical text, never changed.
#[derive(Clone, Debug)]
pub struct HeldAgreement {
    /// Its row.
    pub key: AgreementKey,
    /// Its STIX id.
    pub id: ObjectId,
    /// The canonical JSON that the parties sign.
    pub document: Vec<u8>,
    /// The SHA-256 of `document`.
    pub sha256: [u8; 32],
    /// When this node came to hold it.
    pub kept_at: Timestamp,
    /// Every held object has been decided under it as it is from the first of these times to
    /// before the second.
    pub settled: Option<(Timestamp, Timestamp)>,
    /// How many of its releases have ended.
    pub endings: u64,
}

impl HeldAgreement {
    /// Whether nothing has to be decided again before releases are looked at.
    pub fn is_settled(&self, now: Timestamp) -> bool {
        // Both ends count: a clock that is set back takes decisions back to an earlier day.
        self.settled
            .is_some_and(|(from, until)| from <= now && now < until)
    }
}

/// Something done about an agreement: a signature, a suspension, a notification.
#[derive(Clone, Debug)]
pub struct AgreementAct {
    /// What was done, as in `signed`.
    pub kind: String,
    /// The agency that did it.
    pub party: ObjectId,
    /// When.
    pub at: Timestamp,
    /// The rest, as JSON.
    pub detail: String,
    /// The entry of the log that records it.
    pub log_index: u64,
}

/// An [`AgreementAct`] to be kept.
#[derive(Debug)]
pub struct NewAgreementAct<'a> {
    /// What was done.
    pub kind: &'a str,
    /// The agency that did it.
    pub party: &'a ObjectId,
    /// When.
    pub at: Timestamp,
    /// The rest, as JSON.
    pub detail: &'a str,
    /// The entry of the log that records it.
    pub log_index: u64,
}

const SELECT: &str = "SELECT agreement, id, document, sha256, kept_at, settled_from, settled_until,
    endings
    FROM agreement";

impl Snapshot<'_> {
    /// All agreements, in the order in which they came.
    pub fn agreements(&self) -> Result<Vec<HeldAgreement>, StoreError> {
        let sql = format!("{SELECT} ORDER BY agreement");
        self.database.rows(&sql, params![], agreement)
    }

    /// The agreements to which the agency `party` belongs.
    pub fn agreements_of(&self, party: &ObjectId) -> Result<Vec<HeldAgreement>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE agreement IN (SELECT agreement FROM agreement_party WHERE identity = ?1)
             ORDER BY agreement"
        );
        self.database.rows(&sql, params![party.as_str()], agreement)
    }

    /// The agreement with this STIX id.
    pub fn agreement(&self, id: &ObjectId) -> Result<Option<HeldAgreement>, StoreError> {
        let sql = format!("{SELECT} WHERE id = ?1");
        self.database.row(&sql, params![id.as_str()], agreement)
    }

    /// The agreement at `key`.
    pub fn agreement_at(&self, key: AgreementKey) -> Result<Option<HeldAgreement>, StoreError> {
        let sql = format!("{SELECT} WHERE agreement = ?1");
        self.database.row(&sql, params![key], agreement)
    }

    /// What was done about an agreement, oldest first.
    pub fn agreement_acts(&self, agreement: AgreementKey) -> Result<Vec<AgreementAct>, StoreError> {
        self.database.rows(
            "SELECT kind, party, at, detail, log_index FROM agreement_act
             WHERE agreement = ?1 ORDER BY act",
            params![agreement],
            act,
        )
    }
}

impl Transaction<'_> {
    /// Keeps an agreement and its parties.
    pub fn put_agreement(
        &self,
        id: &ObjectId,
        document: &[u8],
        sha256: &[u8; 32],
        parties: &[ObjectId],
        at: Timestamp,
    ) -> Result<AgreementKey, StoreError> {
        let key: AgreementKey = self.database.one(
            "INSERT INTO agreement (id, document, sha256, kept_at) VALUES (?1, ?2, ?3, ?4)
             RETURNING agreement",
            params![id.as_str(), document, sha256, micros(at)],
            |row| row.get(0),
        )?;
        for party in parties {
            self.database.execute(
                "INSERT INTO agreement_party (agreement, identity) VALUES (?1, ?2)",
                params![key, party.as_str()],
            )?;
        }
        Ok(key)
    }

    /// Keeps an act about an agreement.
    pub fn put_agreement_act(
        &self,
        agreement: AgreementKey,
        act: &NewAgreementAct<'_>,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO agreement_act (agreement, kind, party, at, detail, log_index)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                agreement,
                act.kind,
                act.party.as_str(),
                micros(act.at),
                act.detail,
                stored(act.log_index),
            ],
        )?;
        Ok(())
    }

    /// Says between which times every held object is decided under the agreement; nothing if it is
    /// not.
    pub fn set_settled(
        &self,
        agreement: AgreementKey,
        settled: Option<(Timestamp, Timestamp)>,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE agreement SET settled_from = ?2, settled_until = ?3 WHERE agreement = ?1",
            params![
                agreement,
                settled.map(|(from, _)| micros(from)),
                settled.map(|(_, until)| micros(until)),
            ],
        )?;
        Ok(())
    }

    /// Counts releases that have ended.
    pub fn count_endings(&self, agreement: AgreementKey, ended: u64) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE agreement SET endings = endings + ?2 WHERE agreement = ?1",
            params![agreement, stored(ended)],
        )?;
        Ok(())
    }
}

fn agreement(row: &Row<'_>) -> Result<HeldAgreement, StoreError> {
    Ok(HeldAgreement {
        key: row.get(0)?,
        id: parsed(row.text(1)?, "the id of an agreement")?,
        document: row.get(2)?,
        sha256: row.get(3)?,
        kept_at: timestamp(row.get(4)?)?,
        settled: moment(row, 5)?.zip(moment(row, 6)?),
        endings: count(row.get(7)?),
    })
}

fn moment(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>, StoreError> {
    let micros: Option<i64> = row.get(column)?;
    micros.map(timestamp).transpose()
}

fn act(row: &Row<'_>) -> Result<AgreementAct, StoreError> {
    Ok(AgreementAct {
        kind: row.get(0)?,
        party: parsed(row.text(1)?, "the party of an act")?,
        at: timestamp(row.get(2)?)?,
        detail: row.get(3)?,
        log_index: count(row.get(4)?),
    })
}
