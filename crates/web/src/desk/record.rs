//! The record of cooperation, read from the STIX objects that hold it.

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::{Html, Response};
use jiff::civil::Date;
use mithaq_node::Node;
use serde::Deserialize;
use serde_json::Value;

use super::session::Officer;
use super::{Failure, PAGE, frame};
use crate::pages::Pager;
use crate::pages::record::{
    self, ClaimedValue, Contradiction, Engagement, RecordView, Source, When,
};
use crate::{Foreign, Language, Vocabulary, Word};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    before: Option<usize>,
    after: Option<usize>,
}

/// The types of which the record is made, each with the kind that its engagements have when they
/// do not say it themselves.
const KINDS: [(&str, &str); 3] = [
    ("coop-engagement", "other"),
    ("coop-training", "training"),
    ("coop-security-plan", "security-plan"),
];

pub(super) async fn show(
    Officer(visitor): Officer,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let archive = Archive::open(&visitor.node).await?;
        let mut engagements: Vec<(Option<Date>, Engagement)> = archive
            .engagements
            .iter()
            .map(|(kind, object)| {
                (
                    first_day(&object["when_claim"]),
                    archive.engagement(object, kind, visitor.language),
                )
            })
            .collect();
        engagements
            .sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.id.cmp(&other.1.id)));
        let total = engagements.len();
        let skip = wanted.before.or(wanted.after).unwrap_or(0);
        let view = RecordView {
            engagements: engagements
                .into_iter()
                .skip(skip)
                .take(PAGE)
                .map(|(_, engagement)| engagement)
                .collect(),
            total: total as u64,
            pager: Pager {
                older: (skip + PAGE < total).then(|| (skip + PAGE).to_string()),
                newer: (skip > 0).then(|| skip.saturating_sub(PAGE).to_string()),
            },
        };
        let page = frame(&visitor, &visitor.node).await?;
        Ok(record::render(&page, &view)?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

/// The objects that the record is told from.
struct Archive {
    engagements: Vec<(&'static str, Value)>,
    /// People, agencies, places, reports, by id.
    named: HashMap<String, Value>,
    /// Translations, by the id of what they translate.
    translations: HashMap<String, Value>,
    contradictions: Vec<Value>,
}

impl Archive {
    async fn open(node: &Node) -> Result<Self, Failure> {
        let mut engagements = Vec::new();
        for (type_, kind) in KINDS {
            engagements.extend(
                objects(node, type_)
                    .await?
                    .into_iter()
                    .map(|object| (kind, object)),
            );
        }
        let mut named = HashMap::new();
        for type_ in ["identity", "location", "report"] {
            for object in objects(node, type_).await? {
                named.insert(text(&object["id"]).to_owned(), object);
            }
        }
        let translations = objects(node, "language-content")
            .await?
            .into_iter()
            .map(|object| {
                (
                    text(&object["object_ref"]).to_owned(),
                    object["contents"].clone(),
                )
            })
            .collect();
        let notes = objects(node, "note").await?;
        Ok(Self {
            engagements,
            named,
            translations,
            contradictions: notes
                .into_iter()
                .filter(|note| extension(note, "contradiction").is_some())
                .collect(),
        })
    }

    fn engagement(&self, object: &Value, kind: &str, language: Language) -> Engagement {
        let id = text(&object["id"]);
        let places = list(&object["location_refs"]).first();
        let place = places.unwrap_or(&object["location_ref"]).as_str();
        Engagement {
            id: id.to_owned(),
            kind: Word::new(
                Vocabulary::Engagement,
                object["engagement_kind"].as_str().unwrap_or(kind),
            ),
            title: self.text_of(object, "name", language),
            when: when(&object["when_claim"]),
            place: place.and_then(|place| self.name_of(place, language)),
            parties: self.parties(object, language),
            outcomes: list(&object["outcomes"])
                .iter()
                .filter_map(|outcome| outcome["text"].as_str())
                .map(|text| Foreign::new(text).in_language(lang_of(object)))
                .collect(),
            sources: self.sources(object, language),
            contradictions: self
                .contradictions
                .iter()
                .filter(|note| {
                    list(&note["object_refs"])
                        .iter()
                        .any(|named| text(named) == id)
                })
                .map(|note| self.contradiction(note, language))
                .collect(),
        }
    }

    fn parties(&self, object: &Value, language: Language) -> Vec<Foreign> {
        let members = object.as_object().into_iter().flatten();
        members
            .filter(|(name, _)| name.ends_with("_parties"))
            .flat_map(|(_, parties)| list(parties))
            .filter_map(|party| match party["identity_ref"].as_str() {
                Some(id) => self.name_of(id, language),
                None => party["role_text"]
                    .as_str()
                    .map(|role| Foreign::new(role).in_language(lang_of(object))),
            })
            .collect()
    }

    fn sources(&self, object: &Value, language: Language) -> Vec<Source> {
        let citations = extension(object, "citations");
        let mut ids: Vec<&str> = citations
            .into_iter()
            .flat_map(list)
            .map(|citation| text(&citation["source_ref"]))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
            .filter_map(|id| {
                let report = self.named.get(id)?;
                Some(Source {
                    title: self.text_of(report, "name", language),
                    published: day(&report["published"]),
                })
            })
            .collect()
    }

    fn contradiction(&self, note: &Value, language: Language) -> Contradiction {
        let facts = extension(note, "contradiction").unwrap_or(&Value::Null);
        Contradiction {
            about: self.text_of(note, "abstract", language),
            values: list(&facts["claims"])
                .iter()
                .flat_map(|claim| self.claimed(claim, language))
                .collect(),
        }
    }

    /// A value once for each source that gives it.
    fn claimed(&self, claim: &Value, language: Language) -> Vec<ClaimedValue> {
        let mut sources: Vec<&str> = list(&claim["citations"])
            .iter()
            .map(|citation| text(&citation["source_ref"]))
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources
            .into_iter()
            .filter_map(|source| {
                Some(ClaimedValue {
                    value: Foreign::new(text(&claim["value"])),
                    source: self.name_of(source, language)?,
                    is_followed: claim["believed"].as_bool().unwrap_or(false),
                })
            })
            .collect()
    }

    fn name_of(&self, id: &str, language: Language) -> Option<Foreign> {
        self.named
            .get(id)
            .map(|object| self.text_of(object, "name", language))
    }

    /// A property in the page's language if it is translated, else as it was written.
    fn text_of(&self, object: &Value, property: &str, language: Language) -> Foreign {
        let contents = self.translations.get(text(&object["id"]));
        let code = language.code();
        match contents.and_then(|contents| contents[code][property].as_str()) {
            Some(translated) => Foreign::new(translated).in_language(code),
            None => Foreign::new(text(&object[property])).in_language(lang_of(object)),
        }
    }
}

async fn objects(node: &Node, kind: &str) -> Result<Vec<Value>, Failure> {
    let held = node.objects_of_kind(kind).await?;
    Ok(held
        .iter()
        .filter_map(|version| serde_json::from_slice(&version.body).ok())
        .collect())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The language of an object; English is what STIX says of one that does not say.
fn lang_of(object: &Value) -> String {
    object["lang"].as_str().unwrap_or("en").to_owned()
}

/// A property that some extension of the object adds.
fn extension<'a>(object: &'a Value, property: &str) -> Option<&'a Value> {
    let extensions = object["extensions"].as_object()?;
    extensions
        .values()
        .find_map(|extension| extension.get(property))
}

fn day(value: &Value) -> Option<Date> {
    value.as_str()?.get(..10)?.parse().ok()
}

fn first_day(claim: &Value) -> Option<Date> {
    day(&claim["start_on"])
}

fn when(claim: &Value) -> When {
    let Some(first) = first_day(claim) else {
        return When::Unknown;
    };
    let last = day(&claim["end_on"]).unwrap_or(first);
    match claim["precision"].as_str() {
        Some("unknown") => When::Unknown,
        Some("month") => When::Month(first),
        Some("year") => When::Year(first),
        _ if last == first => When::Day(first),
        _ => When::Days(first, last),
    }
}
