//! The objects that the record of cooperation is told from, as the node keeps them.
//!
//! Only what the page shows is read; whatever else an object says stays in the object.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use mithaq_node::Node;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Failure;
use crate::pages::record::{self, DatedElsewhere, Published};
use crate::{Foreign, Language};

/// The types of what was done together.
pub(super) const ENGAGEMENTS: [&str; 3] =
    ["coop-engagement", "coop-training", "coop-security-plan"];

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
    /// Which of its days, by property, the sources that are cited do not give.
    #[serde(default)]
    from_other_reports: Vec<String>,
}

#[derive(Deserialize)]
struct Party {
    identity_ref: Option<String>,
    role_text: Option<String>,
    /// Whether the sources that are cited leave the name out.
    #[serde(default)]
    name_from_other_reports: bool,
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
    published_claim: Option<PublishedClaim>,
}

/// When a report says that it was published.
#[derive(Deserialize)]
struct PublishedClaim {
    /// Whether it prints a date; if not, the date of the object is reckoned.
    #[serde(default = "yes")]
    printed: bool,
}

fn yes() -> bool {
    true
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
    /// Who says it, where no report that is held does.
    source_text: Option<String>,
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
    #[serde(default)]
    extensions: HashMap<String, Extension>,
}

#[derive(Deserialize)]
struct Translation {
    object_ref: String,
    contents: Contents,
}

impl Archive {
    pub(super) async fn open(node: &Node) -> Result<Self, Failure> {
        let mut engagements = Vec::new();
        for kind in ENGAGEMENTS {
            engagements.extend(objects::<Engagement>(node, kind).await?);
        }
        let mut named: Vec<Named> = Vec::new();
        for kind in ["identity", "location", "report"] {
            named.extend(objects::<Named>(node, kind).await?);
        }
        let notes = objects(node, "note").await?;
        let translations = objects(node, "language-content").await?;
        Ok(Self::of(engagements, named, notes, translations))
    }

    fn of(
        engagements: Vec<Engagement>,
        named: Vec<Named>,
        notes: Vec<Note>,
        translations: Vec<Translation>,
    ) -> Self {
        let named = named.into_iter();
        let translations = translations.into_iter();
        Self {
            engagements,
            contradictions: notes.into_iter().filter(Note::is_contradiction).collect(),
            named: named.map(|object| (object.id.clone(), object)).collect(),
            translations: translations
                .map(|translation| (translation.object_ref, translation.contents))
                .collect(),
        }
    }

    /// The record that a bundle tells.
    #[cfg(test)]
    pub(super) fn of_bundle(bundle: &str) -> Self {
        fn of_kinds<T: DeserializeOwned>(bundle: &serde_json::Value, kinds: &[&str]) -> Vec<T> {
            let objects = bundle["objects"].as_array().unwrap().iter();
            let of_kinds =
                objects.filter(|object| kinds.contains(&object["type"].as_str().unwrap()));
            of_kinds
                .map(|object| serde_json::from_value(object.clone()).unwrap())
                .collect()
        }
        let bundle = serde_json::from_str(bundle).unwrap();
        Self::of(
            of_kinds(&bundle, &ENGAGEMENTS),
            of_kinds(&bundle, &["identity", "location", "report"]),
            of_kinds(&bundle, &["note"]),
            of_kinds(&bundle, &["language-content"]),
        )
    }

    /// The title of an engagement, in the page's language if we have it.
    pub(super) fn title(&self, engagement: &Engagement, language: Language) -> Foreign {
        let written = (engagement.name.as_str(), engagement.lang.as_deref());
        self.text(&engagement.id, "name", "", written, language)
    }

    /// What a note is about.
    pub(super) fn about(&self, note: &Note, language: Language) -> Foreign {
        let written = (note.summary.as_str(), note.lang.as_deref());
        self.text(&note.id, "abstract", "", written, language)
    }

    /// The name of a person, agency, place or report, if it is held.
    pub(super) fn name(&self, id: &str, language: Language) -> Option<Foreign> {
        let named = self.named.get(id)?;
        let written = (named.name.as_deref()?, named.lang.as_deref());
        Some(self.text(id, "name", "", written, language))
    }

    /// When a report was published.
    pub(super) fn published(&self, id: &str) -> Published {
        let Some(report) = self.named.get(id) else {
            return Published::Unknown;
        };
        let claims = report.extensions.values();
        let mut claims = claims.filter_map(|extension| extension.published_claim.as_ref());
        if claims.any(|claim| !claim.printed) {
            return Published::NotPrinted;
        }
        let day = report.published.as_deref().and_then(|at| at.get(..10));
        day.and_then(|day| day.parse().ok())
            .map_or(Published::Unknown, Published::On)
    }

    /// Who took part, by name or, where the sources give no name, by role.
    pub(super) fn parties(
        &self,
        engagement: &Engagement,
        language: Language,
    ) -> Vec<record::Party> {
        let parties = engagement.parties();
        let shown = parties.filter_map(|(property, at, party)| {
            let role = party.role_text.as_deref().map(|role| {
                let written = (role, engagement.lang.as_deref());
                let place = format!("/{at}/role_text");
                self.text(&engagement.id, property, &place, written, language)
            });
            let id = party.identity_ref.as_deref();
            let name = id.and_then(|id| self.name(id, language));
            match (role, name) {
                (role, Some(name)) if party.name_from_other_reports => {
                    Some(record::Party::NamedElsewhere { role, name })
                }
                // A role says more than the agency that it belongs to.
                (Some(told), _) | (None, Some(told)) => Some(record::Party::Told(told)),
                (None, None) => None,
            }
        });
        shown.collect()
    }

    /// What came of an engagement.
    pub(super) fn outcomes(&self, engagement: &Engagement, language: Language) -> Vec<Foreign> {
        let outcomes = engagement.outcomes.iter().enumerate();
        let shown = outcomes.filter_map(|(at, outcome)| {
            let written = (outcome.text.as_deref()?, engagement.lang.as_deref());
            let place = format!("/{at}/text");
            Some(self.text(&engagement.id, "outcomes", &place, written, language))
        });
        shown.collect()
    }

    /// The words of a value that is claimed.
    pub(super) fn value(&self, told: &Told<'_>, language: Language) -> Foreign {
        self.of_claim(told, "value", language)
            .unwrap_or_else(|| Foreign::new(&told.claim.value))
    }

    /// Who says a value that no report that is held gives.
    pub(super) fn other_source(&self, told: &Told<'_>, language: Language) -> Option<Foreign> {
        let written = told.claim.source_text.as_deref()?;
        let translated = self.of_claim(told, "source_text", language);
        let lang = told.note.lang.as_deref().unwrap_or("en");
        Some(translated.unwrap_or_else(|| Foreign::new(written).in_language(lang)))
    }

    fn of_claim(&self, told: &Told<'_>, property: &str, language: Language) -> Option<Foreign> {
        let Told {
            note,
            extension,
            at,
            ..
        } = told;
        let place = format!("/{extension}/contradiction/claims/{at}/{property}");
        self.translated(&note.id, "extensions", &place, language)
    }

    /// A text in the page's language if it is translated, else as it was written.
    ///
    /// `place` is the JSON pointer from the property to the text, empty if the property is the text.
    fn text(
        &self,
        id: &str,
        property: &str,
        place: &str,
        (written, lang): (&str, Option<&str>),
        language: Language,
    ) -> Foreign {
        self.translated(id, property, place, language)
            // English is what STIX says of a text that does not say its language.
            .unwrap_or_else(|| Foreign::new(written).in_language(lang.unwrap_or("en")))
    }

    /// A translation has the form of what it translates (STIX 2.1, section 7.1); what is empty in
    /// it is not translated.
    fn translated(
        &self,
        id: &str,
        property: &str,
        place: &str,
        language: Language,
    ) -> Option<Foreign> {
        let code = language.code();
        let translation = self.translations.get(id)?.get(code)?.get(property)?;
        let text = translation.pointer(place)?.as_str()?;
        (!text.is_empty()).then(|| Foreign::new(text).in_language(code))
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

    /// The parties, each with the property that lists it and its place there.
    fn parties(&self) -> impl Iterator<Item = (&'static str, usize, &Party)> {
        let lists = [
            ("host_parties", &self.host_parties),
            ("guest_parties", &self.guest_parties),
            ("other_parties", &self.other_parties),
            ("trainer_parties", &self.trainer_parties),
            ("trainee_parties", &self.trainee_parties),
        ];
        lists.into_iter().flat_map(|(property, parties)| {
            let places = parties.iter().enumerate();
            places.map(move |(at, party)| (property, at, party))
        })
    }

    /// The ids of the reports that it is known from, each once.
    pub(super) fn sources(&self) -> Vec<&str> {
        let citations = self
            .extensions
            .values()
            .flat_map(|extension| &extension.citations);
        distinct(citations)
    }
}

impl DateClaim {
    /// What of the date the sources do not give.
    pub(super) fn elsewhere(&self) -> Option<DatedElsewhere> {
        let names = |day: &str| self.from_other_reports.iter().any(|name| name == day);
        match (names("start_on"), names("end_on")) {
            (true, _) => Some(DatedElsewhere::Whole),
            (false, true) => Some(DatedElsewhere::LastDay),
            (false, false) => None,
        }
    }
}

/// A value that a note tells, and where in the note it stands.
pub(super) struct Told<'a> {
    pub(super) claim: &'a Claim,
    note: &'a Note,
    extension: &'a str,
    at: usize,
}

impl Note {
    pub(super) fn is_about(&self, id: &str) -> bool {
        self.object_refs.iter().any(|named| named == id)
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = Told<'_>> {
        let with_claims = self
            .extensions
            .iter()
            .filter_map(|(id, extension)| Some((id, extension.contradiction.as_ref()?)));
        with_claims.flat_map(move |(extension, facts)| {
            let places = facts.claims.iter().enumerate();
            places.map(move |(at, claim)| Told {
                claim,
                note: self,
                extension,
                at,
            })
        })
    }

    /// Whether it tells two values or more, and one at least is not believed; other notes only tell
    /// how something was read.
    fn is_contradiction(&self) -> bool {
        self.claims().count() > 1 && self.claims().any(|told| !told.claim.believed)
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
