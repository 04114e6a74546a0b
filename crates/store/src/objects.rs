//! Object versions, what they name, and how they may be handled.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_stix::{Digest, Object, ObjectId, Tlp, VersionFacts};
use rusqlite::{OptionalExtension, Row};

use crate::releases::tlp;
use crate::transaction::{count, micros, parsed, stored, timestamp};
use crate::{AgreementKey, ObjectKey, PartnerKey, Snapshot, StoreError, Transaction, VersionKey};

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
    /// The version.
    pub version: VersionKey,
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

const SUMMARY: &str = "o.object, o.id, o.kind, v.version, v.name, v.revoked, v.sha256,
    h.tlp, h.subjects, h.origin_partner, h.origin_agreement";
const FROM_LATEST: &str = "FROM object o JOIN version v ON v.version = o.latest
    JOIN handling h ON h.version = v.version";

impl Snapshot<'_> {
    /// The row of an id that is held or named here.
    pub fn object_key(&self, id: &ObjectId) -> Result<Option<ObjectKey>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT object FROM object WHERE id = ?1")?;
        Ok(statement
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?)
    }

    /// The latest version of an object, whole.
    pub fn latest(&self, id: &ObjectId) -> Result<Option<HeldVersion>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY}, v.modified, v.accepted_at, v.body {FROM_LATEST} WHERE o.id = ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row([id.as_str()], |row| Ok(held(row)));
        found.optional()?.transpose()
    }

    /// The latest versions of the objects of one type, whole, by id.
    pub fn latest_of_kind(&self, kind: &str) -> Result<Vec<HeldVersion>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY}, v.modified, v.accepted_at, v.body {FROM_LATEST}
             WHERE o.id BETWEEN ?1 AND ?2 ORDER BY o.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(ids_of_kind(kind), |row| Ok(held(row)))?;
        rows.map(|row| row?).collect()
    }

    /// Every id of one type that is held or named here, in their order.
    pub fn ids_of_kind(&self, kind: &str) -> Result<Vec<(ObjectKey, ObjectId)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT object, id FROM object WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let rows = statement.query_map(ids_of_kind(kind), |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })?;
        rows.map(|row| {
            let (key, id) = row?;
            Ok((key, parsed(&id, "the id of an object")?))
        })
        .collect()
    }

    /// The latest version of an object without its text; nothing if the object is only named.
    pub fn summary(&self, object: ObjectKey) -> Result<Option<VersionSummary>, StoreError> {
        let sql = format!("SELECT {SUMMARY} {FROM_LATEST} WHERE o.object = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row([object], |row| Ok(summary(row)));
        found.optional()?.transpose()
    }

    /// An object and the held objects that it names.
    pub fn node(&self, object: ObjectKey) -> Result<Option<Node>, StoreError> {
        let Some(summary) = self.summary(object)? else {
            return Ok(None);
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT e.target FROM edge e JOIN object o ON o.object = e.target
             WHERE e.version = ?1 AND o.latest IS NOT NULL",
        )?;
        let names = statement
            .query_map([summary.version], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(Some(Node { summary, names }))
    }

    /// The objects whose latest version names `target`.
    pub fn referrers(&self, target: ObjectKey) -> Result<Vec<ObjectKey>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT v.object FROM edge e JOIN version v ON v.version = e.version
             JOIN object o ON o.latest = v.version WHERE e.target = ?1",
        )?;
        let rows = statement.query_map([target], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every object of which there is a version.
    pub fn held_objects(&self) -> Result<Vec<ObjectKey>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT object FROM object WHERE latest IS NOT NULL ORDER BY object")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the rules of versioning need to know of the version at `version_key`, or else of the
    /// latest one.
    pub fn version_facts(
        &self,
        object: ObjectKey,
        version_key: &str,
    ) -> Result<Option<(VersionKey, VersionFacts)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT v.version, v.created, v.created_by, v.version_key, v.revoked, v.sha256
             FROM version v JOIN object o USING (object)
             WHERE v.object = ?1 AND (v.version_key = ?2 OR v.version = o.latest)
             ORDER BY v.version_key = ?2 DESC LIMIT 1",
        )?;
        let found = statement.query_row((object, version_key), |row| Ok(facts(row)));
        found.optional()?.transpose()
    }

    /// The handling of a version.
    pub fn handling(&self, version: VersionKey) -> Result<Option<Handling>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT tlp, subjects, origin_partner, origin_agreement FROM handling WHERE version = ?1",
        )?;
        let found = statement.query_row([version], |row| Ok(handling(row, 0)));
        found.optional()?.transpose()
    }

    /// Whether any object waits for a decision.
    pub fn any_pending(&self) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM pending)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Up to `limit` versions behind one, in the order in which they came, with their texts.
    pub fn texts(&self, after: Option<VersionKey>, limit: u64) -> Result<Vec<Text>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT v.version, o.id, v.sha256, v.body FROM version v JOIN object o USING (object)
             WHERE v.version > ?1 ORDER BY v.version LIMIT ?2",
        )?;
        let rows = statement.query_map((after.unwrap_or(VersionKey(0)), stored(limit)), |row| {
            Ok(Text {
                version: row.get(0)?,
                id: row.get(1)?,
                digest: Digest::from_bytes(row.get(2)?),
                body: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How much the graph holds.
    pub fn graph_counts(&self) -> Result<GraphCounts, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT count(*) FROM object WHERE latest IS NOT NULL), (SELECT count(*) FROM version)",
        )?;
        Ok(statement.query_row([], |row| {
            Ok(GraphCounts {
                objects: count(row.get(0)?),
                versions: count(row.get(1)?),
            })
        })?)
    }
}

impl Transaction<'_> {
    /// The row of `id`, if it was ever named; remembered for as long as this act lasts.
    pub fn known_object(&self, id: &ObjectId) -> Result<Option<ObjectKey>, StoreError> {
        if let Some(known) = self.known.borrow().get(id.as_str()) {
            return Ok(*known);
        }
        let key = self.object_key(id)?;
        self.known.borrow_mut().insert(id.as_str().to_owned(), key);
        Ok(key)
    }

    /// The row of `id`, made if it was never named before.
    pub fn name_object(&self, id: &ObjectId) -> Result<ObjectKey, StoreError> {
        if let Some(key) = self.known_object(id)? {
            return Ok(key);
        }
        let key = ObjectKey(
            self.connection
                .prepare_cached("INSERT INTO object (id, kind) VALUES (?1, ?2)")?
                .insert((id.as_str(), id.kind()))?,
        );
        let known = id.as_str().to_owned();
        self.known.borrow_mut().insert(known, Some(key));
        Ok(key)
    }

    /// Keeps a version that is not held yet, with what it names and how it may be used.
    ///
    /// It becomes the latest one if no later one is held.
    pub fn insert_version(
        &self,
        object: &Object,
        handling: &Handling,
        at: Timestamp,
    ) -> Result<(ObjectKey, VersionKey), StoreError> {
        let key = self.name_object(object.id())?;
        // No `RETURNING` here nor where nothing can be there yet an upsert: SQLite would open a
        // savepoint for each, which costs as much as the row itself.
        let version = VersionKey(self.connection
            .prepare_cached(
                "INSERT INTO version (object, version_key, modified, created, created_by, revoked,
                   name, sha256, accepted_at, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .insert((
                    key,
                    object.version_key(),
                    object.modified().map(mithaq_stix::StixTime::as_str),
                    object.created().map(mithaq_stix::StixTime::as_str),
                    object.created_by().map(ObjectId::as_str),
                    object.revoked(),
                    object.name(),
                    object.digest().as_bytes(),
                    micros(at),
                    object.text(),
                ))?);
        self.connection
            .prepare_cached(
                "UPDATE object SET latest = ?2 WHERE object = ?1 AND (latest IS NULL OR
                   (SELECT version_key FROM version WHERE version = object.latest) < ?3)",
            )?
            .execute((key, version, object.version_key()))?;
        self.insert_handling(version, handling)?;
        for reference in object.references() {
            let target = self.name_object(&reference.target)?;
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO edge (version, target, path) VALUES (?1, ?2, ?3)",
                )?
                .execute((version, target, &reference.path))?;
        }
        Ok((key, version))
    }

    fn insert_handling(&self, version: VersionKey, handling: &Handling) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO handling (version, tlp, subjects, origin_partner, origin_agreement)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((
                version,
                handling.tlp.level(),
                words(handling),
                handling.origin.map(|origin| origin.partner),
                handling.origin.map(|origin| origin.agreement),
            ))?;
        Ok(())
    }

    /// Keeps how a version may be used from now on; whose it is never changes.
    pub fn put_handling(&self, version: VersionKey, handling: &Handling) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE handling SET tlp = ?2, subjects = ?3 WHERE version = ?1")?
            .execute((version, handling.tlp.level(), words(handling)))?;
        Ok(())
    }

    /// Notes that the decisions about an object have to be made again.
    pub fn mark_pending(&self, object: ObjectKey) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO pending (object) VALUES (?1)")?
            .execute([object])?;
        Ok(())
    }

    /// Takes up to `limit` of the objects that wait for a decision.
    pub fn take_pending(&self, limit: usize) -> Result<Vec<ObjectKey>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "DELETE FROM pending WHERE object IN (SELECT object FROM pending ORDER BY object LIMIT ?1)
             RETURNING object",
        )?;
        let rows = statement.query_map([stored(limit as u64)], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The first and the last id that a type can have: a range of the index, so that no column of its
/// own is needed to find a type.
fn ids_of_kind(kind: &str) -> (String, String) {
    (format!("{kind}--"), format!("{kind}--~"))
}

fn facts(row: &Row<'_>) -> Result<(VersionKey, VersionFacts), StoreError> {
    let creator: Option<String> = row.get(2)?;
    let created_by = match creator {
        None => None,
        Some(text) => Some(parsed(&text, "the creator of an object")?),
    };
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

fn held(row: &Row<'_>) -> Result<HeldVersion, StoreError> {
    Ok(HeldVersion {
        summary: summary(row)?,
        modified: row.get(11)?,
        accepted_at: timestamp(row.get(12)?)?,
        body: row.get(13)?,
    })
}

fn summary(row: &Row<'_>) -> Result<VersionSummary, StoreError> {
    let id = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(VersionSummary {
        object: row.get(0)?,
        id: parsed(id, "the id of an object")?,
        kind: row.get(2)?,
        version: row.get(3)?,
        name: row.get(4)?,
        revoked: row.get(5)?,
        digest: Digest::from_bytes(row.get(6)?),
        handling: handling(row, 7)?,
    })
}

/// The subjects in the form in which they are kept: words have no spaces.
fn words(handling: &Handling) -> String {
    let subjects: Vec<&str> = handling.subjects.iter().map(String::as_str).collect();
    subjects.join(" ")
}

/// Reads a handling from the four columns that begin at `first`.
fn handling(row: &Row<'_>, first: usize) -> Result<Handling, StoreError> {
    let subjects = row
        .get_ref(first + 1)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
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
