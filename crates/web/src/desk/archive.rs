//! The objects that the record of cooperation is told from, as the node keeps them.
//!
//! Only what the page shows is read; whatever else an object says stays in the object.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use mithaq_node::Node;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Failure;
use crate::{Foreign, Language};

/// The record, with everything that it names.
pub(super) struct Archive {
    pub(super) engagements: Vec<Engagement>,
    pub(super) contradictions: Vec<Note>,
    named: HashMap<String, Named>,
    /// Translations by the id of what they translate, then by language, then by property.
    translations: HashMap<String, Contents>,
}

type Contents = BTreeMap<String, BTreeMap<String, serde_json::Value>>;

/// A visit, a course, a plan: whatever was done together.
#[derive(Deserialize)]
pub(super) struct Engagement {
    pub(super) id: String,
    #[serde(rename = "type")]
    type_: String,
    name: String,
    lang: Option<String>,
    #[serde(rename = "engagement_kind")]
    said_kind: Option<String>,
    #[serde(default)]
    pub(super) when_claim: DateClaim,
    #[serde(default)]
    location_refs: Vec<String>,
    location_ref: Option<String>,
    #[serde(default)]
    host_parties: Vec<Party>,
    #[serde(default)]
    guest_parties: Vec<Party>,
    #[serde(default)]
    other_parties: Vec<Party>,
    #[serde(default)]
    trainer_parties: Vec<Party>,
    #[serde(default)]
    trainee_parties: Vec<Party>,
    #[serde(default)]
    outcomes: Vec<Outcome>,
    #[serde(default)]
    extensions: HashMap<String, Extension>,
}

/// When something was, as exactly as the sources say.
#[derive(Default, Deserialize)]
pub(super) struct DateClaim {
    pub(super) start_on: Option<Date>,
    pub(super) end_on: Option<Date>,
    pub(super) precision: Option<String>,
}

#[derive(Deserialize)]
struct Party {
    identity_ref: Option<String>,
    role_text: Option<String>,
}

#[derive(Deserialize)]
struct Outcome {
    text: Option<String>,
}

/// What the record's own property extension adds.
#[derive(Deserialize)]
struct Extension {
    #[serde(default)]
    citations: Vec<Citation>,
    contradiction: Option<Claims>,
}

#[derive(Deserialize)]
struct Citation {
    source_ref: String,
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    claims: Vec<Claim>,
}

/// A value, and the sources that give it.
#[derive(Deserialize)]
pub(super) struct Claim {
    pub(super) value: String,
    #[serde(default)]
    pub(super) believed: bool,
    #[serde(default)]
    citations: Vec<Citation>,
}

/// A note on where the sources do not agree.
#[derive(Deserialize)]
pub(super) struct Note {
    id: String,
    lang: Option<String>,
    #[serde(rename = "abstract", default)]
    summary: String,
    #[serde(default)]
    object_refs: Vec<String>,
    #[serde(default)]
    extensions: HashMap<String, Extension>,
}

/// Somebody, a place, a report.
#[derive(Deserialize)]
struct Named {
    id: String,
    name: Option<String>,
    lang: Option<String>,
    published: Option<String>,
}

#[derive(Deserialize)]
struct Translation {
    object_ref: String,
    contents: Contents,
}

impl Archive {
    pub(super) async fn open(node: &Node) -> Result<Self, Failure> {
        let mut engagements = Vec::new();
        for kind in ["coop-engagement", "coop-training", "coop-security-plan"] {
            engagements.extend(objects::<Engagement>(node, kind).await?);
        }
        let mut named = HashMap::new();
        for kind in ["identity", "location", "report"] {
            let objects: Vec<Named> = objects(node, kind).await?;
            named.extend(
                objects
                    .into_iter()
                    .map(|object| (object.id.clone(), object)),
            );
        }
        let translations: Vec<Translation> = objects(node, "language-content").await?;
        let notes: Vec<Note> = objects(node, "note").await?;
        Ok(Self {
            engagements,
            contradictions: notes.into_iter().filter(Note::is_contradiction).collect(),
            named,
            translations: translations
                .into_iter()
                .map(|translation| (translation.object_ref, translation.contents))
                .collect(),
        })
    }

    /// The title of an engagement, in the page's language if we have it.
    pub(super) fn title(&self, engagement: &Engagement, language: Language) -> Foreign {
        let written = (engagement.name.as_str(), engagement.lang.as_deref());
        self.text(&engagement.id, "name", written, language)
    }

    /// What a note is about.
    pub(super) fn about(&self, note: &Note, language: Language) -> Foreign {
        let written = (note.summary.as_str(), note.lang.as_deref());
        self.text(&note.id, "abstract", written, language)
    }

    /// The name of a person, agency, place or report, if it is held.
    pub(super) fn name(&self, id: &str, language: Language) -> Option<Foreign> {
        let named = self.named.get(id)?;
        let written = (named.name.as_deref()?, named.lang.as_deref());
        Some(self.text(id, "name", written, language))
    }

    /// The day on which a report was published.
    pub(super) fn published(&self, id: &str) -> Option<Date> {
        let published = self.named.get(id)?.published.as_deref()?;
        published.get(..10)?.parse().ok()
    }

    /// Who took part, by name or, where no name is known, by role.
    pub(super) fn parties(&self, engagement: &Engagement, language: Language) -> Vec<Foreign> {
        [
            &engagement.host_parties,
            &engagement.guest_parties,
            &engagement.other_parties,
            &engagement.trainer_parties,
            &engagement.trainee_parties,
        ]
        .into_iter()
        .flatten()
        .filter_map(|party| match (&party.identity_ref, &party.role_text) {
            // A role says more than the agency that it belongs to.
            (_, Some(role)) => Some(Foreign::new(role).in_language(engagement.language())),
            (Some(id), None) => self.name(id, language),
            (None, None) => None,
        })
        .collect()
    }

    /// A text in the page's language if it is translated, else as it was written.
    fn text(
        &self,
        id: &str,
        property: &str,
        (written, lang): (&str, Option<&str>),
        language: Language,
    ) -> Foreign {
        let code = language.code();
        let translated = self
            .translations
            .get(id)
            .and_then(|contents| contents.get(code)?.get(property)?.as_str());
        match translated {
            Some(text) => Foreign::new(text).in_language(code),
            // English is what STIX says of a text that does not say its language.
            None => Foreign::new(written).in_language(lang.unwrap_or("en")),
        }
    }
}

impl Engagement {
    /// What kind of engagement it is; other objects are a kind by themselves.
    pub(super) fn kind(&self) -> &str {
        match (&self.said_kind, self.type_.as_str()) {
            (Some(kind), _) => kind,
            (None, "coop-training") => "training",
            (None, "coop-security-plan") => "security-plan",
            (None, _) => "other",
        }
    }

    /// The id of the first place.
    pub(super) fn place(&self) -> Option<&str> {
        self.location_refs
            .first()
            .or(self.location_ref.as_ref())
            .map(String::as_str)
    }

    pub(super) fn outcomes(&self) -> impl Iterator<Item = Foreign> {
        self.outcomes
            .iter()
            .filter_map(|outcome| outcome.text.as_ref())
            .map(|text| Foreign::new(text).in_language(self.language()))
    }

    /// The ids of the reports that it is known from, each once.
    pub(super) fn sources(&self) -> Vec<&str> {
        let citations = self
            .extensions
            .values()
            .flat_map(|extension| &extension.citations);
        distinct(citations)
    }

    fn language(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }
}

impl Note {
    pub(super) fn is_about(&self, id: &str) -> bool {
        self.object_refs.iter().any(|named| named == id)
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.extensions
            .values()
            .filter_map(|extension| extension.contradiction.as_ref())
            .flat_map(|facts| &facts.claims)
    }

    /// Whether one at least of its values is not believed; other notes only tell how something was
    /// read.
    fn is_contradiction(&self) -> bool {
        self.claims().any(|claim| !claim.believed)
    }
}

impl Claim {
    /// The ids of the reports that give the value, each once.
    pub(super) fn sources(&self) -> Vec<&str> {
        distinct(self.citations.iter())
    }
}

fn distinct<'a>(citations: impl Iterator<Item = &'a Citation>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = citations
        .map(|citation| citation.source_ref.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The held objects of one type; one that is not of the form that the page knows is left out.
async fn objects<T: DeserializeOwned>(node: &Node, kind: &str) -> Result<Vec<T>, Failure> {
    let held = node.objects_of_kind(kind).await?;
    Ok(held
        .iter()
        .filter_map(|version| serde_json::from_slice(&version.body).ok())
        .collect())
}
