//! Finding objects, and walking from one to the next. Looking changes nothing.

use std::sync::Arc;

use mithaq_stix::{ObjectId, texts};
use mithaq_store::{
    Closeness, Found, FoundPage, Link, Neighbourhood, ObjectKey, Reach, Search, SearchPlace,
    Snapshot, VersionSummary, is_name, is_said,
};
use mithaq_text::{Query, Snippet, highlight, snippet};
use serde_json::Value;

use crate::look::named;
use crate::{ActError, Named, Node};

/// Characters of a text that are shown round what was found.
const SHOWN: usize = 160;
/// Versions indexed in one act.
const INDEXED_AT_ONCE: u64 = 1000;

/// What was found, one page of it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The objects, the closer before the less close, and of each the newest first.
    pub hits: Vec<Hit>,
    /// Where to go on; nothing if this is the end.
    pub next: Option<SearchPlace>,
    /// Versions that are held and cannot be found yet.
    pub not_indexed: u64,
}

/// An object that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// How it answers the words; nothing if there were none.
    pub closeness: Option<Closeness>,
    /// What it is.
    pub summary: VersionSummary,
    /// When this version was made, as it was received.
    pub modified: Option<String>,
    /// Its name, in runs that were found or not.
    pub name: Vec<Run>,
    /// Where its texts say what was looked for.
    pub quote: Option<Quote>,
    /// The partner that gave it; nothing if it is this node's own.
    pub giver: Option<Named>,
    /// What has a name of those that it is about: the ends of a relationship, what was sighted or
    /// translated.
    pub about: Vec<Named>,
}

/// A part of a text, with the property that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The property.
    pub property: String,
    /// The part, in runs that were found or not.
    pub runs: Vec<Run>,
    /// Whether the text goes on before and behind the part.
    pub is_cut: (bool, bool),
}

/// A run of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The run.
    pub text: String,
    /// Whether it is what was looked for.
    pub found: bool,
}

impl Node {
    /// Finds objects by their words, type and time.
    pub async fn search(&self, search: Search) -> Result<Findings, ActError> {
        self.desk
            .store
            .read(move |view| {
                let FoundPage { found, next } = view.search(&search)?;
                let hits: Result<_, ActError> = found
                    .into_iter()
                    .map(|found| hit(view, found, &search.query))
                    .collect();
                Ok(Findings {
                    hits: hits?,
                    next,
                    not_indexed: view.not_indexed()?,
                })
            })
            .await
    }

    /// Makes findable what is held and cannot be found yet; tells how many versions still wait.
    pub async fn index_waiting(&self, mut tell: impl FnMut(u64) + Send) -> Result<(), ActError> {
        loop {
            let waiting = self
                .desk
                .store
                .read(|view| Ok::<_, ActError>(view.not_indexed()?))
                .await?;
            if waiting == 0 {
                return Ok(());
            }
            tell(waiting);
            self.desk
                .store
                .write(|transaction| Ok::<_, ActError>(transaction.index_waiting(INDEXED_AT_ONCE)?))
                .await?;
        }
    }

    /// Up to `limit` links of an object behind another one; nothing if it is not held or named.
    pub async fn links(
        &self,
        id: &ObjectId,
        after: Option<ObjectKey>,
        limit: u64,
    ) -> Result<Option<Vec<Link>>, ActError> {
        let id = id.clone();
        self.desk
            .store
            .read(move |view| {
                let key = view.object_key(&id)?;
                Ok(key.map(|key| view.links(key, after, limit)).transpose()?)
            })
            .await
    }

    /// What lies round an object, nearest first; nothing if it is not held.
    pub async fn neighbourhood(
        &self,
        id: &ObjectId,
        reach: Reach,
    ) -> Result<Option<Neighbourhood>, ActError> {
        let id = id.clone();
        self.desk
            .store
            .read(move |view| match view.object_key(&id)? {
                Some(key) => Ok(view.neighbourhood(key, &reach)?),
                None => Ok(None),
            })
            .await
    }

    /// A shortest way from one object to another along references; nothing if there is none within
    /// reach.
    ///
    /// # Errors
    ///
    /// [`ActError::NoObject`] if one of them is not held.
    pub async fn path(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        reach: Reach,
    ) -> Result<Option<Vec<VersionSummary>>, ActError> {
        let (from, to) = (from.clone(), to.clone());
        self.desk
            .store
            .read(move |view| {
                let (from, to) = (held_key(view, &from)?, held_key(view, &to)?);
                Ok(view.path(from, to, &reach)?)
            })
            .await
    }

    /// The object meant by an id, or by its beginning if that is enough to tell.
    ///
    /// # Errors
    ///
    /// [`ActError::NoObject`] if there is none, [`ActError::AmbiguousObject`] if there are several.
    pub async fn find_object(&self, words: &str) -> Result<ObjectId, ActError> {
        let words = words.to_owned();
        let desk = Arc::clone(&self.desk);
        desk.store
            .read(move |view| {
                let mut found = view.ids_like(&words, 2)?.into_iter();
                match (found.next(), found.next()) {
                    (Some(one), None) => Ok(one.id),
                    (Some(one), Some(_)) if one.id.as_str() == words => Ok(one.id),
                    (Some(_), Some(_)) => Err(ActError::AmbiguousObject(words)),
                    (None, _) => Err(ActError::NoObject(words)),
                }
            })
            .await
    }
}

fn held_key(view: &Snapshot<'_>, id: &ObjectId) -> Result<ObjectKey, ActError> {
    view.object_key(id)?
        .ok_or_else(|| ActError::NoObject(id.to_string()))
}

fn hit(view: &Snapshot<'_>, found: Found, query: &Query) -> Result<Hit, ActError> {
    let held = found.held;
    let giver = match held.summary.handling.origin {
        Some(origin) => view.partner(origin.partner)?,
        None => None,
    };
    let name = held.summary.name.as_deref().unwrap_or_default();
    Ok(Hit {
        closeness: found.closeness,
        name: highlight(query, name)
            .into_iter()
            .map(|run| Run {
                text: run.text.to_owned(),
                found: run.highlighted,
            })
            .collect(),
        quote: quote(&held.body, query),
        modified: held.modified,
        giver: giver.map(named),
        about: about(view, &held.summary.kind, &held.body)?,
        summary: held.summary,
    })
}

/// The properties by which an object that says little by itself names what it is about.
const ABOUT: [&str; 4] = ["source_ref", "target_ref", "sighting_of_ref", "object_ref"];

fn about(view: &Snapshot<'_>, kind: &str, body: &[u8]) -> Result<Vec<Named>, ActError> {
    if !matches!(kind, "relationship" | "sighting" | "language-content") {
        return Ok(Vec::new());
    }
    let Ok(object) = serde_json::from_slice::<Value>(body) else {
        return Ok(Vec::new());
    };
    let ids = ABOUT.map(|property| object.get(property)?.as_str()?.parse::<ObjectId>().ok());
    let mut about = Vec::new();
    for id in ids.into_iter().flatten() {
        let summary = match view.object_key(&id)? {
            Some(key) => view.summary(key)?,
            None => None,
        };
        if let Some(name) = summary.and_then(|summary| summary.name) {
            about.push(Named { id, name });
        }
    }
    Ok(about)
}

/// The part of an object's texts that says most of what was looked for, but for names, which are
/// shown anyway.
fn quote(json: &[u8], query: &Query) -> Option<Quote> {
    let mut best: Option<(usize, Quote)> = None;
    for found in texts(json) {
        if is_name(found.property) || !is_said(found.property, &found.text) {
            continue;
        }
        let part = snippet(query, &found.text, SHOWN);
        let hits = part.fragments.iter().filter(|it| it.highlighted).count();
        if hits > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((hits, quoted(found.property, &part)));
        }
    }
    best.map(|(_, quote)| quote)
}

fn quoted(property: &str, part: &Snippet<'_>) -> Quote {
    let runs = part.fragments.iter().map(|run| Run {
        text: run.text.to_owned(),
        found: run.highlighted,
    });
    Quote {
        property: property.to_owned(),
        runs: runs.collect(),
        is_cut: (part.cut_before, part.cut_after),
    }
}
