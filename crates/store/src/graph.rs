//! Walking through the graph: what an object is linked with, what lies round it, and how two objects
//! are connected.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use mithaq_stix::ObjectId;

use crate::database::params;
use crate::objects::{FROM_LATEST, SUMMARY, summary};
use crate::transaction::{parsed, stored};
use crate::{ObjectKey, Snapshot, StoreError, VersionSummary};

/// One reference, seen from the object at one of its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The object at the other end.
    pub other: ObjectKey,
    /// Its id.
    pub id: ObjectId,
    /// Whether it names this object; otherwise this object names it.
    pub incoming: bool,
    /// The properties that name, with a space between them.
    pub properties: String,
    /// Whether there is a version of it here: an object can be named and not be held.
    pub is_held: bool,
}

/// How far to look round an object.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Links from one object to the next.
    pub steps: u32,
    /// Objects that are looked at, at most.
    pub objects: usize,
    /// An object with more links than so many is shown, but not gone through: through an agency
    /// that made everything, everything is connected.
    pub links: u64,
    /// Whether to go along what says who made an object and how it is marked.
    pub through_authorship: bool,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            steps: 2,
            objects: 500,
            links: 1000,
            through_authorship: false,
        }
    }
}

/// What lies round an object.
#[derive(Clone, Debug, Default)]
pub struct Neighbourhood {
    /// The objects in the order in which they are reached, each with the number of steps to it; the
    /// object itself is the first.
    pub objects: Vec<(VersionSummary, u32)>,
    /// The references among them: who names whom by which properties.
    pub links: Vec<(ObjectId, ObjectId, String)>,
    /// Whether there is more than was looked at.
    pub is_cut: bool,
}

/// Links of one object that are read at once.
const LINKS_AT_ONCE: u64 = 1000;

impl Snapshot<'_> {
    /// Up to `limit` links of an object behind another one, ordered by the other end.
    ///
    /// Where the last is one of two objects that name each other, both references are given, one
    /// more than asked for: the next page begins behind the other object.
    pub fn links(
        &self,
        object: ObjectKey,
        after: Option<ObjectKey>,
        limit: u64,
    ) -> Result<Vec<Link>, StoreError> {
        let mut links = self.database.rows(
            "SELECT * FROM (
               SELECT t.object, t.id, 0, e.path, t.latest IS NOT NULL FROM object o
                 JOIN edge e ON e.version = o.latest JOIN object t ON t.object = e.target
                 WHERE o.object = ?1 AND t.object > ?2
               UNION ALL
               SELECT s.object, s.id, 1, e.path, 1 = 1 FROM edge e
                 JOIN version v ON v.version = e.version
                 JOIN object s ON s.object = v.object AND s.latest = v.version
                 WHERE e.target = ?1 AND s.object > ?2
             ) AS link ORDER BY 1, 3 LIMIT ?3",
            params![
                object,
                after.unwrap_or(ObjectKey(0)),
                stored(limit.saturating_add(1))
            ],
            |row| {
                Ok(Link {
                    other: row.get(0)?,
                    id: parsed(row.text(1)?, "the id of an object")?,
                    incoming: row.get(2)?,
                    properties: row.get(3)?,
                    is_held: row.get(4)?,
                })
            },
        )?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let last = limit.checked_sub(1).and_then(|last| links.get(last));
        let is_pair = last
            .zip(links.get(limit))
            .is_some_and(|(last, next)| last.other == next.other);
        links.truncate(limit + usize::from(is_pair));
        Ok(links)
    }

    /// What lies round an object, nearest first; nothing if it is not held.
    pub fn neighbourhood(
        &self,
        start: ObjectKey,
        reach: &Reach,
    ) -> Result<Option<Neighbourhood>, StoreError> {
        let Some(first) = self.summary(start)? else {
            return Ok(None);
        };
        let mut found = Neighbourhood::default();
        let mut known = HashMap::from([(start, first.id.clone())]);
        let mut ring = vec![start];
        found.objects.push((first, 0));
        for step in 1..=reach.steps {
            let mut next = Vec::new();
            for object in std::mem::take(&mut ring) {
                let Some(Around { links, is_cut }) = self.passable(object, start, reach)? else {
                    found.is_cut = true;
                    continue;
                };
                found.is_cut |= is_cut;
                for link in links {
                    let Entry::Vacant(place) = known.entry(link.other) else {
                        continue;
                    };
                    if found.objects.len() >= reach.objects {
                        found.is_cut = true;
                        break;
                    }
                    if let Some(summary) = self.summary(link.other)? {
                        place.insert(link.id);
                        found.objects.push((summary, step));
                        next.push(link.other);
                    }
                }
            }
            ring = next;
        }
        found.links = self.links_among(&known)?;
        Ok(Some(found))
    }

    /// A shortest way from one object to another along references in either direction, both ends
    /// included; nothing if there is none within reach.
    pub fn path(
        &self,
        from: ObjectKey,
        to: ObjectKey,
        reach: &Reach,
    ) -> Result<Option<Vec<VersionSummary>>, StoreError> {
        let mut sides = [Side::new(from), Side::new(to)];
        let mut meeting = (from == to).then_some(from);
        for _ in 0..reach.steps {
            if meeting.is_some() {
                break;
            }
            // The smaller side grows: a way through a crowd is found from its lonely end.
            let [one, other] = &mut sides;
            let (grows, waits) = if one.ring.len() <= other.ring.len() {
                (one, other)
            } else {
                (other, one)
            };
            if grows.ring.is_empty() || grows.came_from.len() > reach.objects {
                return Ok(None);
            }
            meeting = grows.grow(self, waits, (from, to), reach)?;
        }
        let Some(meeting) = meeting else {
            return Ok(None);
        };
        let [one, other] = &sides;
        let mut way = one.way_to(meeting);
        way.reverse();
        way.extend(other.way_to(meeting).into_iter().skip(1));
        let summaries = way.into_iter().map(|object| self.summary(object));
        let summaries: Result<Option<Vec<_>>, _> = summaries.collect();
        summaries
    }

    /// The held objects that an object is linked with; nothing if they are too many to go through.
    fn passable(
        &self,
        object: ObjectKey,
        start: ObjectKey,
        reach: &Reach,
    ) -> Result<Option<Around>, StoreError> {
        let most = if object == start {
            // Whoever asks about a crowd is shown its beginning.
            LINKS_AT_ONCE
        } else {
            reach.links
        };
        let mut links = self.links(object, None, most.saturating_add(1))?;
        let is_cut = links.len() as u64 > most;
        if is_cut && object != start {
            return Ok(None);
        }
        links.retain(|link| {
            link.is_held && (reach.through_authorship || !is_authorship(&link.properties))
        });
        Ok(Some(Around { links, is_cut }))
    }

    /// The references among some objects.
    fn links_among(
        &self,
        known: &HashMap<ObjectKey, ObjectId>,
    ) -> Result<Vec<(ObjectId, ObjectId, String)>, StoreError> {
        let mut links = Vec::new();
        for (object, id) in known {
            let named = self.database.rows(
                "SELECT e.target, e.path FROM object o JOIN edge e ON e.version = o.latest
                 WHERE o.object = ?1",
                params![*object],
                |row| Ok((row.get::<ObjectKey>(0)?, row.get::<String>(1)?)),
            )?;
            for (target, properties) in named {
                if let Some(target) = known.get(&target) {
                    links.push((id.clone(), target.clone(), properties));
                }
            }
        }
        links.sort_unstable_by(|a, b| {
            (a.0.as_str(), a.1.as_str()).cmp(&(b.0.as_str(), b.1.as_str()))
        });
        Ok(links)
    }

    /// Every latest version whose id begins with some text, up to `limit`, by id.
    pub fn ids_like(&self, beginning: &str, limit: u64) -> Result<Vec<VersionSummary>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY} {FROM_LATEST} WHERE o.id >= ?1 AND o.id < ?2 ORDER BY o.id LIMIT ?3"
        );
        let end = format!("{beginning}~");
        self.database
            .rows(&sql, params![beginning, &end, stored(limit)], summary)
    }
}

/// Whether the properties say nothing but who made an object and how it is marked.
fn is_authorship(properties: &str) -> bool {
    properties.split(' ').all(|property| {
        matches!(property, "created_by_ref" | "object_marking_refs")
            || property.ends_with(".marking_ref")
    })
}

/// What an object is linked with, and whether that is only the beginning.
struct Around {
    links: Vec<Link>,
    is_cut: bool,
}

/// One end of a way that is looked for: how each object was reached from it.
struct Side {
    came_from: HashMap<ObjectKey, ObjectKey>,
    ring: Vec<ObjectKey>,
}

impl Side {
    fn new(end: ObjectKey) -> Self {
        Self {
            came_from: HashMap::from([(end, end)]),
            ring: vec![end],
        }
    }

    /// Goes one step further; gives an object that the other side has reached too.
    fn grow(
        &mut self,
        view: &Snapshot<'_>,
        other: &Self,
        ends: (ObjectKey, ObjectKey),
        reach: &Reach,
    ) -> Result<Option<ObjectKey>, StoreError> {
        for object in std::mem::take(&mut self.ring) {
            let end = if object == ends.1 { ends.1 } else { ends.0 };
            let Some(around) = view.passable(object, end, reach)? else {
                continue;
            };
            for link in around.links {
                let Entry::Vacant(place) = self.came_from.entry(link.other) else {
                    continue;
                };
                place.insert(object);
                if !other.came_from.contains_key(&link.other) {
                    self.ring.push(link.other);
                } else if link.other == ends.0
                    || link.other == ends.1
                    // Both sides can come to a crowd, but no way goes through it.
                    || view.passable(link.other, end, reach)?.is_some()
                {
                    return Ok(Some(link.other));
                }
            }
        }
        Ok(None)
    }

    /// The way from an object back to this end.
    fn way_to(&self, object: ObjectKey) -> Vec<ObjectKey> {
        let mut way = vec![object];
        let mut here = object;
        while let Some(&before) = self.came_from.get(&here).filter(|before| **before != here) {
            way.push(before);
            here = before;
        }
        way
    }
}
