//! The decision that holds for each object under each agreement, and the sequence of releases.

use std::ops::ControlFlow;

use jiff::Timestamp;
use mithaq_stix::{Digest, ObjectId, Tlp};

use crate::database::{Param, Query, Row, params};
use crate::transaction::{count, micros, parsed, stored, timestamp};
use crate::{AgreementKey, ObjectKey, Snapshot, StoreError, Transaction, VersionKey};

/// What holds now for an object under an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionNow {
    /// The version that was decided about.
    pub version: VersionKey,
    /// The place in the sequence of releases; nothing if it is withheld.
    pub seq: Option<u64>,
    /// Whether it is withheld for nothing but that it names a withheld object.
    pub closure: bool,
    /// The article that permits it, or the reasons against it, as JSON.
    pub reasons: String,
}

/// A version that an agreement released.
#[derive(Clone, Debug)]
pub struct ReleasedVersion {
    /// Its place in the sequence.
    pub seq: u64,
    /// When it was released; no two releases of an agreement have the same time.
    pub released_at: Timestamp,
    /// The article that permits it.
    pub article: String,
    /// The id of the object.
    pub id: ObjectId,
    /// What people call it.
    pub name: Option<String>,
    /// The version: the value of `modified`, or of `created` if there is none.
    pub version: Option<String>,
    /// The marking.
    pub tlp: Tlp,
    /// The fields of cooperation that it belongs to.
    pub subjects: Vec<String>,
    /// The SHA-256 of the canonical form.
    pub digest: Digest,
    /// The text as it was received; empty when it was not asked for.
    pub body: Vec<u8>,
}

/// An object that an agreement does not permit.
#[derive(Clone, Debug)]
pub struct WithheldObject {
    /// The agreement.
    pub agreement: AgreementKey,
    /// The id of the object.
    pub id: ObjectId,
    /// What people call it.
    pub name: Option<String>,
    /// The marking.
    pub tlp: Tlp,
    /// The fields of cooperation that it belongs to.
    pub subjects: Vec<String>,
    /// The reasons, as JSON.
    pub reasons: String,
    /// When this was decided.
    pub decided_at: Timestamp,
    /// Whether it came from a partner.
    pub received: bool,
}

/// Which releases to look at.
#[derive(Clone, Debug, Default)]
pub struct ReleaseFilter {
    /// Only those released after this time.
    pub added_after: Option<Timestamp>,
    /// Only those behind this place in the sequence.
    pub after_seq: Option<u64>,
    /// Only these objects, if any are named.
    pub ids: Vec<ObjectId>,
    /// Only these types, if any are named.
    pub kinds: Vec<String>,
    /// Whether the text is wanted.
    pub with_body: bool,
    /// Reading stops behind the release with which the texts grow larger than so many bytes.
    pub most_bytes: Option<usize>,
}

/// How much an agreement releases and withholds now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgreementTotals {
    /// Objects whose latest version is released.
    pub released: u64,
    /// Objects whose latest version is withheld.
    pub withheld: u64,
}

const RELEASED: &str = "SELECT r.seq, r.released_at, r.article, o.id, v.name,
      coalesce(v.modified, v.created), h.tlp, v.sha256, h.subjects";
const FROM_RELEASES: &str = "FROM release r JOIN object o USING (object)
    JOIN version v USING (version) JOIN handling h USING (version)
    WHERE r.ended_at IS NULL AND r.agreement = ?1";

impl Snapshot<'_> {
    /// What holds now for `object` under `agreement`; nothing if it was never decided.
    pub fn decision(
        &self,
        agreement: AgreementKey,
        object: ObjectKey,
    ) -> Result<Option<DecisionNow>, StoreError> {
        self.database.row(
            "SELECT version, seq, closure, reasons FROM decision
             WHERE agreement = ?1 AND object = ?2",
            params![agreement, object],
            |row| {
                Ok(DecisionNow {
                    version: row.get(0)?,
                    seq: row.get::<Option<i64>>(1)?.map(count),
                    closure: row.get(2)?,
                    reasons: row.get(3)?,
                })
            },
        )
    }

    /// Whether anything is withheld under an agreement only for what it names.
    pub fn any_closure(&self, agreement: AgreementKey) -> Result<bool, StoreError> {
        self.database.one(
            "SELECT EXISTS (SELECT 1 FROM decision WHERE agreement = ?1 AND closure = 1)",
            params![agreement],
            |row| row.get(0),
        )
    }

    /// The place and time of the last release under an agreement.
    pub fn last_release(
        &self,
        agreement: AgreementKey,
    ) -> Result<Option<(u64, Timestamp)>, StoreError> {
        self.database.row(
            "SELECT seq, released_at FROM release WHERE agreement = ?1 ORDER BY seq DESC LIMIT 1",
            params![agreement],
            |row| Ok((count(row.get(0)?), timestamp(row.get(1)?)?)),
        )
    }

    /// Up to `limit` releases that still hold, in their order.
    pub fn releases(
        &self,
        agreement: AgreementKey,
        filter: &ReleaseFilter,
        limit: usize,
    ) -> Result<Vec<ReleasedVersion>, StoreError> {
        let body = if filter.with_body { "v.body" } else { "NULL" };
        let mut query = Query {
            sql: format!("{RELEASED}, {body} {FROM_RELEASES}"),
            params: vec![Param::from(agreement)],
        };
        if let Some(after) = filter.added_after {
            query.and("r.released_at >", micros(after));
        }
        if let Some(after) = filter.after_seq {
            query.and("r.seq >", stored(after));
        }
        query.and_one_of("o.id", filter.ids.iter().map(ObjectId::as_str));
        query.and_one_of("o.kind", filter.kinds.iter().map(String::as_str));
        query.push(" ORDER BY r.seq LIMIT", stored(limit as u64));
        let most_bytes = filter.most_bytes.unwrap_or(usize::MAX);
        let (mut versions, mut bytes) = (Vec::new(), 0_usize);
        self.database.each(&query.sql, &query.params, |row| {
            let version = released(row)?;
            bytes = bytes.saturating_add(version.body.len());
            versions.push(version);
            Ok(if bytes > most_bytes {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok(versions)
    }

    /// Up to `limit` releases of an agreement that still hold, the newest first, without their text.
    pub fn newest_releases(
        &self,
        agreement: AgreementKey,
        before_seq: u64,
        limit: usize,
    ) -> Result<Vec<ReleasedVersion>, StoreError> {
        let sql =
            format!("{RELEASED}, NULL {FROM_RELEASES} AND r.seq < ?2 ORDER BY r.seq DESC LIMIT ?3");
        let params = params![agreement, stored(before_seq), stored(limit as u64)];
        self.database.rows(&sql, params, released)
    }

    /// Up to `limit` objects that an agreement withholds, skipping `offset`: the node's own before
    /// those that others gave, and of each the newest first.
    pub fn withheld(
        &self,
        agreement: AgreementKey,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<WithheldObject>, StoreError> {
        self.database.rows(
            "SELECT d.agreement, o.id, v.name, h.tlp, d.reasons, d.decided_at, h.subjects, d.received
             FROM decision d JOIN object o USING (object) JOIN version v ON v.version = d.version
             JOIN handling h ON h.version = d.version
             WHERE d.agreement = ?1 AND d.seq IS NULL
             ORDER BY d.received, d.decided_at DESC, d.object DESC LIMIT ?3 OFFSET ?2",
            params![agreement, stored(offset), stored(limit as u64)],
            withheld,
        )
    }

    /// How much an agreement releases and withholds now.
    pub fn agreement_totals(&self, agreement: AgreementKey) -> Result<AgreementTotals, StoreError> {
        self.database.one(
            "SELECT count(seq), count(*) - count(seq) FROM decision WHERE agreement = ?1",
            params![agreement],
            |row| {
                Ok(AgreementTotals {
                    released: count(row.get(0)?),
                    withheld: count(row.get(1)?),
                })
            },
        )
    }

    /// How many objects of each type an agreement releases now, the most frequent first.
    pub fn released_kinds(
        &self,
        agreement: AgreementKey,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        self.database.rows(
            "SELECT o.kind, count(*) FROM decision d JOIN object o USING (object)
             WHERE d.agreement = ?1 AND d.seq IS NOT NULL
             GROUP BY o.kind ORDER BY count(*) DESC, o.kind",
            params![agreement],
            |row| Ok((row.get(0)?, count(row.get(1)?))),
        )
    }
}

impl Transaction<'_> {
    /// Adds a version to the sequence of releases of an agreement.
    pub fn put_release(
        &self,
        agreement: AgreementKey,
        seq: u64,
        (object, version): (ObjectKey, VersionKey),
        article: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO release (agreement, seq, object, version, article, released_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![agreement, stored(seq), object, version, article, micros(at)],
        )?;
        Ok(())
    }

    /// Says that a release no longer holds: nobody is given it from now on.
    pub fn end_release(
        &self,
        agreement: AgreementKey,
        seq: u64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE release SET ended_at = ?3 WHERE agreement = ?1 AND seq = ?2 AND ended_at IS NULL",
            params![agreement, stored(seq), micros(at)],
        )?;
        Ok(())
    }

    /// Keeps what holds from now on for an object under an agreement.
    pub fn put_decision(
        &self,
        agreement: AgreementKey,
        object: ObjectKey,
        decision: &DecisionNow,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO decision (agreement, object, version, seq, closure, reasons, decided_at,
               received)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, CASE WHEN EXISTS (
               SELECT 1 FROM handling WHERE version = ?3 AND origin_partner IS NOT NULL)
               THEN 1 ELSE 0 END)
             ON CONFLICT (agreement, object) DO UPDATE SET version = excluded.version,
               seq = excluded.seq, closure = excluded.closure, reasons = excluded.reasons,
               decided_at = excluded.decided_at, received = excluded.received",
            params![
                agreement,
                object,
                decision.version,
                decision.seq.map(stored),
                decision.closure,
                &decision.reasons,
                micros(at),
            ],
        )?;
        Ok(())
    }
}

fn released(row: &Row<'_>) -> Result<ReleasedVersion, StoreError> {
    Ok(ReleasedVersion {
        seq: count(row.get(0)?),
        released_at: timestamp(row.get(1)?)?,
        article: row.get(2)?,
        id: parsed(row.text(3)?, "the id of an object")?,
        name: row.get(4)?,
        version: row.get(5)?,
        tlp: tlp(row.get(6)?)?,
        digest: Digest::from_bytes(row.get(7)?),
        subjects: words(row.text(8)?),
        body: row.get::<Option<Vec<u8>>>(9)?.unwrap_or_default(),
    })
}

fn withheld(row: &Row<'_>) -> Result<WithheldObject, StoreError> {
    Ok(WithheldObject {
        agreement: row.get(0)?,
        id: parsed(row.text(1)?, "the id of an object")?,
        name: row.get(2)?,
        tlp: tlp(row.get(3)?)?,
        reasons: row.get(4)?,
        decided_at: timestamp(row.get(5)?)?,
        subjects: words(row.text(6)?),
        received: row.get(7)?,
    })
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Reads a marking back from its level.
pub(crate) fn tlp(level: u8) -> Result<Tlp, StoreError> {
    Tlp::ALL
        .into_iter()
        .find(|tlp| tlp.level() == level)
        .ok_or_else(|| StoreError::damaged(format!("the TLP level {level} does not exist")))
}
