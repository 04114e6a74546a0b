//! Object versions, what they name, and how they may be handled.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use jiff::Timestamp;
use mithaq_stix::{Digest, ObjectId, Tlp, VersionFacts};

use crate::database::{Query, Row, params};
use crate::releases::tlp;
use crate::transaction::{count, parsed, timestamp};
use crate::{AgreementKey, ObjectKey, PartnerKey, Snapshot, StoreError, VersionKey};

/// How an object version may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    /// How far it may go.
    pub tlp: Tlp,
    /// The fields of cooperation that it belongs to.
    pub subjects: BTreeSet<String>,
    /// Whose it is, if it is not this node's own.
    pub origin: Option<Origin>,
}

/// From whom a version came, and under what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The partner who gave it.
    pub partner: PartnerKey,
    /// The agreement under which it was given.
    pub agreement: AgreementKey,
}

/// A version as it is kept.
#[derive(Clone, Debug)]
pub struct HeldVersion {
    /// What is known of it without its text.
    pub summary: VersionSummary,
    /// The value of `modified` as it was received.
    pub modified: Option<String>,
    /// When this node accepted it.
    pub accepted_at: Timestamp,
    /// Its text as it was received, without the white space between tokens.
    pub body: Vec<u8>,
}

/// The latest version of an object, as a decision needs it.
#[derive(Clone, Debug)]
pub struct VersionSummary {
    /// The object.
    pub object: ObjectKey,
    /// Its id.
    pub id: ObjectId,
    /// Its type.
    pub kind: String,
    /// The version.
    pub version: VersionKey,
    /// What people call it.
    pub name: Option<String>,
    /// Whether it has been revoked.
    pub revoked: bool,
    /// How it may be used.
    pub handling: Handling,
    /// The SHA-256 of its canonical form.
    pub digest: Digest,
}

/// An object in the graph: what it is, and what it names.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its latest version.
    pub summary: VersionSummary,
    /// The objects that it names and that this store holds.
    pub names: Vec<ObjectKey>,
}

/// A version's text, and what it should hash to.
#[derive(Clone, Debug)]
pub struct Text {
    /// The id of the object, as it is kept.
    pub id: String,
    /// The SHA-256 of the canonical form, as it was when the version came.
    pub digest: Digest,
    /// The text.
    pub body: Vec<u8>,
}

/// How much the graph holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GraphCounts {
    /// Objects of which there is at least one version.
    pub objects: u64,
    /// All versions.
    pub versions: u64,
}

pub(crate) const SUMMARY: &str = "o.object, o.id, o.kind, v.version, v.name, v.revoked, v.sha256,
    h.tlp, h.subjects, h.origin_partner, h.origin_agreement";
/// What stands behind the summary when the whole version is read.
pub(crate) const WHOLE: &str = "v.modified, v.accepted_at, v.body";
pub(crate) const FROM_LATEST: &str = "FROM object o JOIN version v ON v.version = o.latest
    JOIN handling h ON h.version = v.version";

impl Snapshot<'_> {
    /// The row of an id that is held or named here.
    pub fn object_key(&self, id: &ObjectId) -> Result<Option<ObjectKey>, StoreError> {
        let sql = "SELECT object FROM object WHERE id = ?1";
        self.database
            .row(sql, params![id.as_str()], |row| row.get(0))
    }

    /// The latest version of an object, whole.
    pub fn latest(&self, id: &ObjectId) -> Result<Option<HeldVersion>, StoreError> {
        let sql = format!("SELECT {SUMMARY}, {WHOLE} {FROM_LATEST} WHERE o.id = ?1");
        self.database.row(&sql, params![id.as_str()], held)
    }

    /// The latest versions of the objects of one type, whole, by id.
    pub fn latest_of_kind(&self, kind: &str) -> Result<Vec<HeldVersion>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY}, {WHOLE} {FROM_LATEST} WHERE o.id BETWEEN ?1 AND ?2 ORDER BY o.id"
        );
        let (first, last) = ids_of_kind(kind);
        self.database.rows(&sql, params![&first, &last], held)
    }

    /// Every id of one type that is held or named here, in their order.
    pub fn ids_of_kind(&self, kind: &str) -> Result<Vec<(ObjectKey, ObjectId)>, StoreError> {
        let sql = "SELECT object, id FROM object WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
        let (first, last) = ids_of_kind(kind);
        self.database.rows(sql, params![&first, &last], |row| {
            Ok((row.get(0)?, parsed(row.text(1)?, "the id of an object")?))
        })
    }

    /// The latest version of an object without its text; nothing if the object is only named.
    pub fn summary(&self, object: ObjectKey) -> Result<Option<VersionSummary>, StoreError> {
        let sql = format!("SELECT {SUMMARY} {FROM_LATEST} WHERE o.object = ?1");
        self.database.row(&sql, params![object], summary)
    }

    /// An object and the held objects that it names.
    pub fn node(&self, object: ObjectKey) -> Result<Option<Node>, StoreError> {
        let Some(summary) = self.summary(object)? else {
            return Ok(None);
        };
        let names = self.database.rows(
            "SELECT e.target FROM edge e JOIN object o ON o.object = e.target
             WHERE e.version = ?1 AND o.latest IS NOT NULL ORDER BY e.target",
            params![summary.version],
            |row| row.get(0),
        )?;
        Ok(Some(Node { summary, names }))
    }

    /// The objects whose latest version names `target`.
    pub fn referrers(&self, target: ObjectKey) -> Result<Vec<ObjectKey>, StoreError> {
        self.database.rows(
            "SELECT v.object FROM edge e JOIN version v ON v.version = e.version
             JOIN object o ON o.latest = v.version WHERE e.target = ?1",
            params![target],
            |row| row.get(0),
        )
    }

    /// Every object of which there is a version.
    pub fn held_objects(&self) -> Result<Vec<ObjectKey>, StoreError> {
        let sql = "SELECT object FROM object WHERE latest IS NOT NULL ORDER BY object";
        self.database.rows(sql, params![], |row| row.get(0))
    }

    /// What the rules of versioning need to know of the version at `version_key`, or else of the
    /// latest one.
    pub fn version_facts(
        &self,
        object: ObjectKey,
        version_key: &str,
    ) -> Result<Option<(VersionKey, VersionFacts)>, StoreError> {
        self.database.row(
            "SELECT v.version, v.created, v.created_by, v.version_key, v.revoked, v.sha256
             FROM version v JOIN object o USING (object)
             WHERE v.object = ?1 AND (v.version_key = ?2 OR v.version = o.latest)
             ORDER BY v.version_key = ?2 DESC LIMIT 1",
            params![object, version_key],
            facts,
        )
    }

    /// The handling of a version.
    pub fn handling(&self, version: VersionKey) -> Result<Option<Handling>, StoreError> {
        self.database.row(
            "SELECT tlp, subjects, origin_partner, origin_agreement FROM handling
             WHERE version = ?1",
            params![version],
            |row| handling(row, 0),
        )
    }

    /// Whether any object waits for a decision.
    pub fn any_pending(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM pending)";
        self.database.one(sql, params![], |row| row.get(0))
    }

    /// Shows versions with their texts in the order in which they came, until told to stop: of some
    /// types or of all; this node's own, or also what partners gave; the latest, or every one.
    pub fn each_version(
        &self,
        kinds: &[String],
        received: bool,
        all: bool,
        mut visit: impl FnMut(Text) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut query = Query {
            sql: "SELECT o.id, v.sha256, v.body FROM version v JOIN object o USING (object)
                 WHERE 1 = 1"
                .to_owned(),
            params: Vec::new(),
        };
        query.and_one_of("o.kind", kinds.iter().map(String::as_str));
        if !received {
            query.sql.push_str(
                " AND EXISTS (SELECT 1 FROM handling h
                   WHERE h.version = v.version AND h.origin_partner IS NULL)",
            );
        }
        if !all {
            query.sql.push_str(" AND o.latest = v.version");
        }
        query.sql.push_str(" ORDER BY v.version");
        self.database
            .each(&query.sql, &query.params, |row| Ok(visit(text(row)?)))
    }

    /// How much the graph holds.
    pub fn graph_counts(&self) -> Result<GraphCounts, StoreError> {
        self.database.one(
            "SELECT (SELECT count(*) FROM object WHERE latest IS NOT NULL),
               (SELECT count(*) FROM version)",
            params![],
            |row| {
                Ok(GraphCounts {
                    objects: count(row.get(0)?),
                    versions: count(row.get(1)?),
                })
            },
        )
    }
}

/// The first and the last id that a type can have: a range of the index, so that no column of its
/// own is needed to find a type.
pub(crate) fn ids_of_kind(kind: &str) -> (String, String) {
    (format!("{kind}--"), format!("{kind}--~"))
}

fn facts(row: &Row<'_>) -> Result<(VersionKey, VersionFacts), StoreError> {
    let creator: Option<String> = row.get(2)?;
    let created_by = creator
        .map(|text| parsed(&text, "the creator of an object"))
        .transpose()?;
    Ok((
        row.get(0)?,
        VersionFacts {
            created: row.get(1)?,
            created_by,
            version_key: row.get(3)?,
            revoked: row.get(4)?,
            digest: Digest::from_bytes(row.get(5)?),
        },
    ))
}

fn text(row: &Row<'_>) -> Result<Text, StoreError> {
    Ok(Text {
        id: row.get(0)?,
        digest: Digest::from_bytes(row.get(1)?),
        body: row.get(2)?,
    })
}

pub(crate) fn held(row: &Row<'_>) -> Result<HeldVersion, StoreError> {
    Ok(HeldVersion {
        summary: summary(row)?,
        modified: row.get(11)?,
        accepted_at: timestamp(row.get(12)?)?,
        body: row.get(13)?,
    })
}

pub(crate) fn summary(row: &Row<'_>) -> Result<VersionSummary, StoreError> {
    Ok(VersionSummary {
        object: row.get(0)?,
        id: parsed(row.text(1)?, "the id of an object")?,
        kind: row.get(2)?,
        version: row.get(3)?,
        name: row.get(4)?,
        revoked: row.get(5)?,
        digest: Digest::from_bytes(row.get(6)?),
        handling: handling(row, 7)?,
    })
}

/// Reads a handling from the four columns that begin at `first`.
fn handling(row: &Row<'_>, first: usize) -> Result<Handling, StoreError> {
    let subjects = row.text(first + 1)?;
    let partner: Option<PartnerKey> = row.get(first + 2)?;
    let agreement: Option<AgreementKey> = row.get(first + 3)?;
    Ok(Handling {
        tlp: tlp(row.get(first)?)?,
        subjects: subjects.split_whitespace().map(str::to_owned).collect(),
        origin: partner
            .zip(agreement)
            .map(|(partner, agreement)| Origin { partner, agreement }),
    })
}
