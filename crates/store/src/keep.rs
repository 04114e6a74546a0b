//! Keeping object versions, with what they name and how they may be used.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use mithaq_stix::{ObjectId, StixTime};

use crate::database::{Database, HandlingRow, Server, VersionRow, params, sqlite};
use crate::transaction::{Known, micros, stored};
use crate::{Handling, Indexed, ObjectKey, StoreError, Transaction, VersionKey};

impl Transaction<'_> {
    /// The row of an object of which there is a version; remembered for as long as this act lasts.
    pub fn held_object(&self, id: &ObjectId) -> Result<Option<ObjectKey>, StoreError> {
        let known = self.known_object(id)?;
        Ok(known.filter(|known| known.is_held).map(|known| known.key))
    }

    fn known_object(&self, id: &ObjectId) -> Result<Option<Known>, StoreError> {
        if let Some(known) = self.known.borrow().get(id.as_str()) {
            return Ok(*known);
        }
        let sql = "SELECT object, latest IS NOT NULL FROM object WHERE id = ?1";
        let known = self.database.row(sql, params![id.as_str()], |row| {
            Ok(Known {
                key: row.get(0)?,
                is_held: row.get(1)?,
            })
        })?;
        self.remember(id, known);
        Ok(known)
    }

    /// Looks up at once everything that some objects are and name, so that keeping them asks the
    /// database little.
    pub fn expect(&self, objects: &[Indexed]) -> Result<(), StoreError> {
        let Database::Postgres(server) = self.database else {
            // In the same process a question costs no more than looking into a list.
            return Ok(());
        };
        let mut ids: Vec<&str> = objects
            .iter()
            .flat_map(|object| {
                let named = object.references().iter().map(|it| it.target.as_str());
                named.chain([object.id().as_str()])
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known = self.known.borrow_mut();
        for id in &ids {
            known.entry((*id).to_owned()).or_insert(None);
        }
        for (id, key, is_held) in server.object_keys(&ids)? {
            let key = ObjectKey(key);
            known.insert(id, Some(Known { key, is_held }));
        }
        Ok(())
    }

    /// The row of `id`, made if it was never named before.
    pub fn name_object(&self, id: &ObjectId) -> Result<ObjectKey, StoreError> {
        if let Some(known) = self.known_object(id)? {
            return Ok(known.key);
        }
        let key = ObjectKey(match self.database {
            Database::Sqlite(connection) => sqlite::insert(
                connection,
                "INSERT INTO object (id, kind) VALUES (?1, ?2)",
                params![id.as_str(), id.kind()],
            )?,
            Database::Postgres(server) => {
                server.count_keys()?;
                server.waiting().object(id.as_str(), id.kind())?
            }
        });
        let is_held = false;
        self.remember(id, Some(Known { key, is_held }));
        Ok(key)
    }

    fn remember(&self, id: &ObjectId, known: Option<Known>) {
        let mut all = self.known.borrow_mut();
        match all.get_mut(id.as_str()) {
            Some(before) => *before = known,
            None => {
                all.insert(id.as_str().to_owned(), known);
            }
        }
    }

    /// Keeps a version that is not held yet, with what it names and how it may be used.
    ///
    /// It becomes the latest one if no later one is held.
    pub fn insert_version(
        &self,
        object: &Indexed,
        handling: &Handling,
        at: Timestamp,
    ) -> Result<(ObjectKey, VersionKey), StoreError> {
        let key = self.name_object(object.id())?;
        let version_key = object.version_key();
        let name = object.name().map(shown);
        let digest = object.digest();
        let row = VersionRow {
            object: key.0,
            version_key: &version_key,
            modified: object.modified().map(StixTime::as_str),
            created: object.created().map(StixTime::as_str),
            created_by: object.created_by().map(ObjectId::as_str),
            revoked: object.revoked(),
            name: name.as_deref(),
            sha256: digest.as_bytes(),
            accepted_at: micros(at),
            body: object.text(),
        };
        let version = match self.database {
            Database::Sqlite(connection) => insert_version(connection, &row)?,
            Database::Postgres(server) => {
                server.count_keys()?;
                server.waiting().version(&row)?
            }
        };
        let is_held = true;
        self.remember(object.id(), Some(Known { key, is_held }));
        self.insert_handling(version, handling)?;
        self.insert_terms(version, object.terms())?;
        for (target, paths) in named(object) {
            let target = self.name_object(target)?;
            self.insert_edge(version, target, &paths)?;
        }
        Ok((key, VersionKey(version)))
    }

    fn insert_handling(&self, version: i64, handling: &Handling) -> Result<(), StoreError> {
        let subjects = words(handling);
        let row = HandlingRow {
            version,
            tlp: handling.tlp.level(),
            subjects: &subjects,
            partner: handling.origin.map(|origin| origin.partner.0),
            agreement: handling.origin.map(|origin| origin.agreement.0),
        };
        match self.database {
            Database::Sqlite(connection) => {
                sqlite::execute(
                    connection,
                    "INSERT INTO handling (version, tlp, subjects, origin_partner, origin_agreement)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![row.version, row.tlp, row.subjects, row.partner, row.agreement],
                )?;
            }
            Database::Postgres(server) => server.waiting().handling(&row),
        }
        Ok(())
    }

    fn insert_edge(&self, version: i64, target: ObjectKey, path: &str) -> Result<(), StoreError> {
        match self.database {
            Database::Sqlite(connection) => {
                sqlite::execute(
                    connection,
                    "INSERT INTO edge (version, target, path) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING",
                    params![version, target, path],
                )?;
            }
            Database::Postgres(server) => server.waiting().edge(version, target.0, path),
        }
        Ok(())
    }

    /// Keeps how a version may be used from now on; whose it is never changes.
    pub fn put_handling(&self, version: VersionKey, handling: &Handling) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE handling SET tlp = ?2, subjects = ?3 WHERE version = ?1",
            params![version, handling.tlp.level(), &words(handling)],
        )?;
        Ok(())
    }

    /// Notes that the decisions about an object have to be made again.
    pub fn mark_pending(&self, object: ObjectKey) -> Result<(), StoreError> {
        match self.database {
            Database::Sqlite(connection) => {
                sqlite::execute(
                    connection,
                    "INSERT OR IGNORE INTO pending (object) VALUES (?1)",
                    params![object],
                )?;
            }
            Database::Postgres(server) => server.waiting().pending(object.0),
        }
        Ok(())
    }

    /// Takes up to `limit` of the objects that wait for a decision.
    pub fn take_pending(&self, limit: usize) -> Result<Vec<ObjectKey>, StoreError> {
        self.database.rows(
            "DELETE FROM pending WHERE object IN (SELECT object FROM pending ORDER BY object LIMIT ?1)
             RETURNING object",
            params![stored(limit as u64)],
            |row| row.get(0),
        )
    }
}

/// What an object names, each target once with the properties that name it.
fn named(object: &Indexed) -> Vec<(&ObjectId, Cow<'_, str>)> {
    let mut named: Vec<(&ObjectId, Cow<'_, str>)> = Vec::with_capacity(object.references().len());
    let mut places = HashMap::new();
    for reference in object.references() {
        match places.entry(reference.target.as_str()) {
            Entry::Vacant(place) => {
                place.insert(named.len());
                named.push((&reference.target, Cow::Borrowed(&reference.path)));
            }
            Entry::Occupied(place) => {
                if let Some((_, paths)) = named.get_mut(*place.get()) {
                    paths.to_mut().extend([" ", &reference.path]);
                }
            }
        }
    }
    named
}

/// Inserts the row, and makes it the latest version if no later one is held.
fn insert_version(
    connection: &rusqlite::Connection,
    row: &VersionRow<'_>,
) -> Result<i64, StoreError> {
    // No `RETURNING` here nor where nothing can be there yet an upsert: SQLite would open a
    // savepoint for each, which costs as much as the row itself.
    let version = sqlite::insert(
        connection,
        "INSERT INTO version (object, version_key, modified, created, created_by, revoked,
           name, sha256, accepted_at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            row.object,
            row.version_key,
            row.modified,
            row.created,
            row.created_by,
            row.revoked,
            row.name,
            row.sha256,
            row.accepted_at,
            row.body,
        ],
    )?;
    sqlite::execute(
        connection,
        "UPDATE object SET latest = ?2 WHERE object = ?1 AND (latest IS NULL OR
           (SELECT version_key FROM version WHERE version = object.latest) < ?3)",
        params![row.object, version, row.version_key],
    )?;
    Ok(version)
}

/// A name as it is listed. PostgreSQL has no place for the character U+0000 in a text; the object
/// itself is kept with it.
fn shown(name: &str) -> Cow<'_, str> {
    if name.contains('\0') {
        name.replace('\0', "\u{FFFD}").into()
    } else {
        name.into()
    }
}

/// The subjects in the form in which they are kept: words have no spaces.
fn words(handling: &Handling) -> String {
    let subjects: Vec<&str> = handling.subjects.iter().map(String::as_str).collect();
    subjects.join(" ")
}

impl Server {
    /// Reads up to which keys the tables are filled, once in each act.
    fn count_keys(&self) -> Result<(), StoreError> {
        if !self.waiting().needs_counters() {
            return Ok(());
        }
        let mut last = (0, 0);
        self.each(
            "SELECT (SELECT coalesce(max(object), 0) FROM object),
               (SELECT coalesce(max(version), 0) FROM version)",
            params![],
            &mut |row| {
                last = (row.get(0)?, row.get(1)?);
                Ok(std::ops::ControlFlow::Continue(()))
            },
        )?;
        self.waiting().count_from(last.0, last.1);
        Ok(())
    }
}
