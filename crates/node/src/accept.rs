//! Accepting objects: stamped with origin and handling, kept as they came, and waiting to be
//! decided about.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_stix::{Digest, Finding, Object, Tlp, VersionFacts, check_new_version};
use mithaq_store::{Handling, Indexed, Indexer, ObjectKey, Origin, Transaction, VersionKey};
use serde_json::json;

use crate::desk::Desk;
use crate::record::{Concerns, Entry, objects_root, record};
use crate::{ActError, Node};

/// What the officer, or the agreement, says about objects that are accepted.
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    /// The fields of cooperation they belong to; if none, those of the version before.
    pub subjects: BTreeSet<String>,
    /// The marking of objects that carry none themselves. AMBER if nobody says.
    pub unmarked: Option<Tlp>,
    /// What is held already keeps its handling, whatever is said here.
    pub keep_handling: bool,
    /// Whose they are, if not this node's own.
    pub(crate) origin: Option<Origin>,
}

impl Acceptance {
    /// This node's own objects, under these subjects, and with this marking where there is none.
    pub fn own(subjects: BTreeSet<String>, unmarked: Option<Tlp>) -> Self {
        Self {
            subjects,
            unmarked,
            keep_handling: false,
            origin: None,
        }
    }
}

/// What became of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A version that was not held.
    Accepted,
    /// This version is held already.
    Unchanged,
    /// This version is held already, and may from now on be used as was said this time.
    Rehandled,
    /// This version is held already, and keeps a handling that differs from what was said.
    HandledOtherwise,
    /// The rules of versions forbid it.
    Refused(Finding),
}

impl Node {
    /// Accepts valid objects in one act. Each has an outcome of its own; none stops the others.
    ///
    /// Decisions about them are due from then on: [`Node::settle`] makes them.
    pub async fn accept(
        &self,
        objects: Vec<Object>,
        how: &Acceptance,
    ) -> Result<Vec<Outcome>, ActError> {
        let mut indexer = Indexer::default();
        let objects = objects.into_iter().map(|it| indexer.index(it)).collect();
        self.accept_indexed(objects, how).await
    }

    /// The same with objects whose terms are made already.
    pub(crate) async fn accept_indexed(
        &self,
        objects: Vec<Indexed>,
        how: &Acceptance,
    ) -> Result<Vec<Outcome>, ActError> {
        let desk = Arc::clone(&self.desk);
        let how = how.clone();
        self.desk
            .store
            .write(move |transaction| accept_all(&desk, transaction, &objects, &how))
            .await
    }
}

/// Accepts objects inside an act.
pub(crate) fn accept_all(
    desk: &Desk,
    transaction: &Transaction<'_>,
    objects: &[Indexed],
    how: &Acceptance,
) -> Result<Vec<Outcome>, ActError> {
    if let Some(wrong) = how.subjects.iter().find(|subject| !is_word(subject)) {
        return Err(ActError::Subject(wrong.clone()));
    }
    let now = desk.clock.now();
    transaction.expect(objects)?;
    let mut outcomes = Vec::with_capacity(objects.len());
    for object in objects {
        outcomes.push(accept_one(transaction, object, how, now)?);
    }
    for (act, outcome) in [
        ("accepted", Outcome::Accepted),
        ("rehandled", Outcome::Rehandled),
    ] {
        let became = objects.iter().zip(&outcomes);
        let digests: Vec<Digest> = became
            .filter(|(_, it)| **it == outcome)
            .map(|(object, _)| object.digest())
            .collect();
        write_down(desk, transaction, act, &digests, how, now)?;
    }
    Ok(outcomes)
}

/// Whether an agreement could name it: lower-case letters and digits joined by single hyphens.
fn is_word(subject: &str) -> bool {
    let part = |part: &str| {
        let mut characters = part.chars();
        !part.is_empty() && characters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    subject.split('-').all(part)
}

fn write_down(
    desk: &Desk,
    transaction: &Transaction<'_>,
    act: &'static str,
    digests: &[Digest],
    how: &Acceptance,
    now: Timestamp,
) -> Result<(), ActError> {
    if digests.is_empty() {
        return Ok(());
    }
    let entry = Entry {
        act,
        at: now,
        by: desk.identity.as_str(),
        agreement: None,
        partner: None,
        detail: json!({
            "objects": digests.len(),
            "objects_root": objects_root(digests.iter()),
        }),
    };
    let concerns = Concerns {
        agreement: how.origin.map(|origin| origin.agreement),
        // Who gave something does not thereby learn how this node filed it.
        partner: None,
    };
    record(transaction, &*desk.randomness, &entry, concerns).map(|_| ())
}

fn accept_one(
    transaction: &Transaction<'_>,
    object: &Indexed,
    how: &Acceptance,
    now: Timestamp,
) -> Result<Outcome, ActError> {
    let version_key = object.version_key();
    let before = match transaction.held_object(object.id())? {
        Some(key) => transaction
            .version_facts(key, &version_key)?
            .map(|(version, facts)| (key, version, facts)),
        None => None,
    };
    let Some((key, version, facts)) = before else {
        let handling = handling(object, how, None);
        let (key, _) = transaction.insert_version(object, &handling, now)?;
        transaction.mark_pending(key)?;
        return Ok(Outcome::Accepted);
    };
    if let Err(finding) = check_new_version(&facts, &VersionFacts::from(&**object)) {
        return Ok(Outcome::Refused(finding));
    }
    let known = transaction.handling(version)?;
    if facts.version_key == version_key {
        return rehandle(transaction, object, (key, version), how, known);
    }
    let giver = |origin: Option<Origin>| origin.map(|origin| origin.partner);
    if known
        .as_ref()
        .is_some_and(|known| giver(known.origin) != giver(how.origin))
    {
        return Ok(Outcome::Refused(not_the_originator()));
    }
    let handling = handling(object, how, known.as_ref());
    let (key, _) = transaction.insert_version(object, &handling, now)?;
    transaction.mark_pending(key)?;
    Ok(Outcome::Accepted)
}

/// The same version again: nothing changes, unless the officer now says something else about it.
fn rehandle(
    transaction: &Transaction<'_>,
    object: &Object,
    (key, version): (ObjectKey, VersionKey),
    how: &Acceptance,
    known: Option<Handling>,
) -> Result<Outcome, ActError> {
    let says_something = !how.subjects.is_empty() || how.unmarked.is_some();
    let Some(known) = known.filter(|known| says_something && known.origin == how.origin) else {
        return Ok(Outcome::Unchanged);
    };
    let mut wanted = handling(object, how, Some(&known));
    if how.unmarked.is_none() && object.tlp().is_none() {
        wanted.tlp = known.tlp;
    }
    if wanted == known {
        return Ok(Outcome::Unchanged);
    }
    if how.keep_handling {
        return Ok(Outcome::HandledOtherwise);
    }
    transaction.put_handling(version, &wanted)?;
    transaction.mark_pending(key)?;
    Ok(Outcome::Rehandled)
}

fn handling(object: &Object, how: &Acceptance, before: Option<&Handling>) -> Handling {
    let subjects = match before {
        Some(before) if how.subjects.is_empty() => before.subjects.clone(),
        _ => how.subjects.clone(),
    };
    // What nobody marked is not free for all: it is AMBER, or stricter if it was before.
    let unsaid = || before.map_or(Tlp::Amber, |before| before.tlp.max(Tlp::Amber));
    Handling {
        tlp: object.tlp().or(how.unmarked).unwrap_or_else(unsaid),
        subjects,
        origin: how.origin,
    }
}

/// STIX 2.1 section 3.6: only the creator of an object makes versions of it.
fn not_the_originator() -> Finding {
    Finding {
        severity: mithaq_stix::Severity::Error,
        path: "modified".to_owned(),
        rule: "not-the-originator",
        section: "3.6",
        message: "an earlier version came from elsewhere: only the originator of an object makes \
                  new versions; others give theirs a new id and relate it by `derived-from`"
            .to_owned(),
    }
}
