//! What an act adds to the graph in PostgreSQL, copied over in a few large strokes.
//!
//! A question to the server costs as much as a hundred rows. So new rows wait here until the act is
//! done or something looks at the tables. Keys are counted here, which is safe because one writer
//! at a time holds the lock of the store.

use std::collections::BTreeSet;

use postgres::Client;

use super::copy::Rows;
use crate::StoreError;

/// Rows that wait to be copied, and the next keys.
#[derive(Default)]
pub(crate) struct Bulk {
    counters: Option<Counters>,
    objects: Vec<NewObject>,
    /// New versions of objects that the table holds already.
    newer: Vec<i64>,
    versions: Rows,
    handling: Rows,
    edges: Rows,
    pending: Vec<i64>,
    new_pending: BTreeSet<i64>,
    search: Rows,
}

#[derive(Clone, Copy)]
struct Counters {
    /// Objects from this key on are not in the table yet.
    first_new_object: i64,
    next_object: i64,
    next_version: i64,
}

struct NewObject {
    id: String,
    kind: String,
    /// The latest version, with its version key.
    latest: Option<(i64, String)>,
}

/// A version, as a row of its table.
pub(crate) struct VersionRow<'a> {
    pub(crate) object: i64,
    pub(crate) version_key: &'a str,
    pub(crate) modified: Option<&'a str>,
    pub(crate) created: Option<&'a str>,
    pub(crate) created_by: Option<&'a str>,
    pub(crate) revoked: bool,
    pub(crate) name: Option<&'a str>,
    pub(crate) sha256: &'a [u8],
    pub(crate) accepted_at: i64,
    pub(crate) body: &'a [u8],
}

/// The handling of a version, as a row of its table.
pub(crate) struct HandlingRow<'a> {
    pub(crate) version: i64,
    pub(crate) tlp: u8,
    pub(crate) subjects: &'a str,
    pub(crate) partner: Option<i64>,
    pub(crate) agreement: Option<i64>,
}

impl Bulk {
    pub(crate) fn is_empty(&self) -> bool {
        self.objects.is_empty()
            && self.versions.is_empty()
            && self.edges.is_empty()
            && self.search.is_empty()
            && self.pending.is_empty()
            && self.new_pending.is_empty()
    }

    /// Whether the keys from which to count have to be read first.
    pub(crate) fn needs_counters(&self) -> bool {
        self.counters.is_none()
    }

    /// Says up to which keys the tables are filled.
    pub(crate) fn count_from(&mut self, last_object: i64, last_version: i64) {
        self.counters = Some(Counters {
            first_new_object: last_object + 1,
            next_object: last_object + 1,
            next_version: last_version + 1,
        });
    }

    /// Adds an object that was never named before; gives its key.
    pub(crate) fn object(&mut self, id: &str, kind: &str) -> Result<i64, StoreError> {
        let counters = self.counters()?;
        let key = counters.next_object;
        counters.next_object += 1;
        self.objects.push(NewObject {
            id: id.to_owned(),
            kind: kind.to_owned(),
            latest: None,
        });
        Ok(key)
    }

    /// Adds a version; gives its key.
    pub(crate) fn version(&mut self, row: &VersionRow<'_>) -> Result<i64, StoreError> {
        let counters = self.counters()?;
        let key = counters.next_version;
        counters.next_version += 1;
        let first = counters.first_new_object;
        self.versions
            .row(11)
            .number(key)
            .number(row.object)
            .field(row.version_key.as_bytes())
            .maybe(row.modified.map(str::as_bytes))
            .maybe(row.created.map(str::as_bytes))
            .maybe(row.created_by.map(str::as_bytes))
            .number(i64::from(row.revoked))
            .maybe(row.name.map(str::as_bytes))
            .field(row.sha256)
            .number(row.accepted_at)
            .field(row.body);
        let new = usize::try_from(row.object - first).ok();
        match new.and_then(|place| self.objects.get_mut(place)) {
            Some(object) => {
                let before = object.latest.as_ref();
                if before.is_none_or(|(_, known)| known.as_str() < row.version_key) {
                    object.latest = Some((key, row.version_key.to_owned()));
                }
            }
            None => self.newer.push(key),
        }
        Ok(key)
    }

    pub(crate) fn handling(&mut self, row: &HandlingRow<'_>) {
        self.handling
            .row(5)
            .number(row.version)
            .number(i64::from(row.tlp))
            .field(row.subjects.as_bytes())
            .maybe_number(row.partner)
            .maybe_number(row.agreement);
    }

    pub(crate) fn edge(&mut self, version: i64, target: i64, path: &str) {
        self.edges
            .row(3)
            .number(version)
            .number(target)
            .field(path.as_bytes());
    }

    /// Adds the terms of a version, in the binary form of `tsvector`: lexemes without positions.
    pub(crate) fn terms(&mut self, version: i64, terms: &str) {
        let mut vector = Vec::with_capacity(terms.len() + 128);
        let lexemes = terms.split(' ').filter(|term| !term.is_empty());
        let count = i32::try_from(lexemes.clone().count()).unwrap_or(i32::MAX);
        vector.extend_from_slice(&count.to_be_bytes());
        for lexeme in lexemes {
            vector.extend_from_slice(lexeme.as_bytes());
            // The end of the text, and that there are no positions.
            vector.extend_from_slice(&[0, 0, 0]);
        }
        self.search.row(2).number(version).field(&vector);
    }

    /// Notes that decisions are due about an object.
    pub(crate) fn pending(&mut self, object: i64) {
        let is_new = self
            .counters
            .is_some_and(|counters| object >= counters.first_new_object);
        if is_new {
            // Nothing can be due about it yet, but this act may say so twice.
            self.new_pending.insert(object);
        } else {
            self.pending.push(object);
        }
    }

    fn counters(&mut self) -> Result<&mut Counters, StoreError> {
        self.counters
            .as_mut()
            .ok_or_else(|| StoreError::damaged("keys are given before they are counted"))
    }

    /// Copies everything into the tables.
    pub(crate) fn copy(&mut self, client: &mut Client) -> Result<(), StoreError> {
        self.copy_objects(client)?;
        self.versions.send(
            client,
            "version (version, object, version_key, modified, created, created_by, revoked, name,
               sha256, accepted_at, body)",
        )?;
        self.handling.send(
            client,
            "handling (version, tlp, subjects, origin_partner, origin_agreement)",
        )?;
        self.edges.send(client, "edge (version, target, path)")?;
        self.search.send(client, "search (version, terms)")?;
        if !self.newer.is_empty() {
            client.execute(NEWER, &[&std::mem::take(&mut self.newer)])?;
        }
        let mut new_pending = Rows::default();
        for object in std::mem::take(&mut self.new_pending) {
            new_pending.row(1).number(object);
        }
        new_pending.send(client, "pending (object)")?;
        if !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            client.execute(
                "INSERT INTO pending (object) SELECT DISTINCT unnest($1::bigint[])
                 ON CONFLICT DO NOTHING",
                &[&pending],
            )?;
        }
        Ok(())
    }

    fn copy_objects(&mut self, client: &mut Client) -> Result<(), StoreError> {
        let Some(counters) = &mut self.counters else {
            return Ok(());
        };
        let mut rows = Rows::default();
        for (key, object) in (counters.first_new_object..).zip(self.objects.drain(..)) {
            rows.row(4)
                .number(key)
                .field(object.id.as_bytes())
                .field(object.kind.as_bytes())
                .maybe_number(object.latest.map(|(version, _)| version));
        }
        counters.first_new_object = counters.next_object;
        rows.send(client, "object (object, id, kind, latest)")
    }
}

/// Of several new versions of one object the last by version key counts, and only if it is later
/// than what is held.
const NEWER: &str = "UPDATE object SET latest = n.version FROM (
       SELECT DISTINCT ON (object) object, version, version_key FROM version
       WHERE version = ANY ($1) ORDER BY object, version_key DESC) n
     WHERE object.object = n.object AND (object.latest IS NULL
       OR (SELECT version_key FROM version WHERE version = object.latest) < n.version_key)";
